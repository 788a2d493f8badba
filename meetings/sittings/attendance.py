"""Who was there: one tap a person, proxies, arrivals and departures, people who sit in."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.agenda import meeting_of
from meetings.sittings.convening import hold
from meetings.sittings.models import MARKS, AgendaItem, Attendance, Meeting
from meetings.sittings.quorum import Figures, ItemFigures, figures, item_figures
from meetings.sittings.roll import call_roll
from meetings.sittings.written import WRITTEN
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Body, Person
from portal.people.rules import BodyRules, rules_of
from portal.records import services as records
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed


def rules_for(session: Session, meeting: Meeting) -> BodyRules:
    """The rules of the meeting's body."""
    return rules_of(session.get_one(Body, meeting.body_id))


def figures_of(session: Session, meeting: Meeting) -> Figures:
    """The meeting's attendance in numbers."""
    return figures(meeting.attendances, rules_for(session, meeting))


def item_figures_of(session: Session, item: AgendaItem) -> ItemFigures:
    """Who counts for one item: what its votes must add up to."""
    meeting = meeting_of(session, item)
    excluded = {one.person_id for one in item.exclusions}
    return item_figures(meeting.attendances, excluded, item.begun_at, rules_for(session, meeting))


def refresh_roll(session: Session, meeting: Meeting, actor: Any) -> None:
    """Bring the list in line with who is in term on the day, on the secretary's wish."""
    _may_attend(session, meeting, actor)
    call_roll(session, meeting)
    _readers_follow(session, meeting, actor, "call_roll")


def mark(session: Session, meeting: Meeting, attendance_id: int, value: str, actor: Any) -> Attendance:
    """Set one person's mark; setting it again changes nothing. During the meeting the moment is noted."""
    _may_attend(session, meeting, actor)
    row = row_of(meeting, attendance_id)
    if meeting.mode == WRITTEN and row.seat == "MEMBER":
        raise FormError("mark", _("서면심의에서는 회신한 위원이 출석한 것입니다. 회신을 적어 주십시오."))
    if value not in MARKS:
        raise FormError("mark", _("출석, 불참, 대리 가운데 골라 주십시오."))
    if value == "PROXY" and not rules_for(session, meeting).allow_proxy:
        raise FormError("mark", _("이 회의체는 대리 출석을 인정하지 않습니다."))
    if row.mark != value:
        row.mark = value
        row.marked_at = clock.now()
        if value in ("ABSENT", "UNKNOWN"):
            row.arrived_at = row.left_at = None
        if value != "PROXY":
            row.proxy_name = ""
        audit.note(session, actor, "attend", meeting, person_id=row.person_id, mark=value)
    return row


def mark_rest(session: Session, meeting: Meeting, value: str, actor: Any) -> int:
    """Give everybody who is not marked yet the same mark; answers how many that were."""
    if value not in ("PRESENT", "ABSENT"):
        raise FormError("mark", _("출석, 불참, 대리 가운데 골라 주십시오."))
    unmarked = [row.id for row in meeting.attendances if row.mark == "UNKNOWN"]
    for attendance_id in unmarked:
        mark(session, meeting, attendance_id, value, actor)
    return len(unmarked)


def detail(
    session: Session,
    meeting: Meeting,
    attendance_id: int,
    *,
    value: str,
    proxy_name: str = "",
    arrived_at: time | None = None,
    left_at: time | None = None,
    actor: Any,
) -> Attendance:
    """Mark with what belongs to it: who came instead, from when to when."""
    faults: list[tuple[str, Any]] = []
    if value == "PROXY" and not proxy_name:
        faults.append(("proxy_name", _("대리로 참석한 사람의 이름을 적어 주십시오.")))
    if value in ("ABSENT", "UNKNOWN") and (arrived_at or left_at):
        faults.append(("arrived_at", _("참석하지 않은 사람에게는 도착·퇴장 시각을 적을 수 없습니다.")))
    if arrived_at and left_at and left_at <= arrived_at:
        faults.append(("left_at", _("퇴장 시각은 도착 시각보다 늦어야 합니다.")))
    if faults:
        raise FormError.of(faults)
    row = mark(session, meeting, attendance_id, value, actor)
    row.proxy_name = proxy_name if value == "PROXY" else ""
    row.arrived_at, row.left_at = arrived_at, left_at
    return row


def sit_in(
    session: Session, meeting: Meeting, *, name: str, affiliation: str, position: str = "", seat: str, actor: Any
) -> Attendance:
    """Add somebody who has no seat in the body: an observer (배석) or an officer. Outside the count."""
    _may_attend(session, meeting, actor)
    if seat not in ("OBSERVER", "OFFICER"):
        raise FormError("seat", _("위원은 위원 명부에서 옵니다. 배석이나 담당을 골라 주십시오."))
    if any(row.name == name and (not affiliation or row.affiliation == affiliation) for row in meeting.attendances):
        raise FormError("name", _("이미 명단에 있는 사람입니다."))
    person = _person(session, name, affiliation, position)
    if person.id == actor.person_id and not actor.is_secretary_of(meeting.body_id):
        # who sits in reads what is closed: whoever only arranges the meeting does not let themselves in
        raise FormError("name", _("자신을 명단에 더할 수 없습니다. 간사가 적어야 합니다."))
    if any(row.person_id == person.id for row in meeting.attendances):
        raise FormError("name", _("이미 명단에 있는 사람입니다."))
    row = Attendance(
        meeting_id=meeting.id, person_id=person.id, seat=seat, role="OFFICER" if seat == "OFFICER" else "ADVISER",
        sector=None, votes=False, name=name, affiliation=affiliation or person.affiliation,
        position=position or person.position, rank=1000, mark="PRESENT", marked_at=clock.now(),
    )  # fmt: skip
    meeting.attendances.append(row)
    _readers_follow(session, meeting, actor, "sit_in")
    return row


def leave_list(session: Session, meeting: Meeting, attendance_id: int, actor: Any) -> None:
    """Take somebody off the list who was added by hand."""
    _may_attend(session, meeting, actor)
    row = row_of(meeting, attendance_id)
    if row.seat == "MEMBER":
        raise FormError("", _("위원은 명단에서 뺄 수 없습니다. 불참으로 표시해 주십시오."))
    meeting.attendances.remove(row)
    session.delete(row)
    _readers_follow(session, meeting, actor, "leave_list")


def row_of(meeting: Meeting, attendance_id: int) -> Attendance:
    """A row of this meeting; :class:`LookupError` when the id is another meeting's."""
    for row in meeting.attendances:
        if row.id == attendance_id:
            return row
    raise LookupError(attendance_id)


def present_names(rows: Iterable[Attendance], seat: str) -> list[str]:
    """Names of those present in some seats, in order of rank."""
    return [row.name for row in rows if row.seat == seat and row.mark == "PRESENT"]


def _may_attend(session: Session, meeting: Meeting, actor: Any) -> None:
    hold(session, meeting)
    if "attend" not in records.acts(session, meeting, actor):
        raise NotAllowed("attend")


def _person(session: Session, name: str, affiliation: str, position: str) -> Person:
    """Somebody known by name and affiliation, else a new person (without account)."""
    query = select(Person).where(Person.name == name, Person.left_at.is_(None))
    if affiliation:
        query = query.where(Person.affiliation == affiliation)
    found = session.scalars(query.limit(2)).all()
    if len(found) == 1:
        return found[0]
    person = Person(name=name, affiliation=affiliation, position=position)
    session.add(person)
    session.flush()
    return person


def _readers_follow(session: Session, meeting: Meeting, actor: Any, act: str) -> None:
    set_readers(session, meeting)
    audit.note(session, actor, act, meeting)
    records.changed(session, meeting)
