"""A claim on jobs is a lease: the worker renews it while it works, and one that died is succeeded within seconds.

Time is all that workers on any number of hosts and on either database share. Should a worker be stopped for longer than
its lease and go on afterwards, a job is done twice: handlers bear that.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import update

from portal import clock
from portal.db import Database
from portal.jobs import services
from portal.jobs.models import Job

log = logging.getLogger(__name__)
BEAT = 2.0  # seconds between renewals: four may fail before somebody else takes the jobs


@contextmanager
def held(database: Database, jobs: Sequence[Job]) -> Iterator[None]:
    """While this lasts, the claimed jobs stay with their worker however long they take."""
    done = threading.Event()
    beat = threading.Thread(target=_renew, args=(database, [job.id for job in jobs], done), name="lease", daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _renew(database: Database, ids: list[int], done: threading.Event) -> None:
    while not done.wait(BEAT):
        try:
            with database.writing() as session:
                claimed = update(Job).where(Job.id.in_(ids), Job.claimed_until.is_not(None))
                session.execute(claimed.values(claimed_until=clock.now() + services.LEASE))
        except Exception:  # noqa: BLE001 - the database is busy or away: the next beat tries again
            log.exception("the lease of jobs %s was not renewed", ids)
