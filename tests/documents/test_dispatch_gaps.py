"""What goes with a letter, what follows it afterwards, and what is done twice: files, class, 시행일, 반송, 이송."""

import io
from datetime import date, datetime, timedelta

import docx
import pytest
from sqlalchemy import func, select

from documents.approvals import disclosing, signing, submitting
from documents.approvals.models import Document
from documents.dispatch import receiving, sending
from documents.dispatch.models import Delivery, IncomingDocument
from documents.dispatch.receiving import ArrivedFacts
from portal import clock
from portal.files.models import Attachment
from portal.files.services import attach
from portal.files.stores import blob_store
from portal.people.models import Department
from portal.records import classification
from portal.records.classification import Classification
from portal.records.readers import readable
from tests.documents import line_case
from tests.documents.desk import choose, form_to, says
from tests.documents.line_case import department_id, drafted, hash_of, step_for, viewer


def letter(session, *recipients, files=(), **facts):
    """A registered letter that waits to be sent, with files."""
    inside = [{"name": one, "department_id": department_id(session, one)} for one in recipients if "@" not in one]
    outside = [{"name": "다솜복지관", "email": one} for one in recipients if "@" in one]
    known = {"form": "DISPATCH", "recipients": inside + outside, "sender": "한빛시장"} | facts
    made = drafted(session, ("APPROVE", 1, "head"), title="안부 확인 협조 요청", **known)
    store = blob_store(session.info["registry"], session)
    for name, content in files:
        file = attach(session, store, made, name, io.BytesIO(content), actor=viewer(session, "staff"))
        file.text_state = "EMPTY"
    submitting.submit(session, made, viewer(session, "staff"), confirmed=True)
    head = viewer(session, "head")
    signing.sign(session, made, step_for(made, head).id, hash_of(session, made), head)
    return made


FORM = ("신청서.txt", "성명과 연락처를 적어 내십시오.".encode())


def newest(session):
    return session.scalars(select(IncomingDocument).order_by(IncomingDocument.id.desc())).first()


def sees(session, record, login):
    query = select(type(record).id).where(type(record).id == record.id, readable(viewer(session, login).principals))
    return session.scalar(query) is not None


# ---- files


def test_the_files_of_a_letter_reach_the_department(office, make_browser):
    with office.writing() as session:
        made = letter(session, "감사담당관", files=[FORM], disclosure="PARTIAL", grounds=[6])
        sending.dispatch(session, made, viewer(session, "staff"))
        original, address = f"/documents/{made.uid}", f"/documents/incoming/{newest(session).uid}"
        file = f"/files/{session.scalars(select(Attachment.uid)).one()}"
    audit = make_browser().sign_in("audit")
    audit.get(original, status=404)
    page = audit.get(address)
    assert page.click("신청서.txt").body == FORM[1]
    word = docx.Document(io.BytesIO(page.click("Word 파일").body))
    assert "감사담당관" in word.element.xml
    assert page.click("한글 파일").body[:2] == b"PK"
    audit.post(f"{file}/remove", {"csrf_token": audit.csrf()}, status=(403, 404))
    make_browser().sign_in("budget").get(file, status=404)
    assert make_browser().get(file, status="*").status_int in (302, 303, 401, 403)
    assert make_browser().sign_in("staff").get(file).body == FORM[1]


def test_the_files_of_a_letter_go_by_mail(office, do_jobs, mail_server):
    with office.writing() as session:
        made = letter(session, "dasom@example.kr", files=[FORM])
        sending.dispatch(session, made, viewer(session, "staff"))
    do_jobs(sending.MAIL_JOB)
    do_jobs("mail")
    [mail] = mail_server.mails
    sent = {one.get_filename(): one.get_payload(decode=True) for one in mail.iter_attachments()}
    assert set(sent) == {"안부 확인 협조 요청.docx", "신청서.txt"}
    assert sent["신청서.txt"] == FORM[1]


def test_what_is_too_large_for_a_mail_goes_on_paper(office):
    with office.writing() as session:
        made = letter(session, "감사담당관", "dasom@example.kr", files=[FORM])
        session.scalars(select(Attachment)).one().size = sending.MOST_MAILED + 1
        session.flush()
        sending.dispatch(session, made, viewer(session, "staff"))
        told = [(one.means, one.note) for one in sending.deliveries_of(session, made)]
        assert told == [("INSIDE", ""), ("PAPER", sending.TOO_LARGE)]


# ---- 시행일


def test_a_letter_says_the_day_it_was_sent_out(office, staff, do_jobs):
    with office.writing() as session:
        made = letter(session, "감사담당관")
        address, approved = f"/documents/{made.uid}", made.approved_on
        assert approved == clock.today()
    before = docx.Document(io.BytesIO(staff.get(f"{address}/document.docx").body)).element.xml
    assert f"시행 복지정책과-1 ({approved.year}." not in before.replace("( ", "(")
    moment = datetime.combine(approved + timedelta(days=5), datetime.min.time(), clock.SEOUL)
    clock.set_source(lambda: moment)
    try:
        with office.writing() as session:
            made = session.scalars(select(Document)).one()
            sending.dispatch(session, made, viewer(session, "staff"))
            sent: date = made.dispatched_on
            assert (sent, newest(session).sent_on) == (clock.today(), clock.today())
        do_jobs(signing.FILE_JOB)
    finally:
        clock.set_source(None)
    after = docx.Document(io.BytesIO(staff.get(f"{address}/document.docx").body)).element.xml
    assert f"{sent.year}. {sent.month}. {sent.day}." in after


# ---- 이송


def test_what_is_handed_on_comes_with_its_files_and_its_way_back(office, make_browser):
    with office.writing() as session:
        made = letter(session, "감사담당관", files=[FORM], disclosure="PARTIAL", grounds=[6])
        sending.dispatch(session, made, viewer(session, "staff"))
        first = newest(session)
        audit, budget = viewer(session, "audit"), viewer(session, "budget")
        receiving.transfer(session, first, department_id(session, "예산법무과"), "그 부서의 일", audit)
        second = newest(session)
        assert (second.delivery_id, first.delivery_id) == (session.scalars(select(Delivery.id)).one(), None)
        address = f"/documents/incoming/{second.uid}"
        assert made.state == "DELIVERED"
        receiving.send_back(session, second, "우리 일이 아님", budget)
        delivery = session.scalars(select(Delivery)).one()
        assert (delivery.state, delivery.note, made.state) == ("RETURNED", "우리 일이 아님", "DISPATCHED")
    assert make_browser().sign_in("budget").get(address).click("신청서.txt").body == FORM[1]


def test_a_paper_that_was_scanned_is_handed_on_with_its_scan(office, make_browser):
    with office.writing() as session:
        audit = viewer(session, "audit")
        facts = ArrivedFacts("민원 서류", "새솔시장", disclosure="PARTIAL", grounds=(6,))
        first = receiving.enter(session, facts, department_id(session, "감사담당관"), audit)
        attach(session, blob_store(session.info["registry"], session), first, *_stream(FORM), actor=audit)
        receiving.transfer(session, first, department_id(session, "예산법무과"), "그 부서의 일", audit)
        address = f"/documents/incoming/{newest(session).uid}"
    assert make_browser().sign_in("budget").get(address).click("신청서.txt").body == FORM[1]


def _stream(file):
    return file[0], io.BytesIO(file[1])


# ---- 공개구분


def test_what_a_department_received_follows_the_class_of_the_letter(office):
    with office.writing() as session:
        made = letter(session, "감사담당관")
        staff = viewer(session, "staff")
        sending.dispatch(session, made, staff)
        incoming = newest(session)
        receiving.receive(session, incoming, viewer(session, "audit"))
        assert sees(session, incoming, "budget")
        disclosing.reclassify(session, made, Classification("CLOSED", [6]), None, reason="개인정보", actor=staff)
        assert (incoming.disclosure, incoming.grounds) == ("CLOSED", [6])
        assert not sees(session, incoming, "budget")
        assert sees(session, incoming, "audit")


def test_what_was_handed_on_is_one_paper_wherever_it_lay(office):
    with office.writing() as session:
        audit, budget = viewer(session, "audit"), viewer(session, "budget")
        first = receiving.enter(
            session, ArrivedFacts("민원 서류", "새솔시장"), department_id(session, "감사담당관"), audit
        )
        receiving.receive(session, first, audit)
        receiving.transfer(session, first, department_id(session, "예산법무과"), "그 부서의 일", audit)
        second = newest(session)
        receiving.receive(session, second, budget)
        assert sees(session, first, "head")
        classification.reclassify(session, second, Classification("CLOSED", [6]), "개인정보", budget)
        assert (first.disclosure, first.grounds) == ("CLOSED", [6])
        assert not sees(session, first, "head")


def test_a_paper_from_outside_is_classified_again_by_its_department(office, make_browser):
    with office.writing() as session:
        audit = viewer(session, "audit")
        made = receiving.enter(
            session, ArrivedFacts("민원 서류", "새솔시장"), department_id(session, "감사담당관"), audit
        )
        receiving.receive(session, made, audit)
        address = f"/documents/incoming/{made.uid}"
    budget = make_browser().sign_in("budget")
    budget.get(address)
    budget.get(f"{address}/reclassify", status=403)
    form = make_browser().sign_in("audit").get(address).click("공개구분 다시 분류").forms["reclassify"]
    choose(form, "CLOSED")
    form["reason"] = "개인정보"
    page = form.submit(status=400)
    assert says(page, "근거 호를 한 개 이상")
    form = page.forms["reclassify"]
    next(box for box in form.fields["checkbox"] if box._value == "6").checked = True
    form.submit(status=303)
    budget.get(address, status=404)


# ---- 반송과 재발송


def test_a_letter_that_came_back_is_not_delivered_until_it_arrives_again(office):
    with office.writing() as session:
        made = letter(session, "감사담당관")
        staff = viewer(session, "staff")
        sending.dispatch(session, made, staff)
        assert made.state == "DELIVERED"
        receiving.send_back(session, newest(session), "잘못 옴", viewer(session, "audit"))
        assert made.state == "DISPATCHED"
        back = sending.deliveries_of(session, made)[0]
        sending.send_again(session, back, "", staff)
        assert made.state == "DELIVERED"


def test_it_goes_again_to_who_has_taken_the_place(office, staff):
    with office.writing() as session:
        made = letter(session, "감사담당관")
        session.get_one(Department, department_id(session, "감사담당관")).ends_on = clock.today() - timedelta(days=1)
        session.flush()
        sending.dispatch(session, made, viewer(session, "staff"))
        gone = session.scalars(select(Delivery)).one()
        assert (gone.state, gone.note, made.state) == ("RETURNED", sending.ENDED, "DISPATCHED")
        assert newest(session) is None
        address = f"/documents/{made.uid}/dispatch"
    form = next(one for one in staff.get(address).forms.values() if "to" in one.fields)
    form["to"] = "예산법무과 <아님>"
    page = form.submit("act", value="again", status=400)
    assert says(page, "전자우편 주소가 아닙니다")
    form = next(one for one in page.forms.values() if "to" in one.fields)
    assert form["to"].value == "예산법무과 <아님>"
    form["to"] = "예산법무과"
    form.submit("act", value="again", status=303)
    with office.reading() as session:
        assert newest(session).department_id == department_id(session, "예산법무과")
        assert session.scalars(select(Document.state)).one() == "DELIVERED"


# ---- twice, and what no form sends


def test_a_document_on_paper_is_entered_once(office, make_browser):
    audit = make_browser().sign_in("audit")
    form = audit.get("/documents/incoming/new").forms["enter"]
    form["title"], form["sender"] = "안내문", "새솔시장"
    addresses = {form.submit(status=303).location for _click in range(2)}
    assert len(addresses) == 1
    with office.reading() as session:
        assert session.scalar(select(func.count(IncomingDocument.id))) == 1
    page = audit.get(addresses.pop())
    receive, answers = form_to(page, "/receive"), []
    for _click in range(2):
        answers.append(receive.submit(status=303).follow())
    assert says(answers[0], "접수했습니다")
    assign = answers[1].click("담당 지정").forms["assign"]
    assign["person"] = assign["person"].options[1][0]
    assign.submit(status=303)
    close = form_to(audit.get(page.request.path), "/close")
    for _click in range(2):
        close.submit(status=303)


def test_a_letter_handed_on_twice_is_handed_on_once(office, make_browser):
    with office.writing() as session:
        made = letter(session, "감사담당관")
        sending.dispatch(session, made, viewer(session, "staff"))
        address = f"/documents/incoming/{newest(session).uid}"
    form = make_browser().sign_in("audit").get(f"{address}/transfer").forms["transfer"]
    form["department"] = form["department"].options[1][0]
    form["reason"] = "그 부서의 일"
    for _click in range(2):
        form.submit(status=303)
    with office.reading() as session:
        assert session.scalar(select(func.count(IncomingDocument.id))) == 2


@pytest.mark.parametrize("name", ["note", "act", "to", "delivery"])
@pytest.mark.both_databases
def test_a_file_or_a_nul_where_text_belongs_is_no_fault_of_the_server(office, staff, name):
    with office.writing() as session:
        made = letter(session, "dasom@example.kr")
        sending.dispatch(session, made, viewer(session, "staff"))
        address, delivery = f"/documents/{made.uid}/dispatch", session.scalars(select(Delivery.id)).one()
    values = {"csrf_token": staff.csrf(), "act": "arrived", "delivery": str(delivery), "note": "전화"}
    others = {key: value for key, value in values.items() if key != name}
    answer = staff.post(address, others, upload_files=[(name, "x.txt", b"x")], status="*")
    assert answer.status_int < 500
    assert staff.post(address, values | {name: "전화\x00로"}, status="*").status_int < 500


def test_other_acts_take_no_file_for_text_either(office, staff):
    with office.writing() as session:
        address = f"/documents/{drafted(session, *line_case.USUAL).uid}"
    token = {"csrf_token": staff.csrf()}
    for path, name in ((f"{address}/submit", "sha256"), ("/documents/batch", "documents")):
        assert staff.post(path, token, upload_files=[(name, "x.txt", b"x")], status="*").status_int < 500
