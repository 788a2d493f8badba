"""The records that a record is linked with, as somebody may see them: neither shown nor counted without the right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.records.models import Edition, Link, Record, Registration
from portal.records.readers import readable
from portal.records.types import record_types
from portal.security.viewer import principals

MOST = 100


@dataclass(frozen=True)
class Linked:
    """One of them, for a page; ``edition`` is the number of the target's edition that the link is about."""

    uid: str
    title: str
    type: str
    state: Any
    number: str
    registered_at: datetime | None
    edition: int | None
    address: str = ""


def linking(session: Session, record: Record, kind: str, mine: Collection[str]) -> Sequence[Any]:
    """The records that link to one, the newest first: (record, edition number)."""
    query = select(Record, Edition.number).join(Link, Link.source_id == Record.id)
    return _rows(session, query.where(Link.target_id == record.id), kind, mine)


def linked_from(session: Session, record: Record, kind: str, mine: Collection[str]) -> Sequence[Any]:
    """The records that one links to, the newest first: (record, edition number)."""
    query = select(Record, Edition.number).join(Link, Link.target_id == Record.id)
    return _rows(session, query.where(Link.source_id == record.id), kind, mine)


def _rows(session: Session, query: Any, kind: str, mine: Collection[str]) -> Sequence[Any]:
    query = query.outerjoin(Edition, Edition.id == Link.target_edition_id)
    return session.execute(query.where(Link.kind == kind, readable(mine)).order_by(Record.id.desc()).limit(MOST)).all()


def linking_rows(request: Any, record: Record, kind: str) -> list[Linked]:
    """What links to a record, for `templates/records/linked.pt`."""
    return _shown(request, linking(request.dbsession, record, kind, principals(request.identity)))


def linked_rows(request: Any, record: Record, kind: str) -> list[Linked]:
    """What a record links to, for `templates/records/linked.pt`."""
    return _shown(request, linked_from(request.dbsession, record, kind, principals(request.identity)))


def _shown(request: Any, rows: Sequence[Any]) -> list[Linked]:
    types, shown = record_types(request.dbsession), []
    for record, edition in rows:
        number: Registration | None = record.registration
        shown.append(
            Linked(
                record.uid, record.title, record.type, types[record.type].workflow.states[record.state],
                number.display if number else "", number.registered_at if number else None, edition,
                str(request.route_path(types[record.type].route, uid=record.uid)),
            )
        )  # fmt: skip
    return shown
