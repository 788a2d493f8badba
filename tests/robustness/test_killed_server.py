"""The server is killed at any moment while people write, sign, mark and decide: what was answered stays, once.

All work all the time. Each life of the server ends in one of three phases, at a random moment of it: while a text is
being saved, while minutes are being confirmed, while the index is being written.
"""

import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from meetings.decisions.models import ActionItem, Decision
from meetings.minutes.models import Minutes
from meetings.sittings.models import Attendance
from portal import audit, clock
from portal.commands.check import find as faults_of
from portal.content import services as content
from portal.content.build import doc, para
from portal.content.models import Section
from portal.jobs.models import Job
from portal.jobs.services import LEASE
from portal.jobs.worker import run_all
from portal.records.models import Edition, EditionFile, RegisterCounter, Registration, Signature
from tests.meetings import minutes_case as case
from tests.robustness.at_work import SIGNERS, Confirmation, Decider, Stage, Tapper, Writer
from tests.robustness.servers import Forker, check, wait_for

SAVING, CONFIRMING, INDEXING = "saving", "confirming", "indexing"


class Play:
    """A town where people work while the server is killed again and again."""

    def __init__(self, town: Any) -> None:
        self.town, self.stage = town, Stage()
        self.seed = random.randrange(10**6)
        self.random = random.Random(self.seed)
        self.life_began = clock.now()
        self.killed: Counter[str] = Counter()  # lives by the phase that was under way when they ended
        secretary = town.viewer("secretary")
        with town.database.writing() as session:
            minutes = case.in_session(session, secretary)
            blocks = doc(*(para(f"{n}번") for n in range(12)))
            for number in (0, 1):
                section = case.section(session, minutes, number)
                content.save(session, section, section.lock, blocks, secretary)
            self.writers = [
                Writer(self.stage, "secretary", case.section(session, minutes), [0, 1, 2, 3]),
                Writer(self.stage, "officer", case.section(session, minutes), [7, 8, 9]),
                Writer(self.stage, "officer", case.section(session, minutes, 1), [2, 5, 11]),
            ]
            meeting = session.get_one(case.Meeting, minutes.meeting_id)
            decided = case.in_session(session, secretary)
            self.decider = Decider(self.stage, decided.uid, case.items(session, decided)[0].uid)
            self.tapper = Tapper(self.stage, meeting.uid, [row.id for row in meeting.attendances[:15]])
        self.confirmation = Confirmation(self.stage, lambda: self._complete(secretary))
        self.actors = [*self.writers, self.decider, self.tapper, self.confirmation]

    def _complete(self, secretary: Any) -> str:
        with self.town.database.writing() as session:
            return str(case.complete(session, secretary).uid)

    def act(self, **kills: int) -> None:
        """Kill the server so many times in each phase, in a random order of phases."""
        phases = [phase for phase, times in kills.items() for _ in range(times)]
        self.random.shuffle(phases)
        forker = Forker(self.town.folder)
        try:
            for actor in self.actors:
                actor.start()
            for phase in phases:
                self._one_life(forker, phase)
                assert self.stage.failures == [], forker.said()[-4000:]
            self.stage.over.set()
            self._raise(forker)
            for actor in self.actors:
                actor.join(60)
                assert not actor.is_alive()
            wait_for(lambda: not self._index_jobs(), 300)  # the index catches up
            self._kill(forker)
            assert self.stage.failures == [], forker.said()[-4000:]
        finally:
            self.stage.over.set()
            forker.close()
        print(f"seed {self.seed} killed {dict(self.killed)} "  # noqa: T201 - with pytest -s
              f"acknowledged {dict(self.stage.done)} lost {dict(self.stage.lost)}")  # fmt: skip

    def _raise(self, forker: Forker) -> None:
        self.life_began = clock.now()
        self.stage.port = forker.start()
        self.stage.up.set()

    def _kill(self, forker: Forker) -> None:
        self.stage.up.clear()
        forker.kill()

    def _one_life(self, forker: Forker, phase: str) -> None:
        before = self._answered(phase)
        self._raise(forker)
        if phase == INDEXING:
            wait_for(self._claimed, 300, 0.003)
            time.sleep(self.random.uniform(0, 0.1))
        else:
            wait_for(lambda: self._answered(phase) > before or self.stage.failures, 300, 0.003)
            time.sleep(self.random.uniform(0, 1))
        self._kill(forker)
        self.killed[phase] += phase != INDEXING or self._claimed()

    def _answered(self, phase: str) -> int:
        return sum(self.stage.done[kind] for kind in (Confirmation.STEPS if phase == CONFIRMING else ("save",)))

    def _index_jobs(self, *conditions: Any) -> int:
        with self.town.database.reading() as session:
            return session.scalar(select(func.count(Job.id)).where(Job.kind.startswith("index"), *conditions)) or 0

    def _claimed(self) -> bool:
        """Whether the indexer has claimed something in this life of the server and not finished it."""
        return bool(self._index_jobs(Job.claimed_until > self.life_began + LEASE))


def _texts(section: Section) -> list[str]:
    return ["".join(part.get("text", "") for part in block.get("content", ())) for block in section.content["content"]]


def texts_are_there_once(play: Play, session: Any) -> None:
    for writer in play.writers:
        texts = _texts(session.get_one(Section, writer.section_id))
        assert len(texts) == 12
        assert [texts[block] for block in writer.typed] == list(writer.typed.values())


def marks_and_decisions_are_there_once(play: Play, session: Any) -> None:
    rows = {row: session.get_one(Attendance, row).mark for row in play.tapper.marks}
    assert rows == play.tapper.marks
    minutes = session.scalars(select(Minutes).where(Minutes.uid == play.decider.path.rpartition("/")[2])).one()
    [decision] = session.scalars(select(Decision).where(Decision.agenda_item_id == case.items(session, minutes)[0].id))
    assert decision.yes == play.decider.yes
    assert Counter(session.scalars(select(ActionItem.what))) == Counter(play.decider.what)


def confirmations_are_there_once(play: Play, session: Any) -> None:
    numbers = []
    for uid, done in play.confirmation.answered.items():
        minutes = session.scalars(select(Minutes).where(Minutes.uid == uid)).one()
        editions = session.scalars(select(Edition).where(Edition.record_id == minutes.id)).all()
        assert len(editions) == (1 if "send" in done else 0)
        signatures = [one.name for edition in editions for one in _signatures(session, edition)]
        assert len(signatures) == len(set(signatures)) == len(done & set(SIGNERS))
        number = session.scalar(select(Registration.n).where(Registration.record_id == minutes.id))
        assert (number is not None) == ("register" in done)
        numbers += [number] if number else []
        if "publish" in done:
            assert minutes.state == "PUBLISHED"
            is_file = (EditionFile.edition_id == editions[0].id, EditionFile.kind == "docx-registered")
            [file] = session.scalars(select(EditionFile).where(*is_file))
            assert file.sha256
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert (session.scalar(select(RegisterCounter.n)) or 0) == len(numbers)


def _signatures(session: Any, edition: Edition) -> list[Signature]:
    return list(session.scalars(select(Signature).where(Signature.edition_id == edition.id)))


def everything_holds(play: Play) -> None:
    """Nothing acknowledged is lost or doubled; all that was left to do gets done; nothing is at fault."""
    registry = play.town.registry
    later = clock.now() + timedelta(minutes=1)  # the leases of a worker that died are over
    clock.set_source(lambda: later)
    try:
        run_all(registry, set(registry["jobs"]) - {"mail"})
    finally:
        clock.set_source(None)
    with registry["database"].reading() as session:
        left = session.execute(select(Job.kind, Job.error).where(Job.kind != "mail")).all()
        assert left == []
        texts_are_there_once(play, session)
        marks_and_decisions_are_there_once(play, session)
        confirmations_are_there_once(play, session)
        assert audit.broken_at(session) is None
    assert registry["indexing"].differences() == (set(), set())
    assert registry["search_engine"].check(thorough=True).condition == "ok"
    assert list(faults_of(registry)) == []


@pytest.mark.full
@pytest.mark.timeout(1500)
def test_server_killed_fifty_times_loses_and_doubles_nothing(town: Any) -> None:
    play = Play(town)
    play.act(saving=17, confirming=17, indexing=16)
    everything_holds(play)
    assert check(play.town.folder) == (0, "all is well")
    assert play.stage.lost["save"] >= 10
    assert sum(play.stage.lost[kind] for kind in Confirmation.STEPS) >= 10
    assert play.killed[INDEXING] >= 8  # the others ended just after a batch was finished
