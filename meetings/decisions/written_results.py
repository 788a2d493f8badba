"""The result of a written meeting arrives on the agenda of the next one, as a report (서면심의 결과 보고)."""

from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from meetings.decisions.labels import OUTCOME_LABELS
from meetings.decisions.models import Decision
from meetings.sittings.attendance import figures_of, item_figures_of
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.proposals import ProposedItem
from meetings.sittings.terms import CLOSED_ITEM
from meetings.sittings.written import WRITTEN, count, items_to_answer
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.models import Body
from portal.records.models import Link, Record

AS_LATE_AS = timedelta(days=366)  # an older one was reported long ago, on paper


def written_results(session: Session, body: Body, day: date) -> list[ProposedItem]:
    """Each written meeting that is over and not on an agenda as a report yet."""
    item = aliased(Record, flat=True)
    reported = exists().where(
        Link.kind == "cites", Link.target_id == Meeting.id, Link.source_id == item.id,
        item.type == "agenda_item", item.binned_at.is_(None),
    )  # fmt: skip
    query = select(Meeting).where(
        Meeting.body_id == body.id, Meeting.mode == WRITTEN, Meeting.state == "CLOSED", Meeting.binned_at.is_(None),
        Meeting.held_on < day, Meeting.held_on >= day - AS_LATE_AS, ~reported,
    )  # fmt: skip
    return [_report(session, meeting) for meeting in session.scalars(query.order_by(Meeting.held_on, Meeting.id))]


def _report(session: Session, meeting: Meeting) -> ProposedItem:
    counted = figures_of(session, meeting)
    until = official_date(meeting.reply_until) if meeting.reply_until else official_date(meeting.held_on)
    lines = [
        f"재적 {counted.enrolled}명 중 {counted.present}명 회신(회신 기한 {until}), 사유: {meeting.written_reason}"
    ]
    lines += [_result(session, item) for item in items_to_answer(session, meeting)]
    return ProposedItem(
        key=f"written-{meeting.uid}",
        kind="REPORT",
        # the title stands on the agenda of an official notice: Korean in every language
        title=f"{meeting.title} 서면심의 결과 보고",
        summary="\n".join(lines),
        note=_("서면심의"),
        links=(("cites", meeting.id),),
    )


def _result(session: Session, item: AgendaItem) -> str:
    """What became of one item; a closed one is not told by its name, for the report is an open item."""
    title = item.title if item.disclosure == "OPEN" else CLOSED_ITEM.interpolate()
    in_force = select(Decision).where(Decision.agenda_item_id == item.id, Decision.effective_at.is_not(None))
    decision = session.scalar(in_force)
    outcome = f" {OUTCOME_LABELS[decision.outcome]}" if decision is not None else ""
    answered = count(session, item, item_figures_of(session, item).present_ids)
    votes = f"찬성 {answered.yes}, 반대 {answered.no}, 기권 {answered.abstain}" if answered else ""
    return f"제{item.rank}호 {title}:{outcome} ({votes})"
