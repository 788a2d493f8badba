"""What waits in the queue, for the administrator: how much of what kind, what failed, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.jobs.models import Job
from portal.jobs.services import JobKind

SLOW = 3  # tries after which a job that will be tried again is worth a word


@dataclass(frozen=True)
class Backlog:
    """The jobs of one kind that are not done."""

    kind: str
    waiting: int  # those given up not counted
    failing: int  # of these, tried in vain more than a little
    given_up: int
    since: datetime
    error: str  # what the newest failure said
    needs: str  # the setting without which none is done; empty when it is given


def backlog(session: Session, settings: Any, kinds: Mapping[str, JobKind]) -> list[Backlog]:
    """What waits, by kind."""
    lost = case((Job.gave_up, 1), else_=0)
    failing = case((Job.gave_up, 0), (Job.attempts >= SLOW, 1), else_=0)
    query = select(
        Job.kind, func.count() - func.sum(lost), func.sum(failing), func.sum(lost), func.min(Job.created_at)
    ).group_by(Job.kind)
    failures = select(Job.kind, Job.error).where(Job.error != "").order_by(Job.run_at)
    errors = {kind: error for kind, error in session.execute(failures)}  # noqa: C416 - rows are no pairs to mypy
    found = []
    for kind, waiting, failing_now, given_up, since in session.execute(query.order_by(Job.kind)):
        needs = kinds[kind].lacks(settings) if kind in kinds else ""
        found.append(Backlog(kind, waiting, failing_now, given_up, since, errors.get(kind, ""), needs))
    return found


def worth_telling(one: Backlog) -> bool:
    """Whether an administrator should know: nothing is done about it by itself, or not soon."""
    return bool(one.given_up or one.failing or (one.needs and one.waiting))


def retry(session: Session, kind: str, actor: Any) -> int:
    """Try what was given up or fails from the beginning; answers how many."""
    failed = update(Job).where(Job.kind == kind, or_(Job.gave_up, Job.attempts >= SLOW))
    count = session.execute(failed.values(gave_up=False, attempts=0, run_at=clock.now())).rowcount  # type: ignore[attr-defined]
    if count:
        audit.note(session, actor, "retry_jobs", kind=kind, count=count)
    return int(count)


def discard(session: Session, kind: str, actor: Any) -> int:
    """Throw away what waits or was given up and nobody works on; answers how many."""
    idle = or_(Job.claimed_until.is_(None), Job.claimed_until < clock.now())
    count = session.execute(delete(Job).where(Job.kind == kind, idle)).rowcount  # type: ignore[attr-defined]
    if count:
        audit.note(session, actor, "discard_jobs", kind=kind, count=count)
    return int(count)
