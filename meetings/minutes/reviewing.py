"""What was closed for being in progress (정보공개법 §9① 5호) is classified again once it is decided (§9②).

Listed for whoever keeps the body's records until it is done: with another class, or with the same one, the reason, and
for an item the day until which the review goes on.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from meetings.minutes.lifecycle import SETTLED
from meetings.sittings.listing import kept_bodies
from meetings.sittings.models import AgendaItem
from portal.records.classification import RECLASSIFY, in_progress
from portal.records.models import Reason, Record
from portal.records.readers import readable

AT_MOST = 20
_items = AgendaItem.__table__


def to_reclassify(session: Session, principals: Collection[str], today: date) -> list[Any]:
    """Decided items, and meetings and minutes that are settled, whose ground was that they were in progress."""
    minutes = aliased(Record, flat=True)
    settled = exists().where(minutes.parent_id == Record.id, minutes.type == "minutes", minutes.state.in_(SETTLED))
    again = exists().where(Reason.record_id == Record.id, Reason.act == RECLASSIFY)
    over = exists().where(_items.c.id == Record.id, _items.c.review_until < today)
    query = select(Record.uid, Record.type, Record.title).where(
        readable(principals),
        Record.body_id.in_(kept_bodies(principals)),
        in_progress(),
        or_(
            (Record.type == "agenda_item") & (Record.state == "DECIDED"),
            (Record.type == "minutes") & Record.state.in_(SETTLED),
            (Record.type == "meeting") & settled,
        ),
        ~again | over,
    )
    return list(session.execute(query.order_by(Record.id).limit(AT_MOST)))
