"""The principals a person holds today: from posts, memberships and duties in force, and from deputising."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.people.models import (
    CHAIR_ROLES,
    SECRETARY_ROLES,
    Absence,
    Duty,
    Membership,
    Post,
)


def in_force(row: type[Post] | type[Membership] | type[Duty], day: date) -> ColumnElement[bool]:
    """The condition that a dated row holds on ``day``."""
    return (row.starts_on <= day) & or_(row.ends_on.is_(None), row.ends_on >= day)


def principals_of_person(session: Session, person_id: int, day: date) -> frozenset[str]:
    """All principals of a person on a day."""
    found = {"everyone", f"person:{person_id}"}
    for department_id in session.scalars(
        select(Post.department_id).where(Post.person_id == person_id, in_force(Post, day))
    ):
        found |= {"staff", f"dept:{department_id}"}
    seats = select(Membership.body_id, Membership.role, Membership.secretary)
    for body_id, role, secretary in session.execute(
        seats.where(Membership.person_id == person_id, in_force(Membership, day))
    ):
        found.add(f"body:{body_id}")
        if secretary or role in SECRETARY_ROLES:
            found.add(f"body:{body_id}:secretary")
        if role in CHAIR_ROLES:
            found.add(f"body:{body_id}:chair")
    duties = select(Duty.name, Duty.department_id).where(Duty.person_id == person_id, in_force(Duty, day))
    for name, department_id in session.execute(duties):
        found.add(f"duty:{name}" + (f":{department_id}" if department_id else ""))
    absent = select(Absence.person_id).where(
        Absence.deputy_id == person_id, Absence.starts_on <= day, Absence.ends_on >= day
    )
    found |= {f"for:{absentee}" for absentee in session.scalars(absent)}
    return frozenset(found)
