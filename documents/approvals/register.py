"""등록대장: every registered record of the institution by number, for reading, printing and as a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from documents.approvals.models import Document
from portal import clock
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.office.xlsx import Column, workbook
from portal.people.lists import containing
from portal.people.models import Department
from portal.people.select import Columns
from portal.records.filing import HOLDING, holding
from portal.records.models import IssuingUnit, Record, RecordFile, Registration, UnitTask
from portal.records.readers import readable

MOST_PRINTED = 3000  # rows of one printed list; a longer one is narrowed first
_drafted = Document.__table__

SHEET: tuple[tuple[Any, str], ...] = (
    (_("등록번호"), "text"),
    (_("등록일"), "date"),
    (_("제목"), "text"),
    (_("문서 종류"), "text"),
    (_("부서"), "text"),
    (_("기안자"), "text"),
    (_("공개구분"), "text"),
    (_("단위과제"), "text"),
    (_("기록물철"), "text"),
    (_("보존기간"), "text"),
    (_("보존 시작"), "date"),
    (_("보존 끝"), "date"),
    (_("발신 단위"), "text"),
)


@dataclass(frozen=True)
class RegisterFilter:
    """What somebody looks for in the register."""

    unit: int | None = None
    since: date | None = None
    until: date | None = None
    department: int | None = None
    disclosure: str = ""
    type: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any((self.unit, self.since, self.until, self.department, self.disclosure, self.type, self.words))


def entries(principals: frozenset[str], wanted: RegisterFilter) -> Columns:
    """The rows a reader may see, newest first: of every type of record, for the numbers of a unit are one series."""
    query = (
        select(
            Record.uid, Record.type, Record.title, Record.disclosure, Record.grounds, *HOLDING,
            Registration.display, Registration.registered_at, Registration.registered_at.label("done_at"),
            IssuingUnit.name.label("unit"),
            Department.name.label("department"), _drafted.c.drafter_name.label("drafter"),
        )
        .join(Registration, Registration.record_id == Record.id)
        .join(IssuingUnit, IssuingUnit.id == Registration.unit_id)
        .outerjoin(Department, Department.id == Record.department_id)
        .outerjoin(_drafted, _drafted.c.id == Record.id)
        .outerjoin(RecordFile, RecordFile.id == Record.record_file_id)
        .outerjoin(UnitTask, UnitTask.id == RecordFile.unit_task_id)
        .where(readable(principals))
    )  # fmt: skip
    if wanted.unit:
        query = query.where(Registration.unit_id == wanted.unit)
    if wanted.since:
        query = query.where(Registration.registered_at >= _begin(wanted.since))
    if wanted.until:
        query = query.where(Registration.registered_at < _begin(wanted.until + timedelta(days=1)))
    if wanted.department:
        query = query.where(Record.department_id == wanted.department)
    if wanted.disclosure:
        query = query.where(Record.disclosure == wanted.disclosure)
    if wanted.type:
        query = query.where(Record.type == wanted.type)
    for word in wanted.words.split():
        query = query.where(or_(containing(Record.title, word), containing(Registration.display, word)))
    return query.order_by(Registration.year.desc(), Registration.unit_id, Registration.n.desc())


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SEOUL)


def page_of_register(
    session: Session, principals: frozenset[str], wanted: RegisterFilter, offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """Some rows, and how many there are."""
    query = entries(principals, wanted)
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return session.execute(query.limit(limit).offset(offset)).all(), total


def choices_of_register(
    session: Session, principals: frozenset[str]
) -> tuple[dict[int, str], dict[int, str], set[str]]:
    """The units, departments and types whose registered records the reader may see."""
    query = (
        select(IssuingUnit.id, IssuingUnit.name, Department.id, Department.name, Record.type)
        .select_from(Registration)
        .join(Record, Record.id == Registration.record_id)
        .join(IssuingUnit, IssuingUnit.id == Registration.unit_id)
        .outerjoin(Department, Department.id == Record.department_id)
        .where(readable(principals))
        .distinct()
    )
    rows = session.execute(query).all()
    units = dict(sorted({(row[0], row[1]) for row in rows}, key=lambda pair: pair[1]))
    departments = dict(sorted({(row[2], row[3]) for row in rows if row[2]}, key=lambda pair: pair[1]))
    return units, departments, {row[4] for row in rows}


def register_workbook(
    session: Session, principals: frozenset[str], wanted: RegisterFilter, title: str, *, types: Any, translate: Any
) -> bytes:
    """The register as an .xlsx file; ``types`` are the labels of record types."""
    rows = session.execute(entries(principals, wanted)).all()
    columns = [Column(translate(label), kind) for label, kind in SHEET]
    return workbook(
        title,
        columns,
        (
            (
                row.display, clock.local(row.registered_at).date(), row.title, translate(types[row.type]),
                row.department or "", row.drafter or "", disclosure_label(row.disclosure, row.grounds),
                held.task, held.file, held.retention, held.since, held.until, row.unit,
            )
            for row, held in ((row, holding(row)) for row in rows)
        ),
    )  # fmt: skip
