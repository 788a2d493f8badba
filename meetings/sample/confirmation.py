"""What follows a meeting: its minutes finished, circulated, signed, registered, published, corrected."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from meetings.minutes import circulating, confirming, correcting, disclosing, making, publishing
from meetings.minutes.lifecycle import unsigned
from meetings.minutes.making import MinutesFacts
from meetings.minutes.models import Minutes, Opinion
from meetings.minutes.written import Written
from meetings.sample.holding import correct_text
from meetings.sample.papers import keep, scan
from meetings.sample.plans import Plan
from meetings.sample.world import World
from meetings.sittings.agenda import items_of
from meetings.sittings.models import Meeting
from meetings.sittings.terms import CLOSED_ITEM
from portal.commands.cards import QUARTERS
from portal.commands.past import Life, on
from portal.people.models import Account, Body, Person
from portal.people.rules import rules_of
from portal.records import editions
from portal.records.models import Edition
from portal.records.public_copy import prepare
from portal.security.links import make_link


def live(world: World, plan: Plan, meeting_id: int) -> Life:
    """The minutes of a meeting that was held, as far as the plan says."""
    past = "retroactive" in plan.special
    base = plan.day + timedelta(days=75) if past else plan.day
    yield on(base + timedelta(days=2), 16)
    minutes, actor = _minutes(world, meeting_id)
    _finish(world, plan, minutes, actor)
    if plan.until == "DRAFTING":
        return
    if rules_of(world.body(plan.body)).circulation:
        yield from _circulate(world, plan, meeting_id, base)
        if plan.until == "CIRCULATED":
            return
    yield from _sign(world, plan, meeting_id)
    if plan.until in ("SIGNING", "CONFIRMED"):
        return
    yield from _issue(world, plan, meeting_id)
    if "correct" in plan.special or plan.until == "CORRECTING":
        yield from _correct(world, plan, meeting_id)


def _minutes(world: World, meeting_id: int) -> tuple[Minutes, Any]:
    minutes = world.session.scalars(select(Minutes).where(Minutes.meeting_id == meeting_id)).one()
    return minutes, world.secretary(world.session.get_one(Body, minutes.body_id))


def _finish(world: World, plan: Plan, minutes: Minutes, actor: Any) -> None:
    """State what stands beside the texts: the next meeting, the disclosure."""
    disclosure = "CLOSED" if "closed" in plan.special else "PARTIAL" if "partial" in plan.special else "OPEN"
    following = plan.next if "retroactive" not in plan.special else None
    program = ["개회 및 성원 보고", *(item.title for item in _items(world, minutes)), "폐회"]
    said = Written(
        recorder_id=minutes.recorder_id, recorder_name=minutes.recorder_name, program=program,
        next_on=following.day if following else None, next_at=following.start if following else None,
        next_place=following.place if following else "",
        disclosure=disclosure, grounds=[] if disclosure == "OPEN" else [5, 6],
    )  # fmt: skip
    facts = MinutesFacts(said, [one.person_id for one in minutes.confirmers], minutes.lock)
    making.state_facts(world.session, minutes, facts, actor)


def _items(world: World, minutes: Minutes) -> list[Any]:
    items = items_of(world.session, world.session.get_one(Meeting, minutes.meeting_id))
    return [item for item in items if item.disclosure == "OPEN"]


def _circulate(world: World, plan: Plan, meeting_id: int, base: date) -> Life:
    yield on(base + timedelta(days=3), 9, 20)
    minutes, actor = _minutes(world, meeting_id)
    until = world.today + timedelta(days=3) if plan.until == "CIRCULATED" else world.moment.date() + timedelta(days=3)
    circulating.circulate(world.session, minutes, until, actor)
    meeting = world.session.get_one(Meeting, meeting_id)
    rows = [row for row in meeting.attendances if row.seat == "MEMBER" and row.mark == "PRESENT"]
    for number, row in enumerate(world.stock.rng.sample(rows, 2)):
        yield on(base + timedelta(days=4 + number), 11, 5)
        minutes, actor = _minutes(world, meeting_id)
        text = world.stock.phrase("opinions", plan.day)
        opinion = circulating.opine(world.session, minutes, text, world.viewer(row.person_id))
        if number == 0:
            world.session.flush()
            answer = world.stock.phrase("answers", plan.day)
            circulating.answer(world.session, minutes, world.session.get_one(Opinion, opinion.id), answer, actor)


def _sign(world: World, plan: Plan, meeting_id: int) -> Life:
    """Send the text to the confirmers; each signs by account, by link or on paper. The last one confirms it."""
    yield world.moment + timedelta(days=1, minutes=40)
    minutes, actor = _minutes(world, meeting_id)
    confirming.send_to_sign(world.session, minutes, actor)
    if "replace" in plan.special:
        _replace(world, minutes, actor)
    waiting = [one.person_id for one in unsigned(world.session, minutes)]
    if plan.until == "SIGNING":
        waiting.pop()
    for person_id in waiting:
        yield world.moment + timedelta(days=1, minutes=world.stock.rng.randint(5, 300))
        minutes, actor = _minutes(world, meeting_id)
        _signature(world, plan, minutes, person_id, actor)


def _replace(world: World, minutes: Minutes, actor: Any) -> None:
    """The private co-chair is away: the account ``member`` confirms in their place and finds it waiting."""
    out = world.person("서하늘").person_id
    into = world.person("방유나").person_id
    reason = "국외 출장으로 서명이 어려워 참석 위원으로 바꿈"
    making.replace_confirmer(world.session, minutes, out=out, into=into, reason=reason, actor=actor)


def _signature(world: World, plan: Plan, minutes: Minutes, person_id: int, actor: Any) -> None:
    session = world.session
    edition = editions.current(session, minutes)
    assert edition is not None
    account = session.scalar(select(Account.id).where(Account.person_id == person_id))
    if account is not None:
        confirming.sign(session, minutes, edition.sha256, world.viewer(person_id))
    elif session.get_one(Person, person_id).email and "paper" not in plan.special:
        token = make_link(session, confirming.link_to_sign(session, minutes, person_id, actor), actor)
        session.flush()
        confirming.sign_by_link(session, token, edition.sha256)
    else:
        name = session.get_one(Person, person_id).name
        sheet = keep(world, minutes, f"서명지({name}).png", scan(), actor)
        confirming.sign_on_paper(session, minutes, edition.sha256, person_id=person_id, scan_uid=sheet.uid, actor=actor)


def _issue(world: World, plan: Plan, meeting_id: int) -> Life:
    """A number, and publication where the minutes may be public."""
    yield world.moment + timedelta(days=1, minutes=25)
    minutes, actor = _minutes(world, meeting_id)
    publishing.register(world.session, minutes, actor)
    if plan.until == "REGISTERED" or minutes.disclosure == "CLOSED":
        return
    yield world.moment + timedelta(days=5)
    minutes, actor = _minutes(world, meeting_id)
    if minutes.disclosure == "PARTIAL":
        _publish_copy(world, minutes, actor)
    else:
        disclosing.publish(world.session, minutes, actor)


def _publish_copy(world: World, minutes: Minutes, actor: Any) -> None:
    """Of partly open minutes everyone reads a copy: closed items are left out, a quarter's name is masked."""
    edition = world.session.get_one(Edition, minutes.confirmed_edition_id)
    closed = [item["uid"] for item in edition.facts["agenda"] if item["disclosure"] != "OPEN"]
    masks = [{"word": world.stock.rng.choice(QUARTERS), "ground": 6}]
    copy = prepare(
        world.session, minutes, edition, masks, closed=closed, closed_label=CLOSED_ITEM.interpolate(), actor=actor
    )
    disclosing.publish_copy(world.session, minutes, copy, actor)


def _correct(world: World, plan: Plan, meeting_id: int) -> Life:
    """A correction: the next edition, signed again by everybody, with the number it had."""
    yield world.moment + timedelta(days=7)
    minutes, actor = _minutes(world, meeting_id)
    correcting.correct(world.session, minutes, world.stock.phrase("corrections", plan.day), actor)
    correct_text(world, minutes, actor)
    if plan.until == "CORRECTING":
        return
    yield from _sign(world, plan, meeting_id)
    yield from _issue(world, plan, meeting_id)
