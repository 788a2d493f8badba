"""Who reads a meeting and its agenda items: the table of the design, as words and the principals they stand for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.models import AgendaItem, Attendance, Exclusion, Meeting
from meetings.sittings.roll import seats_on
from portal.records.models import Record
from portal.records.readers import principals_of
from portal.records.types import ReaderRule

MEETING_READERS = ReaderRule(
    making=("body", "secretary", "author", "admin"),
    making_states=("PLANNED", "POSTPONED"),
    open=("body", "secretary", "author", "attendees", "staff", "admin"),
    partial=("body", "secretary", "author", "attendees", "department"),
    closed=("body", "secretary", "author", "attendees"),
)
ITEM_READERS = ReaderRule(
    making=("before_decision",),
    making_states=("LISTED",),
    open=("meeting",),
    partial=("body", "secretary", "attendees", "department"),
    closed=("body", "secretary", "attendees"),
)


def meeting_principals(session: Session, meeting: Record, word: str) -> frozenset[str] | None:
    """Answer ``attendees`` and ``admin``: administrators arrange what is open to all staff once it is called."""
    if word == "admin":
        return frozenset(("duty:ADMIN",) if meeting.disclosure == "OPEN" else ())
    if word != "attendees":
        return None
    rows = session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting.id))
    return frozenset(f"person:{one}" for one in rows)


def item_principals(session: Session, item: Record, word: str) -> frozenset[str] | None:
    """Answer the words of an agenda item; before the decision a closed item is for the listed persons only."""
    assert isinstance(item, AgendaItem)
    meeting = session.get_one(Meeting, item.parent_id)
    if word == "meeting":
        return principals_of(session, meeting)
    if word != "before_decision":
        return meeting_principals(session, meeting, word)
    if item.disclosure == "OPEN":
        return principals_of(session, meeting)
    if item.disclosure == "PARTIAL":
        body = frozenset((f"body:{item.body_id}", f"body:{item.body_id}:secretary"))
        return body | (meeting_principals(session, meeting, "attendees") or frozenset())
    return _listed(session, meeting, item)


def _listed(session: Session, meeting: Meeting, item: AgendaItem) -> frozenset[str]:
    """Person by person, for a whole body cannot leave out its 제척 members. Secretaries prepare the papers."""
    out = set(session.scalars(select(Exclusion.person_id).where(Exclusion.agenda_item_id == item.id)))
    seats = seats_on(session, meeting.body_id or 0, meeting.held_on)
    inside = {seat.person_id for seat in seats} - out
    rows = session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting.id))
    inside |= set(rows) - out
    if item.created_by_id is not None and item.created_by_id not in out:
        inside.add(item.created_by_id)
    return frozenset(f"person:{one}" for one in inside)


def out_of_closed(session: Session, meeting_id: int) -> frozenset[int]:
    """The persons who take no part (제척·기피·회피) in a closed item of a meeting."""
    query = (
        select(Exclusion.person_id)
        .join(AgendaItem, AgendaItem.id == Exclusion.agenda_item_id)
        .where(AgendaItem.parent_id == meeting_id, AgendaItem.disclosure == "CLOSED", AgendaItem.binned_at.is_(None))
    )
    return frozenset(session.scalars(query))
