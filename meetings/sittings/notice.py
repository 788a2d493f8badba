"""Calling the members: the 5-day rule, one mail with a calendar file to each, a receipt for each, and what follows a
change, a postponement or a cancellation.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings import invitation_text
from meetings.sittings.agenda import items_of
from meetings.sittings.ballot import BALLOT, ballot_file
from meetings.sittings.convening import hold, stop
from meetings.sittings.ical import Guest, Organizer, invitation
from meetings.sittings.models import AgendaItem, Attendance, Meeting, NoticeReceipt
from meetings.sittings.roll import call_roll
from meetings.sittings.subjects import take_down
from meetings.sittings.terms import CLOSED_ITEM
from meetings.sittings.written import WRITTEN
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.mail import Enclosure, queue_mail
from portal.office.office_files import WORD
from portal.people.models import CHAIR_ROLES, Body, Person
from portal.people.rules import BodyRules, rules_of
from portal.records import services as records
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed, Refused


@dataclass(frozen=True)
class Recipient:
    """One person on the roll and how the notice reaches them."""

    row: Attendance
    email: str

    @property
    def means(self) -> str:
        """MAIL, or PAPER for somebody without an address."""
        return "MAIL" if self.email else "PAPER"


def days_needed(rules: BodyRules) -> int:
    """Days between notice and meeting: five (사보규칙 §5⑤), counted as clear days one more."""
    return rules.notice_days + (1 if rules.strict_notice else 0)


def latest_day(meeting: Meeting, rules: BodyRules) -> date:
    """The last day on which the notice is in time; members have as long to answer in writing."""
    day = meeting.reply_until if meeting.mode == WRITTEN and meeting.reply_until else meeting.held_on
    return day - timedelta(days=days_needed(rules))


def in_time(meeting: Meeting, rules: BodyRules, day: date) -> bool:
    """Whether a notice sent on a day is in time (MTG-1)."""
    return day <= latest_day(meeting, rules)


def recipients(session: Session, meeting: Meeting) -> list[Recipient]:
    """Everybody on the roll, members first."""
    rows = meeting.attendances
    emails = dict(
        session.execute(select(Person.id, Person.email).where(Person.id.in_([row.person_id for row in rows]))).all()
    )
    return [Recipient(row, emails.get(row.person_id, "")) for row in rows]


def send_notice(session: Session, meeting: Meeting, text: str, waiver: str, actor: Any) -> int:
    """소집 통지: the first one, or another one after a change. Answers how many mails were queued.

    Sent again without a change nothing happens. Raises :class:`FormError` when the notice is late and no reason is
    given (MTG-1), :class:`Refused` when agenda or place are missing.
    """
    hold(session, meeting)
    again = meeting.state == "NOTICED"
    if again and not meeting.changed_since_notice:
        return 0
    if ("notify_again" if again else "notify") not in records.acts(session, meeting, actor):
        raise NotAllowed("notify")
    found = records.problems(session, meeting, "notify")
    if found:
        raise Refused(found)
    rules = rules_of(session.get_one(Body, meeting.body_id))
    if not in_time(meeting, rules, clock.today()) and not waiver.strip():
        words = {"days": days_needed(rules)}
        late = _("회의일까지 ${days}일이 남지 않았습니다. 긴급하거나 부득이한 사유를 적어 주십시오.", mapping=words)
        raise FormError("waiver", late)
    call_roll(session, meeting)
    meeting.notice_waiver = waiver.strip()
    meeting.notice_text = text.strip()
    meeting.noticed_at = clock.now()
    meeting.changed_since_notice = False
    if meeting.mode == WRITTEN:
        meeting.sent_on = meeting.sent_on or clock.today()
        take_down(session, meeting)
    if again:
        set_readers(session, meeting)
        audit.note(session, actor, "notify_again", meeting)
    else:
        records.move(session, meeting, "notify", actor)
    return tell(session, meeting, "changed" if again else "call")


def postpone(session: Session, meeting: Meeting, reason: str, actor: Any) -> int:
    """연기: who was called is told, and the entry leaves their calendars until the new day is known."""
    told = was_told(session, meeting)
    stop(session, meeting, "postpone", reason, actor)
    return tell(session, meeting, "postponed") if told else 0


def cancel(session: Session, meeting: Meeting, reason: str, actor: Any) -> int:
    """취소: who was called is told."""
    told = was_told(session, meeting)
    stop(session, meeting, "cancel", reason, actor)
    return tell(session, meeting, "cancelled") if told else 0


def tell(session: Session, meeting: Meeting, occasion: str) -> int:
    """Queue one mail to each person on the roll and keep a receipt for each; answers how many mails."""
    if was_told(session, meeting):
        meeting.invitation_sequence += 1
    session.flush()
    organizer = organizer_of(session, meeting)
    items = items_of(session, meeting)
    sent = 0
    for one in recipients(session, meeting):
        receipt = {"person_id": one.row.person_id, "sequence": meeting.invitation_sequence}
        session.add(NoticeReceipt(meeting_id=meeting.id, means=one.means, queued_at=clock.now(), **receipt))
        if one.email:
            lines = agenda_lines(items, one.row.person_id)
            _mail(session, meeting, occasion, one, agenda=lines, organizer=organizer)
            sent += 1
    return sent


def was_told(session: Session, meeting: Meeting) -> bool:
    """Whether a notice of this meeting ever went out."""
    query = select(NoticeReceipt.id).where(NoticeReceipt.meeting_id == meeting.id).limit(1)
    return session.scalar(query) is not None


def agenda_lines(
    items: list[AgendaItem], person_id: int | None, readable_ids: frozenset[int] | None = None
) -> list[str]:
    """The agenda as printed for one person: a closed item's title is not for those who take no part in it, nor for
    papers that go to everybody (``person_id`` None), nor any title on a page for whom the item is not readable.
    """
    lines = []
    for item in items:
        hidden = item.disclosure == "CLOSED" and (
            person_id is None or any(one.person_id == person_id for one in item.exclusions)
        )
        hidden = hidden or (readable_ids is not None and item.id not in readable_ids)
        lines.append(invitation_text.agenda_line(item, CLOSED_ITEM.interpolate() if hidden else item.title))
    return lines


def receipts(session: Session, meeting: Meeting) -> list[NoticeReceipt]:
    """To whom the last notice went."""
    query = select(NoticeReceipt).where(
        NoticeReceipt.meeting_id == meeting.id, NoticeReceipt.sequence == meeting.invitation_sequence
    )
    return list(session.scalars(query.order_by(NoticeReceipt.id)))


def organizer_of(session: Session, meeting: Meeting) -> Organizer:
    """Who calls the meeting, with the addresses of the settings."""
    settings = session.info["registry"]["settings"]
    return Organizer(meeting.host or settings.institution, settings.mail_from, settings.base_url)


def _mail(
    session: Session, meeting: Meeting, occasion: str, one: Recipient, *, agenda: list[str], organizer: Organizer
) -> None:
    guest = Guest(one.row.name, one.email, one.row.seat, one.row.role in CHAIR_ROLES)
    method = "CANCEL" if occasion in ("cancelled", "postponed") else "REQUEST"
    data = invitation(meeting, agenda, organizer, guest)
    enclosures = [Enclosure("meeting.ics", f"text/calendar; method={method}; charset=utf-8", data)]
    if meeting.mode == WRITTEN and method == "REQUEST" and one.row.seat == "MEMBER":
        name = f"{BALLOT}({one.row.name}).{WORD.name}"
        enclosures.append(Enclosure(name, WORD.media_type, ballot_file(session, meeting, WORD, one.row)))
    queue_mail(
        session,
        one.email,
        invitation_text.subject(meeting, occasion),
        invitation_text.body(meeting, occasion, one.row.name, agenda, organizer),
        enclosures,
        key=f"notice:{meeting.uid}:{meeting.invitation_sequence}:{one.row.person_id}",
    )
