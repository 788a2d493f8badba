"""The invented past as it is lived through: one clock for all lives of a sample, and the people who act in it.

A life is a generator: it yields when its next step is due, and what follows is done then, in a transaction of its own.
"""

import heapq
from collections.abc import Generator, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

from portal import clock
from portal.commands.cards import Cards
from portal.people.models import Account, Person
from portal.people.principals import principals_of_person
from portal.security.viewer import Viewer

Life = Generator[datetime, None, None]


def on(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in Korea."""
    return datetime.combine(day, time(hour, minute), clock.SEOUL)


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() >= 5 else day


class Past:
    """What the lives of a sample share. ``session`` is that of the step being lived."""

    session: Session
    counted = "life"

    def __init__(self, registry: Any, cards: Cards) -> None:
        self.registry, self.cards = registry, cards
        self.now = clock.now()  # the real one
        self.today = clock.today()
        self.moment = self.now
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
            done = tqdm(total=len(waiting), desc=f"  {self.counted}s", unit=self.counted)
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

    def viewer(self, person_id: int) -> Viewer:
        """A person as they act today; terms begin and end with months, so that a month has one answer."""
        key = (person_id, clock.today().replace(day=1))
        if key not in self._viewers:
            self._viewers[key] = self.as_of_today(person_id)
        return self._viewers[key]

    def as_of_today(self, person_id: int) -> Viewer:
        """A person with the principals of this very day."""
        person = self.session.get_one(Person, person_id)
        account = self.session.scalar(select(Account.id).where(Account.person_id == person_id))
        return Viewer(account, person_id, person.name, principals_of_person(self.session, person_id, clock.today()))

    def person(self, name: str) -> Viewer:
        """A person by name, as they act today."""
        return self.viewer(self.session.scalars(select(Person.id).where(Person.name == name)).one())
