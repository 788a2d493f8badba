"""The queries behind the lists: columns only, filtered and counted, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.layout.paging import Page, offset_of
from portal.people.models import Absence, Account, Body, Department, Duty, Membership, Person, Post
from portal.people.principals import in_force
from portal.people.roll import EndingTerm, ending_terms
from portal.people.select import Columns
from portal.records.models import IssuingUnit

LIST_SIZE = 30


def page(session: Session, query: Columns, number: int, make: Callable[..., Any] | None = None) -> Page:
    """One page of a query; ``make`` turns the columns of a row into what the page shows."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = session.execute(query.limit(LIST_SIZE).offset(offset_of(number, LIST_SIZE)))
    return Page([make(*row) if make else row for row in rows], number, LIST_SIZE, total)


def page_of_lines(lines: Sequence[Any], number: int) -> Page:
    """One page of a list that is in memory already."""
    first = offset_of(number, LIST_SIZE)
    return Page(lines[first : first + LIST_SIZE], number, LIST_SIZE, len(lines))


def containing(column: Any, text: str) -> ColumnElement[bool]:
    """The condition that a column holds a text; % and _ are letters like others."""
    return column.ilike("%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%", escape="\\")


@dataclass(frozen=True)
class Wanted:
    """What the reader narrowed the list of people by."""

    text: str = ""
    kind: str = ""


def persons(wanted: Wanted, day: date) -> Columns:
    """People: uid, name, affiliation, position, login, whether the account may be used. No contact data."""
    query = (
        select(Person.uid, Person.name, Person.affiliation, Person.position, Account.login, Account.active)
        .outerjoin(Account, Account.person_id == Person.id)
        .order_by(Person.name, Person.id)
    )
    if wanted.text:
        columns = (Person.name, Person.affiliation, Account.login)
        query = query.where(or_(*(containing(column, wanted.text) for column in columns)))
    condition = _person_kinds(day).get(wanted.kind)
    return query if condition is None else query.where(condition)


def _person_kinds(day: date) -> Mapping[str, ColumnElement[bool]]:
    return {
        "account": Account.id.is_not(None),
        "no_account": Account.id.is_(None),
        "stopped": Account.active.is_(False),
        "staff": exists().where(Post.person_id == Person.id, in_force(Post, day)),
        "member": exists().where(Membership.person_id == Person.id, in_force(Membership, day)),
    }


def departments(text: str, day: date | None) -> Columns:
    """Departments with the one above; those of a day, or all."""
    above = aliased(Department)
    query = (
        select(Department.uid, Department.name, above.name, Department.starts_on, Department.ends_on)
        .outerjoin(above, above.id == Department.parent_id)
        .order_by(Department.name, Department.starts_on)
    )
    if text:
        query = query.where(containing(Department.name, text))
    return query if day is None else query.where(in_force(Department, day))


def duties(name: str, day: date | None) -> Columns:
    """Duties: id, name, person uid and name, department, term."""
    query = (
        select(Duty.id, Duty.name, Person.uid, Person.name, Department.name, Duty.starts_on, Duty.ends_on)
        .join(Person, Person.id == Duty.person_id)
        .outerjoin(Department, Department.id == Duty.department_id)
        .order_by(Duty.name, Person.name, Duty.starts_on)
    )
    if name:
        query = query.where(Duty.name == name)
    return query if day is None else query.where(in_force(Duty, day))


def absences(day: date | None) -> Columns:
    """Absences: id, person uid and name, deputy, reason, term; those that last or are to come, or all."""
    deputy = aliased(Person)
    query = (
        select(Absence.id, Person.uid, Person.name, deputy.name, Absence.reason, Absence.starts_on, Absence.ends_on)
        .join(Person, Person.id == Absence.person_id)
        .join(deputy, deputy.id == Absence.deputy_id)
        .order_by(Absence.starts_on.desc(), Absence.id.desc())
    )
    return query if day is None else query.where(Absence.ends_on >= day)


def issuing_units() -> Columns:
    """Issuing units: id, name, number format, sender."""
    columns = (IssuingUnit.id, IssuingUnit.name, IssuingUnit.number_format, IssuingUnit.sender)
    return select(*columns).order_by(IssuingUnit.name)


def ending_terms_page(session: Session, day: date, number: int) -> Page:
    """Terms that end within sixty days."""
    return page(session, ending_terms(day), number, EndingTerm)


@dataclass(frozen=True)
class BodyLine:
    """A body in the tree; ``depth`` is 0 for the uppermost that is shown."""

    uid: str
    name: str
    kind: str
    depth: int
    members: int
    ends_on: date | None


def bodies(session: Session, day: date, only: frozenset[int] | None, kind: str, ended: bool) -> list[BodyLine]:
    """The bodies in the order of their tree with the number of seats on a day; ``only`` those ids, None for all."""
    seats = (
        select(func.count())
        .where(Membership.body_id == Body.id, in_force(Membership, day))
        .correlate(Body)
        .scalar_subquery()
    )
    query = select(Body.id, Body.parent_id, Body.uid, Body.name, Body.kind, Body.ends_on, seats)
    if not ended:
        query = query.where(in_force(Body, day))
    if only is not None:
        query = query.where(Body.id.in_(only))
    rows = {row.id: row for row in session.execute(query.order_by(Body.name, Body.id))}
    lines = _tree(rows)
    return [line for line in lines if not kind or line.kind == kind]


def _tree(rows: dict[int, Any]) -> list[BodyLine]:
    below: dict[int | None, list[Any]] = {}
    for row in rows.values():
        below.setdefault(row.parent_id if row.parent_id in rows else None, []).append(row)
    lines: list[BodyLine] = []
    waiting = [(row, 0) for row in reversed(below.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        lines.append(BodyLine(row.uid, row.name, row.kind, depth, row[6], row.ends_on))
        waiting += [(child, depth + 1) for child in reversed(below.get(row.id, []))]
    return lines
