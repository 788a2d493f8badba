"""Lists of decisions and action items: what a reader may see, filtered, a page at a time, and as a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from meetings.decisions import actions
from meetings.decisions.labels import ACTION_STATE_LABELS, METHOD_LABELS, OUTCOME_LABELS
from meetings.decisions.models import ActionItem, Decision
from meetings.sittings.models import AgendaItem, Meeting
from portal.i18n import _
from portal.layout.paging import SIZE
from portal.office.xlsx import Column, workbook
from portal.people.models import Body
from portal.records.models import Record
from portal.records.readers import readable
from portal.security.viewer import Viewer

# The rows of agenda items and meetings without what they inherit: decisions bring the table of records along.
_item = aliased(Record, flat=True)
_meeting = Meeting.__table__

SHEET: tuple[tuple[Any, str], ...] = (
    (_("일자"), "date"),
    (_("회의체"), "text"),
    (_("차수"), "number"),
    (_("안건"), "text"),
    (_("결정"), "text"),
    (_("결정 내용"), "text"),
    (_("표결"), "text"),
    (_("찬성"), "number"),
    (_("반대"), "number"),
    (_("기권"), "number"),
    (_("남은 조치"), "text"),
)


@dataclass(frozen=True)
class DecisionFilter:
    """What somebody looks for among decisions."""

    body: str = ""
    year: int | None = None
    outcome: str = ""
    open_only: bool = False  # with something still to be done


def _open_actions() -> ColumnElement[bool]:
    in_force = or_(ActionItem.effective_at.is_not(None), Decision.effective_at.is_(None))
    return exists().where(ActionItem.decision_id == Decision.id, ActionItem.state == "OPEN", in_force)


def _decisions(principals: frozenset[str], wanted: DecisionFilter) -> Any:
    query = (
        select(
            Decision.uid, Decision.title, Decision.decided_on, Decision.outcome, Decision.text, Decision.detail,
            Decision.state, Decision.method, Decision.yes, Decision.no, Decision.abstain, Decision.year,
            Body.name.label("body"), _meeting.c.number, _open_actions().label("open"),
        )
        .select_from(Decision)
        .join(Body, Body.id == Decision.body_id)
        .join(_item, _item.id == Decision.agenda_item_id)
        .join(_meeting, _meeting.c.id == _item.parent_id)
        .where(readable(principals))
    )  # fmt: skip
    if wanted.body:
        query = query.where(Body.uid == wanted.body)
    if wanted.year:
        query = query.where(Decision.year == wanted.year)
    if wanted.outcome:
        query = query.where(Decision.outcome == wanted.outcome)
    return query.where(_open_actions()) if wanted.open_only else query


def page_of_decisions(
    session: Session, principals: frozenset[str], wanted: DecisionFilter, offset: int
) -> tuple[Sequence[Any], int]:
    """One page of decisions, newest first, and how many there are."""
    query = _decisions(principals, wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Decision.decided_on.desc(), Decision.id.desc())
    return session.execute(ordered.limit(SIZE).offset(offset)).all(), total


def years_and_bodies(session: Session, principals: frozenset[str]) -> tuple[list[int], list[tuple[str, str]]]:
    """The years and bodies that have decisions the reader may see."""
    mine = (
        select(Decision.year, Body.uid, Body.name)
        .select_from(Decision)
        .join(Body, Body.id == Decision.body_id)
        .where(readable(principals))
    )
    rows = session.execute(mine.distinct()).all()
    years = sorted({row.year for row in rows}, reverse=True)
    return years, sorted({(row.uid, row.name) for row in rows}, key=lambda pair: pair[1])


def decisions_workbook(
    session: Session, principals: frozenset[str], wanted: DecisionFilter, title: str, translate: Any
) -> bytes:
    """The list as an .xlsx file."""
    rows = session.execute(_decisions(principals, wanted).order_by(Decision.decided_on, Decision.id))
    columns = [Column(translate(label), kind) for label, kind in SHEET]
    return workbook(
        title,
        columns,
        (
            (
                row.decided_on, row.body, row.number, row.title, translate(OUTCOME_LABELS[row.outcome]),
                "\n".join(part for part in (row.text, row.detail) if part), translate(METHOD_LABELS[row.method]),
                row.yes, row.no, row.abstain, "○" if row.open else "",
            )
            for row in rows
        ),
    )  # fmt: skip


def _actions(viewer: Viewer, whose: str, state: str, today: date) -> Any:
    query = (
        select(
            ActionItem.uid, ActionItem.what, ActionItem.owner, ActionItem.due_on, ActionItem.state, ActionItem.done_on,
            ActionItem.effective_at, Body.name.label("body"), _item.title.label("item"),
        )
        .select_from(ActionItem)
        .join(Body, Body.id == ActionItem.body_id)
        .join(_item, _item.id == ActionItem.agenda_item_id)
        .where(actions.visible(viewer))
    )  # fmt: skip
    if whose == "mine":
        query = query.where(actions.mine(viewer), ActionItem.effective_at.is_not(None))
    if state == "LATE":
        query = query.where(ActionItem.state == "OPEN", ActionItem.due_on < today)
    elif state in ACTION_STATE_LABELS:
        query = query.where(ActionItem.state == state)
    return query.order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)


def page_of_actions(
    session: Session, viewer: Viewer, *, whose: str, state: str, today: date, offset: int
) -> tuple[Sequence[Any], int]:
    """One page of action items, the most urgent first. ``whose``: mine or all; ``state``: OPEN, LATE, DONE, DROPPED."""
    query = _actions(viewer, whose, state, today)
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return session.execute(query.limit(SIZE).offset(offset)).all(), total


def waiting_for(session: Session, viewer: Viewer, today: date) -> Sequence[Any]:
    """The viewer's own open action items, the most urgent first (home page)."""
    return session.execute(_actions(viewer, "mine", "OPEN", today).limit(5)).all()


def number_waiting(session: Session, viewer: Viewer) -> int:
    """How many open action items are the viewer's own."""
    query = select(func.count(ActionItem.id)).where(
        ActionItem.state == "OPEN", ActionItem.effective_at.is_not(None), actions.mine(viewer)
    )
    return session.scalar(query) or 0


def meeting_of(session: Session, decision: Decision) -> Meeting:
    """The meeting that decided."""
    item = session.get_one(AgendaItem, decision.agenda_item_id)
    return session.get_one(Meeting, item.parent_id)


def readable_or_none(session: Session, principals: frozenset[str], record_id: int | None) -> Record | None:
    """A record if the reader may see it."""
    query = select(Record).where(Record.id == record_id, readable(principals))
    found: Record | None = session.scalar(query)
    return found
