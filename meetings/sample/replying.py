"""How the invented members answer a written meeting: by account, by a personal link, or on paper."""

from datetime import timedelta
from typing import Any

from meetings.sample.holding import ALWAYS, KEEP
from meetings.sample.plans import Plan
from meetings.sample.world import World
from meetings.sittings import written
from meetings.sittings.models import Attendance, Meeting
from meetings.sittings.quorum import quorum
from meetings.sittings.written import Answer, Slip, WrittenFacts
from portal.commands.past import Life, on
from portal.people.account_services import has_account

CHOICES = ("YES",) * 8 + ("NO", "ABSTAIN")


def state(world: World, plan: Plan, meeting: Meeting, actor: Any) -> None:
    """Why this meeting is held in writing, and until when the members may answer."""
    facts = WrittenFacts(world.stock.phrase("written", plan.day), plan.day - timedelta(days=1))
    written.state_written(world.session, meeting, facts, actor)


def live(world: World, plan: Plan, meeting_id: int) -> Life:
    """The members answer: some the day after the notice, most of the others on the last day, a few never."""
    yield on(world.moment.date() + timedelta(days=1), 10)
    early, late = _who(world.session.get_one(Meeting, meeting_id))
    _answer(world, plan, meeting_id, early)
    yield on(plan.day - timedelta(days=1), 15)
    _answer(world, plan, meeting_id, late)


def _who(meeting: Meeting) -> tuple[list[int], list[int]]:
    """Who answers early and who late; every sixth does not answer at all, as far as the quorum allows."""
    rows = [row for row in meeting.attendances if row.seat == "MEMBER"]
    spare = len(rows) - quorum(len(rows)) - 1
    free = [row for row in rows if row.role not in KEEP and row.name not in ALWAYS]
    silent = free[::6][: max(spare, 0)]
    early = free[1::3]
    late = [row for row in rows if row not in silent and row not in early]
    return _ids(early, silent), _ids(late, silent)


def _ids(rows: list[Attendance], silent: list[Attendance]) -> list[int]:
    return [row.person_id for row in rows if row not in silent]


def _answer(world: World, plan: Plan, meeting_id: int, person_ids: list[int]) -> None:
    meeting = world.session.get_one(Meeting, meeting_id)
    secretary = world.secretary(world.body(plan.body))
    for person_id in person_ids:
        items = written.items_to_answer(world.session, meeting, person_id)
        answers = {item.id: _answered(world, plan) for item in items}
        if has_account(world.session, person_id):
            slip, actor = Slip("ACCOUNT"), world.viewer(person_id)
        elif world.cards.chance(50):
            slip, actor = Slip("LINK"), world.viewer(person_id)
        else:
            slip, actor = Slip("PAPER", world.moment.date()), secretary
        written.reply(world.session, meeting, person_id, answers, slip=slip, actor=actor)


def _answered(world: World, plan: Plan) -> Answer:
    """Who does not agree says why, others now and then."""
    choice = world.stock.rng.choice(CHOICES)
    opinion = world.stock.phrase("slip", plan.day) if choice != "YES" or world.cards.chance(12) else ""
    return Answer(choice, opinion)
