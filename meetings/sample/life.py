"""The life of one meeting of the invented institution, step by step, each step at its own moment.

A life is a generator: it yields when its next step is due, and what follows is done then, in a transaction of its own.
It goes as far as its plan says, and never beyond the present day.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from meetings.decisions.actions import report
from meetings.decisions.models import ActionItem
from meetings.sample import confirmation, replying
from meetings.sample.drafts import Draft, forms_for, make
from meetings.sample.holding import open_and_hold
from meetings.sample.papers import attach_paper
from meetings.sample.plans import Plan
from meetings.sample.world import World, plus
from meetings.sittings import agenda, convening, notice
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.convening import MeetingFacts
from meetings.sittings.models import Meeting
from meetings.sittings.numbering import next_number
from meetings.sittings.proposals import proposed
from portal import clock
from portal.commands.past import Life, on
from portal.people.models import Body

HEARD = 3  # meetings that hear of an action item before it is done for certain


def live(world: World, plan: Plan) -> Life:
    """One meeting from its planning to its publication, or to where it stopped."""
    if "retroactive" in plan.special:
        yield on(plan.day + timedelta(days=75), 11)
    else:
        yield on(plan.day - timedelta(days=plan.lead), 10)
    meeting_id = _prepare(world, plan).id
    if plan.until == "PLANNED":
        return
    if "retroactive" not in plan.special:
        yield from _call(world, plan, meeting_id)
        if plan.mode == "WRITTEN":
            yield from replying.live(world, plan, meeting_id)
        if plan.until in ("CANCELLED", "POSTPONED", "NOTICED"):
            return
        yield on(plan.day, plan.start.hour, plan.start.minute)
    meeting, actor = _meeting(world, meeting_id)
    open_and_hold(world, meeting, plan, actor)
    if plan.until in ("ADJOURNED_NO_QUORUM", "IN_SESSION"):
        return
    yield from confirmation.live(world, plan, meeting_id)


def _meeting(world: World, meeting_id: int) -> tuple[Meeting, Any]:
    meeting = world.session.get_one(Meeting, meeting_id)
    return meeting, world.secretary(world.session.get_one(Body, meeting.body_id))


def _prepare(world: World, plan: Plan) -> Meeting:
    """Plan the meeting (or fill in the one that the last minutes announced) and its first items."""
    session, body = world.session, world.body(plan.body)
    actor = world.secretary(body)
    query = select(Meeting).where(Meeting.body_id == body.id, Meeting.held_on == plan.day, Meeting.state == "PLANNED")
    meeting = session.scalar(query)
    number = meeting.number if meeting else next_number(session, body, plan.day.year)
    facts = MeetingFacts(
        number=number, held_on=plan.day, starts_at=plan.start, ends_at=plus(plan.start, 120), place=plan.place,
        mode=plan.mode, host=body.name, retroactive="retroactive" in plan.special,
    )  # fmt: skip
    if meeting is None:
        meeting = convening.create(session, body, facts, actor)
    else:
        convening.edit(session, meeting, facts, actor)
    if "retroactive" in plan.special:
        _agenda(world, plan, meeting, actor)
    elif plan.until == "PLANNED":
        _agenda(world, replace(plan, items=2), meeting, actor)
    return meeting


def _call(world: World, plan: Plan, meeting_id: int) -> Life:
    """Report on what was to be done, set up the agenda, send the notice; then perhaps call it off."""
    notice_day = plan.day - timedelta(days=3 if "late" in plan.special else plan.notice)
    yield on(notice_day, 14, world.stock.rng.randrange(60))
    meeting, actor = _meeting(world, meeting_id)
    _follow_up(world, meeting.body_id, actor)
    _adopt(world, meeting, actor)
    _agenda(world, plan, meeting, actor)
    if plan.mode == "WRITTEN":
        replying.state(world, plan, meeting, actor)
    _notify(world, plan, meeting, actor)
    if "rescheduled" in plan.special:
        yield from _move(world, plan, meeting_id)
    if plan.until in ("CANCELLED", "POSTPONED"):
        yield on(plan.day - timedelta(days=9 if plan.day > world.today else 2), 16, 30)
        meeting, actor = _meeting(world, meeting_id)
        stop = notice.cancel if plan.until == "CANCELLED" else notice.postpone
        stop(world.session, meeting, world.stock.phrase(plan.until, plan.day), actor)


def _notify(world: World, plan: Plan, meeting: Meeting, actor: Any) -> None:
    waiver = world.stock.phrase("waivers", plan.day) if "late" in plan.special else ""
    text = world.stock.phrase("notice", plan.day) if world.cards.chance(70) else ""
    notice.send_notice(world.session, meeting, text, waiver, actor)


def _move(world: World, plan: Plan, meeting_id: int) -> Life:
    """Postponed, then given a new day a fortnight later."""
    yield on(plan.day - timedelta(days=4), 9, 30)
    meeting, actor = _meeting(world, meeting_id)
    notice.postpone(world.session, meeting, world.stock.phrase("POSTPONED", plan.day), actor)
    yield on(plan.day - timedelta(days=2), 10)
    meeting, actor = _meeting(world, meeting_id)
    plan.day += timedelta(days=14)
    facts = MeetingFacts(
        number=meeting.number, held_on=plan.day, starts_at=plan.start, ends_at=plus(plan.start, 120),
        place=plan.place, mode=plan.mode, host=meeting.host,
    )  # fmt: skip
    convening.reschedule(world.session, meeting, facts, actor)
    _notify(world, plan, meeting, actor)


def _follow_up(world: World, body_id: int | None, actor: Any) -> None:
    """Most of what was to be done is done before the next meeting; the rest is late, but not for ever."""
    query = select(ActionItem).where(
        ActionItem.body_id == body_id, ActionItem.state == "OPEN", ActionItem.effective_at.is_not(None)
    )
    for action in world.session.scalars(query.order_by(ActionItem.id)).all():
        age = (world.today - world.moment.date()).days
        if world.reported[action.id] == HEARD or world.cards.chance(82 if age > 60 else 45):
            text = f"{clock.today().month}월 {world.stock.phrase('done', clock.today())}"
            report(world.session, action, "DONE", text, actor)
        elif world.cards.chance(30):
            report(world.session, action, "DROPPED", world.stock.phrase("dropped", clock.today()), actor)


def _adopt(world: World, meeting: Meeting, actor: Any) -> None:
    """Take what the portal proposes: open action items, and items that were put off."""
    offers = proposed(world.session, world.session.get_one(Body, meeting.body_id), meeting.held_on)
    reported = world.session.scalars(
        select(ActionItem).where(ActionItem.body_id == meeting.body_id, ActionItem.state == "OPEN")
    ).all()
    world.reported.update(action.id for action in reported)
    topic = world.stock.rng.choice(world.stock.topics)
    agenda.adopt(world.session, meeting, offers.values(), actor)
    # some came when the minutes of the last meeting announced this one
    for item in agenda.items_of(world.session, meeting):
        before = world.drafts.get(item.deferred_from_id or 0)
        if before is not None:
            world.drafts[item.id] = replace(before, codes=[])
        elif item.id not in world.drafts:
            form = "result" if item.title.endswith("서면심의 결과 보고") else "actions"
            told = _told_of(world, meeting, item.summary) or list(reported)
            world.drafts[item.id] = Draft(form, [topic], ItemFacts(item.kind, item.title), actions=told)


def _told_of(world: World, meeting: Meeting, summary: str) -> list[ActionItem]:
    """The action items that the item on them names: some were done since it came onto the agenda."""
    query = select(ActionItem).where(ActionItem.body_id == meeting.body_id, ActionItem.effective_at.is_not(None))
    return [one for one in world.session.scalars(query.order_by(ActionItem.id)) if f"{one.what} (" in summary]


def _agenda(world: World, plan: Plan, meeting: Meeting, actor: Any) -> None:
    """Fill the agenda up to the planned number of items, some with papers."""
    known = len(agenda.items_of(world.session, meeting))
    forms = forms_for(world.stock, plan.body, max(plan.items - known, 2))
    if "nine" in plan.special:
        forms = ["indicator", *forms[1:]]
    if plan.mode == "WRITTEN":
        forms = ["plan", *("choice" for _form in forms[1:])]  # what can be answered in writing
    if plan.special & {"closed", "partial"}:
        forms[-1] = "closed"
    elif plan.mode != "WRITTEN" and world.cards.chance(15):
        forms.append("other")
    for number, form in enumerate(forms):
        draft = make(world.stock, form, plan.body, plan.day)
        if "nine" in plan.special and number == 0:
            draft = _nine(world, draft, plan.day)
        item = agenda.add_item(world.session, meeting, draft.facts, actor)
        world.drafts[item.id] = draft
        if world.cards.chance(100 if "papers" in plan.special and number < 2 else 14) and form != "closed":
            attach_paper(world, item, draft, actor)


def _nine(world: World, draft: Draft, day: date) -> Draft:
    """The item on the indicator of project 5-9, which everybody will look for."""
    first = next(topic for topic in world.stock.topics if any(one.code == "5-9" for one in topic.projects))
    others = [topic for topic in draft.topics if topic is not first][:2]
    facts = replace(draft.facts, title=f"{day.year}년 세부사업 성과지표 정비(안) 심의 - 5-9 외", summary="")
    found = next(one for one in map(first.indicator, first.lines["i"]) if one.project.code == "5-9")
    indicators = [found, *(one for one in draft.indicators if one.project not in first.projects)]
    return replace(draft, topics=[first, *others], facts=facts, codes=["5-9"], indicators=indicators)
