"""What the lists of a form offer: departments, bodies and issuing units by id."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.models import Account, Body, Department, Person, Post
from portal.people.principals import in_force
from portal.records.models import IssuingUnit

Options = list[tuple[int, str]]


def departments(session: Session, day: date, keep: int | None = None, without: frozenset[int] = frozenset()) -> Options:
    """Departments of a day, and one that is chosen already."""
    query = select(Department.id, Department.name).where(in_force(Department, day) | (Department.id == keep))
    return [(key, name) for key, name in session.execute(query.order_by(Department.name)) if key not in without]


def bodies(session: Session, day: date, keep: int | None = None, without: frozenset[int] = frozenset()) -> Options:
    """Bodies of a day, and one that is chosen already."""
    query = select(Body.id, Body.name).where(in_force(Body, day) | (Body.id == keep))
    return [(key, name) for key, name in session.execute(query.order_by(Body.name)) if key not in without]


def holders(session: Session, department_id: int | None, day: date) -> Options:
    """Who of a department can be asked to do something: those who hold a post that day and can sign in."""
    query = select(Person.id, Post.title, Person.name).join(Post, Post.person_id == Person.id)
    query = query.join(Account, Account.person_id == Person.id)
    query = query.where(Post.department_id == department_id, in_force(Post, day), Account.active)
    rows = session.execute(query.order_by(Post.starts_on, Person.name))
    return [(key, f"{title} {name}") for key, title, name in rows]


def issuing_units(session: Session, without: frozenset[int] = frozenset()) -> Options:
    """All issuing units."""
    query = select(IssuingUnit.id, IssuingUnit.name).order_by(IssuingUnit.name)
    return [(key, name) for key, name in session.execute(query) if key not in without]
