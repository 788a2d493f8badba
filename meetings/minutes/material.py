"""Everything some minutes are made of, read once: the meeting, its items, their texts, decisions and action items."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.decisions.actions import actions_of
from meetings.decisions.models import ActionItem
from meetings.decisions.services import decisions_of
from meetings.decisions.written import Written, written
from meetings.minutes.models import Confirmer, Minutes
from meetings.sittings.agenda import items_of
from meetings.sittings.models import AgendaItem, Meeting
from portal.content.models import Section
from portal.content.services import sections_of
from portal.people.models import Body

PREFIX = "item-"


@dataclass(frozen=True)
class Material:
    """``sections`` by the item's uid, ``decisions`` and ``actions`` by the item's id, ``confirmers`` who count now."""

    minutes: Minutes
    meeting: Meeting
    body: Body
    items: list[AgendaItem]
    sections: dict[str, Section]
    decisions: dict[int, Written]
    actions: dict[int, list[ActionItem]]
    confirmers: list[Confirmer]


def section_name(item: AgendaItem) -> str:
    """What the section of an item is called."""
    return f"{PREFIX}{item.uid}"


def gather(session: Session, minutes: Minutes) -> Material:
    """Read the material of some minutes."""
    meeting = session.get_one(Meeting, minutes.meeting_id)
    items = items_of(session, meeting)
    sections = {one.name.removeprefix(PREFIX): one for one in sections_of(session, minutes)}
    return Material(
        minutes=minutes,
        meeting=meeting,
        body=session.get_one(Body, meeting.body_id),
        items=items,
        sections=sections,
        decisions={item_id: written(one) for item_id, one in decisions_of(session, minutes).items()},
        actions=actions_of(session, [item.id for item in items]),
        confirmers=[one for one in minutes.confirmers if one.replaced_by_id is None],
    )
