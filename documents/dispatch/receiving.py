"""접수: what came in gets its number at the moment of receipt, somebody to handle it, or goes back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.dispatch.following import CONTINUES
from documents.dispatch.models import Delivery, IncomingDocument
from documents.dispatch.sending import come_back
from portal import audit, clock
from portal.db import new_uid
from portal.files.services import hand_on
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Department, Post
from portal.people.principals import in_force
from portal.records import services as records
from portal.records.classification import Classification
from portal.records.models import Registration
from portal.records.readers import set_readers
from portal.records.registration import register, unit_of
from portal.records.workflow import NotAllowed


@dataclass(frozen=True)
class ArrivedFacts:
    """What is on a document that came from outside."""

    title: str
    sender: str
    sender_number: str = ""
    sent_on: date | None = None
    disclosure: str = "OPEN"
    grounds: tuple[int, ...] = ()


def enter(session: Session, facts: ArrivedFacts, department_id: int, actor: Any, *, uid: str = "") -> IncomingDocument:
    """A document that came from outside, entered by the department it is for or by the 문서과.

    The same ``uid`` sent again is the same document. Raises NotAllowed.
    """
    found = session.scalar(select(IncomingDocument).where(IncomingDocument.uid == uid)) if uid else None
    if found is not None and found.created_by_id == actor.person_id:
        return found
    if not {f"dept:{department_id}", "duty:DOCUMENT_DEPT"} & actor.principals:
        raise NotAllowed("enter")
    wrong = Classification(facts.disclosure, list(facts.grounds)).faults
    if wrong:
        raise FormError.of(wrong)
    made = IncomingDocument(
        uid=uid or new_uid(), title=facts.title, sender=facts.sender, sender_number=facts.sender_number,
        sent_on=facts.sent_on, department_id=department_id, disclosure=facts.disclosure,
        grounds=list(facts.grounds),
    )  # fmt: skip
    records.add(session, made, actor)
    return made


def receive(session: Session, incoming: IncomingDocument, actor: Any) -> Registration:
    """접수: the number of receipt, once; of two people who take it in, the second is told."""
    session.refresh(incoming, with_for_update=True)
    records.move(session, incoming, "receive", actor)
    incoming.received_at = clock.now()
    unit = unit_of(session, incoming)
    assert unit is not None  # a guard of the transition asked
    if incoming.delivery_id is not None:
        session.get_one(Delivery, incoming.delivery_id).state = "RECEIVED"
    return register(session, incoming, unit)


def assign(session: Session, incoming: IncomingDocument, person_id: int, actor: Any) -> None:
    """담당 지정: somebody of the department handles it."""
    session.refresh(incoming, with_for_update=True)
    mine = session.query(Post.id).filter(
        Post.person_id == person_id, Post.department_id == incoming.department_id, in_force(Post, clock.today())
    )
    if mine.first() is None:
        raise FormError("person", _("그 부서 사람 가운데 골라 주십시오."))
    records.move(session, incoming, "assign", actor, person=person_id)
    incoming.assignee_id = person_id
    set_readers(session, incoming)


def close(session: Session, incoming: IncomingDocument, actor: Any) -> None:
    """처리 완료: the person who handles it has done so."""
    session.refresh(incoming, with_for_update=True)
    records.move(session, incoming, "close", actor)


def send_back(session: Session, incoming: IncomingDocument, reason: str, actor: Any) -> None:
    """반송: what is not for this institution goes back to its sender, with the reason."""
    _with_reason(session, incoming, "return_to_sender", reason, actor)
    if incoming.delivery_id is not None:
        delivery = session.get_one(Delivery, incoming.delivery_id)
        records.lock(session, delivery.document)
        come_back(session, delivery, reason.strip(), actor)


def ask_again(session: Session, incoming: IncomingDocument, reason: str, actor: Any) -> None:
    """재배부 요청: what is not for this department goes back to the 문서과."""
    _with_reason(session, incoming, "ask_again", reason, actor)


def transfer(
    session: Session, incoming: IncomingDocument, department_id: int, reason: str, actor: Any
) -> IncomingDocument:
    """이송: another department has it from now on, as a document that arrived there with its files and its way back.

    This one stays, and says where it went.
    """
    _with_reason(session, incoming, "transfer", reason, actor)
    department = session.get_one(Department, department_id)
    if department.id == incoming.department_id:
        raise FormError("department", _("다른 부서를 골라 주십시오."))
    made = IncomingDocument(
        title=incoming.title, sender=incoming.sender, sender_number=incoming.sender_number, sent_on=incoming.sent_on,
        department_id=department.id, disclosure=incoming.disclosure, grounds=list(incoming.grounds),
        source_edition_id=incoming.source_edition_id, delivery_id=incoming.delivery_id,
    )  # fmt: skip
    incoming.delivery_id = None
    session.flush()
    records.add(session, made, actor)
    hand_on(session, incoming, made)
    records.relink(session, made, CONTINUES, [incoming.id])
    return made


def _with_reason(session: Session, incoming: IncomingDocument, step: str, reason: str, actor: Any) -> None:
    session.refresh(incoming, with_for_update=True)
    if not reason.strip():
        raise FormError("reason", _("까닭을 적어 주십시오."))
    records.move(session, incoming, step, actor)
    incoming.note = reason.strip()
    audit.note(session, actor, "note", incoming)
