"""What has been kept long enough is looked at by somebody; nothing is ever deleted here.

Source: 기록물법 §27, 기록물령 §43: 생산부서 의견, 심사, 기록물평가심의회 → 보존기간 재책정, 폐기, 보류. A decision is a
reason given for an act on the record (`portal.records.reasons`); the newest one counts. 준영구 is looked at after
seventy years.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.office.xlsx import Column, workbook
from portal.people.lists import containing
from portal.people.models import Department
from portal.people.select import Columns
from portal.records import services as records
from portal.records.filing import EXTEND, HOLDING, KEEPER, done_at, holding, kept_by
from portal.records.models import RETENTIONS, Reason, Record, RecordFile, Registration, UnitTask
from portal.records.readers import readable
from portal.records.reasons import give_reason

DISPOSE, HOLD = "retention_dispose", "retention_hold"
DECISIONS = {EXTEND: _("보존기간 다시 정하기"), DISPOSE: _("폐기 대상으로 심의"), HOLD: _("보류", context="retention")}
LOOKED_AT_AFTER = {"준영구": 70}  # years; what has no number and stands not here is kept for ever unasked
YEARS = {name: int(name.removesuffix("년")) for name in RETENTIONS if name.endswith("년")} | LOOKED_AT_AFTER
MOST_PRINTED = 3000  # rows of one printed list
SHEET: tuple[tuple[Any, str], ...] = (
    (_("부서"), "text"), (_("단위과제"), "text"), (_("기록물철"), "text"), (_("등록번호"), "text"),
    (_("제목"), "text"),
    (_("보존기간"), "text"), (_("보존 시작"), "date"), (_("보존 끝"), "date"), (_("심사 결과"), "text"),
    (_("사유"), "text"),
)  # fmt: skip


@dataclass(frozen=True)
class ReviewFilter:
    """What somebody looks for among what is due: a department, a decision (or NONE), words of the title."""

    department: int = 0
    decision: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any((self.department, self.decision, self.words))


def _is_over(session: Session, year: int) -> ColumnElement[bool]:
    """Kept until the end of a year or ended earlier: SQL's form of `portal.records.filing.retention_term`."""
    done = done_at(session)

    def done_before(day: date) -> ColumnElement[bool]:
        work = UnitTask.ends_on.is_(None) | (UnitTask.ends_on < day)
        return (done < datetime.combine(day, time(), clock.SEOUL)) & work

    return or_(
        *((Record.retention == name) & done_before(date(year - n + 1, 1, 1)) for name, n in YEARS.items())
    )  # fmt: skip


def _newest(column: Any) -> ColumnElement[Any]:
    """A column of the newest decision on a record."""
    last = aliased(Reason)
    newest = select(func.max(last.id)).where(last.record_id == Record.id, last.act.in_(DECISIONS)).correlate(Record)
    return select(column).where(Reason.id == newest.scalar_subquery()).correlate(Record).scalar_subquery()


def due(session: Session, year: int, kept: frozenset[int] | None = None) -> Columns:
    """Records that are kept until the end of a year or ended earlier, by the department that keeps them and file.

    ``kept`` are the departments whose records are shown at all (`Viewer.departments_kept`).
    """
    return (
        select(
            Record.id, Record.uid, Record.type, Record.title, *HOLDING, done_at(session).label("done_at"),
            Registration.display, Department.name.label("department"),
            _newest(Reason.act).label("decision"), _newest(Reason.text).label("reason"),
        )
        .outerjoin(Registration, Registration.record_id == Record.id)
        .outerjoin(RecordFile, RecordFile.id == Record.record_file_id)
        .outerjoin(UnitTask, UnitTask.id == RecordFile.unit_task_id)
        .outerjoin(Department, Department.id == KEEPER)
        .where(_is_over(session, year), Record.binned_at.is_(None), kept_by(kept))
        .order_by(
            Department.name, UnitTask.name, RecordFile.year, RecordFile.title, RecordFile.volume, Registration.year,
            Registration.unit_id, Registration.n,
        )
    )  # fmt: skip


def reviewed(query: Columns, wanted: ReviewFilter, principals: frozenset[str]) -> Columns:
    """What of it a reader may see and looks for."""
    query = query.where(readable(principals))
    if wanted.department:
        query = query.where(wanted.department == KEEPER)
    if wanted.decision:
        decided = _newest(Reason.act)
        query = query.where(decided.is_(None) if wanted.decision == "NONE" else decided == wanted.decision)
    for word in wanted.words.split():
        query = query.where(containing(Record.title, word))
    return query


def out_of_sight(session: Session, query: Columns, principals: frozenset[str]) -> int:
    """How many of the records that are due a reader may not open: others have to look at those."""
    hidden = query.where(~readable(principals)).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(hidden)) or 0


def review_workbook(session: Session, query: Columns, title: str, translate: Any) -> bytes:
    """The list as an .xlsx file."""
    columns = [Column(translate(label), kind) for label, kind in SHEET]
    rows = ((row, holding(row)) for row in session.execute(query))
    return workbook(
        title,
        columns,
        (
            (
                row.department or "", held.task, held.file, row.display or "", row.title, held.retention, held.since,
                held.until, translate(DECISIONS[row.decision]) if row.decision else "", row.reason or "",
            )
            for row, held in rows
        ),
    )  # fmt: skip


def decisions_on(session: Session, record: Record) -> list[Reason]:
    """Every decision on a record, newest first."""
    query = select(Reason).where(Reason.record_id == record.id, Reason.act.in_(DECISIONS))
    return list(session.scalars(query.order_by(Reason.id.desc())))


def is_due(session: Session, record: Record, year: int) -> bool:
    """Whether a record is on the list of a year."""
    return session.execute(due(session, year).where(Record.id == record.id)).first() is not None


def decide(session: Session, record: Record, values: dict[str, Any], day: date, actor: Any) -> None:
    """Keep what was decided on a record that is due, and why. Only its retention may change; nothing is deleted.

    ``last`` is the number of the newest decision that was seen (0 for none). The same form sent twice is one decision.
    Raises FormError for a record that is not due, a decision that came between, a period that is not longer.
    """
    records.lock(session, record)
    decision, period = values["decision"], values["retention"]
    before = decisions_on(session, record)
    if before and before[0].id != values["last"]:
        same = before[0].act == decision and before[0].text == values["reason"]
        if same and before[0].given_by_id == actor.person_id:
            return
        raise FormError("", _("그사이 다른 심사 결과가 기록되었습니다. 아래에서 확인하고 다시 정해 주십시오."))
    if not is_due(session, record, day.year):
        raise FormError("", _("아직 보존기간이 끝나지 않은 기록입니다."))
    if decision == EXTEND and _order(period) <= _order(record.retention):
        raise FormError("retention", _("지금보다 긴 보존기간을 골라 주십시오."))
    if decision != EXTEND and period:
        raise FormError("retention", _("보존기간을 다시 정할 때에만 고릅니다."))
    detail = {"before": record.retention, "after": period or record.retention}
    if decision == EXTEND:
        record.retention = period
    give_reason(session, record, decision, values["reason"], actor, **detail, opinion=values["opinion"])
    audit.note(session, actor, decision, record, **detail)
    records.changed(session, record)


def _order(period: str) -> int:
    return list(RETENTIONS).index(period) if period in RETENTIONS else -1
