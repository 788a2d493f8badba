"""Documents at a hand-over: what somebody drafts, and the steps that wait for them, go to a successor."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals import telling
from documents.approvals.lifecycle import IN_LINE, MAKING, is_drafter
from documents.approvals.line import can_sign_in, name_drafter, name_step
from documents.approvals.models import Document, Step
from documents.approvals.signing import follow, locked
from portal import audit
from portal.i18n import _
from portal.people.handover import HandOver, Matter

IN_THE_LINE = _("후임이 이 문서의 결재선에 있습니다.")
IS_DRAFTER = _("후임이 기안한 문서입니다.")
NO_ACCOUNT = _("후임에게 로그인할 수 있는 계정이 없습니다.")
TO_SEND = ("DISPATCH_READY", "DISPATCH_HELD", "DISPATCHED")
PLANNED = ("WAITING", "ACTIVE", "HELD")


def find_drafts(session: Session, handover: HandOver) -> list[Matter]:
    """Documents of the person that are not registered yet, or not sent out and arrived."""
    query = select(Document).where(
        Document.created_by_id == handover.person.id, Document.state.in_((*MAKING, *TO_SEND)),
        Document.binned_at.is_(None),
    )  # fmt: skip
    documents = session.scalars(query.order_by(Document.id)).all()
    return [Matter(one.id, one.title, _draft_obstacle(session, handover, one)) for one in documents]


def _draft_obstacle(session: Session, handover: HandOver, document: Document) -> Any:
    if not can_sign_in(session, handover.successor.id):
        return NO_ACCOUNT
    return IN_THE_LINE if _stands_in(document, handover) and document.state in IN_LINE else ""


def _stands_in(document: Document, handover: HandOver) -> bool:
    """Whether the successor is to sign there, or has signed, also for somebody else."""
    return any(handover.successor.id in (step.person_id, step.actor_id) for step in document.line)


def move_drafts(session: Session, handover: HandOver, matters: Sequence[Matter]) -> None:
    """The successor is the author from now on; what is signed keeps the name of who signed it."""
    for matter in matters:
        document = session.get_one(Document, matter.id)
        locked(session, document)
        document.created_by_id = handover.successor.id
        document.coauthors = [one for one in document.coauthors if one != handover.successor.id]
        if document.state == "DRAFT":
            name_drafter(session, document)
            for step in document.line:
                if step.kind == "DRAFT":
                    step.person_id = handover.successor.id
                    name_step(session, step.document, step)
        audit.note(session, handover.actor, "hand_over", document, successor=handover.successor.id)
        follow(session, document)


def find_steps(session: Session, handover: HandOver) -> list[Matter]:
    """The places of the person in lines that are not signed yet."""
    query = (
        select(Step, Document)
        .join(Document, Document.id == Step.document_id)
        .where(
            Step.person_id == handover.person.id, Step.round == Document.round, Step.state.in_(PLANNED),
            Step.kind != "DRAFT", Document.state.in_(("DRAFT", *IN_LINE)), Document.binned_at.is_(None),
        )
    )  # fmt: skip
    rows = session.execute(query.order_by(Document.id, Step.rank)).all()
    return [Matter(step.id, document.title, _step_obstacle(session, handover, document)) for step, document in rows]


def _step_obstacle(session: Session, handover: HandOver, document: Document) -> Any:
    if not can_sign_in(session, handover.successor.id):
        return NO_ACCOUNT
    if is_drafter(document, handover.successor.id):
        return IS_DRAFTER
    return IN_THE_LINE if _stands_in(document, handover) else ""


def move_steps(session: Session, handover: HandOver, matters: Sequence[Matter]) -> None:
    """The successor stands in the line instead, and is told where it is their turn already."""
    for matter in matters:
        step = session.get_one(Step, matter.id)
        document = locked(session, step.document)
        step.person_id = handover.successor.id
        name_step(session, document, step)
        audit.note(session, handover.actor, "hand_over", document, step=step.id, successor=handover.successor.id)
        if step.state == "ACTIVE":
            telling.tell_opened(session, step)
        follow(session, document)
