"""What a 문서관리카드 tells beside the document itself: the ways it took, and how it is kept."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.labels import kind_of
from documents.approvals.models import Document, Step
from portal.records.models import Edition, Reason
from portal.records.opening import ACT as OPEN_CLOSED
from portal.records.public_copy import PublicCopy


@dataclass(frozen=True)
class Round:
    """One way up: the edition that was sent, and its steps with what each of them is called."""

    number: int
    edition: Edition | None
    steps: list[tuple[Step, Any]]


def rounds_of(session: Session, document: Document) -> list[Round]:
    """Every way the document took, the newest first; a draft that was never sent has its planned line."""
    editions = {one.number: one for one in session.scalars(select(Edition).where(Edition.record_id == document.id))}
    return [
        Round(number, editions.get(number), [(step, kind_of(step)) for step in steps])
        for number, steps in sorted(document.ways.items(), reverse=True)
    ]


def taken(step: Step) -> timedelta | None:
    """How long a step lay on somebody's desk, None while it lies there or for whoever drafted."""
    return step.acted_at - step.opened_at if step.acted_at and step.opened_at else None


def reasons_of(session: Session, document: Document) -> list[Reason]:
    """Why it was classified again and what was decided on its retention, in order; not who opened it (접속기록)."""
    query = select(Reason).where(Reason.record_id == document.id, Reason.act != OPEN_CLOSED)
    return list(session.scalars(query.order_by(Reason.id)))


def copies_of(session: Session, document: Document) -> list[PublicCopy]:
    """Its public copies, those that were taken down too."""
    query = select(PublicCopy).where(PublicCopy.original_id == document.id).order_by(PublicCopy.id)
    return list(session.scalars(query))
