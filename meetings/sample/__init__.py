"""The meetings of the invented institution that ``sillok demo`` shows: three years of them, up to today.

They are lived through with the portal's own services, each step on its own day, so that numbers, editions, signatures
and the audit chain are what they would be after three years of use.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from meetings.sample.life import live
from meetings.sample.plans import all_plans
from meetings.sample.world import World
from portal import clock
from portal.commands.cards import Cards
from portal.commands.past import on
from portal.jobs.models import Job

LETTERS = timedelta(days=16)


def build(registry: Any, cards: Cards) -> None:
    """Add the meetings to an institution that has its people already."""
    world = World(registry, cards)
    plans = all_plans(world.today, clock.local(world.now).time())
    world.live([live(world, plan) for plan in plans])
    with registry["database"].writing() as session:
        # the letters of meetings that are over were sent long ago; those of the meetings ahead still wait
        over = on(world.today)
        session.execute(delete(Job).where(Job.kind == "mail", Job.created_at < over - LETTERS))
