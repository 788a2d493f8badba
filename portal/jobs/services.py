"""Queueing, claiming and finishing jobs. Claiming is one ``UPDATE … RETURNING``: two workers never get the same job."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal import clock
from portal.jobs.models import Job

LEASE = timedelta(seconds=10)  # a worker that died gives its jobs back after this; see `portal.jobs.lease`
TRIES = 13  # with doubling pauses: a day and a half


@dataclass(frozen=True)
class JobKind:
    """A kind of jobs: what does them, their name for people, and the setting without which they wait."""

    handler: Callable[[Any, dict[str, Any]], None]
    label: str
    needs: str = ""

    def lacks(self, settings: Any) -> str:
        """The name of the setting that is missing, or an empty text."""
        return self.needs if self.needs and not getattr(settings, self.needs) else ""


def _upsert(insert: Any) -> Any:
    """Insert jobs; one whose key is there already is renewed. Built once: building costs more than running it."""
    statement = insert(Job.__table__)
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "payload": statement.excluded.payload,
            "run_at": statement.excluded.run_at,
            "wanted": Job.wanted + 1,
            "gave_up": False,
        },
    )


_UPSERTS = {"sqlite": _upsert(sqlite_insert), "postgresql": _upsert(postgresql_insert)}


def queue(
    session: Session, kind: str, payload: dict[str, Any], *, key: str | None = None, run_at: datetime | None = None
) -> None:
    """Ask for work. With a ``key`` the job is one of a kind: asking again renews it instead of adding another."""
    queue_many(session, kind, {key: payload}, run_at=run_at)


def queue_many(
    session: Session, kind: str, payloads: Mapping[str | None, dict[str, Any]], *, run_at: datetime | None = None
) -> None:
    """Ask for several pieces of work of one kind in one statement, in the order of their keys: two transactions that
    ask for the same ones never wait for each other crosswise."""
    now = clock.now()
    shared = {
        "kind": kind,
        "run_at": run_at or now,
        "created_at": now,
        "wanted": 1,
        "attempts": 0,
        "error": "",
        "gave_up": False,
    }
    rows = [
        shared | {"key": key, "payload": payload}
        for key, payload in sorted(payloads.items(), key=lambda one: one[0] or "")
    ]
    if rows:
        session.execute(_UPSERTS[session.get_bind().dialect.name], rows)


def claim(session: Session, kinds: Collection[str], limit: int = 1) -> list[Job]:
    """Take up to ``limit`` due jobs for this worker, oldest first."""
    now = clock.now()
    free = or_(Job.claimed_until.is_(None), Job.claimed_until < now)
    due = (
        select(Job.id)
        .where(Job.kind.in_(tuple(kinds)), Job.run_at <= now, free, Job.gave_up.is_(False))
        .order_by(Job.run_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = update(Job).where(Job.id.in_(due.scalar_subquery())).values(claimed_until=now + LEASE).returning(Job)
    found = session.scalars(statement, execution_options={"synchronize_session": False}).all()
    return sorted(found, key=lambda job: job.id)


def finish(session: Session, job: Job) -> None:
    """The job is done; if it was asked for again meanwhile it is free to run once more."""
    done = session.execute(delete(Job).where(Job.id == job.id, Job.wanted == job.wanted))
    if done.rowcount == 0:  # type: ignore[attr-defined]
        session.execute(update(Job).where(Job.id == job.id).values(claimed_until=None, attempts=0))


def finish_many(session: Session, jobs: Sequence[Job]) -> None:
    """Jobs that were done unclaimed, together with something greater; those asked for again meanwhile stay."""
    done = delete(Job).where(Job.id == bindparam("done"), Job.wanted == bindparam("as_wanted"))
    if jobs:
        session.connection().execute(done, [{"done": job.id, "as_wanted": job.wanted} for job in jobs])


def fail(session: Session, job: Job, error: str) -> None:
    """The job failed: again after 30 s, 1 min, 2 min …, given up (and told by ``sillok check``) after ``TRIES``."""
    attempts = job.attempts + 1
    pause = timedelta(seconds=15 * 2**attempts)
    session.execute(
        update(Job)
        .where(Job.id == job.id)
        .values(
            attempts=attempts,
            error=error[:2000],
            claimed_until=None,
            run_at=clock.now() + pause,
            gave_up=attempts >= TRIES,
        )
    )


def waiting(session: Session, kinds: Collection[str] | None = None) -> int:
    """How many jobs are not done (given-up ones not counted)."""
    query = select(func.count()).select_from(Job).where(Job.gave_up.is_(False))
    if kinds is not None:
        query = query.where(Job.kind.in_(tuple(kinds)))
    return session.scalar(query) or 0
