"""The roll (명단) of a meeting: everybody who has a seat in the body on the day, copied as they are that day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.models import Attendance, Meeting
from portal.people.models import Membership, Person
from portal.people.principals import in_force

OUTSIDE_ROLES = {"ADVISER": "OBSERVER", "OFFICER": "OFFICER"}
OFFICE_ROLES = ("CLERK", "SECRETARY")  # 총무, 간사: members where they vote, else officers


@dataclass(frozen=True)
class Seat:
    """One person's place at the table on a day."""

    person_id: int
    seat: str
    role: str
    sector: str
    votes: bool
    name: str
    affiliation: str
    position: str
    rank: int


def seat_of(role: str, votes: bool) -> str:
    """Whether a role counts: advisers and officers stand outside 재적 and 출석 (seed form: 자문, 담당)."""
    if role in OFFICE_ROLES and not votes:
        return "OFFICER"
    return OUTSIDE_ROLES.get(role, "MEMBER")


def seats_on(session: Session, body_id: int, day: date) -> list[Seat]:
    """Everybody in term on a day, each once (a member twice by two seats counts once, with the first one)."""
    query = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.body_id == body_id, in_force(Membership, day))
        .order_by(Membership.rank, Membership.id)
    )
    found: dict[int, Seat] = {}
    for row, person in session.execute(query):
        seat = Seat(
            person_id=person.id,
            seat=seat_of(row.role, row.votes),
            role=row.role,
            sector=row.sector,
            votes=row.votes,
            name=person.name,
            affiliation=row.affiliation or person.affiliation,
            position=row.position or person.position,
            rank=row.rank,
        )
        known = found.get(person.id)
        if known is None or (seat.seat == "MEMBER" and known.seat != "MEMBER"):
            found[person.id] = seat
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
        elif person_id in ever:
            meeting.attendances.remove(row)
            session.delete(row)
    for person_id, seat in seats.items():
        if person_id not in rows:
            row = Attendance(person_id=person_id, meeting_id=meeting.id)
            _copy(row, seat)
            meeting.attendances.append(row)
    session.flush()


def _copy(row: Attendance, seat: Seat) -> None:
    for name in ("seat", "role", "sector", "votes", "name", "affiliation", "position", "rank"):
        setattr(row, name, getattr(seat, name))
