"""The principals a person holds today: from posts, memberships and duties in force, and from deputising."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select
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

Dated = type[Post] | type[Membership] | type[Duty] | type[Absence] | type[Body] | type[Department]


def in_force(row: Dated, day: date) -> ColumnElement[bool]:
    """The condition that a dated row holds on ``day``."""
    return (row.starts_on <= day) & or_(row.ends_on.is_(None), row.ends_on >= day)


def principals_of_person(session: Session, person_id: int, day: date) -> frozenset[str]:
    """All principals of a person on a day."""
    found = {"everyone", f"person:{person_id}"}
    posts = select(Post.department_id).where(Post.person_id == person_id, in_force(Post, day))
    departments = set(session.scalars(posts))
    if departments:
        found.add("staff")
        found |= {f"dept:{one}" for one in with_predecessors(session, Department, departments)}
    found |= _of_seats(session, person_id, day)
    duties = select(Duty.name, Duty.department_id).where(Duty.person_id == person_id, in_force(Duty, day))
    for name, department_id in session.execute(duties):
        found.add(f"duty:{name}" + (f":{department_id}" if department_id else ""))
    absent = select(Absence.person_id).where(Absence.deputy_id == person_id, in_force(Absence, day))
    found |= {f"for:{absentee}" for absentee in session.scalars(absent)}
    return frozenset(found)


def _of_seats(session: Session, person_id: int, day: date) -> set[str]:
    """The principals of somebody's seats; the records of a body that was renamed are its successor's."""
    seats = select(Membership.body_id, Membership.role, Membership.secretary)
    held: dict[str, set[int]] = {"": set(), ":secretary": set(), ":chair": set()}
    for body_id, role, secretary in session.execute(
        seats.where(Membership.person_id == person_id, in_force(Membership, day))
    ):
        held[""].add(body_id)
        if secretary or role in SECRETARY_ROLES:
            held[":secretary"].add(body_id)
        if role in CHAIR_ROLES:
            held[":chair"].add(body_id)
    return {f"body:{one}{relation}" for relation, ids in held.items() for one in with_predecessors(session, Body, ids)}


def with_predecessors(session: Session, unit: type[Body] | type[Department], ids: set[int]) -> set[int]:
    """The units with those they succeeded, however often they were renamed or merged."""
    found, fresh = set(ids), set(ids)
    while fresh:
        before = select(unit.id).where(unit.successor_id.in_(fresh))
        fresh = set(session.scalars(before)) - found
        found |= fresh
    return found
