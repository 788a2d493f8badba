"""The declaration of minutes: who reads them, and what the index gets."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.facts import Facts, facts_of
from meetings.minutes.lifecycle import MAKING, WORKFLOW, relations
from meetings.minutes.material import gather
from meetings.minutes.models import Confirmer, Minutes
from meetings.minutes.reporting import REPORTED
from meetings.minutes.written import written
from meetings.sittings.models import AgendaItem, Attendance, Meeting
from meetings.sittings.readers import out_of_closed
from meetings.sittings.roll import seats_on
from portal.content.plain import plain_text, text_parts
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Edition, Record, Registration
from portal.records.readers import standing_for
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType

# ``settled``: while a correction is made the confirmed edition is read by whom it was read before. Minutes that hold a
# closed item are read by no more people than the item: the department and everybody else read their public copy.
READERS = ReaderRule(
    making=("recorder", "secretary", "confirmers", "circulation", "settled"),
    making_states=MAKING,
    open=("body", "attendees", "confirmers", "recorder", "staff", "published"),
    partial=("body", "attendees", "confirmers", "recorder", "department"),
    closed=("body", "attendees", "confirmers", "recorder"),
    published=(),
)


_BEYOND = ("staff", "department", "published")  # who was neither in the body nor in the room


def principals(session: Session, minutes: Record, word: str) -> frozenset[str] | None:
    """The words that only minutes know."""
    assert isinstance(minutes, Minutes)
    if word in _BEYOND and _has_closed_item(session, minutes):
        return frozenset()
    if word == "recorder":
        recorders = {minutes.recorder_id, written(minutes).recorder_id}  # of the text in force and of its correction
        return frozenset(f"person:{one}" for one in recorders if one)
    if word == "published":
        return frozenset(("everyone",)) if minutes.published_at else frozenset()
    if word == "settled":
        if minutes.confirmed_edition_id is None:
            return frozenset()
        return standing_for(session, minutes, READERS.words("CONFIRMED", minutes.disclosure))
    return _people(session, minutes, word)


def _people(session: Session, minutes: Minutes, word: str) -> frozenset[str] | None:
    if word == "attendees":
        return frozenset(f"person:{one}" for one in _attendees(session, minutes))
    if word == "confirmers":
        active = Confirmer.replaced_by_id.is_(None)
        rows = session.scalars(select(Confirmer.person_id).where(Confirmer.minutes_id == minutes.id, active))
        out = out_of_closed(session, minutes.meeting_id) if minutes.state in MAKING else frozenset()
        return frozenset(f"person:{one}" for one in set(rows) - out)
    if word == "circulation":
        return _circulation(session, minutes) if minutes.state == "CIRCULATED" else frozenset()
    return None


def _attendees(session: Session, minutes: Minutes) -> set[int]:
    return set(session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == minutes.meeting_id)))


def _circulation(session: Session, minutes: Minutes) -> frozenset[str]:
    """The body and who was there; person by person where somebody takes no part (제척) in a closed item."""
    people, out = _attendees(session, minutes), out_of_closed(session, minutes.meeting_id)
    whole = frozenset((f"body:{minutes.body_id}",))
    if out:
        meeting = session.get_one(Meeting, minutes.meeting_id)
        people |= {seat.person_id for seat in seats_on(session, meeting.body_id or 0, meeting.held_on)}
        whole = frozenset()
    return whole | {f"person:{one}" for one in people - out}


def _has_closed_item(session: Session, minutes: Minutes) -> bool:
    query = select(AgendaItem.id).where(AgendaItem.parent_id == minutes.meeting_id, AgendaItem.binned_at.is_(None))
    return session.scalar(query.where(AgendaItem.disclosure == "CLOSED").limit(1)) is not None


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
    draftable=REPORTED,
    route="minutes",
    has_text=True,
    finished_at=Minutes.__table__.c.confirmed_at,
)
