"""Kiwi's process as the rest sees it: started when it is first needed, started again after it has died.

Kiwi holds the interpreter while it loads (2-9 s) and while it analyses, and takes 500 MB: in the server's own process
nobody would be answered meanwhile. Questions are answered in the order they come and a long text comes in many, so a
search waits for some lines of an indexed text at most (20-40 ms).
"""

import atexit
import contextlib
import json
import logging
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

log = logging.getLogger(__name__)

Token = tuple[str, str, int, int]
"""Form, tag, start and length, as Kiwi gives them."""
Answer = list[list[Token]]

SEARCH_PATIENCE = 1.0  # seconds a search waits for an answer
HUNG = 120.0  # seconds without an answer after which the process is killed
PAUSE = 5.0  # seconds between two starts: one that dies at once is not started for every search
CROWD = 16  # unanswered questions at which a search does not ask any more; the pipe has room for as many
_PROGRAM = Path(__file__).with_name("kiwi_process.py")


class AnalyserAway(Exception):  # noqa: N818 - mostly it is only not there yet
    """The analyser is being loaded, has died or does not answer in time."""


class _Life:
    """One life of the process. Its first answer says that it is loaded."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.over = False
        self._sending = threading.Lock()
        self._unanswered: deque[tuple[float, Future[Answer]]] = deque()
        self.loaded = self._expect()
        self._process = subprocess.Popen(  # noqa: S603 - our own file
            # -P: the modules beside that file are not for import; a session of its own: Ctrl-C is the server's affair
            [sys.executable, "-P", str(_PROGRAM)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, name="analyser", daemon=True).start()

    def _expect(self) -> "Future[Answer]":
        answer: Future[Answer] = Future()
        self._unanswered.append((time.monotonic(), answer))
        return answer

    def ask(self, texts: Sequence[str]) -> "Future[Answer]":
        """The answer to come. Raises :class:`AnalyserAway` when the process has died."""
        with self._sending:
            if self.over:
                raise AnalyserAway("it has died")
            answer = self._expect()
            assert self._process.stdin is not None
            try:
                self._process.stdin.write(json.dumps(texts, ensure_ascii=False).encode() + b"\n")
                self._process.stdin.flush()
            except OSError:  # it is dying: `_listen` is about to tell everybody
                self._process.kill()
        return answer

    @property
    def is_crowded(self) -> bool:
        """So many wait for an answer that one more would wait in vain."""
        return len(self._unanswered) >= CROWD

    @property
    def is_hung(self) -> bool:
        """Whether the oldest question has waited too long."""
        return any(time.monotonic() - since > HUNG for since, _answer in list(self._unanswered)[:1])

    def end(self) -> None:
        """Kill it; it has nothing to lose."""
        self.over = True
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith(b"\n"):  # not the half of a line it died over
                _settle(self._unanswered.popleft()[1], json.loads(line))
        code = self._process.wait()
        if not self.over:
            log.warning("the analyser of Korean has died (%s)", code)
        with self._sending:
            self.over = True
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was still to be said to it
                pipe.close()  # type: ignore[union-attr]
        for _since, answer in self._unanswered:
            answer.set_exception(AnalyserAway(f"it has died ({code})"))


def _settle(answer: "Future[Answer]", said: Answer | str) -> None:
    if isinstance(said, str):
        answer.set_exception(ValueError(f"Kiwi cannot analyse a text: {said}"))
    else:
        answer.set_result(said)


class Analyser:
    """The process and its successors, for all threads of this process."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._life: _Life | None = None

    def start(self) -> None:
        """Have it loaded, without waiting for that."""
        self._begun()

    def close(self) -> None:
        """End it; the next question starts another."""
        with self._starting:
            if self._life is not None:
                self._life.end()
                self._life = None

    def load(self) -> None:
        """Wait until it is loaded. Raises :class:`AnalyserAway` when it cannot be."""
        self.patiently([])

    def at_once(self, texts: Sequence[str]) -> Answer:
        """The tokens of each text, for somebody who waits: raises :class:`AnalyserAway` rather than let them wait."""
        life = self._begun()
        if life is None or not life.loaded.done() or life.is_crowded:
            raise AnalyserAway("it is not ready")
        return _wait(life.ask(texts), SEARCH_PATIENCE)

    def patiently(self, texts: Sequence[str]) -> Answer:
        """The tokens of each text, from a second process if the first one dies over them.

        Raises :class:`AnalyserAway` when both die or hang, ValueError for a text that Kiwi cannot analyse.
        """
        try:
            return _wait(self._alive().ask(texts), HUNG)
        except AnalyserAway:
            return _wait(self._alive().ask(texts), HUNG)

    def _alive(self) -> _Life:
        while (life := self._begun()) is None:
            time.sleep(0.2)
        return life

    def _begun(self) -> _Life | None:
        """The present life, begun if need be; None while the last one has ended too short a time ago."""
        with self._starting:
            life = self._life
            if life is not None and life.is_hung:
                life.end()
            if life is None or (life.over and time.monotonic() - life.began > PAUSE):
                life = self._life = _Life()
            return None if life.over else life


def _wait(answer: "Future[Answer]", seconds: float) -> Answer:
    try:
        return answer.result(seconds)
    except TimeoutError:
        raise AnalyserAway("it does not answer") from None


analyser = Analyser()
atexit.register(analyser.close)
