"""발송: a registered document goes to its recipients, arrives, comes back, goes again.

Inside the institution it stands in the other department's 접수대기 in the same transaction; outside it goes by mail (a
job) or on paper, and its arrival is recorded. A document with (경유) goes to that body first; its recipients wait until
it is passed on (passing.py). Source: 영 §6②, §15, 규칙 §15–16.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.models import Document
from documents.approvals.recipients import department_named, read_recipients
from documents.approvals.signing import locked, queue_files
from documents.dispatch.models import Delivery, IncomingDocument
from portal import audit, clock
from portal.files.models import Attachment
from portal.forms import FormError
from portal.i18n import _
from portal.jobs import queue
from portal.people.models import Department
from portal.people.principals import in_force
from portal.records import services as records
from portal.records.models import Edition, Registration
from portal.records.workflow import NotAllowed, Problem, Refused

MAIL_JOB = "dispatch_mail"
MOST_MAILED = 20 << 20  # bytes of 붙임 in one mail: what most servers take
# what stands in the record is Korean in every language
TOO_LARGE = "붙임이 커서 전자우편 대신 우편·인편으로 보냄"
ENDED = "부서가 없어져 전하지 못함"


def prepare(session: Session, document: Document) -> list[Delivery]:
    """The deliveries of a document that is ready for dispatch: to where it goes through, and to each recipient."""
    known = deliveries_of(session, document)
    if known:
        return known
    session.add_all(planned(session, document))
    session.flush()
    return deliveries_of(session, document)


def planned(session: Session, document: Document) -> list[Delivery]:
    """The deliveries as they will be, the body it goes through (경유) before all; nothing is kept yet."""
    recipients = list(document.recipients)
    if document.via and recipients:
        recipients.insert(0, {"name": document.via, "department_id": department_named(session, document.via)})
    too_large = sum(one.size for one in files_of(session, document)) > MOST_MAILED
    found = []
    for one in recipients:
        means, note = _means(one), ""
        if means == "MAIL" and too_large:
            means, note = "PAPER", TOO_LARGE
        found.append(
            Delivery(
                document=document, name=one["name"], department_id=one.get("department_id"),
                email=one.get("email", ""), means=means, state="READY", note=note,
            )
        )  # fmt: skip
    return found


def _means(recipient: dict[str, Any]) -> str:
    if recipient.get("department_id"):
        return "INSIDE"
    return "MAIL" if recipient.get("email") else "PAPER"


def deliveries_of(session: Session, document: Document) -> list[Delivery]:
    """To whom a document went or will go, in order."""
    query = select(Delivery).where(Delivery.document_id == document.id).order_by(Delivery.id)
    return list(session.scalars(query))


def dispatch(session: Session, document: Document, actor: Any) -> None:
    """시행: send a document to everybody it is for, or first to where it goes through.

    What was decided with it (일괄기안) goes at the same moment (규칙 §5①). Raises NotAllowed, and Refused without a
    recipient.
    """
    for one in together(session, document, "dispatch", actor):
        _dispatch(session, one, actor)


def together(session: Session, document: Document, transition: str, actor: Any) -> list[Document]:
    """The document, and those of its bundle (일괄기안) that can take the same step, locked. Raises NotAllowed."""
    locked(session, document)
    if transition not in records.acts(session, document, actor):
        raise NotAllowed(transition)
    return [one for one in document.bundle if transition in records.acts(session, one, actor)]


def _dispatch(session: Session, document: Document, actor: Any) -> None:
    going = prepare(session, document)
    if not going:
        text = _("‘${title}’에 수신자가 없습니다.", mapping={"title": document.title})
        raise Refused([Problem(text, "recipients")])
    records.move(session, document, "dispatch", actor)
    document.dispatched_on = clock.today()
    queue_files(session, document.approved_edition_id)
    through = [one for one in going if one.passes]
    for delivery in through or going:
        _send(session, document, delivery)
    settle(session, document, actor)


def hold(session: Session, document: Document, actor: Any) -> None:
    """발송 보류: it stays here for now."""
    for one in together(session, document, "hold_dispatch", actor):
        records.move(session, one, "hold_dispatch", actor)


def release(session: Session, document: Document, actor: Any) -> None:
    """발송 보류 해제: it may go."""
    for one in together(session, document, "release_dispatch", actor):
        records.move(session, one, "release_dispatch", actor)


def send_waiting(session: Session, document: Document) -> bool:
    """Send it to everybody it has not gone to yet; whether there was anybody."""
    waiting = [one for one in deliveries_of(session, document) if one.state == "READY"]
    for delivery in waiting:
        _send(session, document, delivery)
    return bool(waiting)


def _send(session: Session, document: Document, delivery: Delivery) -> None:
    delivery.state, delivery.sent_at = "SENT", clock.now()
    if delivery.means == "INSIDE":
        _arrive_inside(session, document, delivery)
    elif delivery.means == "MAIL":
        session.flush()
        queue(session, MAIL_JOB, {"delivery_id": delivery.id}, key=f"{MAIL_JOB}:{delivery.id}")


def files_of(session: Session, document: Document) -> list[Attachment]:
    """The 붙임 that go with a document: those its edition froze; what stays with a reported record does not go."""
    edition = session.get_one(Edition, document.approved_edition_id)
    uids = [one["uid"] for one in edition.facts["attachments"] if one["uid"]]
    found = {one.uid: one for one in session.scalars(select(Attachment).where(Attachment.uid.in_(uids)))}
    return [found[uid] for uid in uids if uid in found]


def _arrive_inside(session: Session, document: Document, delivery: Delivery) -> None:
    there = select(Department.id).where(Department.id == delivery.department_id, in_force(Department, clock.today()))
    if session.scalar(there) is None:
        delivery.state, delivery.note = "RETURNED", ENDED
        return
    number = session.scalar(select(Registration.display).where(Registration.record_id == document.id))
    department = session.get_one(Department, document.department_id)
    session.flush()
    incoming = IncomingDocument(
        title=document.title, department_id=delivery.department_id, delivery_id=delivery.id,
        source_edition_id=document.approved_edition_id, sender=department.name, sender_number=number or "",
        sent_on=clock.today(), disclosure=document.disclosure, grounds=list(document.grounds),
    )  # fmt: skip
    records.add(session, incoming)
    delivery.state, delivery.arrived_at = "ARRIVED", clock.now()


def record_arrival(session: Session, delivery: Delivery, note: str, actor: Any) -> None:
    """Write down that a letter on paper, or a mail, arrived, and how that is known."""
    may_follow(session, delivery, actor)
    if delivery.state != "SENT":
        raise Refused([Problem(_("보낸 뒤 도달하지 않은 수신자만 도달로 적을 수 있습니다."), "deliveries")])
    delivery.state, delivery.arrived_at, delivery.note = "ARRIVED", clock.now(), note.strip()
    audit.note(session, actor, "record_arrival", delivery.document, delivery=delivery.id)
    settle(session, delivery.document, actor)


def record_return(session: Session, delivery: Delivery, reason: str, actor: Any) -> None:
    """Write down that a delivery came back (반송), and why."""
    may_follow(session, delivery, actor)
    if not reason.strip():
        raise FormError("note", _("반송된 까닭을 적어 주십시오."))
    if delivery.state not in ("SENT", "ARRIVED") or delivery.means == "INSIDE":
        raise Refused([Problem(_("밖으로 보낸 문서만 반송으로 적을 수 있습니다."), "deliveries")])
    come_back(session, delivery, reason.strip(), actor)
    audit.note(session, actor, "record_return", delivery.document, delivery=delivery.id)


def come_back(session: Session, delivery: Delivery, reason: str, actor: Any) -> None:
    """반송: a delivery came back, so that its document has not arrived everywhere, or not any more.

    Called by who writes it down or sends it back; that they may is settled there.
    """
    document = delivery.document
    delivery.state, delivery.note = "RETURNED", reason
    if document.state == "DELIVERED":
        document.state = "DISPATCHED"
        audit.note(session, actor, "come_back", document, delivery=delivery.id)
        records.changed(session, document)


def send_again(session: Session, delivery: Delivery, note: str, actor: Any, to: str = "") -> Delivery:
    """재발송 (영 §15④): the recipient once more, or who has taken its place (``to``, typed as a recipient is).

    The delivery that came back stays in the record. Raises NotAllowed, Refused, FormError for an address that is none.
    """
    document = delivery.document
    may_follow(session, delivery, actor)
    if delivery.state != "RETURNED" or any(one.again_of_id == delivery.id for one in deliveries_of(session, document)):
        raise Refused([Problem(_("반송된 뒤 다시 보내지 않은 수신자만 재발송할 수 있습니다."), "deliveries")])
    same = {"name": delivery.name, "department_id": delivery.department_id, "email": delivery.email}
    wanted = read_recipients(session, [to.strip()])[0] if to.strip() else same
    again = Delivery(
        document_id=document.id, name=wanted["name"], department_id=wanted.get("department_id"),
        email=wanted.get("email", ""), means=_means(wanted), again_of_id=delivery.id, note=note.strip(),
    )  # fmt: skip
    session.add(again)
    session.flush()
    _send(session, document, again)
    audit.note(session, actor, "send_again", document, delivery=again.id)
    settle(session, document, actor)
    return again


def may_follow(session: Session, delivery: Delivery, actor: Any) -> None:
    """Lock the document and read the delivery anew. Raises NotAllowed for those who do not follow where it went."""
    session.refresh(delivery.document, with_for_update=True)
    session.refresh(delivery)
    if "follow_up" not in records.acts(session, delivery.document, actor):
        raise NotAllowed("follow_up")


def settle(session: Session, document: Document, actor: Any) -> None:
    """전원 도달: once it has arrived everywhere it was sent to, the document is delivered."""
    session.flush()
    all_of_it = deliveries_of(session, document)
    replaced = {one.again_of_id for one in all_of_it}
    waiting = [one for one in all_of_it if one.id not in replaced and one.state not in ("ARRIVED", "RECEIVED")]
    if document.state == "DISPATCHED" and not waiting:
        records.move(session, document, "deliver", actor)
