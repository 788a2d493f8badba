"""당연직 seats at a hand-over: who takes the post takes the seat."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.i18n import _
from portal.people.checks import overlapping
from portal.people.handover import HandOver, Matter
from portal.people.models import Body, Department, Membership, Post
from portal.people.principals import in_force
from portal.people.seats import replace

SITS = _("후임이 이미 이 회의체의 위원입니다.")
BEGINS = _("넘기는 날보다 늦게 시작하는 임기입니다.")


def find_seats(session: Session, handover: HandOver) -> list[Matter]:
    """The 당연직 seats that do not end before the day."""
    query = select(Membership, Body.name).join(Body, Body.id == Membership.body_id)
    still = or_(Membership.ends_on.is_(None), Membership.ends_on >= handover.first_day)
    held = query.where(Membership.person_id == handover.person.id, Membership.kind == "EX_OFFICIO", still)
    found = []
    for seat, name in session.execute(held.order_by(Body.name, Membership.id)):
        found.append(Matter(seat.id, name, _obstacle(session, handover, seat)))
    return found


def _obstacle(session: Session, handover: HandOver, seat: Membership) -> object:
    if seat.starts_on >= handover.first_day:
        return BEGINS
    query = select(Membership).where(Membership.body_id == seat.body_id, Membership.person_id == handover.successor.id)
    sits = overlapping(session.scalars(query).all(), handover.first_day, seat.ends_on)
    return SITS if sits is not None else ""


def move_seats(session: Session, handover: HandOver, matters: Sequence[Matter]) -> None:
    """End each term the day before, and let the successor's begin with what they are called that day."""
    query = select(Post.title, Department.name).join(Department, Department.id == Post.department_id)
    held = query.where(Post.person_id == handover.successor.id, in_force(Post, handover.first_day))
    post = session.execute(held.order_by(Post.starts_on.desc(), Post.id)).first()
    person = handover.successor
    for matter in matters:
        seat = session.get_one(Membership, matter.id)
        values = {
            "person": f"#{person.id}",
            "affiliation": post[1] if post else person.affiliation,
            "position": post[0] if post else person.position,
            "starts_on": handover.first_day,
            "ends_on": seat.ends_on,
        }
        replace(session, seat, values, handover.actor)
