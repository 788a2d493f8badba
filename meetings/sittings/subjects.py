"""What is put before a body in an agenda item: the records it deliberates on, each with its table.

Until the meeting closes (a written one: until it is sent out) the table is what the record says now; then it is taken
down and stays, so that the minutes and every correction of them show what the body had before it.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from meetings.sittings.models import AgendaItem, AgendaSubject, Meeting
from portal.content.schema import Node
from portal.content.tree import walk
from portal.content.validate import normalised
from portal.records import editions
from portal.records.deliberable import deliberable_of
from portal.records.models import Link, Record
from portal.records.types import type_of


@dataclass(frozen=True)
class Subject:
    """A record put before the body: what it is called, its edition if it has one, and its table."""

    record_id: int | None
    uid: str
    label: str  # its type, in Korean: it stands in the minutes
    title: str
    edition_id: int | None
    document: Node | None


def deliberated(session: Session, item_ids: Collection[int]) -> list[tuple[int, Record]]:
    """(item, record) of all records that some items deliberate on, in the order they were linked."""
    query = (
        select(Link.source_id, Record)
        .join(Record, Record.id == Link.target_id)
        .where(Link.source_id.in_(item_ids), Link.kind == "deliberates")
    )
    return [(item_id, record) for item_id, record in session.execute(query.order_by(Link.id))]


def subjects_of(session: Session, items: Iterable[AgendaItem]) -> dict[int, list[Subject]]:
    """What is put before the body, by item."""
    ids = [item.id for item in items]
    found: dict[int, list[Subject]] = {item_id: [] for item_id in ids}
    for one in _kept(session, ids):
        subject = Subject(one.record_id, one.uid, one.label, one.title, one.edition_id, one.document)
        found[one.agenda_item_id].append(subject)
    for item_id, record in deliberated(session, ids):
        if all(one.uid != record.uid for one in found[item_id]):
            found[item_id].append(_now(session, record))
    return found


def take_down(session: Session, meeting: Meeting) -> None:
    """Keep what is put before the body as it is now; what was taken down before stays as it was."""
    ids = _item_ids(session, meeting)
    kept = {(one.agenda_item_id, one.uid) for one in _kept(session, ids)}
    for item_id, record in deliberated(session, ids):
        if (item_id, record.uid) not in kept:
            session.add(AgendaSubject(agenda_item_id=item_id, **asdict(_now(session, record))))
    session.flush()


def forget(session: Session, meeting: Meeting) -> None:
    """A meeting that was sent out and is planned anew puts before the body what there is then."""
    ids = _item_ids(session, meeting)
    session.execute(delete(AgendaSubject).where(AgendaSubject.agenda_item_id.in_(ids)))


def _item_ids(session: Session, meeting: Meeting) -> list[int]:
    query = select(AgendaItem.id).where(AgendaItem.parent_id == meeting.id, AgendaItem.binned_at.is_(None))
    return list(session.scalars(query))


def _kept(session: Session, ids: Collection[int]) -> list[AgendaSubject]:
    query = select(AgendaSubject).where(AgendaSubject.agenda_item_id.in_(ids))
    return list(session.scalars(query.order_by(AgendaSubject.id)))


def _now(session: Session, record: Record) -> Subject:
    edition = editions.current(session, record)
    declared = deliberable_of(session, record)
    document = _steady(normalised(declared.table(session, record, edition)), record.uid) if declared else None
    label = str(type_of(session, record).label)
    return Subject(record.id, record.uid, label, record.title, edition.id if edition else None, document)


def _steady(document: Node, uid: str) -> Node:
    """The document with ids that are the same each time it is made: the same facts have the same hash."""
    for number, node in enumerate(walk(document)):
        if "id" in node.get("attrs", {}):
            node["attrs"]["id"] = f"{uid[:12]}-{number}"
    return document
