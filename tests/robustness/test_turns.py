"""SQLite's writers of one process take turns: nobody waits until patience ends while others pass."""

import threading
import time
from typing import Any

import pytest
from sqlalchemy import text

from portal.db import Database

pytestmark = pytest.mark.sqlite_only


def _write(database: Database, n: int, order: list[int]) -> None:
    with database.writing() as session:
        session.execute(text("SELECT 1"))
        order.append(n)
        time.sleep(0.02)


def test_writers_take_turns_in_the_order_they_came(database: Database) -> None:
    order: list[int] = []
    threads = [threading.Thread(target=_write, args=(database, n, order), daemon=True) for n in range(8)]
    with database.writing() as session:
        session.execute(text("SELECT 1"))
        for thread in threads:
            thread.start()
            time.sleep(0.15)
    for thread in threads:
        thread.join(30)
    assert order == list(range(8))


def test_a_writer_that_fails_gives_its_turn_to_the_next(database: Database) -> None:
    def fail() -> Any:
        with database.writing() as session:
            session.execute(text("SELECT 1"))
            raise LookupError

    order: list[int] = []
    for n in range(3):
        with pytest.raises(LookupError):
            fail()
        began = time.monotonic()
        _write(database, n, order)
        assert time.monotonic() - began < 5
    assert order == [0, 1, 2]
