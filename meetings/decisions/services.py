"""Recording what was decided, and letting it take effect when the minutes are confirmed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.decisions import rulings
from meetings.decisions.actions import remove_action
from meetings.decisions.labels import OUTCOME_LABELS
from meetings.decisions.models import ActionItem, Decision
from meetings.decisions.votes import Hall, Tally, faults
from meetings.decisions.written import FIELDS, UNSAID, Written, adopt, stamp, write, written
from meetings.sittings.models import AgendaItem, Exclusion, Meeting
from meetings.sittings.quorum import ItemFigures, item_figures
from meetings.sittings.written import count
from portal import audit, clock
from portal.events import DecisionTookEffect, publish
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Body
from portal.people.rules import rules_of
from portal.records import services as records
from portal.records.models import Link, Record
from portal.records.readers import set_readers


def figures_of(session: Session, item: AgendaItem) -> ItemFigures:
    """Who counts for an item: exclusions, late arrivals and early departures taken off."""
    meeting = session.get_one(Meeting, item.parent_id)
    rules = rules_of(session.get_one(Body, meeting.body_id))
    excluded = set(session.scalars(select(Exclusion.person_id).where(Exclusion.agenda_item_id == item.id)))
    return item_figures(meeting.attendances, excluded, item.begun_at, rules)


def hall_of(session: Session, item: AgendaItem) -> Hall:
    """Who may vote on an item."""
    counted = figures_of(session, item)
    rules = rules_of(session.get_one(Body, item.body_id))
    answered = count(session, item, counted.present_ids)
    replies = (answered.yes, answered.no, answered.abstain) if answered else None
    return Hall(counted.present, counted.excluded, rules.casting_vote, replies)


def decision_of(session: Session, minutes_id: int, item_id: int) -> Decision | None:
    """The decision on an item in some minutes, if it is recorded."""
    query = select(Decision).where(Decision.minutes_id == minutes_id, Decision.agenda_item_id == item_id)
    return session.scalar(query)


def record_decision(
    session: Session, minutes: Record, item: AgendaItem, values: Mapping[str, Any], actor: Any
) -> Decision:
    """Record or change what the minutes say was decided on an item; what is in force changes with their confirmation.

    Raises FormError when counts or outcome do not fit (MTG-4, MTG-6) or somebody else changed it meanwhile.
    """
    questions = rulings.questions_of(session, item)
    given = UNSAID | dict(values) | {"subject_values": rulings.keep_values(questions, values)}
    tally = Tally(given["method"], *(int(given[name]) for name in ("yes", "no", "abstain", "present")))
    found = faults(item.kind, given["outcome"], given["detail"], tally, hall_of(session, item))
    found += rulings.faults(questions, given["subject_values"], given["outcome"])
    if found:
        raise FormError.of(found)
    decision = decision_of(session, minutes.id, item.id)
    if decision is not None:
        _check_lock(written(decision), given)
    if tally.method == "CONSENSUS":
        given["present"] = 0
    decision = decision or _new(session, minutes, item)
    write(decision, given)
    if decision.id is None:
        records.add(session, decision, actor)
        records.relink(session, decision, "decides", [item.id])
    else:
        session.flush()
        audit.note(session, actor, "edit", decision, outcome=given["outcome"])
        records.changed(session, decision)
    return decision


def _check_lock(now: Written, given: Mapping[str, Any]) -> None:
    differs = any(getattr(now, name) != given[name] for name in FIELDS if name != "present")
    if differs and given.get("lock") not in (None, stamp(now)):
        words = {"outcome": OUTCOME_LABELS[now.outcome], "text": now.text or now.detail}
        raise FormError(
            "",
            _(
                "그 사이 다른 사람이 이 결정을 고쳤습니다(${outcome} ${text}). 화면을 새로 고친 뒤 다시 저장하십시오.",
                mapping=words,
            ),
        )


def _new(session: Session, minutes: Record, item: AgendaItem) -> Decision:
    meeting = session.get_one(Meeting, item.parent_id)
    return Decision(
        title=item.title,
        parent_id=minutes.id,
        minutes_id=minutes.id,
        agenda_item_id=item.id,
        body_id=minutes.body_id,
        department_id=minutes.department_id,
        disclosure=minutes.disclosure,
        grounds=list(minutes.grounds or []),
        year=meeting.year,
        decided_on=meeting.held_on,
    )


def remove_decision(session: Session, decision: Decision, actor: Any) -> None:
    """Take back a decision that was recorded by mistake and never took effect."""
    if decision.effective_at is not None:
        raise FormError("", _("이미 효력이 생긴 결정은 지울 수 없습니다. 결정 내용을 고쳐 주십시오."))
    for action in session.scalars(select(ActionItem).where(ActionItem.decision_id == decision.id)):
        action.decision_id = None
    for link in session.scalars(select(Link).where((Link.source_id == decision.id) | (Link.target_id == decision.id))):
        session.delete(link)
    audit.note(session, actor, "remove", decision)
    records.changed(session, decision)  # the index finds no record any more and forgets it
    session.flush()
    session.delete(decision)
    session.flush()


def decisions_of(session: Session, minutes: Record) -> dict[int, Decision]:
    """The decisions of some minutes by agenda item id."""
    query = select(Decision).where(Decision.minutes_id == minutes.id)
    return {decision.agenda_item_id: decision for decision in session.scalars(query)}


def take_effect(session: Session, minutes: Record, edition_id: int, actor: Any) -> list[DecisionTookEffect]:
    """Let what an edition of confirmed minutes says take effect, and tell the records that were decided on.

    Answers the events of outcomes that are new or changed; the caller publishes them. What a record's type does about a
    decision (``Deliberable.decided``) is done here: when it fails, nothing is confirmed.
    """
    events, calls = [], []
    for decision in decisions_of(session, minutes).values():
        in_force = decision.effective_at is not None
        before = decision.outcome if in_force else None
        said = {one.record.id: ruling for one, ruling in rulings.rulings_of(session, decision)} if in_force else {}
        if decision.effective_at is None:
            records.move(session, decision, "take_effect", actor)
            decision.effective_at = clock.now()
        adopt(decision)
        decision.title = session.get_one(AgendaItem, decision.agenda_item_id).title
        calls += rulings.to_tell(session, decision, said, edition_id)
        if decision.outcome == before:
            continue
        subject = select(Link.target_id).where(
            Link.source_id == decision.agenda_item_id, Link.kind == "deliberates", Link.target_id.is_not(None)
        )
        subjects = list(session.scalars(subject)) or [None]
        events += [DecisionTookEffect(decision.id, one, decision.outcome) for one in subjects]
    _actions_take_effect(session, minutes)
    for decision in decisions_of(session, minutes).values():
        set_readers(session, decision)
        records.changed(session, decision)
    for call in calls:
        call(actor)
    return events


def _actions_take_effect(session: Session, minutes: Record) -> None:
    items = select(AgendaItem.id).where(AgendaItem.parent_id == minutes.parent_id)
    for action in session.scalars(select(ActionItem).where(ActionItem.agenda_item_id.in_(items))):
        action.effective_at = action.effective_at or clock.now()
        action.due_on, action.proposed = action.due_as_written, None


def give_up(session: Session, minutes: Record, actor: Any) -> None:
    """Forget what a correction said of decisions and action items: what is in force stays, what is new goes."""
    items = select(AgendaItem.id).where(AgendaItem.parent_id == minutes.parent_id)
    for action in session.scalars(select(ActionItem).where(ActionItem.agenda_item_id.in_(items))):
        action.proposed = None
        if action.effective_at is None:
            remove_action(session, action, actor)
    for decision in decisions_of(session, minutes).values():
        decision.proposed = None
        if decision.effective_at is None:
            remove_decision(session, decision, actor)


def publish_all(session: Session, events: list[DecisionTookEffect]) -> None:
    """Tell the subscribers, after the minutes' own event is done with (events go one level deep)."""
    for event in events:
        publish(session, event)
