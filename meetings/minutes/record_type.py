"""The declaration of minutes: who reads them, and what the index gets."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.facts import Facts, facts_of
from meetings.minutes.lifecycle import MAKING, WORKFLOW, relations
from meetings.minutes.material import gather
from meetings.minutes.models import Confirmer, Minutes
from meetings.minutes.written import written
from meetings.sittings.models import Attendance
from portal.content.plain import plain_text, text_parts
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Edition, Record, Registration
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
        recorders = {minutes.recorder_id, written(minutes).recorder_id}  # of the text in force and of its correction
        return frozenset(f"person:{one}" for one in recorders if one)
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
    """Each block of each agenda item by itself, so that a hit opens at its place; what is around them; the files.

    Once confirmed, the text in force: what a correction changes is nobody's to find before it is confirmed.
    """
    assert isinstance(minutes, Minutes)
    edition = in_force(session, minutes)
    text = edition.facts if edition else facts_of(session, gather(session, minutes))
    number = session.scalar(select(Registration.display).where(Registration.record_id == minutes.id))
    about = "\n".join([text["meeting"], text["host"], text["place"], *text["recorders"], *text["program"]])
    people = "\n".join(row["name"] for row in text["members"] + text["observers"] + text["staff"])
    parts = (
        IndexPart("about", _("회의 개요"), about, "#minutes-facts"),
        *_item_parts(text),
        IndexPart("people", _("참석자"), people, "#minutes-people"),
        *index_parts(session, minutes.id),
    )
    return IndexFacts(parts, on=date.fromisoformat(text["held_on"]), number=number or "")


def _item_parts(text: Facts) -> list[IndexPart]:
    parts = []
    for item in text["agenda"]:
        uid, title = item["uid"], item["title"]
        parts.append(IndexPart(f"title-{uid}", title, f"{title}\n{item['presenter']}", f"#item-{uid}"))
        for one in item.get("subjects", ()):
            words = plain_text(one["document"]) if one["document"] else ""
            parts.append(IndexPart(f"subject-{uid}-{one['uid']}", title, f"{one['title']}\n{words}", f"#item-{uid}"))
        for block_id, block in text_parts(item["content"]):
            parts.append(IndexPart(f"{uid}-{block_id}", title, block, f"#b-{block_id}"))
    return parts


def in_force(session: Session, minutes: Record) -> Edition | None:
    """The edition that was confirmed last."""
    assert isinstance(minutes, Minutes)
    return session.get(Edition, minutes.confirmed_edition_id) if minutes.confirmed_edition_id else None


MINUTES = RecordType(
    name="minutes",
    label=_("회의록"),
    model=Minutes,
    workflow=WORKFLOW,
    readers=READERS,
    relations=relations,
    index=facts,
    principals=principals,
    in_force=in_force,
    route="minutes",
    has_text=True,
)
