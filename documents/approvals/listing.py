"""The boxes as lists: columns only, filtered, a page at a time; the number of queries does not grow with the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from documents.approvals.lifecycle import IN_LINE, MAKING, REGISTERED, SENDING
from documents.approvals.models import Coauthor, Document, Step
from portal import clock
from portal.layout.paging import SIZE
from portal.people.lists import containing
from portal.people.models import Department
from portal.people.select import Columns
from portal.records.models import Record, Registration
from portal.records.readers import readable
from portal.security.viewer import Viewer

OPEN = ("ACTIVE", "HELD")
_draft = aliased(Step)
_record = Record.__table__.alias("of_step")  # a count need not read the documents themselves


@dataclass(frozen=True)
class BoxFilter:
    """What somebody looks for in a box."""

    since: date | None = None
    until: date | None = None
    department: int | None = None
    state: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any((self.since, self.until, self.department, self.state, self.words))


@dataclass(frozen=True)
class BoxList:
    """A box: which documents lie in it for a viewer, by which date it is ordered, which states can be chosen."""

    query: Callable[[Viewer], Columns]
    by: Any
    states: Sequence[str] = ()
    newest_first: bool = True


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    """Steps of the viewer, and of those who are away and have the viewer as their deputy (대결)."""
    absent = [int(one.removeprefix("for:")) for one in viewer.principals if one.startswith("for:")]
    return Step.person_id.in_([viewer.person_id, *absent])


def _asked(viewer: Viewer) -> ColumnElement[bool]:
    """협조 of the viewer, and of their departments until somebody takes it."""
    free = Step.person_id.is_(None) & Step.department_id.in_(viewer.department_ids)
    return (Step.kind == "CONSENT") & or_(_mine(viewer), free)


def _to_sign(viewer: Viewer) -> ColumnElement[bool]:
    return (Step.kind != "CONSENT") & _mine(viewer)


def _not_of(viewer: Viewer, record: Any) -> ColumnElement[bool]:
    """Nobody signs their own draft as somebody else's deputy, also not after handing it over."""
    drafted = exists().where(
        _draft.document_id == record.id, _draft.kind == "DRAFT", _draft.round == Step.round,
        _draft.actor_id == viewer.person_id,
    )  # fmt: skip
    return or_(record.created_by_id.is_(None), record.created_by_id != viewer.person_id) & ~drafted


def _count_of(condition: Callable[[Viewer], ColumnElement[bool]]) -> Callable[[Viewer], Select[int]]:
    def count(viewer: Viewer) -> Select[int]:
        query = select(func.count()).select_from(Step).join(_record, _record.c.id == Step.document_id)
        return query.where(Step.state.in_(OPEN), condition(viewer), _not_of(viewer, _record.c))

    return count


waiting_count = _count_of(_to_sign)
consent_count = _count_of(_asked)


def returned_count(viewer: Viewer) -> Select[int]:
    """Returned documents that their drafter has not written anew."""
    return select(func.count(Document.id)).where(
        Document.created_by_id == viewer.person_id, Document.state == "RETURNED"
    )


def report_count(viewer: Viewer) -> Select[int]:
    """What was decided for the viewer while they were away, and not seen yet."""
    return select(func.count(Step.id)).where(_reported(viewer), Step.reported_at.is_(None))


def _reported(viewer: Viewer) -> ColumnElement[bool]:
    return Step.needs_report & (Step.person_id == viewer.person_id)


_other = aliased(Document.__table__)
_followers = (
    select(func.count()).where(_other.c.lead_id == Document.__table__.c.id).correlate(Document).scalar_subquery()
)


def _documents() -> Columns:
    return (
        select(
            Document.uid, Document.title, Document.state, Document.disclosure, Document.form, Document.drafter_name,
            Document.drafter_post, Document.changed_at, Document.approved_on, Registration.display.label("number"),
            Document.place_in_bundle, _followers.label("followers"),
            Department.name.label("department"),
        )
        .outerjoin(Department, Department.id == Document.department_id)
        .outerjoin(Registration, Registration.record_id == Document.id)
    )  # fmt: skip


def _with_steps() -> Columns:
    more = (Step.id.label("step"), Step.kind, Step.delegated, Step.person_id, Step.name, Step.post)
    query = _documents().join(Step, Step.document_id == Document.id)
    return query.add_columns(*more, Step.state.label("step_state"), Step.opened_at, Step.acted_at, Step.reported_at)


def _waiting(viewer: Viewer) -> Columns:
    return _with_steps().where(Step.state.in_(OPEN), _to_sign(viewer), _not_of(viewer, Document))


def _consents(viewer: Viewer) -> Columns:
    return _with_steps().where(Step.state.in_(OPEN), _asked(viewer), _not_of(viewer, Document))


def _reports(viewer: Viewer) -> Columns:
    return _with_steps().where(_reported(viewer))


def _drafts(viewer: Viewer) -> Columns:
    shared = exists().where(Coauthor.document_id == Document.id, Coauthor.person_id == viewer.person_id)
    own = or_(Document.created_by_id == viewer.person_id, shared & (Document.state == "DRAFT"))
    return _documents().where(Document.state.in_(MAKING), own)


def _handled(viewer: Viewer) -> ColumnElement[bool]:
    first = func.coalesce(Document.lead_id, Document.id)  # whose line decided it
    return exists().where(Step.document_id == first, Step.actor_id == viewer.person_id)


def _underway(viewer: Viewer) -> Columns:
    own = or_(Document.created_by_id == viewer.person_id, _handled(viewer))
    return _documents().where(Document.state.in_(IN_LINE), own)


def _done(viewer: Viewer) -> Columns:
    own = or_(Document.created_by_id == viewer.person_id, _handled(viewer))
    return _documents().where(Document.state.in_(REGISTERED), own)


def _sending(viewer: Viewer) -> Columns:
    query = _documents().where(Document.form == "DISPATCH", Document.state.in_(SENDING))
    return query if viewer.is_document_dept else query.where(_own(viewer))


def sending_count(viewer: Viewer) -> Select[int]:
    """Documents that the viewer is to send out."""
    ready = (Document.state == "DISPATCH_READY") & readable(viewer.principals)
    query = select(func.count(Document.id)).where(ready)
    return query if viewer.is_document_dept else query.where(_own(viewer))


def _own(viewer: Viewer) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = Document.created_by_id == viewer.person_id
    return condition


LISTS = {
    "waiting": BoxList(_waiting, Step.opened_at, IN_LINE, newest_first=False),
    "consents": BoxList(_consents, Step.opened_at, IN_LINE, newest_first=False),
    "drafts": BoxList(_drafts, Document.changed_at, MAKING),
    "underway": BoxList(_underway, Document.changed_at, IN_LINE),
    "done": BoxList(_done, Document.approved_on, REGISTERED),
    "reports": BoxList(_reports, Step.acted_at),
    "sending": BoxList(_sending, Document.approved_on, SENDING),
}


def page_of_box(
    session: Session, viewer: Viewer, name: str, wanted: BoxFilter, offset: int
) -> tuple[Sequence[Any], int]:
    """One page of a box, and how many documents lie in it under this filter."""
    box = LISTS[name]
    query = _narrowed(box.query(viewer).where(readable(viewer.principals)), box.by, wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (box.by.desc(), Document.id.desc()) if box.newest_first else (box.by, Document.id)
    return session.execute(query.order_by(*order).limit(SIZE).offset(offset)).all(), total


def departments_of_box(session: Session, viewer: Viewer, name: str) -> list[tuple[int, str]]:
    """The departments whose documents lie in a box."""
    query = LISTS[name].query(viewer).where(readable(viewer.principals), Department.id.is_not(None))
    rows = session.execute(query.with_only_columns(Department.id, Department.name).distinct().order_by(Department.name))
    return [(key, name) for key, name in rows]


def _narrowed(query: Columns, by: Any, wanted: BoxFilter) -> Columns:
    if wanted.since:
        query = query.where(by >= _from(by, wanted.since))
    if wanted.until:
        query = query.where(by < _from(by, wanted.until + timedelta(days=1)))
    if wanted.department:
        query = query.where(Document.department_id == wanted.department)
    if wanted.state:
        query = query.where(Document.state == wanted.state)
    for word in wanted.words.split():
        query = query.where(or_(containing(Document.title, word), containing(Registration.display, word)))
    return query


def _from(column: Any, day: date) -> date | datetime:
    """A day as the column keeps it: itself, or the moment it begins in Seoul."""
    return day if column is Document.approved_on else datetime.combine(day, time(), clock.SEOUL)
