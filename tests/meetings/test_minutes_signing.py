"""Minutes in the browser from sending to publishing: what is missing, who signs and how, what a second click does."""

from datetime import timedelta

import pytest
from webtest import Upload

from meetings.minutes import confirming
from portal import clock
from portal.records import editions
from tests.meetings import minutes_case as case
from tests.meetings.minutes_pages import item_uid, make, signing_form, stored


def test_sending_lists_what_is_missing_with_links(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    page = next(form for form in secretary.get(address).forms.values() if form.action.endswith("/send")).submit(
        status=400
    )
    targets = {link["href"] for link in page.html.select(".error-summary a")}
    assert f"{address}/edit#item-{item_uid(database)}" in targets
    assert stored(database).state == "DRAFTING"


def test_chairs_sign_and_the_minutes_are_confirmed(database, viewer, secretary, make_browser):
    address = make(database, viewer, case.complete)
    next(form for form in secretary.get(address).forms.values() if form.action.endswith("/send")).submit(status=303)
    for login in ("chair", "cochair"):
        browser = make_browser().signed_in(login)
        page = browser.get(f"{address}/sign")
        assert signing_form(page)["sha256"].value in page.html.find("p", class_="edition-hash").text
        signing_form(page).submit(status=303)
    assert stored(database).state == "CONFIRMED"
    assert "확정" in secretary.get(address)


def test_a_signature_asks_the_password_again(database, viewer, make_browser):
    address = make(database, viewer, case.sent)
    browser = make_browser().signed_in("chair")
    form = signing_form(browser.get(f"{address}/sign"))
    later = clock.now() + timedelta(minutes=11)
    clock.set_source(lambda: later)
    assert "/confirm-password" in browser.get(f"{address}/sign", status=303).location
    assert "/confirm-password" in form.submit(status=303).location
    with database.reading() as session:
        assert not editions.signatures(session, editions.current(session, case.the_minutes(session)), "confirm")


def test_the_back_button_signs_nothing_twice(database, viewer, make_browser):
    address = make(database, viewer, case.sent)
    browser = make_browser().signed_in("chair")
    form = signing_form(browser.get(f"{address}/sign"))
    form.submit(status=303)
    form.submit(status=303)
    with database.reading() as session:
        edition = editions.current(session, case.the_minutes(session))
        assert len(editions.signatures(session, edition, "confirm")) == 1


def test_a_form_of_a_superseded_edition_signs_nothing(database, viewer, make_browser):
    address = make(database, viewer, case.sent)
    browser = make_browser().signed_in("chair")
    form = signing_form(browser.get(f"{address}/sign"))
    with database.writing() as session:
        minutes = case.the_minutes(session)
        confirming.send_back(session, minutes, "다시", case.signer(session, "서하늘"))
        case.write(session, minutes, viewer("secretary"), "고친 글")
        confirming.send_to_sign(session, minutes, viewer("secretary"))
    assert "새 본을 읽고" in form.submit(status=303).follow()
    with database.reading() as session:
        edition = editions.current(session, case.the_minutes(session))
        assert not editions.signatures(session, edition, "confirm")


@pytest.mark.parametrize("who", ["member", "secretary", "staff", "outsider"])
def test_nobody_else_signs(request, database, viewer, who):
    address = make(database, viewer, case.sent)
    browser = request.getfixturevalue(who)
    with database.reading() as session:
        values = {"sha256": case.hash_of(session, case.the_minutes(session)), "csrf_token": browser.csrf()}
    assert browser.post(f"{address}/sign", values, expect_errors=True).status_int in (403, 404)
    assert stored(database).state == "SIGNING"


def test_a_personal_link_signs_without_an_account(database, viewer, secretary, anonymous):
    address = make(database, viewer, case.sent)
    with database.writing() as session:
        person = case.take_account(session, "서하늘")
    page = secretary.post(f"{address}/link", {"person": str(person), "csrf_token": secretary.csrf()})
    link = page.html.select_one(".personal-link code").text
    path = "/confirm/" + link.rsplit("/", 1)[1]
    form = signing_form(anonymous.get(path))
    assert "서명했습니다" in form.submit()
    assert "이미 썼거나" in form.submit(status=410)
    with database.reading() as session:
        (one,) = editions.signatures(session, editions.current(session, case.the_minutes(session)), "confirm")
        assert (one.name, one.means) == ("서하늘", "LINK")


def test_an_unknown_link_opens_nothing(anonymous):
    assert "새 링크를 청하십시오" in anonymous.get("/confirm/" + "x" * 32, status=410)


def test_a_paper_signature_needs_its_scan(database, viewer, secretary):
    address = make(database, viewer, case.sent)
    with database.writing() as session:
        person_id = case.take_account(session, "한도윤")
    form = secretary.get(f"{address}/paper").forms["paper"]
    assert [value for value, _chosen, _label in form["person"].options if value] == [str(person_id)]
    form["person"] = str(person_id)
    assert form.submit(status=400).forms["paper"]


def test_a_confirmer_is_replaced_with_a_reason(database, viewer, secretary, member):
    address = make(database, viewer, case.sent)
    form = secretary.get(f"{address}/replace").forms["replace"]
    with database.reading() as session:
        form["out"] = str(case.signer(session, "서하늘").person_id)
        form["into"] = str(case.signer(session, "방유나").person_id)
    assert form.submit(status=400)
    form["reason"] = "국외 출장"
    assert "국외 출장" in form.submit(status=303).follow()
    signing_form(member.get(f"{address}/sign")).submit(status=303)


def test_registering_twice_gives_one_number(database, viewer, secretary):
    address = make(database, viewer, case.confirmed)
    values = {"step": "register", "csrf_token": secretary.csrf()}
    for _time in range(2):
        secretary.post(f"{address}/step", values, status=303)
    assert "한빛시지역사회보장협의체-1" in secretary.get(address)


def test_open_minutes_are_published_for_everyone(database, viewer, secretary, anonymous):
    address = make(database, viewer, case.confirmed)
    for step in ("register", "publish"):
        secretary.post(f"{address}/step", {"step": step, "csrf_token": secretary.csrf()}, status=303)
    page = anonymous.get(address)
    assert "원안가결" in page
    assert not page.html.select(".next-step")


def test_what_waits_for_a_signature_is_on_the_home_page(database, viewer, make_browser, member):
    address = make(database, viewer, case.sent)
    assert address in make_browser().signed_in("chair").get("/")
    assert address not in member.get("/")


def test_a_scan_of_a_signature_is_kept_from_readers(database, viewer, secretary, member):
    address = make(database, viewer, case.sent)
    with database.writing() as session:
        person_id = case.take_account(session, "한도윤")
    form = secretary.get(f"{address}/paper").forms["paper"]
    assert [value for value, _chosen, _label in form["person"].options if value] == [str(person_id)]
    form["person"] = str(person_id)
    form["scan"] = Upload("서명.txt", "서명한 종이".encode())
    form.submit(status=303)
    with database.writing() as session:
        minutes = case.the_minutes(session)
        confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "서하늘"))
    assert "종이에 서명" in member.get(address)
    assert "서명.txt" in secretary.get(address)
    assert "서명.txt" not in member.get(address)
