"""발송, 접수 and 공람 in the browser: a letter goes out, arrives, is taken in, given to somebody, shown to others."""

import pytest
from sqlalchemy import select

from documents.approvals import signing, submitting
from documents.approvals.models import Document
from documents.circulation.models import CirculationGroup, CirculationMark
from documents.dispatch.models import Delivery, IncomingDocument
from portal import clock
from portal.people.models import Duty
from tests.documents import line_case
from tests.documents.desk import choose, form_to, says


@pytest.fixture
def browser_of(office, make_browser):
    """A browser signed in as one of the office."""
    return lambda login: make_browser().sign_in(login)


@pytest.fixture
def letter(office, browser_of):
    """The address of a registered letter to a department and two houses outside; its recipients were typed."""
    with office.writing() as session:
        document = line_case.drafted(session, ("APPROVE", 1, "head"))
        address = f"/documents/{document.uid}"
    facts = browser_of("staff").get(f"{address}/edit").forms["facts"]
    choose(facts, "DISPATCH")
    facts["recipients"] = "감사담당관\n다솜종합사회복지관 dasom@example.kr\n새솔시장"
    facts["sender"] = "한빛시장"
    facts.submit(status=303)
    with office.writing() as session:
        document = session.scalars(select(Document)).one()
        submitting.submit(session, document, line_case.viewer(session, "staff"))
        head = line_case.viewer(session, "head")
        step = line_case.step_for(document, head)
        signing.sign(session, document, step.id, line_case.hash_of(session, document), head)
    return address


def send(browser, letter):
    page = browser.get(f"{letter}/dispatch")
    return form_to(page, "/dispatch").submit(status=303).follow()


def states(office):
    with office.reading() as session:
        return dict(session.execute(select(Delivery.name, Delivery.state).order_by(Delivery.id)).all())


def incoming(office):
    with office.reading() as session:
        return session.scalars(select(IncomingDocument).order_by(IncomingDocument.id.desc())).first()


def test_recipients_are_read_as_typed(office, letter, browser_of):
    with office.reading() as session:
        kinds = [sorted(one) for one in session.scalars(select(Document)).one().recipients]
    assert kinds == [["department_id", "name"], ["email", "name"], ["name"]]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("가온시장 <가온>", "전자우편 주소가 아닙니다"),
        ("가온시장 가온@", "전자우편 주소가 아닙니다"),
        ("가온시장\n가온시장", "두 번"),
    ],
)
def test_recipients_that_cannot_be_are_told(office, browser_of, typed, fault):
    with office.writing() as session:
        address = f"/documents/{line_case.drafted(session, *line_case.USUAL).uid}"
    facts = browser_of("staff").get(f"{address}/edit").forms["facts"]
    choose(facts, "DISPATCH")
    facts["recipients"], facts["sender"] = typed, "한빛시장"
    page = facts.submit(status=400)
    assert says(page, fault)
    assert page.forms["facts"]["recipients"].value == typed


def test_a_letter_waits_in_the_box_and_goes_out_once(office, letter, browser_of):
    staff = browser_of("staff")
    box = staff.get("/documents/sending")
    assert "발송함 1" in box.html.select_one("nav.side-menu, .side-navigation, aside").get_text(" ")
    page = box.click("모니터링 계획")
    form = form_to(page, "/dispatch")
    done = form.submit(status=303).follow()
    assert says(done, "발송했습니다")
    assert states(office) == {"감사담당관": "ARRIVED", "다솜종합사회복지관": "SENT", "새솔시장": "SENT"}
    assert "발송했습니다" not in form.submit(status=303).follow()  # a second click


def test_only_who_sends_sends(letter, browser_of):
    forms = browser_of("leader").get(f"{letter}/dispatch").forms.values()
    assert not [one for one in forms if one.action.endswith("/dispatch")]
    page = browser_of("staff").get(f"{letter}/dispatch")
    assert "dasom@example.kr" in page
    assert "dasom@example.kr" not in browser_of("audit").get(f"{letter}/dispatch")


def test_arrival_and_return_are_written_down_and_it_goes_again(office, letter, browser_of):
    staff = browser_of("staff")
    send(staff, letter)
    page = staff.get(f"{letter}/dispatch")
    by_name = {form["delivery"].value: form for form in page.forms.values() if "delivery" in form.fields}
    mail, paper = by_name.values()
    mail["note"] = "전화로 확인"
    mail.submit("act", value="arrived", status=303)
    page = paper.submit("act", value="returned", status=400)
    assert says(page, "반송된 까닭을 적어 주십시오")
    paper["note"] = "주소 불명"
    paper.submit("act", value="returned", status=303)
    page = staff.get(f"{letter}/dispatch")
    own = [one for one in page.forms.values() if "delivery" in one.fields]
    (again,) = [one for one in own if one["delivery"].value == paper["delivery"].value]
    again.submit("act", value="again", status=303)
    with office.reading() as session:
        rows = [(one.name, one.state, one.note) for one in session.scalars(select(Delivery).order_by(Delivery.id))]
    assert rows[1] == ("다솜종합사회복지관", "ARRIVED", "전화로 확인")
    assert rows[2:] == [("새솔시장", "RETURNED", "주소 불명"), ("새솔시장", "SENT", "")]


def test_dispatch_may_be_held(office, letter, browser_of):
    staff = browser_of("staff")
    hold, release = "hold_dispatch", "release_dispatch"
    for act, state in ((hold, "DISPATCH_HELD"), (release, "DISPATCH_READY")):
        page = staff.get(f"{letter}/dispatch")
        next(one for one in page.forms.values() if one.fields.get("act") and one["act"].value == act).submit(status=303)
        with office.reading() as session:
            assert session.scalars(select(Document)).one().state == state


def test_it_is_taken_in_given_to_somebody_and_finished(office, letter, browser_of):
    send(browser_of("staff"), letter)
    audit = browser_of("audit")
    page = audit.get("/documents/incoming").click("모니터링 계획")
    form = form_to(page, "/receive")
    page = form.submit(status=303).follow()
    assert says(page, "접수번호는")
    assert not says(form.submit(status=303).follow(), "접수번호는")  # a second click
    assign = page.click("담당 지정").forms["assign"]
    assign["person"] = next(key for key, _on, label in assign["person"].options if "사보람" in label)
    page = assign.submit(status=303).follow()
    assert incoming(office).state == "ASSIGNED"
    form_to(page, "/close").submit(status=303)
    assert incoming(office).state == "CLOSED"
    assert browser_of("budget").get("/documents/incoming").html.select_one(".empty-state")


def test_what_is_not_ours_goes_on_with_a_reason(office, letter, browser_of):
    send(browser_of("staff"), letter)
    audit = browser_of("audit")
    page = audit.get(f"/documents/incoming/{incoming(office).uid}")
    form = page.click("이송").forms["transfer"]
    form["department"] = next(key for key, _on, label in form["department"].options if label == "예산법무과")
    form["reason"] = "예산 소관"
    form.submit(status=303)
    made = incoming(office)
    assert made.state == "ARRIVED"
    again = browser_of("budget").get(f"/documents/incoming/{made.uid}").click("재배부 요청").forms["ask_again"]
    again["reason"] = "소관 아님"
    again.submit(status=303)
    with office.writing() as session:
        leader = line_case.person_id(session, "leader")
        session.add(Duty(person_id=leader, name="DOCUMENT_DEPT", starts_on=clock.today()))
    page = browser_of("leader").get(f"/documents/incoming/{made.uid}").click("반송").forms["return_to_sender"]
    page["reason"] = "잘못 보냄"
    page.submit(status=303)
    assert incoming(office).state == "RETURNED_TO_SENDER"


def test_a_paper_letter_is_entered_by_whose_it_is(office, browser_of):
    audit = browser_of("audit")
    form = audit.get("/documents/incoming/new").forms["enter"]
    form["title"], form["sender"] = "자료 제출 협조 요청", "새솔시장"
    choose(form, "PARTIAL")
    page = form.submit(status=400)
    assert says(page, "근거")
    form = page.forms["enter"]
    assert form["sender"].value == "새솔시장"
    choose(form, "OPEN")
    page = form.submit(status=303).follow()
    assert page.html.select_one("h1").get_text(strip=True) == "자료 제출 협조 요청"
    assert browser_of("outsider").get("/documents/incoming/new", status=403)


def test_a_document_is_shown_to_people_and_a_group(office, letter, browser_of):
    staff = browser_of("staff")
    form = staff.get("/documents/circulation/groups/new").forms["group"]
    form["name"], form["people"] = "팀장 모임", "노을찬\n아라온"
    form.submit(status=303)
    with office.reading() as session:
        group = session.scalars(select(CirculationGroup)).one().id
    page = staff.get(letter).click("공람하기")
    form = page.forms["show"]
    assert says(form.submit(status=400), "사람이나 그룹을 정해")
    form["people"], form["group"] = "반디솔", str(group)
    page = form.submit(status=303).follow()
    assert len(page.html.select("tbody tr")) == 3
    budget = browser_of("budget")
    assert budget.get("/documents/circulation", {"q": "모니터링"}).html.select("tbody tr")
    assert "조건에 맞는 문서가 없습니다" in budget.get("/documents/circulation", {"q": "모니터링 없는말"})
    box = budget.get("/documents/circulation")
    assert "보지 않음" in box.html.select_one("tbody").get_text()
    box.click("모니터링 계획")
    with office.reading() as session:
        seen = {one.name for one in session.scalars(select(CirculationMark)) if one.seen_at}
    assert seen == {"반디솔"}
    assert "봄" in budget.get("/documents/circulation").html.select_one("tbody").get_text()
    assert browser_of("audit").get(f"/documents/circulation/{letter.rpartition('/')[2]}", status=403)


def test_a_group_is_its_department_s(office, browser_of):
    staff = browser_of("staff")
    form = staff.get("/documents/circulation/groups/new").forms["group"]
    form["name"], form["people"] = "팀장 모임", "노을찬"
    form.submit(status=303)
    assert says(form.submit(status=400), "같은 이름")
    edit = staff.get("/documents/circulation/groups").click("팀장 모임").forms["group"]
    edit["people"] = "아라온"
    edit.submit(status=303)
    assert "아라온" in staff.get("/documents/circulation/groups")
    with office.reading() as session:
        group = session.scalars(select(CirculationGroup)).one().id
    assert browser_of("audit").get(f"/documents/circulation/groups/{group}/edit", status="*").status_int in (403, 404)
