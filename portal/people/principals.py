"""The principals a person holds today: from posts, memberships and duties in force, and from deputising."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, literal, or_, select, union_all
from sqlalchemy.orm import Session

from portal.people.models import (
    CHAIR_ROLES,
    SECRETARY_ROLES,
    Absence,
    Body,
    Department,
    Duty,
    Membership,
    Post,
)

NO_WORD, NO_NUMBER = literal(""), literal(0)
Dated = type[Post] | type[Membership] | type[Duty] | type[Absence] | type[Body] | type[Department]


def in_force(row: Dated, day: date) -> ColumnElement[bool]:
    """The condition that a dated row holds on ``day``."""
    return (row.starts_on <= day) & or_(row.ends_on.is_(None), row.ends_on >= day)


def principals_of_person(session: Session, person_id: int, day: date) -> frozenset[str]:
    """All principals of a person on a day; one query, for every page asks."""
    ties: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(_ties(person_id, day)):
        ties[row.what].append(row)
    found = {"everyone", f"person:{person_id}"}
    departments = {row.id for row in ties["post"]}
    if departments:
        found.add("staff")
        found |= {f"dept:{one}" for one in _with_those_before(departments, ties["department before"])}
    for relation, holds in SEATS.items():
        bodies = {row.id for row in ties["seat"] if holds(row)}
        found |= {f"body:{one}{relation}" for one in _with_those_before(bodies, ties["body before"])}
    for row in ties["duty"]:
        own = _with_those_before({row.id}, ties["department before"]) if row.id else ()
        found |= {f"duty:{row.word}:{one}" for one in own} or {f"duty:{row.word}"}
    found |= {f"for:{row.id}" for row in ties["absent"]}
    return frozenset(found)


SEATS: dict[str, Callable[[Any], bool]] = {
    "": lambda seat: True,
    ":secretary": lambda seat: bool(seat.number) or seat.word in SECRETARY_ROLES,
    ":chair": lambda seat: seat.word in CHAIR_ROLES,
}


def _ties(person_id: int, day: date) -> CompoundSelect[Any]:
    """What ties a person to the institution on a day, and which units followed which: what, id, word, number."""

    def part(what: str, key: Any, word: Any = NO_WORD, number: Any = NO_NUMBER) -> Select[Any]:
        return select(literal(what).label("what"), key.label("id"), word.label("word"), number.label("number"))

    seat = part("seat", Membership.body_id, Membership.role, case((Membership.secretary, 1), else_=0))
    return union_all(
        part("post", Post.department_id).where(Post.person_id == person_id, in_force(Post, day)),
        seat.where(Membership.person_id == person_id, in_force(Membership, day)),
        part("duty", Duty.department_id, Duty.name).where(Duty.person_id == person_id, in_force(Duty, day)),
        part("absent", Absence.person_id).where(Absence.deputy_id == person_id, in_force(Absence, day)),
        *(
            part(what, unit.id, number=unit.successor_id).where(unit.successor_id.is_not(None))
            for what, unit in (("department before", Department), ("body before", Body))
        ),
    )


def with_predecessors(session: Session, unit: type[Body] | type[Department], ids: set[int]) -> set[int]:
    """The units with those they succeeded, however often they were renamed or merged: their records are theirs now."""
    followed = select(unit.id, unit.successor_id.label("number")).where(unit.successor_id.is_not(None))
    return _with_those_before(ids, session.execute(followed).all())


def _with_those_before(ids: set[int], followed: Sequence[Any]) -> set[int]:
    found, fresh = set(ids), set(ids)
    while fresh:
        fresh = {row.id for row in followed if row.number in fresh} - found
        found |= fresh
    return found
