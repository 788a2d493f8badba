"""Why something was done to a record, for acts that need a reason: a classification changed, a copy taken down.

The audit keeps that it was done, by whom and when, in a chain nobody can rewrite; it keeps no words, so that personal
data can be erased. The words are kept here.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.records.models import Reason, Record


def give_reason(session: Session, record: Record, act: str, text: str, actor: Any, **detail: Any) -> Reason:
    """Keep why an act was done, and what it changed (``detail``: plain values)."""
    reason = Reason(
        record_id=record.id,
        act=act,
        text=text,
        detail=detail,
        given_by_id=getattr(actor, "person_id", None),
        name=getattr(actor, "name", ""),
    )
    session.add(reason)
    session.flush()
    return reason


def reasons_of(session: Session, record: Record, act: str) -> list[Reason]:
    """The reasons given for an act on a record, newest first."""
    query = select(Reason).where(Reason.record_id == record.id, Reason.act == act)
    return list(session.scalars(query.order_by(Reason.id.desc())))
