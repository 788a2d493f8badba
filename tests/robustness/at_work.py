"""People at work on a real server that dies: they wait while there is none and repeat what was not answered."""

import copy
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from portal import clock
from portal.content.models import Section
from tests.robustness.servers import PASSWORD, Answer, Lost, Person

SIGNERS = ("chair", "cochair")


class Stage:
    """Where the server is, for the people: they wait while there is none."""

    def __init__(self) -> None:
        self.port = 0
        self.up = threading.Event()
        self.over = threading.Event()
        self.lost: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.failures: list[str] = []

    def address(self) -> int:
        """The port of the server, as soon as there is one."""
        assert self.up.wait(300)
        return self.port


class Actor(threading.Thread):
    """Somebody who does one act after the other and repeats each until it was answered."""

    def __init__(self, stage: Stage, login: str) -> None:
        super().__init__(daemon=True)
        self.stage = stage
        self.person = Person(stage.address, login)

    def acts(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        """The acts by kind, in order."""
        raise NotImplementedError

    def run(self) -> None:
        """Until all is done or the stage is over; an act that has begun is finished."""
        kind = "sign in"
        try:
            self._until_answered(kind, self.person.sign_in)
            for kind, act in self.acts():
                self._until_answered(kind, act)
                self.stage.done[kind] += 1
                if self.stage.over.is_set():
                    return
        except Exception as failure:  # noqa: BLE001 - told by the test
            self.stage.failures.append(f"{self.person.login} {kind}: {failure!r}")

    def _until_answered(self, kind: str, act: Callable[[], Any]) -> None:
        while True:
            try:
                act()
                return
            except Lost:
                self.stage.lost[kind] += 1
                time.sleep(0.02)


def expect(answer: Answer, *statuses: int) -> Answer:
    assert answer.status in statuses, f"{answer.status}: {answer.words()}"
    return answer


class Writer(Actor):
    """Types into some blocks of a section and saves after each change, as the editor does."""

    def __init__(self, stage: Stage, login: str, section: Section, blocks: list[int]) -> None:
        super().__init__(stage, login)
        self.section_id, self.lock, self.content, self.blocks = section.id, section.lock, section.content, blocks
        self.typed: dict[int, str] = {}

    def acts(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        n = 0
        while True:
            n += 1
            block = self.blocks[n % len(self.blocks)]
            self.typed[block] = f"{self.person.login} {block}번 {n}판"
            self.content = copy.deepcopy(self.content)
            self.content["content"][block]["content"] = [{"type": "text", "text": self.typed[block]}]
            yield "save", self.save
            time.sleep(0.01)

    def save(self) -> None:
        answer = expect(self.person.save(self.section_id, self.lock, self.content), 200).json
        self.lock, self.content = answer["lock"], answer["content"] or self.content


class Tapper(Actor):
    """Marks one person after the other on a phone, again and again."""

    def __init__(self, stage: Stage, uid: str, rows: list[int]) -> None:
        super().__init__(stage, "secretary")
        self.path, self.rows = f"/meetings/{uid}/attendance", rows
        self.marks: dict[int, str] = {}

    def acts(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        while True:
            for mark in ("ABSENT", "PRESENT"):
                for row in self.rows:
                    self.marks[row] = mark
                    yield "tap", lambda row=row, mark=mark: self.tap(row, mark)
                    time.sleep(0.02)

    def tap(self, row: int, mark: str) -> None:
        expect(self.person.post(self.path, {"row": str(row), "mark": mark}), 303)


class Decider(Actor):
    """Records the decision anew with other votes, and adds action items."""

    def __init__(self, stage: Stage, uid: str, item: str) -> None:
        super().__init__(stage, "secretary")
        self.path, self.item = f"/minutes/{uid}", item
        self.yes = 0
        self.what: list[str] = []

    def acts(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        n = 0
        while True:
            n += 1
            self.yes = 10 + n % 5
            yield "decide", self.decide
            if len(self.what) < 40:
                self.what.append(f"조치사항 {n}")
                yield "act", self.add_action
            time.sleep(0.05)

    def decide(self) -> None:
        form = expect(self.person.get(f"{self.path}/edit"), 200).form(f"decision-{self.item}")
        form |= {"outcome": "PASSED_AS_IS", "method": "SHOW_OF_HANDS", "yes": str(self.yes), "present": "15"}
        form |= {"no": str(15 - self.yes), "abstain": "0"}
        expect(self.person.post(form["action"], form), 303)

    def add_action(self) -> None:
        form = expect(self.person.get(f"{self.path}/edit"), 200).form(f"action-{self.item}")
        form |= {"what": self.what[-1], "owner": "복지정책과", "due_on": f"{clock.today() + timedelta(days=30)}"}
        expect(self.person.post(form["action"], form), 303)


class Confirmation(Actor):
    """The secretary asks for signatures, both chairs sign, the secretary registers and publishes: one after another."""

    STEPS = ("send", "sign", "register", "publish")

    def __init__(self, stage: Stage, next_minutes: Callable[[], str]) -> None:
        super().__init__(stage, "secretary")
        self.next_minutes = next_minutes
        self.signers = [Person(stage.address, login) for login in SIGNERS]
        self.answered: dict[str, set[str]] = {}

    def acts(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        for signer in self.signers:
            yield "sign in", signer.sign_in
        while True:
            uid = self.next_minutes()
            self.answered[uid] = set()
            yield "send", lambda: self.post("send", {})
            for signer in self.signers:
                yield "sign", lambda signer=signer: self.sign(signer)
            for step in ("register", "publish"):
                yield step, lambda step=step: self.post("step", {"step": step})

    @property
    def uid(self) -> str:
        """The minutes at hand."""
        return next(reversed(self.answered))

    def post(self, name: str, values: dict[str, str]) -> None:
        expect(self.person.post(f"/minutes/{self.uid}/{name}", values), 303)
        self.answered[self.uid].add(values.get("step", name))

    def sign(self, signer: Person) -> None:
        """As a person would: look at the page again, sign if it still asks for it."""
        path = f"/minutes/{self.uid}/sign"
        page = signer.get(path)
        if page.status == 303:  # the password must be given again
            asked = signer.get("/confirm-password").form("confirm") | {"password": PASSWORD}
            expect(signer.post("/confirm-password", asked), 303)
            page = signer.get(path)
        if page.status != 403 and "sha256" in page.text:  # else signed and confirmed: only the answer was lost
            sha256 = page.form(holding="sha256")["sha256"]
            for _click in range(2):  # a double click
                expect(signer.post(path, {"sha256": sha256}), 303)
        self.answered[self.uid].add(signer.login)
