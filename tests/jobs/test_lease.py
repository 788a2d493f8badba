"""A worker that died is succeeded within seconds; one that only takes long is not."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.jobs import lease, services
from portal.jobs.models import Job
from portal.jobs.worker import run_all, run_one

pytestmark = pytest.mark.both_databases


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases of three seconds."""
    monkeypatch.setattr(services, "LEASE", timedelta(seconds=3))
    monkeypatch.setattr(lease, "BEAT", 0.2)


class Work:
    """A job that takes until it is told to end, and how often it was begun."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.working, self.end = threading.Event(), threading.Event()

    def __call__(self, _registry: Any, payload: dict[str, Any]) -> None:
        self.begun.append(payload["name"])
        self.working.set()
        assert self.end.wait(60)


@pytest.fixture
def work(registry: Any, database: Any) -> Work:
    made = Work()
    registry["jobs"]["work"] = services.JobKind(made, "일")
    with database.writing() as session:
        services.queue(session, "work", {"name": "하나"}, key="one")
    return made


def claimed(database: Any) -> None:
    """A worker takes the job and dies."""
    with database.writing() as session:
        assert len(services.claim(session, ("work",))) == 1


def test_the_job_of_a_dead_worker_is_done_after_seconds(database: Any, registry: Any, work: Work) -> None:
    work.end.set()
    claimed(database)
    assert run_all(registry, ("work",)) == 0
    later = clock.now() + timedelta(seconds=11)
    clock.set_source(lambda: later)
    assert run_all(registry, ("work",)) == 1
    assert work.begun == ["하나"]


def test_a_job_that_takes_long_stays_with_its_worker(registry: Any, database: Any, work: Work, short: None) -> None:
    worker = threading.Thread(target=run_one, args=(registry, ("work",)), daemon=True)
    worker.start()
    assert work.working.wait(60)
    until = time.monotonic() + 5
    while time.monotonic() < until:
        assert not run_one(registry, ("work",))
        time.sleep(0.1)
    work.end.set()
    worker.join(60)
    assert work.begun == ["하나"]
    with database.reading() as session:
        assert session.scalars(select(Job).where(Job.kind == "work")).all() == []


def test_no_lease_is_renewed_after_its_job(registry: Any, database: Any, work: Work, short: None) -> None:
    work.end.set()
    run_one(registry, ("work",))
    with database.writing() as session:
        services.queue(session, "work", {"name": "둘"}, key="two")
    claimed(database)
    time.sleep(4)
    assert run_all(registry, ("work",)) == 1
    assert work.begun == ["하나", "둘"]
    assert [one for one in threading.enumerate() if one.name == "lease"] == []
