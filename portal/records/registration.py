"""Registration numbers (기록물규칙 §4): per issuing unit and year (Asia/Seoul), never for drafts, never reused."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.forms.errors import FormError
from portal.i18n import _
from portal.people.models import Body, Department
from portal.records.models import IssuingUnit, Link, Record, RegisterCounter, Registration


def unit_of(session: Session, record: Record) -> IssuingUnit | None:
    """The unit that numbers a record: its body's, inherited down the tree, else its department's."""
    body = session.get(Body, record.body_id) if record.body_id else None
    while body is not None:
        if body.issuing_unit_id:
            return session.get(IssuingUnit, body.issuing_unit_id)
        body = body.parent
    return unit_of_department(session, record.department_id)


def unit_of_department(session: Session, department_id: int | None) -> IssuingUnit | None:
    """The unit that numbers what a department makes: its own, inherited down the tree, else the institution's first."""
    department = session.get(Department, department_id) if department_id else None
    while department is not None:
        if department.issuing_unit_id:
            return session.get(IssuingUnit, department.issuing_unit_id)
        department = session.get(Department, department.parent_id) if department.parent_id else None
    return session.scalar(select(IssuingUnit).order_by(IssuingUnit.id).limit(1))


def start_after(session: Session, unit: IssuingUnit, year: int, n: int, actor: Any) -> None:
    """The numbers of a unit and year go on after ``n``: those up to it were given on paper or by another system.

    Raises FormError when one was given here already that is not below.
    """
    counter = _counter(session, unit.id, year)
    given = select(func.max(Registration.n)).where(Registration.unit_id == unit.id, Registration.year == year)
    highest = session.scalar(given) or 0
    if n < highest:
        text = _("이미 ${highest}번까지 매겼습니다. 그보다 작게 되돌릴 수 없습니다.", mapping={"highest": highest})
        raise FormError("n", text)
    if counter.n != n:
        audit.note(session, actor, "start_after", unit=unit.id, year=year, before=counter.n, after=n)
        counter.n = n


def _counter(session: Session, unit_id: int, year: int) -> RegisterCounter:
    """The counter of a unit and year, made if it is new, and locked."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(insert(RegisterCounter).values(unit_id=unit_id, year=year, n=0).on_conflict_do_nothing())
    query = select(RegisterCounter).filter_by(unit_id=unit_id, year=year).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def register(session: Session, record: Record, unit: IssuingUnit) -> Registration:
    """Give a record the next number of the unit and year; once only."""
    session.execute(select(Record.id).where(Record.id == record.id).with_for_update())  # two at once give one number
    found = session.scalar(select(Registration).where(Registration.record_id == record.id))
    if found is not None:
        return found
    year = clock.today().year
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    raise_counter = (
        insert(RegisterCounter)
        .values(unit_id=unit.id, year=year, n=1)
        .on_conflict_do_update(index_elements=["unit_id", "year"], set_={"n": RegisterCounter.n + 1})
        .returning(RegisterCounter.n)
    )
    n = session.scalars(raise_counter).one()
    display = unit.number_format.format(name=unit.name, year=year, n=n)
    registration = Registration(record_id=record.id, unit_id=unit.id, year=year, n=n, display=display)
    session.add(registration)
    session.flush()
    _answer_citations(session, registration)
    return registration


def cited_as(number: str, year: int | None) -> str:
    """How a link keeps a citation of a number, with the year where the text tells one."""
    return f"{number}({year})" if year else number


def _answer_citations(session: Session, registration: Registration) -> None:
    """Records that cited this number before it was held here are linked to it from now on."""
    texts = (registration.display, cited_as(registration.display, registration.year))
    waiting = (Link.kind == "cites") & Link.target_id.is_(None) & Link.target_text.in_(texts)
    own = Link.source_id != registration.record_id
    session.execute(update(Link).where(waiting, own).values(target_id=registration.record_id))
