"""The roll (명단) of a meeting: everybody who has a seat in the body on the day, copied as they are that day."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.models import Attendance, Meeting
from portal.people.models import Body, Membership
from portal.people.roll import Seat, members_on

OFFICERS = ("OFFICER", "CLERK", "SECRETARY")  # 담당, and 총무 and 간사 without a vote


def place_of(seat: Seat) -> str:
    """MEMBER, or where somebody sits who stands outside 재적 and 출석 (seed form: 자문, 담당)."""
    if seat.counts:
        return "MEMBER"
    return "OFFICER" if seat.role in OFFICERS else "OBSERVER"


def seats_on(session: Session, body_id: int, day: date) -> list[Seat]:
    """Everybody in term on a day, each once: who holds two seats is there as a member, else with the first one."""
    found: dict[int, Seat] = {}
    for seat in members_on(session, session.get_one(Body, body_id), day):
        known = found.get(seat.person_id)
        if known is None or (seat.counts and not known.counts):
            found[seat.person_id] = seat
    return list(found.values())


def call_roll(session: Session, meeting: Meeting) -> None:
    """Bring the attendance rows in line with who is in term on the day; marks already made stay.

    Somebody who is no longer in term leaves the list; observers added by hand (no seat in the body) stay.
    """
    seats = {seat.person_id: seat for seat in seats_on(session, meeting.body_id or 0, meeting.held_on)}
    ever = set(session.scalars(select(Membership.person_id).where(Membership.body_id == meeting.body_id)))
    rows = {row.person_id: row for row in meeting.attendances}
    for person_id, row in rows.items():
        if person_id in seats:
            _copy(row, seats[person_id])
        elif person_id in ever and row.sector is not None:  # whoever was added by hand has no sector
            meeting.attendances.remove(row)
            session.delete(row)
    for person_id, seat in seats.items():
        if person_id not in rows:
            row = Attendance(person_id=person_id, meeting_id=meeting.id)
            _copy(row, seat)
            meeting.attendances.append(row)
    session.flush()


def _copy(row: Attendance, seat: Seat) -> None:
    row.seat = place_of(seat)
    for name in ("role", "sector", "votes", "name", "affiliation", "position", "rank"):
        setattr(row, name, getattr(seat, name))
