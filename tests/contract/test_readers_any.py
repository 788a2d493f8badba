"""Whatever the memberships, terms, posts and disclosures: lists, counts and facets hold what a slow look says."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from meetings.sittings.models import Attendance, Meeting
from portal import clock
from portal.people.models import Body, Department, Duty, Membership, Post
from portal.people.principals import principals_of_person
from portal.records import services
from portal.records.models import Record
from portal.records.readers import readable, readable_sets, set_readers
from search_index.engine import Changes, Facets
from search_index.whoosh_engine import WhooshEngine
from tests import institution
from tests.example.models import Memo
from tests.search.records import a_document, search

NAMES = ("방유나", "고은찬", "변하람")
TERMS = st.tuples(st.integers(-3, 1), st.sampled_from([None, -1, 0, 2]))  # first and last day, from today
PEOPLE = st.sampled_from(range(len(NAMES)))
BODIES = st.sampled_from(range(2))
DISCLOSURES = st.sampled_from(("OPEN", "PARTIAL", "CLOSED"))


class Seat(NamedTuple):
    """A membership: who, where, keeping the minutes or not, how long."""

    person: int
    body: int
    secretary: bool
    term: tuple[int, int | None]


class Kept(NamedTuple):
    """A record: a memo by somebody, or a meeting some of them attended."""

    type: str
    body: int
    author: int
    making: bool
    disclosure: str
    attended: frozenset[int]


WORLDS = st.fixed_dictionaries(
    {
        "seats": st.lists(st.builds(Seat, PEOPLE, BODIES, st.booleans(), TERMS), max_size=5),
        "posts": st.lists(st.tuples(PEOPLE, TERMS), max_size=2),
        "admins": st.lists(st.tuples(PEOPLE, TERMS), max_size=1),
        "succeeded": st.booleans(),  # the second body went on as the first
        "kept": st.lists(
            st.builds(
                Kept,
                st.sampled_from(("memo", "meeting")),
                BODIES,
                PEOPLE,
                st.booleans(),
                DISCLOSURES,
                st.frozensets(PEOPLE, max_size=2),
            ),
            min_size=1,
            max_size=8,
        ),
    }
)


class Oracle:
    """Who may read what, said once more in the plainest way."""

    def __init__(self, world: dict[str, Any], person: int) -> None:
        self.person = person
        seats = [seat for seat in world["seats"] if seat.person == person and holds(seat.term)]
        self.bodies = {seat.body for seat in seats}
        if world["succeeded"] and 0 in self.bodies:
            self.bodies.add(1)
        self.staff = any(one == person and holds(term) for one, term in world["posts"])
        self.admin = any(one == person and holds(term) for one, term in world["admins"])

    def reads(self, kept: Kept) -> bool:
        """By the table of the design for meetings, by README's example for memos."""
        inside = kept.body in self.bodies
        if kept.type == "memo":
            return self._reads_memo(kept, inside)
        inside = inside or self.person == kept.author
        open_to_admin = self.admin and kept.disclosure == "OPEN"
        if kept.making:
            return inside or open_to_admin
        inside = inside or self.person in kept.attended
        if kept.disclosure == "CLOSED":
            return inside
        return inside or open_to_admin or self.staff  # one department: staff is the meeting's department

    def _reads_memo(self, kept: Kept, inside: bool) -> bool:
        if kept.making or kept.disclosure == "CLOSED":
            return self.person == kept.author
        return inside if kept.disclosure == "PARTIAL" else True


def holds(term: tuple[int, int | None]) -> bool:
    """Whether a term from–to, in days from today, holds today."""
    return term[0] <= 0 and (term[1] is None or max(term) >= 0)


def days(term: tuple[int, int | None]) -> dict[str, date | None]:
    """A term as columns; it never ends before it begins."""
    start = clock.today() + timedelta(days=term[0])
    end = None if term[1] is None else max(start, clock.today() + timedelta(days=term[1]))
    return {"starts_on": start, "ends_on": end}


class World:
    """A world of the strategy in the tables."""

    def __init__(self, session: Session, facts: dict[str, Any]) -> None:
        self.session, self.facts = session, facts
        self.people = [institution.person(session, name).id for name in NAMES]
        bodies = [
            session.scalars(select(Body).where(Body.name == one)).one() for one in ("연구기획분과", "아동청소년분과")
        ]
        self.bodies = [body.id for body in bodies]
        self.department = session.scalars(select(Department.id)).first()
        for table in (Membership, Post, Duty):
            session.execute(delete(table))
        bodies[1].successor_id = bodies[0].id if facts["succeeded"] else None
        session.add_all(self._dated())
        self.records = [self._record(number, kept) for number, kept in enumerate(facts["kept"])]

    def _dated(self) -> Iterator[Any]:
        for seat in self.facts["seats"]:
            place = {"person_id": self.people[seat.person], "body_id": self.bodies[seat.body]}
            yield Membership(
                role="MEMBER", secretary=seat.secretary, kind="APPOINTED", sector="PUBLIC", **place, **days(seat.term)
            )
        for person, term in self.facts["posts"]:
            yield Post(person_id=self.people[person], department_id=self.department, title="주무관", **days(term))
        for person, term in self.facts["admins"]:
            yield Duty(person_id=self.people[person], name="ADMIN", **days(term))

    def _record(self, number: int, kept: Kept) -> Record:
        common = {"title": f"기록 {number}", "body_id": self.bodies[kept.body], "department_id": self.department}
        record: Record
        if kept.type == "memo":
            record = Memo(text="글", **common)
        else:
            record = Meeting(year=2026, number=number, held_on=clock.today(), starts_at=time(10), **common)
        record.created_by_id = self.people[kept.author]
        services.add(self.session, record)
        if kept.type == "meeting":
            attended = [(self.people[one], NAMES[one]) for one in kept.attended]
            self.session.add_all(
                Attendance(meeting_id=record.id, person_id=one, name=name, role="MEMBER") for one, name in attended
            )
        if not kept.making:
            record.state = "SENT" if kept.type == "memo" else "CLOSED"
        record.disclosure, record.grounds = kept.disclosure, [] if kept.disclosure == "OPEN" else [6]
        set_readers(self.session, record)
        return record


@pytest.mark.both_databases
def test_lists_counts_and_facets_are_as_right_as_asking_each_record(database: Any, tmp_path: Any) -> None:
    numbers = iter(range(10_000))
    compared = []

    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(facts=WORLDS)
    def check(facts: dict[str, Any]) -> None:
        with database.writing() as session:
            world = World(session, facts)
            engine = WhooshEngine(tmp_path / f"index{next(numbers)}")
            engine.apply(Changes([document_of(record) for record in world.records]))
            for person, person_id in enumerate(world.people):
                compare(session, engine, world, Oracle(facts, person), person_id)
                compared.append(person_id)
            session.rollback()

    check()
    assert len(compared) >= len(NAMES)


def document_of(record: Record) -> Any:
    """The record as it stands in the index."""
    place = {"reader_set_id": record.reader_set_id, "record_type": record.type, "body_id": record.body_id}
    return a_document("예산", uid=record.uid, year=2026, **place)


def compare(session: Session, engine: WhooshEngine, world: World, oracle: Oracle, person_id: int) -> None:
    """One person's list, count, results and facets against the slow look."""
    pairs = zip(world.records, world.facts["kept"], strict=True)
    expected = [record for record, kept in pairs if oracle.reads(kept)]
    mine = principals_of_person(session, person_id, clock.today())
    listed = set(session.scalars(select(Record.uid).where(readable(mine))))
    assert listed == {record.uid for record in expected}
    assert session.scalar(select(func.count()).select_from(Record).where(readable(mine))) == len(expected)
    results = search(engine, "예산", set(readable_sets(session, mine)))
    assert results.total == len(expected)
    assert {hit.uid for hit in results.hits} == listed
    assert results.facets == Facets(
        types=Counter(record.type for record in expected),
        bodies=Counter(record.body_id for record in expected),
        years=Counter(2026 for _record in expected),
    )
