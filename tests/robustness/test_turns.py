"""SQLite's writers of one process take turns: nobody waits until patience ends while others pass."""

import gc
import random
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from portal.db import Database

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(60)]  # a lost turn costs a minute
WRITE = text("INSERT INTO failed_sign_ins (login_hash, source, at) VALUES ('x', 'x', '2026-01-01')")
COUNT = text("SELECT count(*) FROM failed_sign_ins")


def _write(database: Database, n: int, order: list[int]) -> None:
    with database.writing() as session:
        session.execute(text("SELECT 1"))
        order.append(n)
        time.sleep(0.02)


def _ended(threads: list[threading.Thread]) -> bool:
    for thread in threads:
        thread.join(50)
    return not any(thread.is_alive() for thread in threads)


def _in_a_thread(act: Any) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def test_writers_take_turns_in_the_order_they_came(database: Database) -> None:
    order: list[int] = []
    threads = []
    with database.writing() as session:
        session.execute(text("SELECT 1"))
        for n in range(8):
            threads.append(_in_a_thread(lambda n=n: _write(database, n, order)))
            time.sleep(0.15)
    assert _ended(threads)
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
        _write(database, n, order)
    assert order == [0, 1, 2]


def test_a_turn_ends_with_its_transaction_and_not_with_its_connection(database: Database) -> None:
    with database.writing_engine.connect() as connection:
        for _ in range(2):
            connection.execute(WRITE)
            connection.commit()
            assert _ended([_in_a_thread(lambda: _write(database, 0, []))])
            connection.execute(WRITE)
            connection.rollback()
            assert _ended([_in_a_thread(lambda: _write(database, 0, []))])


def test_writing_within_writing_is_told_at_once(database: Database) -> None:
    with database.writing() as outer, pytest.raises(RuntimeError, match="writing already"), database.writing() as inner:
        outer.execute(WRITE)
        inner.execute(WRITE)
    assert _ended([_in_a_thread(lambda: _write(database, 0, []))])


class Interrupted(Exception):  # noqa: N818 - what a signal raises in the main thread
    """Ctrl-C, while somebody waits for a turn."""


@pytest.fixture
def interrupting() -> Iterator[None]:
    def interrupt(*_: Any) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGUSR1, interrupt)
    yield
    signal.signal(signal.SIGUSR1, before)


def test_whoever_is_interrupted_while_waiting_takes_no_turn_away(database: Database, interrupting: None) -> None:
    holding, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with database.writing() as session:
            session.execute(WRITE)
            holding.set()
            let_go.wait(50)

    first = _in_a_thread(hold)
    holding.wait(50)
    threading.Timer(0.3, lambda: signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)).start()
    with pytest.raises(Interrupted):
        _write(database, 0, [])
    let_go.set()
    assert _ended([first, _in_a_thread(lambda: _write(database, 0, []))])


def _lose(database: Database) -> None:
    """Leave a writing connection in a ring of references, with its transaction open: only the collector finds it."""
    connection = database.writing_engine.connect()
    connection.execute(WRITE)
    ring = [connection]
    ring.append(ring)  # type: ignore[arg-type]


def _act(database: Database, chance: random.Random, inside: list[int]) -> int:
    """Write once and end it in one of the ways there are; answers how many rows stay."""
    how = chance.choice(["commit"] * 6 + ["rollback", "invalidate", "detach", "fail"])
    connection = database.writing_engine.connect()
    try:
        connection.execute(WRITE)
        inside.append(1)
        assert len(inside) == 1, "two writers at once"
        time.sleep(chance.random() / 1000)
        inside.pop()
        if how == "detach":
            connection.detach()
        if how == "invalidate":
            connection.invalidate()
        elif how == "fail":
            raise LookupError
        elif how != "rollback":
            connection.commit()
    except LookupError:
        pass
    finally:
        connection.close()
    return int(how in ("commit", "detach"))


def test_turns_are_neither_lost_nor_given_twice(database: Database) -> None:
    """Many writers that end in every way there is, under a collector that runs whenever it may."""
    kept: list[int] = []
    faults: list[BaseException] = []
    inside: list[int] = []
    thresholds = gc.get_threshold()

    def run(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
        try:
            for _ in range(25):
                kept.append(_act(database, chance, inside))
        except BaseException as error:  # noqa: BLE001 - told by the test
            faults.append(error)

    def lose() -> None:
        for _ in range(8):
            _lose(database)
            gc.collect()
            time.sleep(0.01)

    gc.set_threshold(50, 2, 2)
    try:
        assert _ended([_in_a_thread(lambda n=n: run(n)) for n in range(6)] + [_in_a_thread(lose)])
    finally:
        gc.set_threshold(*thresholds)
    assert faults == []
    gc.collect()
    with database.reading() as session:
        assert session.scalar(COUNT) == sum(kept)
    _write(database, 0, [])
