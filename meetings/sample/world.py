"""The invented past as it is lived through: one clock that all meetings share, and the people who act in it."""

import heapq
from collections.abc import Generator, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

from meetings.sample.drafts import Draft
from meetings.sample.stock import Stock
from portal import clock
from portal.people.models import SECRETARY_ROLES, Account, Body, Membership, Person
from portal.people.principals import in_force, principals_of_person
from portal.security.viewer import Viewer

Life = Generator[datetime, None, None]


def on(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in Korea."""
    return datetime.combine(day, time(hour, minute), clock.SEOUL)


class World:
    """What the lives of the meetings share. ``session`` is that of the step being lived."""

    session: Session

    def __init__(self, registry: Any) -> None:
        self.registry = registry
        self.stock = Stock()
        self.now = clock.now()  # the real one
        self.today = clock.today()
        self.moment = self.now
        self.drafts: dict[int, Draft] = {}  # by the id of their agenda item
        self._viewers: dict[tuple[int, date], Viewer] = {}

    def live(self, lives: Iterable[Life]) -> None:
        """Live all lives side by side, step after step in order of time, up to the real present.

        Each step is a transaction at its own moment; what lies in the future does not happen.
        """
        clock.set_source(lambda: self.moment)
        try:
            waiting: list[tuple[datetime, int, Life]] = []
            for number, life in enumerate(lives):
                waiting.append((next(life), number, life))
            heapq.heapify(waiting)
            done = tqdm(total=len(waiting), desc="  meetings", unit="meeting")
            while waiting:
                done.update(done.total - len(waiting) - done.n)
                moment, number, life = heapq.heappop(waiting)
                if moment > self.now:
                    life.close()
                    continue
                self.moment = moment
                with self.registry["database"].writing() as session:
                    self.session = session
                    following = next(life, None)
                if following is not None:
                    heapq.heappush(waiting, (max(following, moment), number, life))
            done.update(done.total - done.n)
            done.close()
        finally:
            clock.set_source(None)

    def pass_to(self, moment: datetime) -> None:
        """Time passes within a step, never beyond the real present."""
        self.moment = max(self.moment, min(moment, self.now))

    def body(self, name: str) -> Body:
        """A body by name."""
        return self.session.scalars(select(Body).where(Body.name == name)).one()

    def viewer(self, person_id: int) -> Viewer:
        """A person as they act today; terms begin and end with months, so that a month has one answer."""
        key = (person_id, clock.today().replace(day=1))
        if key not in self._viewers:
            person = self.session.get_one(Person, person_id)
            account = self.session.scalar(select(Account.id).where(Account.person_id == person_id))
            principals = principals_of_person(self.session, person_id, clock.today())
            self._viewers[key] = Viewer(account, person_id, person.name, principals)
        return self._viewers[key]

    def person(self, name: str) -> Viewer:
        """A person by name, as they act today."""
        return self.viewer(self.session.scalars(select(Person.id).where(Person.name == name)).one())

    def secretary(self, body: Body) -> Viewer:
        """Who keeps the minutes of a body today: its 총무 or 간사, else its officer."""
        query = select(Membership.person_id).where(
            Membership.body_id == body.id,
            Membership.role.in_(SECRETARY_ROLES),
            in_force(Membership, clock.today()),
        )
        return self.viewer(self.session.scalars(query.order_by(Membership.rank)).first() or 0)

    def chance(self, percent: int) -> bool:
        """Whether something happens this time."""
        return self.stock.rng.randrange(100) < percent


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() >= 5 else day


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th Monday (0) … Friday (4) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def plus(at: time, minutes: int) -> time:
    """A time of day some minutes later."""
    return (datetime.combine(date.min, at) + timedelta(minutes=minutes)).time()


def as_kind(draft: Draft, **facts: Any) -> Draft:
    """The draft with other facts."""
    return replace(draft, facts=replace(draft.facts, **facts))
