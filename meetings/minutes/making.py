"""Making minutes: started when a meeting opens, their facts filled in, a section for each agenda item."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.disclosing import hand_down
from meetings.minutes.material import gather, section_name
from meetings.minutes.models import Confirmer, Minutes
from meetings.minutes.written import Written, write
from meetings.sittings.agenda import items_of
from meetings.sittings.convening import FARTHEST
from meetings.sittings.models import AgendaItem, Attendance, Meeting
from meetings.sittings.written import opinions_on
from portal import audit
from portal.content.build import doc, para
from portal.content.models import Section
from portal.content.schema import Node
from portal.content.services import add_section
from portal.events import RecordMoved
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import CHAIR_ROLES, SECRETARY_ROLES, Body, Person
from portal.people.rules import rules_of
from portal.records import services as records
from portal.records.classification import Classification
from portal.records.readers import set_readers

STARTABLE = ("IN_SESSION", "CLOSED")


@dataclass(frozen=True)
class MinutesFacts:
    """What the secretary states beside the texts. ``confirmers`` are person ids in the order they are printed."""

    said: Written
    confirmers: list[int]
    lock: int


class Stale(Exception):
    """Somebody else changed the same facts since the form was made."""


def minutes_of(session: Session, meeting_id: int) -> Minutes | None:
    """The minutes of a meeting, if they are begun."""
    return session.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))


def minutes_title(meeting: Meeting) -> str:
    """제8차 연구기획분과 회의 → 제8차 연구기획분과 회의록."""
    return f"{meeting.title}록" if meeting.title.endswith("회의") else f"{meeting.title} 회의록"


def start_minutes(session: Session, meeting: Meeting, actor: Any = None) -> Minutes:
    """The minutes of a meeting, begun if they are not: recorder, chairs as confirmers, a section per agenda item."""
    records.lock(session, meeting)
    found = minutes_of(session, meeting.id)
    if found is not None:
        return found
    body = session.get_one(Body, meeting.body_id)
    recorder = _recorder(meeting, actor)
    minutes = Minutes(
        title=minutes_title(meeting),
        parent_id=meeting.id,
        meeting_id=meeting.id,
        body_id=meeting.body_id,
        department_id=meeting.department_id,
        disclosure=rules_of(body).minutes_disclosure,
        grounds=[],
        retention=meeting.retention,
        recorder_id=recorder.person_id if recorder else getattr(actor, "person_id", None),
        recorder_name=recorder.name if recorder else getattr(actor, "name", ""),
        program=["개회", *(item.title for item in items_of(session, meeting)), "폐회"],
    )
    records.add(session, minutes, actor)
    for rank, row in enumerate(row for row in meeting.attendances if row.role in CHAIR_ROLES):
        _add_confirmer(session, minutes, row.person_id, row, rank)
    session.flush()
    sync_sections(session, minutes, actor)
    set_readers(session, minutes)
    return minutes


def _recorder(meeting: Meeting, actor: Any) -> Attendance | None:
    """Who is at the table to keep the minutes: the actor, else the first present 총무, 간사 or 담당."""
    rows = [row for row in meeting.attendances if row.role in SECRETARY_ROLES]
    actors = [row for row in meeting.attendances if row.person_id == getattr(actor, "person_id", None)]
    present = [row for row in rows if row.mark == "PRESENT"]
    return next(iter([*actors, *present, *rows]), None)


def start_on_opening(session: Session, event: RecordMoved) -> None:
    """Subscriber: an opened meeting has minutes."""
    if event.type == "meeting" and event.transition == "open":
        start_minutes(session, session.get_one(Meeting, event.record_id))


def lacks_sections(session: Session, minutes: Minutes) -> bool:
    """Whether an item came onto the agenda since the sections were made."""
    material = gather(session, minutes)
    return any(item.uid not in material.sections for item in material.items)


def sync_sections(session: Session, minutes: Minutes, actor: Any = None) -> None:
    """A section for each agenda item, in the agenda's order."""
    material = gather(session, minutes)
    for item in material.items:
        section = material.sections.get(item.uid)
        if section is None:
            text = first_text(session, item)
            add_section(session, minutes, section_name(item), text, rank=item.rank, actor=actor)
        else:
            section.rank = item.rank


def first_text(session: Session, item: AgendaItem) -> Node | None:
    """What the section of an item begins with: the opinions that came in writing, if any."""
    opinions = opinions_on(session, item)
    return doc(*(para(f"{name} 위원: {opinion}") for name, opinion in opinions)) if opinions else None


def state_facts(session: Session, minutes: Minutes, facts: MinutesFacts, actor: Any) -> None:
    """Change recorder, program, confirmers, next meeting, disclosure. Raises FormError, NotAllowed, Stale."""
    records.hold(session, minutes, "edit", actor)
    if facts.lock != minutes.lock:
        raise Stale
    _check(session, minutes, facts)
    write(minutes, facts.said)
    _name_confirmers(session, minutes, facts.confirmers)
    minutes.lock += 1
    hand_down(session, minutes)
    audit.note(session, actor, "edit", minutes)
    records.changed(session, minutes)


def _check(session: Session, minutes: Minutes, facts: MinutesFacts) -> None:
    meeting, said = session.get_one(Meeting, minutes.meeting_id), facts.said
    faults = Classification(said.disclosure, said.grounds).faults
    if said.next_on is not None and said.next_on <= meeting.held_on:
        faults.append(("next_on", _("차기회의는 이번 회의보다 뒤여야 합니다.")))
    if said.next_on is not None and said.next_on > meeting.held_on + FARTHEST:
        faults.append(("next_on", _("차기회의 날짜가 너무 멉니다.")))
    if said.next_on is None and (said.next_at is not None or said.next_place):
        faults.append(("next_on", _("차기회의 날짜를 적어 주십시오.")))
    if faults:
        raise FormError.of(faults)


def _name_confirmers(session: Session, minutes: Minutes, wanted: list[int]) -> None:
    known = {one.person_id: one for one in minutes.confirmers}
    rows = {row.person_id: row for row in session.get_one(Meeting, minutes.meeting_id).attendances}
    for person_id, confirmer in known.items():
        if person_id not in wanted and confirmer.replaced_by_id is None:
            minutes.confirmers.remove(confirmer)
            session.delete(confirmer)
    for rank, person_id in enumerate(wanted):
        found = known.get(person_id)
        if found is None:
            _add_confirmer(session, minutes, person_id, rows.get(person_id), rank)
        else:
            found.rank, found.replaced_by_id, found.replace_reason = rank, None, ""
    session.flush()


def _add_confirmer(session: Session, minutes: Minutes, person_id: int, row: Attendance | None, rank: int) -> Confirmer:
    person = session.get_one(Person, person_id)
    post = " ".join(part for part in (row.affiliation, row.position) if part) if row else person.position
    confirmer = Confirmer(minutes_id=minutes.id, person_id=person_id, name=person.name, post=post, rank=rank)
    minutes.confirmers.append(confirmer)
    return confirmer


def replace_confirmer(session: Session, minutes: Minutes, out: int, into: int, *, reason: str, actor: Any) -> None:
    """Name another confirmer for one who cannot sign; the first stays in the list with the reason."""
    records.hold(session, minutes, "replace", actor)
    active = {one.person_id: one for one in minutes.confirmers if one.replaced_by_id is None}
    if out not in active:
        raise FormError("out", _("이미 바뀌었거나 확인자가 아닙니다. 화면을 새로 고쳐 주십시오."))
    if into in active:
        raise FormError("into", _("이미 확인자로 지정된 사람입니다."))
    rows = {row.person_id: row for row in session.get_one(Meeting, minutes.meeting_id).attendances}
    if into not in rows:
        raise FormError("into", _("이 회의의 참석자 가운데 골라 주십시오."))
    old = active[out]
    old.replaced_by_id, old.replace_reason = into, reason
    again = next((one for one in minutes.confirmers if one.person_id == into), None)
    if again is not None:
        again.replaced_by_id, again.replace_reason, again.rank = None, "", old.rank
    else:
        _add_confirmer(session, minutes, into, rows[into], old.rank)
    session.flush()
    audit.note(session, actor, "replace_confirmer", minutes, out=out, into=into)
    set_readers(session, minutes)
    records.changed(session, minutes)


def section_of(session: Session, minutes: Minutes, item_uid: str) -> Section | None:
    """The section of an item."""
    return gather(session, minutes).sections.get(item_uid)
