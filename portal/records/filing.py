"""단위과제 and 기록물철: where a record is filed, how long it is kept, and when somebody has to look at it again.

Source: 기록물령 §26 (retention per 단위과제, counted from 1 January of the year after), 기록물규칙 §7 (filed at
registration). Expiry leads to a review and never to a deletion.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.records.models import RETENTIONS, Record, RecordFile, UnitTask


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


def completed_on(file: RecordFile, finished: date) -> date:
    """When the clock of a record starts: its own day, but not before the work it belongs to has ended."""
    ended = file.unit_task.ends_on
    return max(finished, ended) if ended else finished


def file_record(session: Session, record: Record, file: RecordFile, actor: Any) -> None:
    """File a record; its retention follows the unit of work. Raises FormError for a closed file."""
    if file.closed_on is not None:
        raise FormError("record_file_id", _("이미 종결된 기록물철입니다."))
    record.record_file_id = file.id
    record.retention = file.unit_task.retention
    audit.note(session, actor, "file_record", record, file=file.id)


def files_for(session: Session, department_id: int | None, day: date) -> list[RecordFile]:
    """The open files of a department's work in force on a day, the newest year first."""
    query = (
        select(RecordFile)
        .join(UnitTask)
        .where(
            UnitTask.department_id == department_id,
            RecordFile.closed_on.is_(None),
            UnitTask.starts_on <= day,
            UnitTask.ends_on.is_(None) | (UnitTask.ends_on >= day),
        )
        .order_by(UnitTask.name, RecordFile.year.desc(), RecordFile.title, RecordFile.volume)
    )
    return list(session.scalars(query))
