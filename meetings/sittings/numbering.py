"""제n차: the number of a meeting within its body and year, and the full name made of it."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.sittings.models import Meeting
from portal.people.models import Body
from portal.people.rules import rules_of


def next_number(session: Session, body: Body, year: int) -> int:
    """The number after the last one given, or after the last meeting of the year that is only on paper."""
    query = select(func.max(Meeting.number)).where(Meeting.numbered_by_id == body.id, Meeting.year == year)
    return max(session.scalar(query) or 0, rules_of(body).last_paper_number(year)) + 1


def holder_of(session: Session, body_id: int, year: int, number: int) -> Meeting | None:
    """The meeting that has a number already (a cancelled one has given its number back)."""
    query = select(Meeting).where(Meeting.numbered_by_id == body_id, Meeting.year == year, Meeting.number == number)
    return session.scalar(query)


def full_name(body: Body, year: int, number: int) -> str:
    """``2026년 제8차 연구기획분과 회의``: the name stands in documents and is Korean in every language."""
    return f"{year}년 제{number}차 {body.name} 회의"


def last_meeting(session: Session, body_id: int, before: date) -> Meeting | None:
    """The last meeting of a body that was held before a day: what the next one follows."""
    query = (
        select(Meeting)
        .where(Meeting.body_id == body_id, Meeting.held_on < before, Meeting.state.in_(("IN_SESSION", "CLOSED")))
        .order_by(Meeting.held_on.desc(), Meeting.starts_at.desc())
        .limit(1)
    )
    return session.scalar(query)
