"""1,000 registrations from 32 threads of 4 processes, a third rolled back after the number was taken: no gap."""

import multiprocessing

import pytest
from sqlalchemy import select

from portal import audit
from portal.records import services
from portal.records.models import RegisterCounter, Registration
from tests.documents.registering import run
from tests.example.models import Memo

MANY, PROCESSES, THREADS = 1000, 4, 8
pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]


def test_numbers_are_distinct_and_consecutive(database, tmp_path):
    with database.writing() as session:
        ids = [services.add(session, Memo(title=f"문서 {n}", text="글")).id for n in range(MANY)]
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=run, args=(tmp_path, database.url, ids[number::PROCESSES], THREADS))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    with database.reading() as session:
        rows = session.execute(select(Registration.n, Registration.record_id, Registration.display)).all()
        assert sorted(row.n for row in rows) == list(range(1, MANY + 1))
        assert {row.record_id for row in rows} == set(ids)
        assert len({row.display for row in rows}) == MANY
        assert session.scalars(select(RegisterCounter.n)).one() == MANY
        assert audit.broken_at(session) is None
