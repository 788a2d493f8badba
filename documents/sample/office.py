"""What the lives of the sample's documents share: the people, the cards, office hours."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from documents.sample.papers import Papers
from portal.commands.cards import Cards
from portal.commands.past import Past, on
from portal.people.models import Person
from portal.security.viewer import Viewer


class Office(Past):
    """What the lives of the documents share."""

    counted = "document"

    def __init__(self, registry: Any, cards: Cards) -> None:
        super().__init__(registry, cards)
        self.papers = Papers(cards)

    def now_as(self, person_id: int) -> Viewer:
        """A person with today's absences, for acting as a deputy."""
        return self.as_of_today(person_id)

    def person_id(self, name: str) -> int:
        """A person by name."""
        return self.session.scalars(select(Person.id).where(Person.name == name)).one()

    def later(self, hours: int) -> datetime:
        """Some working hours on: not at night, not at a weekend."""
        moment = self.moment + timedelta(hours=hours, minutes=self.cards.rng.randrange(5, 50))
        local = moment.astimezone(on(self.today).tzinfo)
        if local.hour >= 18:
            moment = on(local.date() + timedelta(days=1), 9, self.cards.rng.randrange(5, 55))
        while moment.weekday() >= 5:
            moment += timedelta(days=1)
        return moment
