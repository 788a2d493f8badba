"""Random lines, random acts by several people with what each last saw: what must never happen does not.

Never two final approvals, never a number twice, never a signature on a text that was not seen, the audit chain whole.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals import asking, bundling, drafting, returning, signing, submitting
from documents.approvals.facts import body_of
from documents.approvals.lifecycle import MAKING
from documents.approvals.line import Planned, planned
from documents.approvals.models import Document
from documents.approvals.shown import hash_of
from portal import audit, clock
from portal.content.build import doc, para
from portal.content.services import save
from portal.forms import FormError
from portal.people.models import Absence
from portal.records.models import Edition, Registration, Signature
from portal.records.workflow import NotAllowed, Refused
from tests.documents import line_case

PEOPLE = ("staff", "leader", "head", "director", "budget", "audit", "deputy")
SAID_NO = (NotAllowed, Refused, FormError, signing.Superseded)
LINES = st.tuples(
    st.lists(
        st.tuples(st.sampled_from(("REVIEW", "CONSENT")), st.integers(1, 3), st.sampled_from(PEOPLE[1:])), max_size=4
    ),
    st.sampled_from(PEOPLE[1:]),
)


class Act(NamedTuple):
    """Somebody does something with one of the steps, by number."""

    who: str
    what: str
    step: int


class Seen(NamedTuple):
    """What the page showed that somebody opened last."""

    sha256: str
    steps: tuple[int, ...]


class Desk:
    """One document and the people around it. Each act is a transaction; what the services refuse leaves nothing."""

    def __init__(self, office: Any, line: Any) -> None:
        self.office = office
        self.seen: dict[str, Seen] = {}
        self.first: dict[str, str] = {}  # the hash of the page that each opened first
        self.signed: dict[int, str] = {}  # by the step that was signed: the hash its signer had seen
        with office.writing() as session:
            others, last = line
            steps = [*sorted(others, key=lambda one: one[1]), ("APPROVE", 4, last)]
            self.id = line_case.drafted(session, *steps, title="무작위 계획").id
            self.other = line_case.drafted(session, title="무작위 통보", word="통보").id  # may go up with it

    def do(self, act: Act) -> None:
        """Do it, or be told no."""
        try:
            with self.office.writing() as session:
                document = session.get_one(Document, self.id)
                who = line_case.viewer(session, act.who)
                ACTS[act.what](self, session, document, who, act)
        except SAID_NO:
            pass

    def look(self, session: Session, document: Document, who: Any, act: Act) -> None:
        """Open the page."""
        seen = Seen(line_case.hash_of(session, document), tuple(step.id for step in document.line))
        self.first.setdefault(act.who, seen.sha256)
        self.seen[act.who] = seen

    def sign(self, session: Session, document: Document, who: Any, act: Act) -> None:
        """Press the button of the page that was opened, however long ago."""
        step_id, sha256 = self.shown(act)
        self.put_signature(session, document, who, step_id, sha256)

    def sign_old(self, session: Session, document: Document, who: Any, act: Act) -> None:
        """A present step on the hash of the page that was opened first: what no page of ours sends."""
        step_id = document.line[act.step % len(document.line)].id
        self.put_signature(session, document, who, step_id, self.first.get(act.who, ""))

    def put_signature(self, session: Session, document: Document, who: Any, step_id: int, sha256: str) -> None:
        before = {step.id for step in document.steps if step.state == "SIGNED"}
        on_hold = document.state == "ON_HOLD"
        done = signing.sign(session, document, step_id, sha256, who)
        assert done.step.id in before or not on_hold
        if done.step.id not in before:
            session.flush()
            self.signed[done.step.id] = sha256

    def shown(self, act: Act) -> tuple[int, str]:
        """The step and the hash of the page that somebody opened last."""
        seen = self.seen.get(act.who)
        if seen is None or not seen.steps:
            raise NotAllowed("look first")
        return seen.steps[act.step % len(seen.steps)], seen.sha256

    def send_back(self, session: Session, document: Document, who: Any, act: Act) -> None:
        step_id, sha256 = self.shown(act)
        returning.send_back(session, document, step_id, sha256, who, opinion="다시 쓸 것")

    def hold(self, session: Session, document: Document, who: Any, act: Act) -> None:
        step_id, sha256 = self.shown(act)
        returning.hold(session, document, step_id, sha256, who, opinion="잠시")

    def write(self, session: Session, document: Document, who: Any, act: Act) -> None:
        section = body_of(session, document)
        save(session, section, section.lock, doc(para(f"{act.step}번 고친 글 {section.lock}", 1)), who)

    def skip(self, session: Session, document: Document, who: Any, act: Act) -> None:
        asking.skip(session, document, document.line[act.step % len(document.line)], "출장", who)

    def change_line(self, session: Session, document: Document, who: Any, act: Act) -> None:
        """Take one step out of the line."""
        plan = planned(document.line)
        del plan[act.step % len(plan)]
        drafting.set_line(session, document, plan or [Planned("DRAFT", 0, who.person_id)], who)

    def bundle(self, session: Session, document: Document, who: Any, act: Act) -> None:
        """Let the other draft go up with it, or go its own way again."""
        other = session.get_one(Document, self.other)
        if other.lead is None:
            bundling.join(session, document, other, who)
        else:
            bundling.leave(session, other, who)

    def away(self, session: Session, _document: Document, who: Any, act: Act) -> None:
        """Go away, or come back."""
        known = session.scalars(select(Absence).where(Absence.person_id == who.person_id)).all()
        for one in known:
            session.delete(one)
        if not known:
            deputy = line_case.person_id(session, PEOPLE[act.step % len(PEOPLE)])
            if deputy != who.person_id:
                row = Absence(person_id=who.person_id, deputy_id=deputy, reason="출장", starts_on=clock.today())
                row.ends_on = clock.today() + timedelta(days=1)
                session.add(row)

    def check(self) -> None:
        """What must hold after every act."""
        with self.office.reading() as session:
            document = session.get_one(Document, self.id)
            for one in document.bundle:
                self.check_one(session, one)
            assert all(step.actor_id != document.created_by_id for step in document.steps if step.kind != "DRAFT")
            for step in document.steps:
                if step.state == "SIGNED" and step.kind != "DRAFT":
                    query = select(Edition).join(Signature).where(Signature.act == f"{step.kind.lower()}:{step.id}")
                    stood_for = session.scalars(query.order_by(Edition.record_id)).all()  # the lead was drafted first
                    assert hash_of([one.sha256 for one in stood_for]) == self.signed[step.id]
                    assert stood_for[0].number == step.round

    def check_one(self, session: Session, document: Document) -> None:
        """Of each document: decided once, by one signature of each step, on the edition it has its number for."""
        editions = {one.id: one for one in session.scalars(select(Edition).where(Edition.record_id == document.id))}
        signatures = session.scalars(select(Signature).where(Signature.edition_id.in_(editions))).all()
        approvals = [one for one in signatures if one.act.startswith("approve:")]
        numbers = session.scalars(select(Registration).where(Registration.record_id == document.id)).all()
        final = document.state not in MAKING
        assert len(approvals) == len(numbers) == int(final)
        assert len({one.act for one in signatures}) == len(signatures)  # a step is signed once, by one person
        assert all(one.state == document.state for one in document.bundle)
        if final:
            assert all(step.closed for step in document.line)
            assert document.approved_edition_id == approvals[0].edition_id
            signed = {one.act for one in signatures if one.edition_id == document.approved_edition_id}
            assert signed == {f"{one.kind.lower()}:{one.id}" for one in document.line if one.state == "SIGNED"}


ACTS: dict[str, Callable[..., None]] = {
    "look": Desk.look,
    "sign": Desk.sign,
    "sign_old": Desk.sign_old,
    "return": Desk.send_back,
    "hold": Desk.hold,
    "write": Desk.write,
    "skip": Desk.skip,
    "line": Desk.change_line,
    "away": Desk.away,
    "bundle": Desk.bundle,
    "resume": lambda _desk, session, document, who, _act: returning.resume(session, document, who),
    "recall": lambda _desk, session, document, who, _act: returning.recall(session, document, who),
    "redraft": lambda _desk, session, document, who, _act: returning.redraft(session, document, "고침", who),
    "submit": lambda _desk, session, document, who, _act: submitting.submit(session, document, who),
}
# most people look and sign; the others make trouble
OFTEN = ("look", "sign", "look", "sign", "look", "sign", "submit", *ACTS)
PLAIN = ([("REVIEW", 1, "leader")], "head")  # a line that nothing is wrong with
BEFORE = ("", "bundled", "written anew", "deputised", "held")  # what happens before the random acts
PLAYS = st.lists(st.builds(Act, st.sampled_from(PEOPLE), st.sampled_from(OFTEN), st.integers(0, 6)), max_size=30)


def written_anew(desk: Desk) -> None:
    """The line sees the text; then it is taken back, written anew and sent up once more."""
    for who in PEOPLE[1:]:
        desk.do(Act(who, "look", 0))
    for what in ("recall", "redraft", "write", "submit"):
        desk.do(Act("staff", what, 0))
    for who in PEOPLE[1:]:
        for step in range(6):
            desk.do(Act(who, "sign_old", step))
    desk.check()


def deputised(desk: Desk, hold: bool) -> None:
    """Everybody has a deputy; all open the page, then all press what they see, absentees and deputies alike."""
    for number, who in enumerate(PEOPLE[1:], start=2):
        desk.do(Act(who, "away", number % len(PEOPLE) or 1))
    for who in PEOPLE[1:]:
        desk.do(Act(who, "look", 0))
    for step in range(6):
        for number, who in enumerate(PEOPLE[1:]):
            desk.do(Act(who, "hold" if hold and not number else "sign", step))
            desk.check()


def everybody_signs(desk: Desk) -> None:
    """All look and sign whatever is theirs, until nothing moves."""
    for who in PEOPLE:
        desk.do(Act(who, "resume", 0))
    for _round in range(6):
        for who in PEOPLE[1:]:
            desk.do(Act(who, "look", 0))
            for step in range(6):
                desk.do(Act(who, "sign", step))


@pytest.mark.timeout(600)  # forty lives of a document: slow where other work runs beside it
@pytest.mark.parametrize("lives", [10, pytest.param(40, marks=pytest.mark.full)])
def test_whatever_people_do_a_document_is_decided_once_on_what_was_seen(office: Any, lives: int) -> None:
    decided = []

    @settings(max_examples=lives, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(line=LINES, play=PLAYS, before=st.sampled_from(BEFORE), to_the_end=st.booleans())
    @example(line=PLAIN, play=[], before="bundled", to_the_end=True)
    @example(line=PLAIN, play=[], before="bundled", to_the_end=False)
    def check(line: Any, play: list[Act], before: str, to_the_end: bool) -> None:
        desk = Desk(office, line)
        if before == "bundled":
            desk.do(Act("staff", "bundle", 0))
        desk.do(Act("staff", "submit", 0))
        if before == "written anew":
            written_anew(desk)
        elif before in ("deputised", "held"):
            deputised(desk, hold=before == "held")
        for act in play:
            desk.do(act)
            desk.check()
        if to_the_end:
            everybody_signs(desk)
            desk.check()
        with office.writing() as session:
            document = session.get_one(Document, desk.id)
            decided.append(len(document.bundle) if document.state not in MAKING else 0)
            for absence in session.scalars(select(Absence)):
                session.delete(absence)
            assert sorted(session.scalars(select(Registration.n))) == list(range(1, sum(decided) + 1))
            assert audit.broken_at(session) is None

    check()
    assert any(decided)  # else the acts were refused for another reason than the rules
    assert not all(decided)


@pytest.mark.both_databases
def test_the_checks_themselves_see_a_signature_on_another_text(office: Any) -> None:
    """What is checked after each act is no formality."""
    desk = Desk(office, ([], "head"))
    desk.do(Act("staff", "submit", 0))
    desk.do(Act("head", "look", 0))
    desk.do(Act("head", "sign", 1))
    desk.check()
    desk.signed = dict.fromkeys(desk.signed, "0" * 64)
    with pytest.raises(AssertionError):
        desk.check()
