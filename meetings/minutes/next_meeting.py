"""차기회의: what the minutes say of the next meeting makes it, once, with what it inherits on its agenda."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.models import Minutes
from meetings.sittings.agenda import inherit
from meetings.sittings.convening import MeetingFacts, create
from meetings.sittings.models import Meeting
from meetings.sittings.numbering import next_number
from meetings.sittings.written import WRITTEN
from portal import clock
from portal.people.models import Body
from portal.records import services as records


def plan_next(session: Session, minutes: Minutes, actor: Any, *, by_hand: bool = False) -> Meeting | None:
    """The next meeting of the minutes: the one planned already, one of that day, or a new one.

    None when the minutes name no day, or one that is over: nobody knows whether that meeting was held, until a
    secretary says so (``by_hand``) and it is entered after the fact. Minutes entered after the fact (소급) name such a
    day rightly: what follows is entered after the fact as well.
    """
    if minutes.next_meeting_id is not None:
        return session.get(Meeting, minutes.next_meeting_id)
    if minutes.next_on is None:
        return None
    meeting = _of_that_day(session, minutes)
    if meeting is None and is_over(minutes) and not by_hand and not _entered_later(session, minutes):
        return None
    meeting = meeting or _new(session, minutes, actor)
    minutes.next_meeting_id = meeting.id
    inherit(session, meeting, actor)
    records.relink(session, meeting, "continues", [minutes.meeting_id])
    records.changed(session, meeting)
    return meeting


def is_over(minutes: Minutes) -> bool:
    """Whether the day that minutes name for the next meeting has passed."""
    return minutes.next_on is not None and minutes.next_on < clock.today()


def _entered_later(session: Session, minutes: Minutes) -> bool:
    return session.get_one(Meeting, minutes.meeting_id).retroactive


def _of_that_day(session: Session, minutes: Minutes) -> Meeting | None:
    query = select(Meeting).where(
        Meeting.body_id == minutes.body_id,
        Meeting.held_on == minutes.next_on,
        Meeting.state.not_in(("CANCELLED", "POSTPONED")),
        Meeting.binned_at.is_(None),
    )
    return session.scalar(query.order_by(Meeting.id).limit(1))


def _new(session: Session, minutes: Minutes, actor: Any) -> Meeting:
    assert minutes.next_on is not None
    last = session.get_one(Meeting, minutes.meeting_id)
    body = session.get_one(Body, minutes.body_id)
    facts = MeetingFacts(
        number=next_number(session, body, minutes.next_on.year),
        held_on=minutes.next_on,
        starts_at=minutes.next_at or last.starts_at,
        place=minutes.next_place or last.place,
        mode=last.mode if last.mode != WRITTEN else "IN_PERSON",  # 서면심의 is the exception, never the custom
        host=last.host,
        retroactive=minutes.next_on < clock.today(),
    )
    return create(session, body, facts, actor)
