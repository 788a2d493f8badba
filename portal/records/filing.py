"""단위과제 and 기록물철: where a record is filed, how long it is kept, and when somebody has to look at it again.

Source: 기록물령 §26 (retention per 단위과제, counted from 1 January of the year after), 기록물규칙 §7 (filed at
registration), 기록물령 §23 (편철). Expiry leads to a review and never to a deletion.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, null, select, true
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.forms.errors import FormError
from portal.i18n import _
from portal.people.models import Department
from portal.people.principals import with_predecessors
from portal.records import services as records
from portal.records.models import RETENTIONS, Record, RecordFile, Registration, UnitTask, file_label
from portal.records.reasons import reasons_of
from portal.records.types import record_types

FILE = "file"  # the act, in workflows: put a record that is there already in a file, or move it to another one
EXTEND = "retention_extend"  # the review gave a record a longer period than its work has


def retention_term(completed_on: date, retention: str) -> tuple[date, date | None]:
    """First and last day a record is kept: `5년` from 2026-03-05 is 2027-01-01 to 2031-12-31; None is for ever.

    For a task of several years ``completed_on`` is the day the task ended. Raises KeyError for an unknown retention.
    """
    if retention not in RETENTIONS:
        raise KeyError(retention)
    start = date(completed_on.year + 1, 1, 1)
    if not retention.endswith("년"):
        return start, None
    return start, date(start.year + int(retention.removesuffix("년")) - 1, 12, 31)


def completed_on(finished: date, task_ends_on: date | None) -> date:
    """When the clock of a record starts: its own day, but not before the work it belongs to has ended."""
    return max(finished, task_ends_on) if task_ends_on else finished


def file_record(session: Session, record: Record, file: RecordFile, actor: Any) -> None:
    """File a record; its retention follows the unit of work, unless a review decided on it.

    Raises FormError for a closed file.
    """
    if file.closed_on is not None:
        raise FormError("file", _("이미 종결된 기록물철입니다. 다시 골라 주십시오."))
    moved = {"before": record.record_file_id} if record.record_file_id else {}
    record.record_file_id = file.id
    periods, own = list(RETENTIONS), file.unit_task.retention
    decided = bool(reasons_of(session, record, EXTEND))  # by a review, to keep it longer
    if not decided or periods.index(own) > periods.index(record.retention):
        record.retention = own
    audit.note(session, actor, "file_record", record, file=file.id, **moved)


def put_in_file(session: Session, record: Record, file_id: int, departments: Iterable[int | None], actor: Any) -> None:
    """Put a record in a file of these departments, or move it there while its present one is open.

    The same file again is nothing. Raises NotAllowed, FormError.
    """
    records.hold(session, record, FILE, actor)
    if file_id == record.record_file_id:
        return
    if filing_of(session, record) == "CLOSED":
        raise FormError("file", _("지금 들어 있는 기록물철이 종결되어 다른 철로 옮길 수 없습니다."))
    file = session.get(RecordFile, file_id, with_for_update=True, populate_existing=True)  # nobody closes it meanwhile
    theirs = with_predecessors(session, Department, {one for one in departments if one})
    if file is None or file.unit_task.department_id not in theirs:
        raise FormError("file", _("이 기록을 편철할 부서의 기록물철이 아닙니다. 다시 골라 주십시오."))
    file_record(session, record, file, actor)


def under_way(day: date) -> ColumnElement[bool]:
    """The condition that a unit of work is in force on a day."""
    return (UnitTask.starts_on <= day) & (UnitTask.ends_on.is_(None) | (UnitTask.ends_on >= day))


def files_for(session: Session, department_id: int | None, day: date) -> list[RecordFile]:
    """The open files of a department's work in force on a day, and of the departments it continues; newest first."""
    departments = with_predecessors(session, Department, {department_id} if department_id else set())
    query = (
        select(RecordFile)
        .join(UnitTask)
        .where(UnitTask.department_id.in_(departments), RecordFile.closed_on.is_(None), under_way(day))
        .order_by(UnitTask.name, RecordFile.year.desc(), RecordFile.title, RecordFile.volume)
    )
    return list(session.scalars(query))


def offered_files(session: Session, departments: Iterable[int | None], keep: int | None = None) -> list[RecordFile]:
    """The files a record of these departments may lie in, and the one that was chosen already."""
    day = clock.today()
    found = {file.id: file for one in departments for file in files_for(session, one, day)}
    if keep is not None and keep not in found:
        found[keep] = session.get_one(RecordFile, keep)
    return list(found.values())


KEEPER: Any = func.coalesce(UnitTask.department_id, Record.department_id)


def kept_by(departments: frozenset[int] | None) -> ColumnElement[bool]:
    """The condition that a record is kept by one of these departments (None: any): whose file it lies in, else its own.

    For queries with the outer joins of ``HOLDING``; see `Viewer.departments_kept`.
    """
    return true() if departments is None else KEEPER.in_(sorted(departments))


def filing_of(session: Session, record: Record) -> str:
    """How a record is filed: FILED, CLOSED (nothing more goes in), UNFILED, or NO_FILES where there are none at all."""
    if record.record_file_id is not None:
        return "FILED" if session.get_one(RecordFile, record.record_file_id).closed_on is None else "CLOSED"
    return "UNFILED" if session.scalar(select(exists().where(RecordFile.id.is_not(None)))) else "NO_FILES"


@dataclass(frozen=True)
class Holding:
    """Where a record lies and from when until when it is kept.

    No ``since`` before it is finished, no ``until`` for what is kept for ever.
    """

    task: str
    file: str
    retention: str
    since: date | None = None
    until: date | None = None


HOLDING = (
    Record.retention,
    UnitTask.name.label("task"),
    UnitTask.ends_on.label("task_ends_on"),
    RecordFile.title.label("file_title"),
    RecordFile.year.label("file_year"),
    RecordFile.volume.label("file_volume"),
)
"""The columns of which :func:`holding` is made, for lists, beside ``done_at``; files and work are outer joins."""


def done_at(session: Session) -> ColumnElement[Any]:
    """When a record was finished: registered, or before it has a number what its type says (`RecordType.finished_at`).

    For queries of records with the outer join of registrations.
    """
    own = [one.finished_at for one in record_types(session).values() if one.finished_at is not None]
    moments = [select(column).where(column.table.c.id == Record.id).scalar_subquery() for column in own]
    return func.coalesce(Registration.registered_at, *moments, null())


def holding(row: Any) -> Holding:
    """Where the record of a row with the columns ``HOLDING`` lies."""
    file = file_label(row.file_title, row.file_year, row.file_volume) if row.task else ""
    if row.done_at is None or not row.retention:
        return Holding(row.task or "", file, row.retention)
    done = completed_on(clock.local(row.done_at).date(), row.task_ends_on)
    return Holding(row.task or "", file, row.retention, *retention_term(done, row.retention))


def holding_of(session: Session, record: Record) -> Holding:
    """Where a record lies."""
    query = (
        select(*HOLDING, done_at(session).label("done_at"))
        .outerjoin(RecordFile, RecordFile.id == Record.record_file_id)
        .outerjoin(UnitTask, UnitTask.id == RecordFile.unit_task_id)
        .outerjoin(Registration, Registration.record_id == Record.id)
        .where(Record.id == record.id)
    )
    return holding(session.execute(query).one())
