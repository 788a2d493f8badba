"""The declaration of minutes: who reads them, and what the index gets."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.lifecycle import MAKING, WORKFLOW, relations
from meetings.minutes.material import Material, gather
from meetings.minutes.models import Confirmer, Minutes
from meetings.sittings.models import Attendance, Meeting
from portal.content.plain import text_parts
from portal.i18n import _
from portal.records.models import Record, Registration
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType

# ``settled``: while a correction is made the confirmed edition is read by whom it was read before.
READERS = ReaderRule(
    making=("recorder", "secretary", "confirmers", "circulation", "settled"),
    making_states=MAKING,
    open=("body", "attendees", "confirmers", "recorder", "staff", "published"),
    partial=("body", "attendees", "confirmers", "recorder", "department"),
    closed=("body", "attendees", "confirmers", "recorder"),
    published=(),
)


def principals(session: Session, minutes: Record, word: str) -> frozenset[str] | None:
    """The words that only minutes know."""
    assert isinstance(minutes, Minutes)
    if word == "recorder":
        return frozenset((f"person:{minutes.recorder_id}",) if minutes.recorder_id else ())
    if word == "published":
        return frozenset(("everyone",)) if minutes.published_at else frozenset()
    if word == "settled":
        return _settled(session, minutes)
    return _people(session, minutes, word)


def _people(session: Session, minutes: Minutes, word: str) -> frozenset[str] | None:
    if word == "attendees":
        rows = session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == minutes.meeting_id))
        return frozenset(f"person:{one}" for one in rows)
    if word == "confirmers":
        active = Confirmer.replaced_by_id.is_(None)
        rows = session.scalars(select(Confirmer.person_id).where(Confirmer.minutes_id == minutes.id, active))
        return frozenset(f"person:{one}" for one in rows)
    if word == "circulation":
        if minutes.state != "CIRCULATED":
            return frozenset()
        return frozenset((f"body:{minutes.body_id}",)) | (_people(session, minutes, "attendees") or frozenset())
    return None


def _settled(session: Session, minutes: Minutes) -> frozenset[str]:
    if minutes.confirmed_edition_id is None:
        return frozenset()
    shared = {
        "body": f"body:{minutes.body_id}",
        "staff": "staff",
        "department": f"dept:{minutes.department_id}" if minutes.department_id else "",
    }
    found: set[str] = set()
    for word in READERS.words("CONFIRMED", minutes.disclosure):
        found |= {shared[word]} - {""} if word in shared else principals(session, minutes, word) or frozenset()
    return frozenset(found)


def facts(session: Session, minutes: Record) -> IndexFacts:
    """Each block of each agenda item by itself, so that a hit opens at its place; and what is around them."""
    assert isinstance(minutes, Minutes)
    material = gather(session, minutes)
    meeting = session.get_one(Meeting, minutes.meeting_id)
    number = session.scalar(select(Registration.display).where(Registration.record_id == minutes.id))
    people = " ".join(row.name for row in meeting.attendances)
    about = "\n".join([meeting.title, meeting.host, meeting.place, minutes.recorder_name, people, *minutes.program])
    parts = [IndexPart("about", minutes.title, about), *_item_parts(material)]
    return IndexFacts(tuple(parts), on=meeting.held_on, number=number or "", extra={"year": str(meeting.year)})


def _item_parts(material: Material) -> list[IndexPart]:
    parts = []
    for item in material.items:
        parts.append(IndexPart(f"title-{item.uid}", item.title, f"{item.title}\n{item.presenter}", f"#item-{item.uid}"))
        section = material.sections.get(item.uid)
        for block_id, text in text_parts(section.content) if section else ():
            parts.append(IndexPart(f"{item.uid}-{block_id}", item.title, text, f"#b-{block_id}"))
    return parts


MINUTES = RecordType(
    name="minutes",
    label=_("회의록"),
    model=Minutes,
    workflow=WORKFLOW,
    readers=READERS,
    relations=relations,
    index=facts,
    principals=principals,
    route="minutes",
)
