"""SQLite's writers of one process, one after another in the order they came.

SQLite lets waiting writers look again now and then, and whoever looks at the right moment wins: with many of them on a
busy machine one is unlucky until its patience ends, and somebody reads "database is locked". So they wait for one
another before they ask SQLite. Other processes are SQLite's own affair.

A turn is exactly a writing transaction: the connection takes it before ``BEGIN IMMEDIATE`` and gives it on with its
``COMMIT`` or ``ROLLBACK``, or when it is closed or found by the garbage collector.
"""

import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

PATIENCE = 60.0  # seconds; then a writer goes on without a turn, and lets SQLite decide


class Turns:
    """A fair lock, given by hand from one to the next; it may be given in another thread than it was taken in.

    The garbage collector may call :meth:`give` between any two steps of a thread that is inside here already. So the
    guard may be entered again by its thread, and whoever comes queues first and looks afterwards: a turn that is given
    between the two finds them waiting.
    """

    def __init__(self) -> None:
        self._guard = threading.RLock()
        self._waiting: deque[Any] = deque()
        self._free = True
        self._thread: int | None = None  # who has the turn

    def take(self, patience: float = PATIENCE) -> bool:
        """Wait for one's turn; answers False when patience ended first.

        Raises :class:`RuntimeError` in a thread that has the turn already: it would wait for itself.
        """
        me = threading.get_ident()
        if self._thread == me:
            raise RuntimeError("this thread is writing already; give its session on instead of opening another")
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            self._waiting.append(mine)
            self._call_next()
        try:
            given = mine.acquire(timeout=patience)
        except BaseException:  # Ctrl-C
            if not self._left(mine):
                self.give()
            raise
        if not given and self._left(mine):
            return False
        self._thread = me
        return True

    def give(self) -> None:
        """The turn of whoever has it is over."""
        with self._guard:
            self._thread = None
            self._free = True
            self._call_next()

    def _call_next(self) -> None:
        if self._free and self._waiting:
            self._free = False
            self._waiting.popleft().release()

    def _left(self, mine: Any) -> bool:
        """Leave the queue; False when the turn was given at this very moment."""
        with self._guard, contextlib.suppress(ValueError):
            self._waiting.remove(mine)
            return True
        return False


class Connection(sqlite3.Connection):
    """A connection that takes turns with the others of its process when it writes."""

    turns: Turns
    _has_turn = False

    @contextlib.contextmanager
    def in_turn(self) -> Iterator[None]:
        """Wait for the turn; within, the write lock is asked for."""
        self._has_turn = self.turns.take()
        try:
            yield
        except BaseException:
            self._give_turn()
            raise

    def commit(self) -> None:
        """Commit; the turn is over."""
        super().commit()
        self._give_turn()

    def rollback(self) -> None:
        """Roll back; the turn is over."""
        super().rollback()
        self._give_turn()

    def close(self) -> None:
        """Close, and with it end a transaction that is open."""
        super().close()
        self._give_turn()

    def __del__(self) -> None:
        """Nobody can end its transaction any more."""
        with contextlib.suppress(Exception):
            self.close()

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self.turns.give()
