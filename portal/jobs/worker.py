"""The worker: does queued jobs one after the other, and the jobs of the clock."""

import logging
import threading
import time
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.db import Database
from portal.jobs.lease import held
from portal.jobs.models import Job
from portal.jobs.services import JobKind, claim, fail, finish

log = logging.getLogger(__name__)
PAUSE = 0.3  # seconds between looks at an empty queue


def run_one(registry: Any, kinds: Any = None) -> bool:
    """Do one due job, of some kinds or of any. Answers whether there was one.

    A kind that lacks a setting it needs is left alone: its jobs wait.
    """
    database: Database = registry["database"]
    known: dict[str, JobKind] = registry["jobs"]
    able = [kind for kind in kinds or known if not known[kind].lacks(registry["settings"])]
    with database.reading() as session:
        due = _peek(session, able)
    if not due:
        return False
    with database.writing() as session:
        jobs = claim(session, able, 1)
    for job in jobs:
        try:
            with held(database, jobs):
                known[job.kind].handler(registry, job.payload)
        except Exception as error:  # noqa: BLE001 - whatever it is, the job is tried again
            log.exception("job %s %s failed", job.kind, job.id)
            with database.writing() as session:
                fail(session, job, f"{type(error).__name__}: {error}")
        else:
            with database.writing() as session:
                finish(session, job)
    return bool(jobs)


def _peek(session: Any, kinds: Any) -> bool:
    # A look that writes would take SQLite's write lock three times a second for nothing.
    query = select(Job.id).where(Job.kind.in_(tuple(kinds)), Job.run_at <= clock.now(), Job.gave_up.is_(False)).limit(1)
    return session.scalar(query) is not None


def run_all(registry: Any, kinds: Any = None) -> int:
    """Do jobs until none is due (tests, the command line). Answers how many were done."""
    done = 0
    while run_one(registry, kinds):
        done += 1
    return done


class Worker(threading.Thread):
    """A thread that works until told to stop."""

    def __init__(self, registry: Any) -> None:
        super().__init__(name="worker", daemon=True)
        self.registry = registry
        self.stopping = threading.Event()
        self._next_run: dict[str, float] = {}

    def run(self) -> None:
        """Work; a failure of the database itself is logged and tried again."""
        while not self.stopping.is_set():
            try:
                self._clock_jobs()
                busy = run_one(self.registry)
            except Exception:  # noqa: BLE001
                log.exception("worker")
                busy = False
            if not busy:
                self.stopping.wait(PAUSE)

    def stop(self) -> None:
        """Finish the job at hand and end."""
        self.stopping.set()
        self.join(timeout=10)

    def _clock_jobs(self) -> None:
        for name, (seconds, handler) in self.registry["clock_jobs"].items():
            if time.monotonic() >= self._next_run.get(name, 0.0):
                self._next_run[name] = time.monotonic() + seconds
                handler(self.registry)
