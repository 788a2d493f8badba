"""The people of the invented institution that ``sillok demo`` shows: 한빛시, its council, ninety persons.

The rows stand in ``sample.txt``; every date is counted from today, so that the institution never grows old.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.commands import DEMO_LOGINS, DEMO_PASSWORD
from portal.commands.cards import Cards, lines_by_heading
from portal.people.models import Absence, Account, Body, Department, Duty, Membership, Person, Post
from portal.records.models import IssuingUnit
from portal.security.passwords import make_hash

MONTHS = 38  # how far back the first term begins
COUNCIL = "한빛시지역사회보장협의체"
TOWN = "물빛동지역사회보장협의체"
WORKING = "실무협의체"
# name, kind, above, department, rules
BODIES: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    (COUNCIL, "REPRESENTATIVE", "", "복지정책과", {"allow_proxy": True}),
    (WORKING, "WORKING", COUNCIL, "복지정책과", {"circulation": True, "circulation_days": 5}),
    ("연구기획분과", "SUBCOMMITTEE", WORKING, "복지정책과", {"scheme": "symbols"}),
    ("아동청소년분과", "SUBCOMMITTEE", WORKING, "아동보육과", {}),
    ("통합돌봄분과", "SUBCOMMITTEE", WORKING, "돌봄지원과", {"scheme": "symbols"}),
    ("자활주거분과", "SUBCOMMITTEE", WORKING, "복지정책과", {"casting_vote": True}),
    ("사례관리분과", "SUBCOMMITTEE", WORKING, "복지정책과", {"exclusion_leaves_enrolled": False}),
    (TOWN, "TOWN", COUNCIL, "물빛동 행정복지센터", {"scheme": "symbols"}),
)
# name, above
DEPARTMENTS = (
    ("한빛시", ""), ("복지국", "한빛시"), ("복지정책과", "복지국"), ("돌봄지원과", "복지국"), ("인권청년과", "복지국"),
    ("예산법무과", "한빛시"), ("아동보육과", "복지국"), ("장애인복지과", "복지국"), ("노인복지과", "복지국"),
    ("주택과", "한빛시"), ("기록정보과", "한빛시"), ("정보통신과", "한빛시"), ("한빛시보건소", "한빛시"),
    ("물빛동 행정복지센터", "한빛시"),
)  # fmt: skip
NUMBERING = ("복지정책과", "돌봄지원과", "인권청년과", "물빛동 행정복지센터")  # departments with numbers of their own
MADE_LATER = {"돌봄지원과": "노인돌봄과", "아동보육과": "여성아동과"}  # the department each took over from
DUTIES = (
    ("지우빈", "ADMIN", ""), ("반소율", "RECORDS_OFFICER", ""), ("금하루", "PRIVACY_OFFICER", ""),
    ("고은찬", "LEAD_DEPT", ""), ("심가온", "DELEGATE", "복지정책과"), ("구도현", "RECORDS_OFFICER", "인권청년과"),
)  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """The days everything is counted from."""

    today: date

    @property
    def base(self) -> date:
        """The first day of the first term: the first of a month."""
        month = self.today.year * 12 + self.today.month - 1 - MONTHS
        return date(month // 12, month % 12 + 1, 1)

    @property
    def second(self) -> date:
        """The first day of the second term."""
        return self.base.replace(year=self.base.year + 2)

    @property
    def end(self) -> date:
        """The last day of the second term."""
        return self.base.replace(year=self.base.year + 4) - timedelta(days=1)

    @property
    def reorganised(self) -> date:
        """The day of the reorganisation (조직개편): the first of January or July of the year before."""
        return date(self.today.year - 1, 7 if self.today.month > 6 else 1, 1)


def read_sample() -> dict[str, list[list[str]]]:
    """The rows of ``sample.txt`` by their heading."""
    lines = lines_by_heading("portal.people", "sample.txt")
    return {name: [[part.strip() for part in line.split("|")] for line in rows] for name, rows in lines.items()}


def build(registry: Any, _cards: Cards) -> None:
    """Fill an empty database with departments, persons, accounts, bodies and seats."""
    days, rows = Calendar(clock.today()), read_sample()
    password = make_hash(DEMO_PASSWORD, registry["settings"].argon2)
    with registry["database"].writing() as session:
        departments = _departments(session, days)
        persons = _persons(session, rows["people"], departments, days, password)
        bodies = _bodies(session, departments, days)
        for name, body in bodies.items():
            for rank, row in enumerate(rows[name], start=1):
                _seat(session, body, row, rank=rank, persons=persons, days=days)
        _duties(session, persons, departments, days)
        audit.note(session, None, "sample", None, persons=len(persons), bodies=len(bodies))


def _departments(session: Session, days: Calendar) -> dict[str, Department]:
    found: dict[str, Department] = {}
    for name, above in DEPARTMENTS:
        starts = days.reorganised if name in MADE_LATER else date(2015, 1, 1)
        unit = _unit(session, name) if name in NUMBERING else None
        found[name] = Department(name=name, starts_on=starts, issuing_unit_id=unit)
        found[name].parent_id = found[above].id if above else None
        session.add(found[name])
        session.flush()
    for name, before in MADE_LATER.items():
        old = Department(
            name=before, parent_id=found["복지국"].id, successor_id=found[name].id,
            starts_on=date(2015, 1, 1), ends_on=days.reorganised - timedelta(days=1),
        )  # fmt: skip
        session.add(old)
        found[before] = old
    session.flush()
    return found


def _unit(session: Session, name: str) -> int:
    unit = IssuingUnit(name=name, number_format="{name}-{n}", sender=f"{name}장", contact={"phone": "031-000-0000"})
    session.add(unit)
    session.flush()
    return unit.id


def _persons(
    session: Session, rows: list[list[str]], departments: dict[str, Department], days: Calendar, password: str
) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for number, (name, gender, affiliation, position, login, mail) in enumerate(rows, start=1):
        address = f"{login if login != '-' else f'p{number:02d}'}@hanbit.example" if mail == "+" else ""
        person = Person(name=name, gender=gender, affiliation=affiliation, position=position, email=address)
        session.add(person)
        session.flush()
        found[name] = person
        if login != "-":
            known = password if login in DEMO_LOGINS else ""  # nobody gets in with an empty one
            session.add(Account(person_id=person.id, login=login, password_hash=known))
        if affiliation in departments:
            _posts(session, person, departments, days)
    session.flush()
    return found


def _posts(session: Session, person: Person, departments: dict[str, Department], days: Calendar) -> None:
    """Their post; those of a new department held the same one in the department before it."""
    name, title = person.affiliation, person.position
    before = MADE_LATER.get(name)
    if before is not None:
        last = days.reorganised - timedelta(days=1)
        old = departments[before].id
        session.add(Post(person_id=person.id, department_id=old, title=title, starts_on=days.base, ends_on=last))
    starts = days.reorganised if before is not None else days.base
    session.add(Post(person_id=person.id, department_id=departments[name].id, title=title, starts_on=starts))


def _bodies(session: Session, departments: dict[str, Department], days: Calendar) -> dict[str, Body]:
    council = _unit(session, COUNCIL)
    units = {COUNCIL: council, TOWN: session.scalar(select(IssuingUnit.id).where(IssuingUnit.name.like("물빛동%")))}
    found: dict[str, Body] = {}
    for name, kind, above, department, rules in BODIES:
        found[name] = Body(
            name=name, kind=kind, parent_id=found[above].id if above else None, rules=rules,
            department_id=departments[department].id, issuing_unit_id=units.get(name), starts_on=date(2015, 8, 1),
        )  # fmt: skip
        session.add(found[name])
        session.flush()
    return found


def _terms(name: str, kind: str, how: str, days: Calendar) -> list[tuple[str, date, date | None]]:
    """Who sits on a seat from when to when; ``how`` is explained in ``sample.txt``."""
    word, _, rest = how.partition(" ")
    first = (name, days.base, days.second - timedelta(days=1))
    if word == "1":
        return [first, (rest, days.second, days.end)]
    if word == "2":
        return [(name, days.second, days.end)]
    if word in ("soon", "gone"):
        left = int(rest) if word == "soon" else -int(rest)
        return [first, (name, days.second, days.today + timedelta(days=left))]
    if kind == "EX_OFFICIO":  # as long as the post is held; a reorganisation makes it another post
        return [(name, days.base, days.reorganised - timedelta(days=1)), (name, days.reorganised, None)]
    return [first, (name, days.second, days.end)]


def _seat(
    session: Session, body: Body, row: list[str], *, rank: int, persons: dict[str, Person], days: Calendar
) -> None:
    """One seat through the terms."""
    role, name, sector, kind, how = row
    terms = _terms(name, kind, how, days)
    if kind == "EX_OFFICIO" and persons[name].affiliation not in MADE_LATER:
        terms = [(name, days.base, None)]
    for who, starts, ends in terms:
        person = persons[who]
        before = kind == "EX_OFFICIO" and starts < days.reorganised
        affiliation = MADE_LATER.get(person.affiliation, person.affiliation) if before else person.affiliation
        followed = persons[terms[-1][0]].id if who != terms[-1][0] else None
        session.add(
            Membership(
                person_id=person.id, body_id=body.id, role=role, kind=kind, sector=sector, rank=rank,
                votes=role not in ("ADVISER", "OFFICER", "SECRETARY"), affiliation=affiliation,
                position=person.position, starts_on=starts, ends_on=ends, replaced_by_id=followed,
            )
        )  # fmt: skip


def _duties(session: Session, persons: dict[str, Person], departments: dict[str, Department], days: Calendar) -> None:
    for name, duty, department in DUTIES:
        where = departments[department].id if department else None
        session.add(Duty(person_id=persons[name].id, name=duty, department_id=where, starts_on=days.base))
    away = Absence(
        person_id=persons["한도윤"].id, deputy_id=persons["고은찬"].id, reason="출장",
        starts_on=days.today + timedelta(days=6), ends_on=days.today + timedelta(days=8),
    )  # fmt: skip
    session.add(away)
