"""Calling a meeting into being: create, edit, postpone, take up again, cancel, open, close, adjourn."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.models import Meeting
from meetings.sittings.numbering import full_name, holder_of, last_meeting, next_number
from meetings.sittings.roll import call_roll
from meetings.sittings.subjects import forget, take_down
from meetings.sittings.written import WRITTEN, close_replies, forget_replies
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Body
from portal.people.rules import rules_of
from portal.records import services as records
from portal.records.classification import Classification
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed

FARTHEST = timedelta(days=3 * 366)  # a date beyond is a slip of the finger
OPENED = ("IN_SESSION", "CLOSED")


@dataclass(frozen=True)
class MeetingFacts:
    """What a secretary states about a meeting."""

    number: int | None  # None: the next one of the year
    held_on: date
    starts_at: time
    ends_at: time | None = None
    place: str = ""
    mode: str = "IN_PERSON"
    host: str = ""
    disclosure: str = "OPEN"
    grounds: list[int] = field(default_factory=list)
    retroactive: bool = False  # 소급


def hold(session: Session, meeting: Meeting) -> None:
    """Lock the meeting's row and read it anew: what follows decides on the state nobody else can change meanwhile."""
    records.lock(session, meeting)


def create(session: Session, body: Body, facts: MeetingFacts, actor: Any) -> Meeting:
    """Plan a meeting of a body, or enter a past one (소급), with the roll of that day.

    The same facts sent twice give the same meeting. Raises :class:`FormError` beside the fields at fault.
    """
    _one_after_another(session, body)
    twin = _sent_twice(session, body, facts, actor)
    if twin is not None:
        return twin
    facts = _numbered(session, body, facts, None)
    _check(session, body, facts, None)
    before = last_meeting(session, body.id, facts.held_on)
    meeting = Meeting(body_id=body.id, department_id=body.department_id, previous_id=before.id if before else None)
    _write(meeting, body, facts)
    records.add(session, meeting, actor)
    call_roll(session, meeting)
    set_readers(session, meeting)
    return meeting


def edit(session: Session, meeting: Meeting, facts: MeetingFacts, actor: Any) -> None:
    """Change the facts. After the notice members hold other facts: the page then asks for a second notice."""
    hold(session, meeting)
    if "edit" not in records.acts(session, meeting, actor):
        raise NotAllowed("edit")
    body = session.get_one(Body, meeting.body_id)
    if meeting.state != "PLANNED" and (facts.mode == WRITTEN) != (meeting.mode == WRITTEN):
        raise FormError("mode", _("통지한 뒤에는 서면으로, 또는 서면에서 다른 방법으로 바꿀 수 없습니다."))
    if meeting.state in OPENED and facts.held_on != meeting.held_on:
        raise FormError("held_on", _("개회한 회의의 날짜는 바꿀 수 없습니다."))
    _one_after_another(session, body)
    facts = _numbered(session, body, facts, meeting)
    _check(session, body, facts, meeting)
    if meeting.mode == WRITTEN != facts.mode:
        forget_replies(session, meeting)
    before = _told(meeting)
    _write(meeting, body, facts)
    if _told(meeting) != before:
        told_otherwise(meeting)
    if meeting.state not in OPENED:
        call_roll(session, meeting)
    _saved(session, meeting, actor, "edit")


def told_otherwise(meeting: Meeting) -> None:
    """Remember that a noticed meeting is no longer what members were told."""
    if meeting.state == "NOTICED":
        meeting.changed_since_notice = True


def reschedule(session: Session, meeting: Meeting, facts: MeetingFacts, actor: Any) -> None:
    """Give a postponed meeting its new day; it keeps its number in the same year and is noticed again."""
    hold(session, meeting)
    records.move(session, meeting, "reschedule", actor)
    body = session.get_one(Body, meeting.body_id)
    _one_after_another(session, body)
    facts = _numbered(session, body, facts, meeting)
    _check(session, body, facts, meeting)
    _write(meeting, body, facts)
    meeting.stop_reason = ""
    forget_replies(session, meeting)
    forget(session, meeting)
    meeting.noticed_at = None
    meeting.notice_waiver = ""
    call_roll(session, meeting)
    _saved(session, meeting, actor, "edit")


def open_meeting(session: Session, meeting: Meeting, actor: Any) -> None:
    """개회. The roll is called first, so that the count is over who is a member today."""
    hold(session, meeting)
    if "open" not in records.acts(session, meeting, actor):
        raise NotAllowed("open")
    call_roll(session, meeting)
    close_replies(meeting)
    records.move(session, meeting, "open", actor)
    meeting.opened_at = clock.now()


def close_meeting(session: Session, meeting: Meeting, actor: Any) -> None:
    """폐회. A meeting closed on its own day whose end nobody stated ended now."""
    hold(session, meeting)
    records.move(session, meeting, "close", actor)
    take_down(session, meeting)
    meeting.closed_at = clock.now()
    local = clock.local(meeting.closed_at)
    if meeting.ends_at is None and local.date() == meeting.held_on and local.time() > meeting.starts_at:
        meeting.ends_at = local.time().replace(second=0, microsecond=0)


def adjourn(session: Session, meeting: Meeting, actor: Any) -> None:
    """유회: too few members came."""
    hold(session, meeting)
    records.move(session, meeting, "adjourn", actor)
    meeting.closed_at = clock.now()


def stop(session: Session, meeting: Meeting, transition: str, reason: str, actor: Any) -> None:
    """Postpone or cancel, with the reason that members are told. A cancelled meeting gives its number back."""
    hold(session, meeting)
    if not reason.strip():
        raise FormError("reason", _("사유를 적어 주십시오. 위원에게 함께 알립니다."))
    records.move(session, meeting, transition, actor)
    meeting.stop_reason = reason.strip()
    if transition == "cancel":
        meeting.numbered_by_id = None


def _saved(session: Session, meeting: Meeting, actor: Any, act: str) -> None:
    set_readers(session, meeting)
    audit.note(session, actor, act, meeting)
    records.changed(session, meeting)


def _one_after_another(session: Session, body: Body) -> None:
    """Two meetings of a body are not numbered at the same time."""
    session.scalars(select(Body.id).where(Body.id == body.id).with_for_update()).one()


def _sent_twice(session: Session, body: Body, facts: MeetingFacts, actor: Any) -> Meeting | None:
    """The meeting that the same person planned with the same facts before."""
    query = select(Meeting).where(
        Meeting.body_id == body.id,
        Meeting.held_on == facts.held_on,
        Meeting.starts_at == facts.starts_at,
        Meeting.place == facts.place,
        Meeting.state == "PLANNED",
        Meeting.created_by_id == getattr(actor, "person_id", None),
    )
    found = session.scalars(query.limit(1)).first()
    return found if found is not None and facts.number in (None, found.number) else None


def _numbered(session: Session, body: Body, facts: MeetingFacts, meeting: Meeting | None) -> MeetingFacts:
    """The facts with a number: the one stated, the one the meeting has in that year, or the next.

    A number left as it was does not go along into another year, where it counts anew.
    """
    year = facts.held_on.year
    moved = meeting is not None and meeting.year != year
    if facts.number is not None and not (moved and meeting is not None and facts.number == meeting.number):
        return facts
    if meeting is not None and not moved:
        return replace(facts, number=meeting.number)
    return replace(facts, number=next_number(session, body, year))


def _told(meeting: Meeting) -> tuple[Any, ...]:
    return (meeting.held_on, meeting.starts_at, meeting.ends_at, meeting.place, meeting.mode)


def _write(meeting: Meeting, body: Body, facts: MeetingFacts) -> None:
    for name in MeetingFacts.__dataclass_fields__:
        setattr(meeting, name, getattr(facts, name))
    meeting.numbered_by_id = body.id
    meeting.year = facts.held_on.year
    meeting.title = full_name(body, meeting.year, meeting.number)


def _check(session: Session, body: Body, facts: MeetingFacts, meeting: Meeting | None) -> None:
    """Everything a secretary can get wrong, told at once."""
    faults = [*_wrong_time(facts, meeting), *_wrong_number(session, body, facts, meeting)]
    if facts.mode == "ONLINE" and not rules_of(body).online_counts:
        faults.append(("mode", _("이 회의체는 온라인 출석을 인정하지 않습니다. 다른 방법을 골라 주십시오.")))
    faults += Classification(facts.disclosure, facts.grounds).faults
    if faults:
        raise FormError.of(faults)


def _wrong_time(facts: MeetingFacts, meeting: Meeting | None) -> list[tuple[str, Any]]:
    faults: list[tuple[str, Any]] = []
    today = clock.today()
    if facts.ends_at is not None and facts.ends_at <= facts.starts_at:
        faults.append(("ends_at", _("마치는 시각은 시작 시각보다 늦어야 합니다.")))
    if facts.retroactive and facts.held_on >= today:  # who was not called in time to a meeting of today has a reason
        text = _(
            "소급 입력은 지난 날의 회의에만 씁니다. 오늘 여는 회의는 소집을 통지하고, 늦었으면 그 사유를 적습니다."
        )
        faults.append(("held_on", text))
    unchanged = meeting is not None and meeting.held_on == facts.held_on
    if not facts.retroactive and facts.held_on < today and not unchanged:
        faults.append(("held_on", _("지난 날짜입니다. 이미 연 회의라면 ‘소급’에 표시해 주십시오.")))
    if facts.held_on > today + FARTHEST:
        faults.append(("held_on", _("너무 먼 날짜입니다. 연도를 확인해 주십시오.")))
    if meeting is not None and meeting.state != "PLANNED" and facts.retroactive != meeting.retroactive:
        faults.append(("retroactive", _("통지하거나 개회한 회의에서는 바꿀 수 없습니다.")))
    return faults


def _wrong_number(session: Session, body: Body, facts: MeetingFacts, meeting: Meeting | None) -> list[tuple[str, Any]]:
    assert facts.number is not None
    other = holder_of(session, body.id, facts.held_on.year, facts.number)
    if other is None or other is meeting:
        return []
    words = {"year": facts.held_on.year, "n": facts.number}
    return [("number", _("${year}년 제${n}차 회의가 이미 있습니다. 다른 차수를 적어 주십시오.", mapping=words))]
