"""A person's meetings as one calendar to subscribe to: what they may see, from a year ago on."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.sittings import ical
from meetings.sittings.invitation_text import agenda_line
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.notice import organizer_of
from meetings.sittings.terms import CLOSED_ITEM
from portal.records.models import Record
from portal.records.readers import readable
from portal.security.viewer import Viewer

PAST = timedelta(days=366)
AT_MOST = 1000


def calendar_of(session: Session, viewer: Viewer, name: str, today: date) -> bytes:
    """The calendar called ``name``; items the person may not read are in it as closed ones."""
    query = select(Meeting).where(readable(viewer.principals), Meeting.held_on >= today - PAST)
    meetings = list(session.scalars(query.order_by(Meeting.held_on.desc()).limit(AT_MOST)))
    agenda = _agenda(session, viewer, [one.id for one in meetings])
    entries = [(one, agenda.get(one.id, []), organizer_of(session, one)) for one in reversed(meetings)]
    return ical.feed(name, entries)


def _agenda(session: Session, viewer: Viewer, ids: list[int]) -> dict[int, list[str]]:
    """The agenda of each meeting as its reader may know it, in two questions however many there are."""
    mine = set(session.scalars(select(Record.id).where(Record.parent_id.in_(ids), readable(viewer.principals))))
    items = select(AgendaItem).where(AgendaItem.parent_id.in_(ids), AgendaItem.binned_at.is_(None))
    lines: dict[int, list[str]] = {}
    for item in session.scalars(items.order_by(AgendaItem.rank, AgendaItem.id)):
        title = item.title if item.id in mine else CLOSED_ITEM.interpolate()
        lines.setdefault(item.parent_id or 0, []).append(agenda_line(item, title))
    return lines
