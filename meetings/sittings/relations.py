"""What somebody is to a meeting or an agenda item; the workflow grants acts to these relations.

``keeper`` is a secretary or administrator while what they keep is not sealed yet by confirmed minutes.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.models import AgendaItem, Attendance, Exclusion, Meeting
from meetings.sittings.written import WRITTEN, is_sent
from portal.records.models import Record
from portal.records.types import record_types

ARRANGING = ("PLANNED", "NOTICED", "IN_SESSION")  # states of a meeting in which its agenda may change
ITEM_OPEN = (*ARRANGING, "CLOSED")  # and in which exclusions and papers of an item may still be entered


def sealed(session: Session, meeting: Record) -> bool:
    """Whether the minutes of a meeting are past their making: then attendance and agenda stand as confirmed."""
    minutes = record_types(session).get("minutes")
    if minutes is None:
        return False
    done = Record.state.not_in(minutes.readers.making_states)
    query = select(Record.id).where(Record.parent_id == meeting.id, Record.type == "minutes", done)
    return session.scalar(query.limit(1)) is not None


def meeting_relations(session: Session, meeting: Record, viewer: Any) -> frozenset[str]:
    """admin, secretary, keeper, arranger, reply_keeper, chair, member, attendee, voter.

    An administrator arranges what they read: meetings that are open, and those they convened.
    """
    if viewer is None:
        return frozenset()
    found = set()
    if viewer.is_admin and (meeting.disclosure == "OPEN" or meeting.created_by_id == viewer.person_id):
        found.add("admin")
    if viewer.is_secretary_of(meeting.body_id):
        found.add("secretary")
    assert isinstance(meeting, Meeting)
    if found and not sealed(session, meeting):
        found |= _keeping(meeting)
    if f"body:{meeting.body_id}:chair" in viewer.principals:
        found.add("chair")
    if f"body:{meeting.body_id}" in viewer.principals:
        found.add("member")
    attends = select(Attendance.seat).where(
        Attendance.meeting_id == meeting.id, Attendance.person_id == viewer.person_id
    )
    seat = session.scalar(attends)
    if seat is not None:
        found.add("attendee")
    if seat == "MEMBER" and meeting.mode == WRITTEN:
        found.add("voter")
    return frozenset(found)


def _keeping(meeting: Meeting) -> set[str]:
    """What a keeper is besides: the agenda of a written meeting stands once it is sent out, its replies are entered."""
    found = {"keeper"}
    if meeting.state in ARRANGING and not is_sent(meeting):
        found.add("arranger")
    if meeting.mode == WRITTEN and (meeting.retroactive or is_sent(meeting)):
        found.add("reply_keeper")
    return found


def item_relations(session: Session, item: Record, viewer: Any) -> frozenset[str]:
    """Those of its meeting, ``keeper`` by the meeting's state, ``excluded``."""
    assert isinstance(item, AgendaItem)
    if viewer is None:
        return frozenset()
    meeting = session.get_one(Meeting, item.parent_id)
    found = set(meeting_relations(session, meeting, viewer))
    if meeting.state not in ITEM_OPEN:
        found.discard("keeper")
    excluded = select(Exclusion.id).where(Exclusion.agenda_item_id == item.id, Exclusion.person_id == viewer.person_id)
    if session.scalar(excluded) is not None:
        found.add("excluded")
    return frozenset(found)
