"""Opening a closed record whose readers one is not among: for administrators, for a written reason, for half an hour.

Administrators administer, they do not read; but somebody must be able to look when a record is asked for by law or
something went wrong with it. Whoever opens one says why, the words stay (개인정보의 안전성 확보조치 기준 §8), the act
stands in the audit, and nothing but reading comes with it.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.records.models import Reason, Record
from portal.records.reasons import give_reason
from portal.records.types import type_of
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer

ACT = "open_closed"
OPEN_FOR = timedelta(minutes=30)


def may_open(session: Session, record: Record, viewer: Viewer | None) -> bool:
    """Whether somebody may open a record: administrators, closed ones, unless they stay out of it themselves (제척)."""
    if viewer is None or not viewer.is_admin or record.disclosure != "CLOSED" or record.binned_at is not None:
        return False
    return "excluded" not in type_of(session, record).relations(session, record, viewer)


def open_closed(session: Session, record: Record, reason: str, viewer: Viewer) -> None:
    """Open a record for a reason. Raises NotAllowed for whoever may not."""
    if not may_open(session, record, viewer):
        raise NotAllowed(ACT)
    give_reason(session, record, ACT, reason, viewer)
    audit.note(session, viewer, ACT, record)


def opened_for(session: Session, record: Record, viewer: Viewer) -> str:
    """The reason for which somebody opened a record within the last half hour; empty when they did not."""
    query = select(Reason.text).where(
        Reason.record_id == record.id,
        Reason.act == ACT,
        Reason.given_by_id == viewer.person_id,
        Reason.given_at > clock.now() - OPEN_FOR,
    )
    return session.scalar(query.order_by(Reason.id.desc()).limit(1)) or ""
