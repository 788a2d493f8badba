"""The agenda of a meeting: items added, changed, put in order, taken away, and who takes no part in one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.sittings.convening import hold, told_otherwise
from meetings.sittings.models import AgendaItem, Exclusion, Meeting
from meetings.sittings.proposals import ProposedItem, proposed
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Body
from portal.records import classification
from portal.records import services as records
from portal.records.classification import RECLASSIFY, Classification
from portal.records.disclosure import IN_PROGRESS
from portal.records.models import Link, Record
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed


@dataclass(frozen=True)
class ItemFacts:
    """What a secretary states about an agenda item. ``subjects`` are the ids of records it deliberates on."""

    kind: str
    title: str
    presenter: str = ""
    proposer: str = ""
    summary: str = ""
    disclosure: str = "OPEN"
    grounds: list[int] = field(default_factory=list)
    review_until: date | None = None
    subjects: tuple[int, ...] | None = None  # None: leave the links as they are


def items_of(session: Session, meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting in order."""
    query = select(AgendaItem).where(AgendaItem.parent_id == meeting.id, AgendaItem.binned_at.is_(None))
    return list(session.scalars(query.order_by(AgendaItem.rank, AgendaItem.id)))


def add_item(session: Session, meeting: Meeting, facts: ItemFacts, actor: Any) -> AgendaItem:
    """Put an item at the end of the agenda. The same item sent twice is there once."""
    _may_arrange(session, meeting, actor)
    _check(facts)
    for known in items_of(session, meeting):
        if (known.kind, known.title, known.presenter) == (facts.kind, facts.title, facts.presenter):
            return known
    return _append(session, meeting, facts, actor)


def adopt(session: Session, meeting: Meeting, offers: Iterable[ProposedItem], actor: Any) -> list[AgendaItem]:
    """Take proposed items (조치사항, 재상정, the skeleton of the last meeting) onto the agenda."""
    _may_arrange(session, meeting, actor)
    return _take(session, meeting, offers, actor)


def inherit(session: Session, meeting: Meeting, actor: Any) -> list[AgendaItem]:
    """What the body's last meetings hand on (조치사항, 재상정, 서면심의 결과) comes onto an agenda nobody was sent yet.

    Called by what makes the next meeting, in its transaction; who may do that is settled there.
    """
    hold(session, meeting)
    if meeting.state != "PLANNED":
        return []
    body = session.get_one(Body, meeting.body_id)
    return _take(session, meeting, proposed(session, body, meeting.held_on).values(), actor)


def _take(session: Session, meeting: Meeting, offers: Iterable[ProposedItem], actor: Any) -> list[AgendaItem]:
    known = {(item.kind, item.title) for item in items_of(session, meeting)}
    adopted = []
    for offer in offers:
        if (offer.kind, offer.title) in known:
            continue
        facts = ItemFacts(
            offer.kind, offer.title, offer.presenter, offer.proposer, offer.summary,
            offer.disclosure, list(offer.grounds),
        )  # fmt: skip
        item = _append(session, meeting, facts, actor)
        item.deferred_from_id = offer.deferred_from_id
        session.add_all(Link(source_id=item.id, kind=kind, target_id=target) for kind, target in offer.links)
        adopted.append(item)
    return adopted


def skeleton(session: Session, meeting: Meeting) -> list[ProposedItem]:
    """The open items of a meeting as offers for the next one: kind, title and presenter, without their substance."""
    return [
        ProposedItem(f"copy-{item.uid}", item.kind, item.title, item.presenter, item.proposer)
        for item in items_of(session, meeting)
        if item.disclosure == "OPEN"
    ]


def edit_item(session: Session, item: AgendaItem, facts: ItemFacts, actor: Any) -> None:
    """Change an item that is not decided yet."""
    meeting = _hold_for(session, item, "edit", actor)
    _check(facts)
    if (item.kind, item.title) != (facts.kind, facts.title):
        told_otherwise(meeting)
    _write(session, item, facts)
    set_readers(session, meeting)  # the minutes too: who reads them depends on their items
    audit.note(session, actor, "edit", item)
    records.changed(session, item)
    records.changed(session, meeting)


def move_item(session: Session, item: AgendaItem, upward: bool, actor: Any) -> None:
    """Change places with the neighbour; at the end of the list nothing happens."""
    meeting = meeting_of(session, item)
    _may_arrange(session, meeting, actor)
    items = items_of(session, meeting)
    at = items.index(item)
    other = at - 1 if upward else at + 1
    if 0 <= other < len(items):
        items[at], items[other] = items[other], items[at]
    _renumber(items)
    audit.note(session, actor, "arrange", meeting)
    records.changed(session, meeting)


def remove_item(session: Session, item: AgendaItem, actor: Any) -> None:
    """Take an item off the agenda; it goes to the bin for thirty days. One that was decided on stays: FormError."""
    meeting = _hold_for(session, item, "remove", actor)
    _may_arrange(session, meeting, actor)
    decided = select(Link.id).where(Link.kind == "decides", Link.target_id == item.id)
    if session.scalar(decided.limit(1)) is not None:
        raise FormError("", _("결정이 적힌 안건은 내릴 수 없습니다. 회의록에서 결정을 먼저 지우십시오."))
    records.put_in_bin(session, item, actor)
    session.flush()
    _renumber(items_of(session, meeting))
    told_otherwise(meeting)
    records.changed(session, meeting)


def begin_item(session: Session, item: AgendaItem, actor: Any) -> None:
    """Note when the meeting took an item up: from then on arrivals and departures tell who counts for it."""
    meeting = _hold_for(session, item, "exclude", actor)
    if meeting.state != "IN_SESSION":
        raise NotAllowed("begin")
    if item.begun_at is None:  # the first press counts
        item.begun_at = clock.local(clock.now()).time().replace(second=0, microsecond=0)
        audit.note(session, actor, "begin", item)


def set_begun(session: Session, item: AgendaItem, at: time | None, actor: Any) -> None:
    """State or correct when an item was taken up, also after the meeting until its minutes are signed for.

    Raises NotAllowed, and FormError for a time outside the meeting.
    """
    meeting = _hold_for(session, item, "exclude", actor)
    if meeting.state not in ("IN_SESSION", "CLOSED"):
        raise NotAllowed("begin")
    if at is not None and (at < meeting.starts_at or (meeting.ends_at is not None and at > meeting.ends_at)):
        raise FormError("begun_at", _("회의를 시작한 때와 마친 때 사이의 시각을 적어 주십시오."))
    if at != item.begun_at:
        item.begun_at = at
        audit.note(session, actor, "begin", item)
        records.changed(session, item)


def exclude(session: Session, item: AgendaItem, person_id: int, *, kind: str, reason: str, actor: Any) -> None:
    """제척·기피·회피 of a person in one item; said again, kind and reason are replaced."""
    meeting = _hold_for(session, item, "exclude", actor)
    row = next((one for one in meeting.attendances if one.person_id == person_id), None)
    if row is None or row.seat != "MEMBER":
        raise FormError("person", _("이 회의의 위원 가운데 골라 주십시오."))
    found = next((one for one in item.exclusions if one.person_id == person_id), None)
    if found is None:
        found = Exclusion(person_id=person_id)
        item.exclusions.append(found)
    found.kind, found.reason = kind, reason
    set_readers(session, meeting)
    audit.note(session, actor, "exclude", item, person_id=person_id, kind=kind)
    records.changed(session, item)


def include(session: Session, item: AgendaItem, person_id: int, actor: Any) -> None:
    """Take an exclusion back."""
    meeting = _hold_for(session, item, "exclude", actor)
    item.exclusions = [one for one in item.exclusions if one.person_id != person_id]
    set_readers(session, meeting)
    audit.note(session, actor, "include", item, person_id=person_id)
    records.changed(session, item)


def settle(session: Session, item: AgendaItem, actor: Any) -> None:
    """The decision on an item took effect: from now on its readers are those of its disclosure.

    Called by the feature that confirms decisions, in its transaction, while it holds the meeting; who may confirm is
    settled there.
    """
    item.state = "DECIDED"
    set_readers(session, item)
    audit.note(session, actor, "settle", item)
    records.changed(session, item)


def reclassify(
    session: Session, item: AgendaItem, to: Classification, review_until: date | None, *, reason: str, actor: Any
) -> None:
    """Give a decided item another class. Raises NotAllowed, FormError.

    What open minutes hold is open: the minutes are closed first. An item that stays closed for being in progress (5호)
    says until when.
    """
    meeting = _hold_for(session, item, RECLASSIFY, actor)
    faults = _review_faults(to, review_until)
    if IN_PROGRESS in to.grounds and review_until is None:
        faults.append(("review_until", _("5호를 근거로 두려면 언제까지인지 적어 주십시오.")))
    if to.disclosure != "OPEN" and _in_open_minutes(session, meeting):
        text = _("이 안건이 실린 회의록이 공개입니다. 회의록부터 부분공개나 비공개로 다시 분류하십시오.")
        faults.append(("disclosure", text))
    if faults:
        raise FormError.of(to.faults + faults)
    classification.reclassify(session, item, to, reason, actor)
    item.review_until = review_until
    set_readers(session, meeting)


def _in_open_minutes(session: Session, meeting: Meeting) -> bool:
    query = select(Record.id).where(Record.parent_id == meeting.id, Record.type == "minutes")
    return session.scalar(query.where(Record.disclosure == "OPEN").limit(1)) is not None


def meeting_of(session: Session, item: AgendaItem) -> Meeting:
    """The meeting an item belongs to."""
    return session.get_one(Meeting, item.parent_id)


def _hold_for(session: Session, item: AgendaItem, act: str, actor: Any) -> Meeting:
    """Hold the meeting of an item, then the item: what is printed in minutes never changes while they are signed."""
    meeting = meeting_of(session, item)
    hold(session, meeting)
    records.hold(session, item, act, actor)
    return meeting


def _may_arrange(session: Session, meeting: Meeting, actor: Any) -> None:
    hold(session, meeting)
    if "arrange" not in records.acts(session, meeting, actor):
        raise NotAllowed("arrange")


def _append(session: Session, meeting: Meeting, facts: ItemFacts, actor: Any) -> AgendaItem:
    query = select(func.max(AgendaItem.rank)).where(AgendaItem.parent_id == meeting.id, AgendaItem.binned_at.is_(None))
    item = AgendaItem(
        parent_id=meeting.id,
        body_id=meeting.body_id,
        department_id=meeting.department_id,
        rank=(session.scalar(query) or 0) + 1,
    )
    item.title, item.kind = facts.title, facts.kind
    item.disclosure, item.grounds = facts.disclosure, facts.grounds
    records.add(session, item, actor)
    _write(session, item, facts)
    told_otherwise(meeting)
    records.changed(session, meeting)
    return item


def _write(session: Session, item: AgendaItem, facts: ItemFacts) -> None:
    for name in ("kind", "title", "presenter", "proposer", "summary", "disclosure", "grounds", "review_until"):
        setattr(item, name, getattr(facts, name))
    if facts.subjects is not None:
        records.relink(session, item, "deliberates", list(facts.subjects))


def _renumber(items: list[AgendaItem]) -> None:
    for rank, item in enumerate(items, start=1):
        item.rank = rank


def _check(facts: ItemFacts) -> None:
    to = Classification(facts.disclosure, facts.grounds)
    faults = to.faults + _review_faults(to, facts.review_until)
    if faults:
        raise FormError.of(faults)


def _review_faults(to: Classification, review_until: date | None) -> list[tuple[str, Any]]:
    if review_until is not None and IN_PROGRESS not in to.grounds:
        return [("review_until", _("내부 검토 기한은 5호(의사결정 과정)를 근거로 삼을 때만 적습니다."))]
    return []
