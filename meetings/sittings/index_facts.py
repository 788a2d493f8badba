"""What the search index learns of a meeting and of an agenda item."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.terms import ITEM_KINDS
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Record
from portal.records.types import IndexFacts, IndexPart


def meeting_facts(session: Session, meeting: Record) -> IndexFacts:
    """Place, and the agenda as far as every reader of the meeting may know it: items not disclosed stay out."""
    assert isinstance(meeting, Meeting)
    query = (
        select(AgendaItem.title, AgendaItem.presenter)
        .where(
            AgendaItem.parent_id == meeting.id,
            AgendaItem.disclosure == "OPEN",
            AgendaItem.binned_at.is_(None),
        )
        .order_by(AgendaItem.rank)
    )
    agenda = "\n".join(f"{title} {presenter}".strip() for title, presenter in session.execute(query))
    parts = (
        IndexPart("agenda", _("안건"), agenda, "#agenda"),
        IndexPart("place", _("장소"), meeting.place, "#facts"),
    )
    return IndexFacts(parts + index_parts(session, meeting.id), on=meeting.held_on)


def item_facts(session: Session, item: Record) -> IndexFacts:
    """Summary, presenter and proposer of one item."""
    assert isinstance(item, AgendaItem)
    meeting = session.get_one(Meeting, item.parent_id)
    people = " ".join(filter(None, (item.presenter, item.proposer)))
    parts: tuple[IndexPart, ...] = (
        IndexPart("summary", _("주요내용"), item.summary, "#summary"),
        IndexPart("presenter", _("발표자"), people, "#facts"),
    )
    parts += index_parts(session, item.id)
    return IndexFacts(parts, on=meeting.held_on, badge=ITEM_KINDS[item.kind])
