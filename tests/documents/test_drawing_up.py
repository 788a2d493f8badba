"""Documents drawn up from minutes and decisions: begun, linked, registered, never opened wider than their source."""

import pytest
from sqlalchemy import select

from documents.approvals import drafting, drawing, signing, submitting
from documents.approvals.facts import body_of, facts_of
from documents.approvals.line import Planned
from documents.approvals.models import Document
from documents.approvals.sources import not_wider
from meetings.decisions.models import Decision
from meetings.minutes import confirming, correcting, disclosing, publishing
from portal.audit.models import AuditEntry
from portal.content.build import doc, para
from portal.content.plain import plain_text
from portal.content.services import save
from portal.files.models import Attachment
from portal.records import editions
from portal.records.classification import Classification
from portal.records.models import Link, Registration
from portal.records.readers import set_readers
from portal.records.workflow import Refused
from tests import institution
from tests.documents import line_case
from tests.documents.desk import choose
from tests.meetings import minutes_case as case

pytestmark = pytest.mark.sqlite_only
TEXT = "위원들이 시행계획을 논의함"


@pytest.fixture
def minutes(office):
    """Confirmed minutes of a body that 복지정책과 is in charge of; their address."""
    with office.writing() as session:
        made = case.confirmed(session, line_case.viewer(session, "secretary"))
        made.department_id = line_case.department_id(session)
        set_readers(session, made)
        return f"/minutes/{made.uid}"


def keep_closed(office, disclosure):
    """The minutes get another class."""
    with office.writing() as session:
        made = case.the_minutes(session)
        made.disclosure, made.grounds = disclosure, [5]
        set_readers(session, made)
        for one in session.scalars(select(Decision)):
            set_readers(session, one)


def begun(browser, address, button="결과 보고 기안"):
    """The draft begun from a record's page; its address."""
    form = browser.get(address).click(button).forms["draw"]
    return form.submit(status=303).location.removeprefix("http://localhost").partition("/edit")[0]


def the_document(session):
    return session.scalars(select(Document).order_by(Document.id.desc())).first()


def signed(office):
    """Give the newest document its line and file, and have everybody sign; its number."""
    with office.writing() as session:
        made = send_up(session)
        head = line_case.viewer(session, "head")
        step = line_case.step_for(made, head)
        return signing.sign(session, made, step.id, line_case.hash_of(session, made), head).numbers[0]


def send_up(session):
    """Send the newest document up to the head alone."""
    made, staff = the_document(session), line_case.viewer(session, "staff")
    made.record_file_id, made.retention = line_case.record_file(session), "5년"
    drafting.set_line(
        session, made,
        [Planned("DRAFT", 0, staff.person_id),
         Planned("APPROVE", 1, line_case.person_id(session, "head"))], staff,
    )  # fmt: skip
    submitting.submit(session, made, staff, confirmed=True)
    return made


def part(browser, address, name):
    found = browser.get(address).html.select_one(f"[aria-labelledby={name}]")
    return found.get_text(" ", strip=True) if found else ""


def test_minutes_go_up_as_a_document_and_come_back_with_its_number(office, minutes, staff):
    address = begun(staff, minutes)
    page = staff.get(f"{address}/edit")
    assert "회의 결과 보고" in page
    with office.reading() as session:
        made = the_document(session)
        body = plain_text(facts_of(session, made)["content"])
        assert "상반기 실적 보고: 접수" in body
        assert session.scalars(select(Link.target_edition_id).where(Link.source_id == made.id)).one()
    assert "작성 중" in part(staff, minutes, "reports")
    number = signed(office)
    assert number in part(staff, minutes, "reports")
    with office.reading() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.act == "document_registered")).one()
        assert told.record_uid in minutes
        assert told.detail["number"] == number


def test_a_rolled_back_signature_tells_the_minutes_nothing(office, minutes, staff, monkeypatch):
    begun(staff, minutes)

    def fail(*_told):
        raise RuntimeError

    monkeypatch.setattr("documents.approvals.telling.tell_registered", fail)
    with pytest.raises(RuntimeError):
        signed(office)
    assert "복지정책과-1" not in part(staff, minutes, "reports")
    with office.reading() as session:
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.act == "document_registered")) is None


def test_the_file_stays_with_the_minutes_and_is_read_by_those_who_read_them(office, minutes, staff, make_browser):
    address = begun(staff, minutes)
    signed(office)
    page = staff.get(address)
    link = page.html.select_one("[aria-labelledby=files] a")
    assert link["href"].startswith(f"{minutes}/minutes.docx?edition=")
    assert staff.get(link["href"], status=200)
    with office.reading() as session:
        assert session.scalar(select(Attachment.id)) is None
    keep_closed(office, "CLOSED")  # classified anew after the registration
    head = make_browser().signed_in("head")
    page = head.get(address)
    assert page.html.select("[aria-labelledby=files] a") == []
    assert "회의록.docx" in part(head, address, "files")
    assert head.get(link["href"], status="*").status_int in (403, 404)


@pytest.mark.parametrize("disclosure", ["PARTIAL", "CLOSED"])
def test_a_report_on_minutes_that_are_not_open_opens_nothing(office, minutes, disclosure, make_browser):
    with office.writing() as session:
        case.the_minutes(session).recorder_id = line_case.person_id(session, "staff")
    keep_closed(office, disclosure)
    staff = make_browser().signed_in("staff")
    address = begun(staff, minutes)
    with office.reading() as session:
        made = the_document(session)
        assert (made.disclosure, made.grounds) == (disclosure, [5])
        assert "상반기 실적 보고" not in plain_text(facts_of(session, made)["content"])
    form = staff.get(f"{address}/edit").forms["facts"]
    choose(form, "OPEN")
    for box in form.fields.get("grounds", form.fields.get("checkbox", [])):
        box.checked = False
    form.submit(status=303)
    assert "보고하는 기록보다 넓게 공개할 수 없습니다" in staff.get(f"{address}/edit")
    with pytest.raises(Refused), office.writing() as session:
        submitting.submit(session, the_document(session), line_case.viewer(session, "staff"), confirmed=True)


def test_a_registered_report_is_not_classified_wider_than_its_minutes(office, minutes, staff, make_browser):
    with office.writing() as session:
        case.the_minutes(session).recorder_id = line_case.person_id(session, "staff")
    keep_closed(office, "PARTIAL")
    address = begun(staff, minutes)
    signed(office)
    form = staff.get(f"{address}/reclassify").forms["reclassify"]
    choose(form, "OPEN")
    for boxes in form.fields.values():
        for box in boxes:
            if getattr(box, "checked", False) and box.attrs.get("type") == "checkbox":
                box.checked = False
    form["reason"] = "시험"
    page = form.submit(status=400)
    assert "보고하는 기록보다 넓게 공개할 수 없습니다" in page
    with office.reading() as session:
        assert the_document(session).disclosure == "PARTIAL"


def test_a_report_follows_its_minutes_when_they_are_closed_later(office, minutes, staff, make_browser):
    address = begun(staff, minutes)
    signed(office)
    outsider = make_browser().sign_in("director")
    outsider.get(address)
    with office.writing() as session:
        record = case.the_minutes(session)
        to = Classification("CLOSED", [6])
        disclosing.reclassify(session, record, to, "개인정보가 있음", line_case.viewer(session, "secretary"))
        document = the_document(session)
        assert (document.disclosure, document.grounds) == ("CLOSED", [6])
    outsider.get(address, status=404)
    assert "개인정보가 있음" in staff.get(f"{address}/card")


def test_minutes_closed_while_the_report_is_under_way_stop_it(office, minutes, staff):
    begun(staff, minutes)
    keep_closed(office, "CLOSED")
    with office.reading() as session:
        assert not_wider(session, the_document(session))


def test_only_those_who_keep_the_minutes_begin_a_report(office, minutes, make_browser):
    uid = minutes.rpartition("/")[2]
    for login in ("budget", "secretary", "member"):  # other staff, and people without a post
        browser = make_browser().signed_in(login)
        assert "결과 보고 기안" not in browser.get(minutes)
        assert browser.get(f"/documents/from/{uid}", status=403)
        browser.post(f"/documents/from/{uid}", {"csrf_token": browser.csrf(), "title": "몰래"}, status=403)
    outsider = make_browser().signed_in("outsider")
    assert outsider.get(f"/documents/from/{uid}", status=404)
    assert outsider.get(f"/documents/from/{'0' * 32}", status=404)
    with office.reading() as session:
        assert the_document(session) is None


def test_a_title_that_is_missing_is_asked_for_and_a_second_click_makes_no_second_draft(office, minutes, staff):
    form = staff.get(minutes).click("결과 보고 기안").forms["draw"]
    form["title"] = "  "
    page = form.submit(status=400)
    assert page.html.select(".error-summary")
    form["title"] = "보고"
    assert form.submit(status=303).location == form.submit(status=303).location
    with office.reading() as session:
        assert len(session.scalars(select(Document.id)).all()) == 1
        assert len(session.scalars(select(Link.id).where(Link.kind == "cites")).all()) == 1


def test_a_report_that_cites_its_own_minutes_by_number_is_registered(office, minutes, staff):
    with office.writing() as session:
        made = case.the_minutes(session)
        number = publishing.register(session, made, line_case.viewer(session, "secretary")).display
    address = begun(staff, minutes)
    with office.writing() as session:
        place = body_of(session, the_document(session))
        save(session, place, place.lock, doc(para(f"{number}호와 관련임")), line_case.viewer(session, "staff"))
    assert signed(office) in staff.get(address)


def test_after_a_correction_the_minutes_say_which_edition_was_reported(office, minutes, staff):
    begun(staff, minutes)
    signed(office)
    with office.writing() as session:
        made, secretary = case.the_minutes(session), line_case.viewer(session, "secretary")
        correcting.correct(session, made, "오기", secretary)
        case.write(session, made, secretary, "고쳐 적음", "고쳐 적음")
        confirming.send_to_sign(session, made, secretary)
        case.sign_all(session, made)
        assert len(made.confirmed_numbers) == 2
    assert "제1판을 보고한 것입니다" in part(staff, minutes, "reports")


def decision_address(office):
    with office.reading() as session:
        return f"/decisions/{case.decision(session).uid}"


def test_a_draft_is_begun_from_a_decision_and_the_decision_shows_its_number(office, minutes, staff, make_browser):
    where = decision_address(office)
    address = begun(staff, where, "이 결정으로 기안")
    assert "작성 중" in part(staff, where, "documents")
    other = make_browser().signed_in("budget")
    assert "이행 계획" not in part(other, where, "documents")  # a draft is its author's
    number = signed(office)
    assert number in part(other, where, "documents")
    assert "이행하는 결정" in part(staff, address, "related")
    assert "이행하는 결정" in staff.get(f"{address}/card")


def test_decisions_are_chosen_for_a_draft_and_taken_off_again(office, minutes, staff):
    with office.writing() as session:
        address = f"/documents/{line_case.drafted(session, *line_case.USUAL).uid}"
        title = case.decision(session).title
    page = staff.get(f"{address}/edit").click("이행하는 결정 고르기")
    search = next(f for f in page.forms.values() if f.method.lower() == "get" and f.action.endswith("/implements"))
    search["q"] = title[:4]
    page = search.submit()
    form = page.forms["choices"]
    form["decision"].checked = True
    page = form.submit(status=303).follow()
    assert title in part(staff, f"{address}/edit", "implements")
    form = staff.get(f"{address}/implements?q=nothing").forms["choices"]
    assert form["decision"].checked
    form["decision"].checked = False
    form.submit(status=303)
    assert title not in part(staff, f"{address}/edit", "implements")


def test_what_may_not_be_read_is_neither_offered_nor_taken(office, minutes, staff):
    with office.writing() as session:
        address = f"/documents/{line_case.drafted(session, *line_case.USUAL).uid}"
        uid, title = case.decision(session).uid, case.decision(session).title
    keep_closed(office, "CLOSED")
    assert title not in staff.get(f"{address}/implements")
    for wrong in (uid, "0" * 32, "말이 아닌 것"):
        sent = {"csrf_token": staff.csrf(), "decision": wrong}
        page = staff.post(f"{address}/implements", sent, status=400)
        assert "고를 수 없는 결정이 있습니다" in page
        assert title not in page
    with office.reading() as session:
        assert session.scalar(select(Link.id).where(Link.kind == "implements")) is None


def test_others_do_not_choose_and_nobody_after_it_was_sent_up(office, minutes, staff, make_browser):
    address = begun(staff, decision_address(office), "이 결정으로 기안")
    other = make_browser().signed_in("budget")
    assert other.get(f"{address}/implements", status=404)
    signed(office)
    assert staff.get(f"{address}/implements", status=403)
    staff.post(f"{address}/implements", {"csrf_token": staff.csrf()}, status=403)
    with office.reading() as session:
        assert session.scalars(select(Link.id).where(Link.kind == "implements")).one()


def test_an_approver_is_told_that_the_minutes_were_closed_meanwhile(office, minutes, staff, make_browser):
    address = begun(staff, minutes)
    with office.writing() as session:
        send_up(session)
    head = make_browser().signed_in("head")
    page = head.get(f"{address}/sign")
    assert page.html.select_one("[aria-labelledby=files] a")["href"].startswith(f"{minutes}/minutes.docx")
    keep_closed(office, "CLOSED")
    form = page.forms["sign"]
    form["opinion"] = "이견 없음"
    if "password" in form.fields:
        form["password"] = institution.PASSWORD
    told = form.submit("sign", status=400)
    assert "보고하는 기록보다 넓게 공개할 수 없습니다" in told
    assert told.forms["sign"]["opinion"].value == "이견 없음"
    with office.reading() as session:
        assert the_document(session).state == "IN_PROGRESS"
        assert session.scalar(select(Registration.id).where(Registration.record_id == the_document(session).id)) is None


def test_a_draft_from_a_decision_of_closed_minutes_begins_closed(office, minutes, make_browser):
    with office.writing() as session:
        case.the_minutes(session).recorder_id = line_case.person_id(session, "staff")
    keep_closed(office, "CLOSED")
    begun(make_browser().signed_in("staff"), decision_address(office), "이 결정으로 기안")
    with office.reading() as session:
        made = the_document(session)
        assert (made.disclosure, made.grounds) == ("CLOSED", [5])


def test_the_decisions_carried_out_belong_to_what_is_signed(office, minutes, staff):
    begun(staff, decision_address(office), "이 결정으로 기안")
    with office.writing() as session:
        made = the_document(session)
        before = editions.digest(facts_of(session, made))
        drawing.choose(session, made, [], line_case.viewer(session, "staff"))
        assert editions.digest(facts_of(session, made)) != before
