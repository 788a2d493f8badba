"""경유: a document waits at the body it goes through until that passes it on, and only that department does so."""

import pytest
from sqlalchemy import select

from documents.approvals import signing, submitting
from documents.approvals.models import Document
from documents.dispatch import passing, receiving, sending
from documents.dispatch.models import Delivery, IncomingDocument
from portal.records.workflow import NotAllowed, Refused
from tests.documents.desk import choose, form_to, says
from tests.documents.line_case import department_id, drafted, hash_of, step_for, viewer


@pytest.fixture
def browser_of(office, make_browser):
    """A browser signed in as one of the office."""
    return lambda login: make_browser().sign_in(login)


def letter(office, via, names=("예산법무과", "새솔시장")):
    """A registered letter that goes through a body to its recipients; its id."""
    with office.writing() as session:
        known = {"예산법무과": department_id(session, "예산법무과")}
        recipients = [{"name": one, "department_id": known[one]} if one in known else {"name": one} for one in names]
        made = drafted(
            session, ("APPROVE", 1, "head"), form="DISPATCH", recipients=recipients, sender="한빛시장", via=via
        )  # fmt: skip
        submitting.submit(session, made, viewer(session, "staff"))
        head = viewer(session, "head")
        signing.sign(session, made, step_for(made, head).id, hash_of(session, made), head)
        return made.id


@pytest.fixture
def sent(office):
    """A letter that was sent out through a department."""
    made = letter(office, "감사담당관")
    with office.writing() as session:
        sending.dispatch(session, session.get_one(Document, made), viewer(session, "staff"))
    return made


def states(session):
    return dict(session.execute(select(Delivery.name, Delivery.state)).all())


def incoming(session):
    return session.scalars(select(IncomingDocument).order_by(IncomingDocument.id.desc())).first()


def test_its_recipients_wait_until_it_is_passed_on(office, sent):
    with office.writing() as session:
        assert states(session) == {"감사담당관": "ARRIVED", "예산법무과": "READY", "새솔시장": "READY"}
        came, audit = incoming(session), viewer(session, "audit")
        with pytest.raises(NotAllowed):
            passing.pass_on(session, came, "", audit)  # not received yet
        receiving.receive(session, came, audit)
        passing.pass_on(session, came, " 이견 없음 ", audit)
        assert came.state == "PASSED_ON"
        assert states(session) == {"감사담당관": "RECEIVED", "예산법무과": "ARRIVED", "새솔시장": "SENT"}
        last = incoming(session)
        assert (last.state, last.sender) == ("ARRIVED", "복지정책과")
        way = passing.way_of(session, last)
        assert (way.through, way.opinion, way.arrived_last) == ("감사담당관", "이견 없음", True)
        with pytest.raises(NotAllowed):
            passing.pass_on(session, came, "", audit)
        assert session.query(IncomingDocument).count() == 2


def test_only_the_department_it_goes_through_passes_it_on(office, sent):
    with office.writing() as session:
        came = incoming(session)
        receiving.receive(session, came, viewer(session, "audit"))
        for login in ("budget", "staff", "head", "outsider"):
            with pytest.raises(NotAllowed):
                passing.pass_on(session, came, "", viewer(session, login))
        for act in (receiving.close, lambda *args: receiving.transfer(args[0], args[1], 1, "소관 아님", args[2])):
            with pytest.raises(NotAllowed):
                act(session, came, viewer(session, "audit"))  # it would never reach its recipients
        assert states(session)["예산법무과"] == "READY"


def test_what_came_to_stay_is_not_passed_on(office, sent):
    with office.writing() as session:
        came, audit, budget = incoming(session), viewer(session, "audit"), viewer(session, "budget")
        receiving.receive(session, came, audit)
        passing.pass_on(session, came, "", audit)
        last = incoming(session)
        receiving.receive(session, last, budget)
        with pytest.raises(NotAllowed):
            passing.pass_on(session, last, "", budget)
        receiving.close(session, last, budget)


def test_passed_on_to_departments_only_it_is_delivered(office):
    made = letter(office, "감사담당관", ("예산법무과",))
    with office.writing() as session:
        document, audit = session.get_one(Document, made), viewer(session, "audit")
        sending.dispatch(session, document, viewer(session, "staff"))
        came = incoming(session)
        receiving.receive(session, came, audit)
        passing.pass_on(session, came, "", audit)
        assert document.state == "DELIVERED"


def test_what_the_body_sends_back_goes_there_again(office, sent):
    with office.writing() as session:
        audit, staff = viewer(session, "audit"), viewer(session, "staff")
        receiving.send_back(session, incoming(session), "붙임 빠짐", audit)
        [back] = session.scalars(select(Delivery).where(Delivery.state == "RETURNED"))
        sending.send_again(session, back, "", staff)
        again = incoming(session)
        receiving.receive(session, again, audit)
        passing.pass_on(session, again, "", audit)
        assert states(session)["예산법무과"] == "ARRIVED"


def test_what_a_body_outside_did_is_written_down_once(office):
    made = letter(office, "너른도지사")
    with office.writing() as session:
        staff = viewer(session, "staff")
        sending.dispatch(session, session.get_one(Document, made), staff)
        first, second = session.scalars(select(Delivery).order_by(Delivery.id)).all()[:2]
        assert (first.name, first.means, first.state, second.state) == ("너른도지사", "PAPER", "SENT", "READY")
        with pytest.raises(NotAllowed):
            passing.record_passing(session, first, "", viewer(session, "budget"))
        with pytest.raises(Refused):
            passing.record_passing(session, second, "", staff)
        passing.record_passing(session, first, "의견 없음", staff)
        assert states(session) == {"너른도지사": "ARRIVED", "예산법무과": "ARRIVED", "새솔시장": "SENT"}
        with pytest.raises(Refused):
            passing.record_passing(session, first, "", staff)


def test_in_the_browser_it_is_received_and_passed_on(office, sent, browser_of):
    audit = browser_of("audit")
    page = audit.get("/documents/incoming").click("모니터링 계획")
    assert "예산법무과, 새솔시장" in page
    page = form_to(page, "/receive").submit(status=303).follow()
    assert not [one for one in page.forms.values() if one.action.endswith("/close")]
    form = page.click("경유 송부").forms["pass_on"]
    form["opinion"] = "가" * 501
    told = form.submit(status=400)
    assert told.forms["pass_on"]["opinion"].value == "가" * 501
    form["opinion"] = "<b>이견</b> 없음"
    assert says(form.submit(status=303).follow(), "경유 문서를 수신자에게 보냈습니다")
    assert not says(form.submit(status=303).follow(), "보냈습니다")  # a second click
    page = browser_of("budget").get("/documents/incoming").click("모니터링 계획")
    assert "감사담당관" in page
    assert "&lt;b&gt;이견" in page
    assert "이견" in browser_of("staff").get(f"/documents/{uid_of(office, sent)}/dispatch")


def test_in_the_browser_the_sender_writes_down_what_was_passed_on_outside(office, browser_of):
    made = letter(office, "너른도지사")
    staff = browser_of("staff")
    address = f"/documents/{uid_of(office, made)}/dispatch"
    assert "경유하는 곳에 먼저 보내고" in staff.get(address)
    form_to(staff.get(address), "/dispatch").submit(status=303)
    [form] = [one for one in staff.get(address).forms.values() if "delivery" in one.fields]
    form["note"] = "전화로 확인"
    assert says(form.submit("act", value="passed", status=303).follow(), "경유 송부를 적었습니다")
    assert form.submit("act", value="passed", status=400)


def test_where_it_goes_through_is_not_a_recipient(office, browser_of):
    with office.writing() as session:
        address = f"/documents/{drafted(session, ('APPROVE', 1, 'head')).uid}"
    facts = browser_of("staff").get(f"{address}/edit").forms["facts"]
    choose(facts, "DISPATCH")
    facts["recipients"], facts["sender"], facts["via"] = "감사담당관\n새솔시장", "한빛시장", "감사담당관"
    page = facts.submit(status=400)
    assert says(page, "경유하는 곳은 수신자와 달라야 합니다")
    assert page.forms["facts"]["via"].value == "감사담당관"


def uid_of(office, document_id):
    with office.reading() as session:
        return session.get_one(Document, document_id).uid
