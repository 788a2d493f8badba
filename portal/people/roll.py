"""Who sat in a body on a day, and whose term ends soon."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.people.models import CHAIR_ROLES, Body, Membership, Person
from portal.people.principals import in_force
from portal.people.select import Columns

OUTSIDE_ROLES = ("ADVISER", "OFFICER")  # 자문, 담당: at the table, but not members (사보규칙 §5)
NOTICE_DAYS = 60  # a term that ends within so many days is shown (임기만료 D-60)


@dataclass(frozen=True)
class Seat:
    """One seat as it is on a day, with the person's name; no contact data."""

    id: int
    person_id: int
    person_uid: str
    name: str
    gender: str | None
    role: str
    kind: str
    sector: str
    votes: bool
    secretary: bool
    rank: int
    affiliation: str
    position: str
    starts_on: date
    ends_on: date | None

    @property
    def counts(self) -> bool:
        """Whether this is a member (재적위원): somebody with a vote, not an adviser or an officer."""
        return self.votes and self.role not in OUTSIDE_ROLES

    def days_left(self, day: date) -> int | None:
        """Days until the term ends, when that is soon; else None."""
        left = (self.ends_on - day).days if self.ends_on else None
        return left if left is not None and 0 <= left <= NOTICE_DAYS else None


def _seats() -> Columns:
    return select(
        Membership.id,
        Membership.person_id,
        Person.uid,
        Person.name,
        Person.gender,
        Membership.role,
        Membership.kind,
        Membership.sector,
        Membership.votes,
        Membership.secretary,
        Membership.rank,
        func.coalesce(func.nullif(Membership.affiliation, ""), Person.affiliation),
        func.coalesce(func.nullif(Membership.position, ""), Person.position),
        Membership.starts_on,
        Membership.ends_on,
    ).join(Person, Person.id == Membership.person_id)


def members_on(session: Session, body: Body, day: date) -> list[Seat]:
    """Everybody with a seat in the body on a day, advisers and officers included, in the body's order."""
    query = _seats().where(Membership.body_id == body.id, in_force(Membership, day))
    return [Seat(*row) for row in session.execute(query.order_by(Membership.rank, Membership.id))]


def chair_terms(session: Session, bodies: set[int], day: date) -> dict[int, int]:
    """How many terms as chair each person began until a day in a body, given with its former names.

    A seat that goes on without a gap in a renamed body is the same term.
    """
    query = select(Membership.person_id, Membership.starts_on, Membership.ends_on, Membership.body_id).where(
        Membership.body_id.in_(bodies), Membership.role.in_(CHAIR_ROLES), Membership.starts_on <= day
    )
    terms: dict[int, int] = {}
    before: dict[int, tuple[date | None, int]] = {}
    for person_id, starts_on, ends_on, body_id in session.execute(query.order_by(Membership.starts_on)):
        last, last_body = before.get(person_id, (None, body_id))
        carried = last is not None and last + timedelta(days=1) == starts_on and last_body != body_id
        terms[person_id] = terms.get(person_id, 0) + (0 if carried else 1)
        before[person_id] = (ends_on, body_id)
    return terms


@dataclass(frozen=True)
class EndingTerm:
    """A term that ends soon."""

    seat_id: int
    name: str
    role: str
    body_name: str
    body_uid: str
    ends_on: date


def ending_terms(day: date) -> Columns:
    """The terms in force on a day that end within sixty days, the next one first: the columns of EndingTerm."""
    return (
        select(Membership.id, Person.name, Membership.role, Body.name, Body.uid, Membership.ends_on)
        .join(Person, Person.id == Membership.person_id)
        .join(Body, Body.id == Membership.body_id)
        .where(
            in_force(Membership, day),
            in_force(Body, day),
            Membership.ends_on <= day + timedelta(days=NOTICE_DAYS),
        )
        .order_by(Membership.ends_on, Body.name, Membership.rank, Membership.id)
    )
