"""The indexer beside the server: a thread that takes the index's lock when it is free and keeps the index fresh."""

import logging
import threading
import time
from typing import Any

from search_index.analyser import analyser
from search_index.indexer import Indexing

log = logging.getLogger(__name__)

PAUSE = 0.1  # seconds between looks at an empty queue: what is saved is found within a second
QUIET = 2.0  # seconds without work after which the index is tidied: nobody should wait for that
LOCKED_PAUSE = 3.0  # seconds between looks whether another process has given the lock back


class Indexer(threading.Thread):
    """Has the analyser loaded, so that the first search finds it ready, and indexes until told to stop."""

    def __init__(self, registry: Any) -> None:
        super().__init__(name="indexer", daemon=True)
        self.indexing: Indexing = registry["indexing"]
        self.stopping = threading.Event()
        self._busy_at = time.monotonic()

    def run(self) -> None:
        """Index; whatever goes wrong is logged and tried again."""
        analyser.start()
        while not self.stopping.is_set():
            try:
                pause = self._once()
            except Exception:
                log.exception("indexer")
                pause = LOCKED_PAUSE
            self.stopping.wait(pause)
        self.indexing.lock.release()

    def _once(self) -> float:
        """Do what is due; answers how long to wait before looking again."""
        lock = self.indexing.lock
        if not lock.acquired:
            if not lock.acquire():
                return LOCKED_PAUSE
            self.indexing.take_over()
        if self.indexing.drain(self.stopping.is_set):
            self._busy_at = time.monotonic()
        elif time.monotonic() - self._busy_at > QUIET:
            self.indexing.tidy()
        return PAUSE

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self.stopping.set()
        self.join(timeout=10)
