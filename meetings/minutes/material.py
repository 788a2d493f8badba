"""Everything some minutes are made of, read once: the meeting, its items, their texts, decisions and action items."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.decisions.actions import actions_of
from meetings.decisions.models import ActionItem
from meetings.decisions.services import decisions_of
from meetings.decisions.written import Written as WrittenDecision
from meetings.decisions.written import written
from meetings.minutes.models import Confirmer, Minutes
from meetings.minutes.written import Written
from meetings.minutes.written import written as facts_written
from meetings.sittings.agenda import items_of
from meetings.sittings.convening import hold as hold_meeting
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.subjects import Subject, subjects_of
from portal.content.models import Section
from portal.content.services import sections_of
from portal.people.models import Body
from portal.records import services as records

PREFIX = "item-"


@dataclass(frozen=True)
class Material:
    """``sections`` by the item's uid, ``decisions`` and ``actions`` by the item's id, ``confirmers`` who count now."""

    minutes: Minutes
    meeting: Meeting
    body: Body
    items: list[AgendaItem]
    sections: dict[str, Section]
    decisions: dict[int, WrittenDecision]
    actions: dict[int, list[ActionItem]]
    confirmers: list[Confirmer]
    subjects: dict[int, list[Subject]]  # what is put before the body, by the item's id
    said: Written  # the facts beside the texts, as they are being written


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
        subjects=subjects_of(session, items),
        said=facts_written(minutes),
    )


def hold(session: Session, minutes: Minutes) -> None:
    """Lock the minutes and their meeting: attendance and agenda are printed too, and stand while they are signed."""
    records.lock(session, minutes)
    hold_meeting(session, session.get_one(Meeting, minutes.meeting_id))
