"""The pages of minutes in the browser: writing, signing, publishing; who may, and what a wrong click does."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select
from webtest import Upload

from meetings.decisions.models import Decision
from meetings.minutes import confirming, correcting
from meetings.minutes.models import Minutes
from meetings.sittings import convening
from portal import clock
from portal.records import editions
from portal.records.models import EditionFile
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts


def make(database, viewer, how, **given):
    """Minutes made by one of the case's functions; answers their address."""
    with database.writing() as session:
        minutes = how(session, viewer("secretary"), **given)
        return f"/minutes/{minutes.uid}"


def stored(database):
    with database.reading() as session:
        return case.the_minutes(session)


def item_uid(database, number=0):
    with database.reading() as session:
        return case.items(session, case.the_minutes(session))[number].uid


def signing_form(page):
    return next(form for form in page.forms.values() if "sha256" in form.fields)


def test_the_page_of_the_secretary_has_everything(database, viewer, secretary):
    page = secretary.get(make(database, viewer, case.in_session) + "/edit")
    uid = item_uid(database)
    assert page.html.find("div", {"data-editor": True})["data-save-url"].startswith("/sections/")
    assert f"decision-{uid}" in page.forms
    assert f"action-{uid}" in page.forms
    assert "총 18명 중 15명 참석 83.3%" in page
    assert len(page.html.select(".checklist > li")) >= 9


@pytest.mark.parametrize(("who", "status"), [("member", 404), ("staff", 404), ("outsider", 404), ("anonymous", 303)])
def test_a_draft_is_not_shown_to_others(request, database, viewer, who, status):
    address = make(database, viewer, case.in_session)
    browser = request.getfixturevalue(who)
    assert browser.get(address, expect_errors=True).status_int == status
    assert browser.get(f"{address}/edit", expect_errors=True).status_int == status


def test_a_decision_is_typed_and_saved(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"decision-{item_uid(database)}"]
    assert form["present"].value == "15"
    form["outcome"], form["method"], form["yes"], form["no"] = "PASSED_AS_IS", "SHOW_OF_HANDS", "14", "1"
    page = form.submit(status=303).follow()
    assert "찬성 14" in page


def test_votes_that_do_not_add_up_come_back_as_typed(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"decision-{item_uid(database)}"]
    form["outcome"], form["method"], form["yes"], form["text"] = "PASSED_AS_IS", "SHOW_OF_HANDS", "9", "원안대로 한다"
    page = form.submit(status=400)
    again = page.forms[form.id]
    assert (again["yes"].value, again["text"].value) == ("9", "원안대로 한다")
    assert "더하면 9명" in page
    with database.reading() as session:
        assert session.scalars(select(Decision)).all() == []


def test_an_action_item_is_added_once(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"action-{item_uid(database)}"]
    form["what"], form["owner"], form["due_on"] = "조례안 검토", "복지정책과", "2030-01-31"
    form.submit(status=303)
    page = form.submit(status=303).follow()
    assert len(page.html.select(".action-list > li")) == 1


def test_facts_are_saved_and_stale_ones_are_not(database, viewer, secretary, make_browser):
    address = make(database, viewer, case.in_session)
    other = make_browser().signed_in("officer")
    mine, theirs = secretary.get(f"{address}/edit").forms["facts"], other.get(f"{address}/edit").forms["facts"]
    theirs["program"] = "개회\n폐회"
    theirs.submit(status=303)
    mine["program"] = "개회\n안건\n폐회"
    page = mine.submit(status=400)
    assert page.forms["facts"]["program"].value == "개회\n안건\n폐회"
    assert stored(database).program == ["개회", "폐회"]


def test_the_next_meeting_lies_ahead(database, viewer, secretary):
    form = secretary.get(make(database, viewer, case.in_session) + "/edit").forms["facts"]
    form["next_on"] = "2020-01-01"
    assert "차기회의는 이번 회의보다 뒤여야" in form.submit(status=400)


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
    form = secretary.get(f"{address}/paper").forms["paper"]
    with database.reading() as session:
        form["person"] = str(case.signer(session, "한도윤").person_id)
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


TEXT_OF = {"docx": "word/document.xml", "hwpx": "Contents/section0.xml"}
KINDS = pytest.mark.parametrize("kind", list(TEXT_OF))


def file_text(response):
    """What a Word or 한글 file says, as XML."""
    with zipfile.ZipFile(io.BytesIO(response.body)) as package:
        part = next(name for name in TEXT_OF.values() if name in package.namelist())
        return package.read(part).decode()


@KINDS
def test_a_draft_file_says_so(database, viewer, secretary, kind):
    address = make(database, viewer, case.in_session)
    assert f"{address}/minutes.{kind}" in {link.get("href") for link in secretary.get(address).html.find_all("a")}
    answer = secretary.get(f"{address}/minutes.{kind}")
    assert "(안)" in file_text(answer)
    assert f".{kind}" in answer.headers["Content-Disposition"]
    assert "%28%EC%95%88%29" in answer.headers["Content-Disposition"]


@KINDS
def test_files_are_for_those_who_may_read(database, viewer, member, outsider, anonymous, kind):
    address = make(database, viewer, case.confirmed)
    assert "(안)" not in file_text(member.get(f"{address}/minutes.{kind}"))
    outsider.get(f"{address}/minutes.{kind}", status=404)
    anonymous.get(f"{address}/minutes.{kind}", status=303)


def test_there_is_no_file_of_another_kind(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    secretary.get(f"{address}/minutes.pdf", status=404)


@KINDS
def test_the_file_of_an_old_edition_stays_as_it_was(database, viewer, secretary, do_jobs, kind):
    address = make(database, viewer, case.confirmed)
    do_jobs("minutes_file")
    number = stored(database).confirmed_numbers[0]
    before = secretary.get(f"{address}/minutes.{kind}?edition={number}").body
    with database.writing() as session:
        minutes, keeper = case.the_minutes(session), viewer("secretary")
        correcting.correct(session, minutes, "표 수 오기", keeper)
        case.decide(session, minutes, keeper, yes=13, abstain=1)
        confirming.send_to_sign(session, minutes, keeper)
        case.sign_all(session, minutes)
    do_jobs("minutes_file")
    assert secretary.get(f"{address}/minutes.{kind}?edition={number}").body == before
    newest = file_text(secretary.get(f"{address}/minutes.{kind}"))
    assert "표 수 오기" in newest
    with database.reading() as session:
        query = select(EditionFile.sha256).where(EditionFile.kind == kind)
        kept = session.scalars(query.order_by(EditionFile.id)).all()
    assert kept[0] == hashlib.sha256(before).hexdigest()
    assert len(kept) == 2


@KINDS
def test_a_kept_file_is_the_file_made_from_the_facts(database, viewer, registry, secretary, do_jobs, kind):
    address = make(database, viewer, case.confirmed)
    made = secretary.get(f"{address}/minutes.{kind}").body
    do_jobs("minutes_file")
    assert secretary.get(f"{address}/minutes.{kind}").body == made


@KINDS
def test_files_made_with_the_number_are_kept_beside_those_made_before(database, viewer, secretary, do_jobs, kind):
    address = make(database, viewer, case.confirmed)
    do_jobs("minutes_file")
    secretary.post(f"{address}/step", {"step": "register", "csrf_token": secretary.csrf()}, status=303)
    do_jobs("minutes_file")
    served = secretary.get(f"{address}/minutes.{kind}")
    assert "한빛시지역사회보장협의체-1" in file_text(served)
    with database.reading() as session:
        kept = {one.kind: one.sha256 for one in session.scalars(select(EditionFile))}
    assert set(kept) == {"docx", "hwpx", "docx-registered", "hwpx-registered"}
    assert kept[f"{kind}-registered"] == hashlib.sha256(served.body).hexdigest()


def test_while_a_correction_is_written_others_read_the_old_text(database, viewer, member, secretary):
    address = make(database, viewer, case.confirmed)
    form = secretary.get(f"{address}/correct").forms["correct"]
    form["reason"] = "오기"
    form.submit(status=303)
    with database.writing() as session:
        case.write(session, case.the_minutes(session), viewer("secretary"), "새로 쓰는 글")
    page = member.get(address)
    assert "시행계획을 논의함" in page
    assert "새로 쓰는 글" not in page
    assert member.get(f"{address}?edition=draft", expect_errors=True).status_int == 404
    assert "새로 쓰는 글" in secretary.get(f"{address}?edition=draft")


def test_circulated_minutes_take_opinions_until_their_day(database, viewer, secretary, member, outsider):
    address = make(database, viewer, case.complete)
    secretary.get(f"{address}/circulate").forms["circulate"].submit(status=303)
    form = member.get(f"{address}/opinion").forms["opinion"]
    form["text"] = "2쪽 금액을 확인해 주십시오"
    form.submit(status=303)
    assert "2쪽 금액" in secretary.get(address)
    assert outsider.get(address, expect_errors=True).status_int == 404
    later = clock.now() + timedelta(days=9)
    clock.set_source(lambda: later)
    member.sign_in("member")
    form = member.get(f"{address}/opinion").forms["opinion"]
    form["text"] = "늦은 의견"
    assert "기한이 지났습니다" in form.submit(status=400)


def test_a_hundred_kilobytes_in_a_field_are_refused_and_kept(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"decision-{item_uid(database)}"]
    form["outcome"], form["text"] = "PASSED_AS_IS", "가" * 100_000
    assert len(form.submit(status=400).forms[form.id]["text"].value) == 100_000


def test_an_item_added_in_the_meeting_gets_its_text(database, viewer, secretary):
    address = make(database, viewer, case.in_session, report=False)
    with database.writing() as session:
        meeting = session.get(case.Meeting, case.the_minutes(session).meeting_id)
        case.agenda.add_item(session, meeting, case.ItemFacts("REPORT", "긴급 보고"), viewer("secretary"))
    page = secretary.get(f"{address}/edit", status=303).follow()
    assert len(page.html.select("[data-editor]")) == 2


def test_minutes_of_a_past_meeting_are_begun_by_its_secretary(database, viewer, secretary, member):
    with database.writing() as session:
        keeper = viewer("secretary")
        meeting = sitting_facts.planned(session, keeper, clock.today() - timedelta(days=30), retroactive=True)
        sitting_facts.mark_members(session, meeting, 15, keeper)
        convening.open_meeting(session, meeting, keeper)
        path = f"/meetings/{meeting.uid}/minutes"
    address = secretary.get(path, status=303).location
    assert "소급 작성" in file_text(secretary.get(f"{address}/minutes.docx"))
    assert "볼 수 있는 회의록이 아직 없습니다" in member.get(path, status=200)
    assert member.get(address, expect_errors=True).status_int == 404


def test_a_meeting_without_minutes_offers_to_begin_them(database, viewer, secretary, member):
    with database.writing() as session:
        meeting = sitting_facts.planned(session, viewer("secretary"))
        path = f"/meetings/{meeting.uid}/minutes"
    assert "볼 수 있는 회의록이 아직 없습니다" in secretary.get(path)
    secretary.post(path, {"csrf_token": secretary.csrf()}, status=404)
    member.post(path, {"csrf_token": member.csrf()}, expect_errors=True)
    with database.reading() as session:
        assert session.scalars(select(Minutes)).all() == []


def test_what_waits_for_a_signature_is_on_the_home_page(database, viewer, make_browser, member):
    address = make(database, viewer, case.sent)
    assert address in make_browser().signed_in("chair").get("/")
    assert address not in member.get("/")


def test_a_scan_of_a_signature_is_kept_from_readers(database, viewer, secretary, member):
    address = make(database, viewer, case.sent)
    form = secretary.get(f"{address}/paper").forms["paper"]
    with database.reading() as session:
        form["person"] = str(case.signer(session, "한도윤").person_id)
    form["scan"] = Upload("서명.txt", "서명한 종이".encode())
    form.submit(status=303)
    with database.writing() as session:
        minutes = case.the_minutes(session)
        confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "서하늘"))
    assert "종이에 서명" in member.get(address)
    assert "서명.txt" in secretary.get(address)
    assert "서명.txt" not in member.get(address)
