"""Meetings for tests: planned with the services, as a secretary would."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from meetings.sittings import agenda, attendance, convening, notice
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.convening import MeetingFacts
from meetings.sittings.models import Meeting
from portal import clock
from tests import institution


def next_spring() -> date:
    """A day with many days of its year around it, for tests that count numbers of a year."""
    return date(clock.today().year + 1, 3, 2)


def facts(session: Session, held_on: date | None = None, **given: Any) -> MeetingFacts:
    """Facts of the next meeting, in three weeks unless said otherwise."""
    day = held_on or clock.today() + timedelta(days=21)
    usual = {"number": None, "starts_at": time(10), "ends_at": time(12), "place": "시청 3층 회의실", "host": "한빛시"}
    return MeetingFacts(held_on=day, **(usual | given))


def planned(session: Session, actor: Any, held_on: date | None = None, **given: Any) -> Meeting:
    """A planned meeting of 연구기획분과 with one agenda item."""
    body = institution.body(session)
    meeting = convening.create(session, body, facts(session, held_on, **given), actor)
    agenda.add_item(session, meeting, ItemFacts("DELIBERATE", "연차별 시행계획 심의", "문가람"), actor)
    return meeting


def noticed(session: Session, actor: Any, held_on: date | None = None, **given: Any) -> Meeting:
    """A meeting whose members were called."""
    meeting = planned(session, actor, held_on, **given)
    late = not notice.in_time(meeting, attendance.rules_for(session, meeting), clock.today())
    notice.send_notice(session, meeting, "", "긴급 현안" if late else "", actor)
    return meeting


def mark_members(session: Session, meeting: Meeting, present: int, actor: Any) -> None:
    """The first ``present`` members are there, the others are not."""
    rows = [row for row in meeting.attendances if row.seat == "MEMBER"]
    for n, row in enumerate(rows):
        attendance.mark(session, meeting, row.id, "PRESENT" if n < present else "ABSENT", actor)


def opened(session: Session, actor: Any, present: int = 15) -> Meeting:
    """A meeting in session today."""
    meeting = noticed(session, actor, clock.today())
    mark_members(session, meeting, present, actor)
    convening.open_meeting(session, meeting, actor)
    return meeting
