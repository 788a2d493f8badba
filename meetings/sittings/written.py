"""서면심의: a meeting without a room. Members answer in writing, and who answered is who was present.

Reason, sending and deadline are stated; members answer by their account, by a personal link, or on paper that the
secretary enters. A reply says 찬성, 반대 or 기권 of every item that is to be decided; it marks its member as present,
so that quorum and majority are counted as always. Who did not answer by the deadline (무응답) was not there. What is
put before the members stands once it is sent out: its agenda does not change any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.models import (
    DECIDING_KINDS,
    AgendaItem,
    Attendance,
    Exclusion,
    Meeting,
    WrittenReply,
    WrittenVote,
)
from portal import audit, clock
from portal.files.models import Attachment
from portal.files.services import remove
from portal.forms import FormError
from portal.i18n import _
from portal.people.account_services import has_account
from portal.people.models import Person
from portal.people.principals import principals_of_person
from portal.records import services as records
from portal.records.workflow import NotAllowed
from portal.security.links import Purpose, find_link, use_link
from portal.security.viewer import Viewer

WRITTEN = "WRITTEN"
LINK = "written_reply"  # the purpose of the personal link, and the route it opens


@dataclass(frozen=True)
class WrittenFacts:
    """Why the members are asked in writing, and until when; ``sent_on`` only of one entered after the fact."""

    reason: str
    reply_until: date
    sent_on: date | None = None


@dataclass(frozen=True)
class Answer:
    """What a member says of one item."""

    choice: str
    opinion: str = ""


@dataclass(frozen=True)
class Slip:
    """How a reply came: by account, by link, or on paper, with the day it was received and its scan."""

    means: str
    received_on: date | None = None
    scan_uid: str | None = None


@dataclass(frozen=True)
class Count:
    """The answers on one item."""

    yes: int
    no: int
    abstain: int

    @property
    def replies(self) -> int:
        """How many answered: the 출석 of the item."""
        return self.yes + self.no + self.abstain


def is_sent(meeting: Meeting) -> bool:
    """Whether the members have something to answer: then its agenda stands."""
    return meeting.mode == WRITTEN and meeting.state not in ("PLANNED", "POSTPONED")


def takes_replies(meeting: Meeting) -> bool:
    """Whether the members may still answer: it is sent out, and the deadline has not passed."""
    return meeting.state == "NOTICED" and meeting.reply_until is not None and clock.today() <= meeting.reply_until


def state_written(session: Session, meeting: Meeting, facts: WrittenFacts, actor: Any) -> None:
    """State reason and deadline. Raises NotAllowed, FormError."""
    records.hold(session, meeting, "edit", actor)
    if meeting.mode != WRITTEN:
        raise NotAllowed("edit")
    faults = _faults(meeting, facts)
    if faults:
        raise FormError.of(faults)
    told = (meeting.written_reason, meeting.reply_until) != (facts.reason, facts.reply_until)
    meeting.written_reason, meeting.reply_until = facts.reason, facts.reply_until
    if meeting.retroactive:
        meeting.sent_on = facts.sent_on
    if told and meeting.state == "NOTICED":
        meeting.changed_since_notice = True
    audit.note(session, actor, "edit", meeting)
    records.changed(session, meeting)


def _faults(meeting: Meeting, facts: WrittenFacts) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    sent_on = facts.sent_on if meeting.retroactive else meeting.sent_on or clock.today()
    if sent_on is None:
        found.append(("sent_on", _("심의서를 보낸 날을 적어 주십시오.")))
    elif facts.reply_until < sent_on:
        found.append(("reply_until", _("회신 기한은 보내는 날보다 앞설 수 없습니다.")))
    if facts.reply_until > meeting.held_on:
        found.append(("reply_until", _("회신 기한은 회의일(의결하는 날)까지여야 합니다.")))
    return found


def items_to_answer(session: Session, meeting: Meeting, person_id: int | None = None) -> list[AgendaItem]:
    """The items that are to be decided, without those the person takes no part in."""
    query = select(AgendaItem).where(
        AgendaItem.parent_id == meeting.id, AgendaItem.binned_at.is_(None), AgendaItem.kind.in_(DECIDING_KINDS)
    )
    out = select(Exclusion.agenda_item_id).where(Exclusion.person_id == person_id)
    return list(session.scalars(query.where(AgendaItem.id.not_in(out)).order_by(AgendaItem.rank)))


def reply(
    session: Session, meeting: Meeting, person_id: int, answers: Mapping[int, Answer], *, slip: Slip, actor: Any
) -> WrittenReply:
    """Keep what a member answers of each item, by its id; answered again until the deadline it is replaced.

    Raises NotAllowed, and FormError beside ``vote_<id>`` or ``received_on``.
    """
    records.hold(session, meeting, "enter_reply" if slip.means == "PAPER" else "reply", actor)
    row = member_row(meeting, person_id)
    items = items_to_answer(session, meeting, person_id)
    faults = _late(meeting, slip)
    faults += [
        (f"vote_{item.id}", _("찬성, 반대, 기권 가운데 고르십시오."))
        for item in items
        if item.id not in answers or answers[item.id].choice not in ("YES", "NO", "ABSTAIN")
    ]
    if faults:
        raise FormError.of(faults)
    known = replies_of(session, meeting).get(person_id)
    if slip.means == "PAPER" and known is not None and known.means != "PAPER":
        raise FormError("", _("위원이 스스로 보낸 회신이 있습니다. 종이로 바꾸려면 위원이 다시 회신해야 합니다."))
    found = known or WrittenReply(meeting_id=meeting.id, person_id=person_id)
    found.means, found.received_on = slip.means, slip.received_on or clock.today()
    _keep_scan(session, found, slip.scan_uid, actor)
    found.replied_at = clock.now()
    found.recorded_by_id = actor.person_id if slip.means == "PAPER" else None
    session.add(found)
    _vote(found, items, answers)
    row.mark, row.marked_at = "PRESENT", clock.now()
    session.flush()
    audit.note(session, actor, "reply", meeting, person_id=person_id, means=slip.means)
    return found


def _keep_scan(session: Session, found: WrittenReply, scan_uid: str | None, actor: Any) -> None:
    """The scan of the paper that counts: another one replaces it, what is entered again without one keeps it."""
    if scan_uid is None or found.scan_uid == scan_uid:
        return
    _drop_scan(session, found, actor)
    found.scan_uid = scan_uid


def _drop_scan(session: Session, found: WrittenReply, actor: Any) -> None:
    if found.scan_uid is not None:
        scan = session.scalar(select(Attachment).where(Attachment.uid == found.scan_uid))
        found.scan_uid = None
        if scan is not None:
            remove(session, scan, actor)


def _late(meeting: Meeting, slip: Slip) -> list[tuple[str, Any]]:
    day = slip.received_on or clock.today()
    field = "received_on" if slip.means == "PAPER" else ""
    if meeting.reply_until is None or day > meeting.reply_until:
        return [(field, _("회신 기한이 지났습니다."))]
    if meeting.sent_on is not None and day < meeting.sent_on:
        return [(field, _("심의서를 보내기 전의 날입니다."))]
    return []


def _vote(found: WrittenReply, items: Sequence[AgendaItem], answers: Mapping[int, Answer]) -> None:
    known = {vote.agenda_item_id: vote for vote in found.votes}
    for item in items:
        vote = known.get(item.id)
        if vote is None:
            vote = WrittenVote(agenda_item_id=item.id)
            found.votes.append(vote)
        vote.choice, vote.opinion = answers[item.id].choice, answers[item.id].opinion


def take_back(session: Session, meeting: Meeting, person_id: int, actor: Any) -> None:
    """Remove a reply on paper that was entered for the wrong member. Raises NotAllowed, FormError."""
    records.hold(session, meeting, "enter_reply", actor)
    found = replies_of(session, meeting).get(person_id)
    if found is None:
        return
    if found.means != "PAPER":
        raise FormError("", _("위원이 스스로 보낸 회신은 지울 수 없습니다."))
    _drop_scan(session, found, actor)
    session.delete(found)
    row = member_row(meeting, person_id)
    row.mark, row.marked_at = ("UNKNOWN" if meeting.state in ("PLANNED", "NOTICED") else "ABSENT"), clock.now()
    audit.note(session, actor, "take_back_reply", meeting, person_id=person_id)
    session.flush()


def member_row(meeting: Meeting, person_id: int) -> Attendance:
    """The seat of a member at the meeting. Raises LookupError when the person has none."""
    for row in meeting.attendances:
        if row.person_id == person_id and row.seat == "MEMBER":
            return row
    raise LookupError(person_id)


def replies_of(session: Session, meeting: Meeting) -> dict[int, WrittenReply]:
    """The replies by person."""
    query = select(WrittenReply).where(WrittenReply.meeting_id == meeting.id)
    return {one.person_id: one for one in session.scalars(query)}


def count(session: Session, item: AgendaItem, present_ids: frozenset[int]) -> Count | None:
    """The answers on an item of those who count for it; None for an item nobody answers."""
    meeting = session.get_one(Meeting, item.parent_id)
    if meeting.mode != WRITTEN or item.kind not in DECIDING_KINDS:
        return None
    query = (
        select(WrittenVote.choice)
        .join(WrittenReply, WrittenReply.id == WrittenVote.reply_id)
        .where(WrittenVote.agenda_item_id == item.id, WrittenReply.person_id.in_(present_ids))
    )
    choices = list(session.scalars(query))
    return Count(*(choices.count(one) for one in ("YES", "NO", "ABSTAIN")))


def opinions_on(session: Session, item: AgendaItem) -> list[tuple[str, str]]:
    """(name, opinion) of the members who gave one on an item, in the order they answered."""
    query = (
        select(Attendance.name, WrittenVote.opinion)
        .join(WrittenReply, WrittenReply.id == WrittenVote.reply_id)
        .join(
            Attendance,
            (Attendance.person_id == WrittenReply.person_id) & (Attendance.meeting_id == WrittenReply.meeting_id),
        )
        .where(WrittenVote.agenda_item_id == item.id, WrittenVote.opinion != "")
    )
    return [(name, opinion) for name, opinion in session.execute(query.order_by(WrittenReply.replied_at))]


def close_replies(meeting: Meeting) -> None:
    """무응답: who has not answered by now was not there."""
    for row in meeting.attendances:
        if meeting.mode == WRITTEN and row.seat == "MEMBER" and row.mark == "UNKNOWN":
            row.mark, row.marked_at = "ABSENT", clock.now()


def forget_replies(session: Session, meeting: Meeting) -> None:
    """A written meeting that was put off is sent out anew, and answered anew."""
    replies = replies_of(session, meeting)
    for row in meeting.attendances:
        if row.person_id in replies:
            row.mark, row.marked_at = "UNKNOWN", None
    for one in replies.values():
        session.delete(one)
    meeting.sent_on = None


def link_purpose(session: Session, meeting: Meeting, person_id: int, actor: Any) -> Purpose:
    """What a personal link of a member without an account is for. Raises NotAllowed, LookupError, FormError."""
    records.hold(session, meeting, "enter_reply", actor)
    member_row(meeting, person_id)
    if has_account(session, person_id):  # whoever made the link could answer for somebody who can sign in
        raise FormError("", _("로그인할 수 있는 위원입니다. 로그인하여 회신하도록 청하십시오."))
    if not takes_replies(meeting) or meeting.reply_until is None:
        raise FormError("", _("지금은 회신을 받지 않습니다."))
    hours = ((meeting.reply_until - clock.today()).days + 1) * 24
    return Purpose(LINK, person_id, LINK, hours, meeting.id)


def viewer_of_link(session: Session, token: str) -> tuple[Viewer, Meeting] | None:
    """Who a personal link stands for and what it lets them answer; None when it is used, over, or no link."""
    link = find_link(session, token, LINK)
    meeting = session.get(Meeting, link.record_id) if link is not None and link.record_id else None
    if link is None or meeting is None or meeting.state != "NOTICED" or meeting.mode != WRITTEN:
        return None
    person = session.get_one(Person, link.person_id)
    return Viewer(None, person.id, person.name, principals_of_person(session, person.id, clock.today())), meeting


def reply_by_link(session: Session, token: str, answers: Mapping[int, Answer]) -> None:
    """Answer through a personal link and use it up. Raises LookupError when it is no longer good, FormError."""
    found = viewer_of_link(session, token)
    if found is None:
        raise LookupError(LINK)
    viewer, meeting = found
    reply(session, meeting, viewer.person_id, answers, slip=Slip("LINK"), actor=viewer)
    use_link(session, token, LINK)
