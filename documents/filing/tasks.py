"""단위과제 and 기록물철: made, corrected, ended and closed, never deleted."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from documents.approvals.lifecycle import IN_LINE
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.people.checks import change, check_term
from portal.people.lists import containing
from portal.people.models import Department
from portal.people.select import Columns
from portal.records.filing import under_way
from portal.records.models import Record, RecordFile, Registration, UnitTask
from portal.records.readers import readable


def all_tasks(department: int, words: str, day: date | None, kept: frozenset[int] | None = None) -> Columns:
    """Units of work with their department and how many of their files are open; those of a day, or all.

    ``kept`` are the departments whose work is shown at all (`Viewer.departments_kept`).
    """
    opened = select(func.count()).where(RecordFile.unit_task_id == UnitTask.id, RecordFile.closed_on.is_(None))
    query = select(
        UnitTask.uid, UnitTask.name, UnitTask.code, UnitTask.retention, UnitTask.starts_on, UnitTask.ends_on,
        Department.name.label("department"), opened.correlate(UnitTask).scalar_subquery().label("opened"),
    ).join(Department, Department.id == UnitTask.department_id)  # fmt: skip
    if kept is not None:
        query = query.where(UnitTask.department_id.in_(sorted(kept)))
    if department:
        query = query.where(UnitTask.department_id == department)
    for word in words.split():
        query = query.where(containing(UnitTask.name, word) | containing(UnitTask.code, word))
    if day is not None:
        query = query.where(under_way(day))
    return query.order_by(Department.name, UnitTask.name, UnitTask.id)


def files_of(task: UnitTask) -> Columns:
    """The files of a unit of work with how many records lie in each, the newest year first."""
    lying = select(func.count()).where(Record.record_file_id == RecordFile.id, Record.binned_at.is_(None))
    columns = (RecordFile.uid, RecordFile.title, RecordFile.year, RecordFile.volume, RecordFile.closed_on)
    query = select(*columns, lying.correlate(RecordFile).scalar_subquery().label("records"))
    query = query.where(RecordFile.unit_task_id == task.id)
    return query.order_by(RecordFile.year.desc(), RecordFile.title, RecordFile.volume)


def lying_in(file: RecordFile, principals: frozenset[str]) -> Columns:
    """The records of every type in a file that a reader may see, in the order of their numbers."""
    query = select(Record.uid, Record.type, Record.title, Registration.display, Registration.registered_at)
    query = query.outerjoin(Registration, Registration.record_id == Record.id)
    query = query.where(Record.record_file_id == file.id, readable(principals))
    return query.order_by(Registration.registered_at, Record.id)


def out_of_sight(session: Session, file: RecordFile, principals: frozenset[str]) -> int:
    """How many records of a file a reader may not open."""
    hidden = select(func.count()).where(Record.record_file_id == file.id, Record.binned_at.is_(None))
    return session.scalar(hidden.where(~readable(principals))) or 0


def save_task(session: Session, task: UnitTask | None, values: dict[str, Any], actor: Any) -> UnitTask:
    """Make a unit of work (``None``) or correct one. The same form sent twice makes one.

    What is filed already keeps its retention: only what is filed from now on follows another. Raises FormError.
    """
    check_term(values["starts_on"], values["ends_on"])
    named = session.scalar(select(UnitTask).filter_by(department_id=values["department_id"], name=values["name"]))
    if task is None and named is not None and all(getattr(named, name) == value for name, value in values.items()):
        return named
    if named is not None and named is not task:
        raise FormError("name", _("이 부서에 같은 이름의 단위과제가 있습니다."))
    if task is None:
        task = UnitTask(**values)
        session.add(task)
        session.flush()
        audit.note(session, actor, "create_unit_task", task=task.id, department=task.department_id)
        return task
    changed = change(task, values)
    if changed:
        audit.note(session, actor, "edit_unit_task", task=task.id, fields=changed)
    return task


def save_file(
    session: Session, task: UnitTask, file: RecordFile | None, values: dict[str, Any], actor: Any
) -> RecordFile:
    """Make a file of a unit of work (``None``), correct, close or open it again. Raises FormError."""
    names = ("title", "year", "volume")
    same = session.scalar(select(RecordFile).filter_by(unit_task_id=task.id, **{name: values[name] for name in names}))
    if file is None and same is not None and same.closed_on == values["closed_on"]:
        return same
    if same is not None and same is not file:
        raise FormError("title", _("같은 이름과 연도, 권의 기록물철이 있습니다."))
    if values["closed_on"] is not None and (file is None or file.closed_on is None):
        _check_closing(session, file, values["closed_on"])
    if file is None:
        file = RecordFile(unit_task_id=task.id, **values)
        session.add(file)
        session.flush()
        audit.note(session, actor, "create_record_file", file=file.id, task=task.id)
        return file
    changed = change(file, values)
    if changed:
        audit.note(session, actor, "edit_record_file", file=file.id, fields=changed)
    return file


def _check_closing(session: Session, file: RecordFile | None, day: date) -> None:
    """A file is closed by today at the latest, and not while something for it is on its way to a number."""
    if day > clock.today():
        raise FormError("closed_on", _("종결일은 오늘까지의 날짜로 적어 주십시오."))
    underway = select(func.count()).where(Record.record_file_id == (file.id if file else 0), Record.state.in_(IN_LINE))
    number = session.scalar(underway)
    if number:
        text = _("이 철에 등록될 문서 ${n}건이 결재 중입니다. 결재가 끝난 뒤에 종결하십시오.", mapping={"n": number})
        raise FormError("closed_on", text)
