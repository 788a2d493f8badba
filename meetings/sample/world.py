"""What the lives of the invented meetings share: the cards they draw, and who keeps their minutes."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from meetings.sample.drafts import Draft
from meetings.sample.stock import Stock
from portal import clock
from portal.commands.cards import Cards
from portal.commands.past import Past
from portal.people.models import SECRETARY_ROLES, Body, Membership
from portal.people.principals import in_force
from portal.security.viewer import Viewer


class World(Past):
    """What the lives of the meetings share."""

    counted = "meeting"

    def __init__(self, registry: Any, cards: Cards) -> None:
        super().__init__(registry, cards)
        self.stock = Stock(cards)
        self.drafts: dict[int, Draft] = {}  # by the id of their agenda item
        self.reported: Counter[int] = Counter()  # how many meetings heard of an action item, by its id

    def body(self, name: str) -> Body:
        """A body by name."""
        return self.session.scalars(select(Body).where(Body.name == name)).one()

    def secretary(self, body: Body) -> Viewer:
        """Who keeps the minutes of a body today: its 총무 or 간사, else its officer."""
        query = select(Membership.person_id).where(
            Membership.body_id == body.id,
            Membership.role.in_(SECRETARY_ROLES),
            in_force(Membership, clock.today()),
        )
        return self.viewer(self.session.scalars(query.order_by(Membership.rank)).first() or 0)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th Monday (0) … Friday (4) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def plus(at: time, minutes: int) -> time:
    """A time of day some minutes later."""
    return (datetime.combine(date.min, at) + timedelta(minutes=minutes)).time()
