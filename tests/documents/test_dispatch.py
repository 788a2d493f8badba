"""A registered document goes out, arrives, comes back, goes again; what comes in gets its number once."""

import pytest
from sqlalchemy import select

from documents.approvals import signing, submitting
from documents.approvals.models import Document
from documents.circulation import services as circulation
from documents.dispatch import receiving, sending
from documents.dispatch.models import Delivery, IncomingDocument
from documents.dispatch.receiving import ArrivedFacts
from portal.forms import FormError
from portal.records.models import Link, Registration
from portal.records.readers import readable
from portal.records.workflow import NotAllowed, Refused
from tests.documents.line_case import department_id, drafted, hash_of, person_id, step_for, viewer


@pytest.fixture
def ready(office):
    """A document to another department, a house outside with mail, and one on paper; answers its id."""
    with office.writing() as session:
        recipients = (
            {"name": "감사담당관", "department_id": department_id(session, "감사담당관")},
            {"name": "다솜종합사회복지관", "email": "dasom@example.kr"},
            {"name": "새솔시장"},
        )
        made = drafted(session, ("APPROVE", 1, "head"), form="DISPATCH", recipients=recipients, sender="한빛시장")
        submitting.submit(session, made, viewer(session, "staff"))
        head = viewer(session, "head")
        signing.sign(session, made, step_for(made, head).id, hash_of(session, made), head)
        return made.id


@pytest.fixture
def sent(office, ready):
    with office.writing() as session:
        sending.dispatch(session, session.get_one(Document, ready), viewer(session, "staff"))
    return ready


def deliveries(session):
    return {one.name: one for one in session.scalars(select(Delivery).order_by(Delivery.id))}


def test_inside_it_arrives_at_once_outside_it_is_on_its_way(office, sent):
    with office.reading() as session:
        states = {name: one.state for name, one in deliveries(session).items()}
        assert states == {"감사담당관": "ARRIVED", "다솜종합사회복지관": "SENT", "새솔시장": "SENT"}
        incoming = session.scalars(select(IncomingDocument)).one()
        assert (incoming.state, incoming.sender, incoming.sender_number) == ("ARRIVED", "복지정책과", "복지정책과-1")
        assert session.get_one(Document, sent).state == "DISPATCHED"
        for login, sees in (("audit", True), ("budget", False), ("staff", False)):
            mine = readable(viewer(session, login).principals)
            assert (session.scalar(select(IncomingDocument.id).where(mine)) is not None) is sees


@pytest.mark.usefixtures("sent")
def test_outside_the_file_goes_by_mail(do_jobs, mail_server):
    do_jobs(sending.MAIL_JOB)
    do_jobs("mail")
    [mail] = mail_server.mails
    assert mail["To"] == "dasom@example.kr"
    [file] = mail.iter_attachments()
    assert file.get_filename() == "지역사회보장계획 모니터링 계획.docx"
    assert file.get_content()[:2] == b"PK"


def test_everywhere_arrived_is_delivered(office, sent):
    with office.writing() as session:
        staff = viewer(session, "staff")
        for name in ("다솜종합사회복지관", "새솔시장"):
            sending.record_arrival(session, deliveries(session)[name], "전화로 확인", staff)
        assert session.get_one(Document, sent).state == "DELIVERED"
        with pytest.raises(Refused):
            sending.record_arrival(session, deliveries(session)["새솔시장"], "", staff)


@pytest.mark.usefixtures("sent")
def test_what_came_back_goes_again_once(office):
    with office.writing() as session:
        staff, paper = viewer(session, "staff"), deliveries(session)["새솔시장"]
        with pytest.raises(Refused):
            sending.send_again(session, paper, "", staff)
        with pytest.raises(FormError):
            sending.record_return(session, paper, " ", staff)
        sending.record_return(session, paper, "주소 불명", staff)
        again = sending.send_again(session, paper, "", staff)
        assert (again.state, again.again_of_id) == ("SENT", paper.id)
        with pytest.raises(Refused):
            sending.send_again(session, paper, "", staff)
        with pytest.raises(NotAllowed):
            sending.record_return(session, again, "주소 불명", viewer(session, "budget"))


def test_a_document_goes_out_once_and_by_those_who_send(office, ready):
    with office.writing() as session:
        document = session.get_one(Document, ready)
        with pytest.raises(NotAllowed):
            sending.dispatch(session, document, viewer(session, "leader"))
        sending.dispatch(session, document, viewer(session, "staff"))
        with pytest.raises(NotAllowed):
            sending.dispatch(session, document, viewer(session, "staff"))
        assert len(deliveries(session)) == 3


@pytest.mark.usefixtures("sent")
def test_receipt_gives_a_number_once_and_somebody_handles_it(office):
    with office.writing() as session:
        incoming, audit = session.scalars(select(IncomingDocument)).one(), viewer(session, "audit")
        with pytest.raises(NotAllowed):
            receiving.receive(session, incoming, viewer(session, "budget"))
        number = receiving.receive(session, incoming, audit)
        with pytest.raises(NotAllowed):
            receiving.receive(session, incoming, audit)
        assert session.scalars(select(Registration.id).where(Registration.record_id == incoming.id)).all() == [
            number.id
        ]
        assert deliveries(session)["감사담당관"].state == "RECEIVED"
        with pytest.raises(FormError):
            receiving.assign(session, incoming, person_id(session, "budget"), audit)
        receiving.assign(session, incoming, person_id(session, "audit"), audit)
        assert incoming.state == "ASSIGNED"


@pytest.mark.usefixtures("sent")
def test_what_is_not_ours_goes_back_or_on(office):
    with office.writing() as session:
        incoming, audit = session.scalars(select(IncomingDocument)).one(), viewer(session, "audit")
        with pytest.raises(FormError):
            receiving.transfer(session, incoming, department_id(session, "감사담당관"), "소관 아님", audit)
        session.rollback()
    with office.writing() as session:
        incoming, audit = session.scalars(select(IncomingDocument)).one(), viewer(session, "audit")
        made = receiving.transfer(session, incoming, department_id(session, "예산법무과"), "예산 소관", audit)
        assert (incoming.state, incoming.note, made.state) == ("TRANSFERRED", "예산 소관", "ARRIVED")
        assert session.scalar(select(Link.target_id).where(Link.source_id == made.id)) == incoming.id
        receiving.send_back(session, made, "원본 없음", viewer(session, "budget"))
        assert made.state == "RETURNED_TO_SENDER"


def test_who_is_shown_a_document_may_read_it_and_it_is_known_that_they_did(office, ready):
    with office.writing() as session:
        document = session.get_one(Document, ready)
        document.disclosure, document.grounds = "CLOSED", [5]
        budget = person_id(session, "budget")
        with pytest.raises(NotAllowed):
            circulation.circulate(session, document, [budget], viewer(session, "outsider"))
        assert circulation.circulate(session, document, [budget, budget], viewer(session, "staff")) == [budget]
        assert circulation.circulate(session, document, [budget], viewer(session, "staff")) == []
        mine = readable(viewer(session, "budget").principals)
        assert session.scalar(select(Document.id).where(mine)) == ready
        circulation.seen(session, ready, budget)
        first = circulation.marks_of(session, document)[0].seen_at
        circulation.seen(session, ready, budget)
        session.expire_all()
        assert circulation.marks_of(session, document)[0].seen_at == first


def test_a_letter_from_outside_is_entered_by_whose_it_is(office):
    with office.writing() as session:
        facts = ArrivedFacts("협조 요청", "새솔시장", "복지과-3")
        with pytest.raises(NotAllowed):
            receiving.enter(session, facts, department_id(session, "감사담당관"), viewer(session, "budget"))
        made = receiving.enter(session, facts, department_id(session, "감사담당관"), viewer(session, "audit"))
        assert receiving.receive(session, made, viewer(session, "audit")).display.endswith("-1")
