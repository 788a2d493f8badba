"""What is put before a body in an item, on the pages: its name, a link for those who may read it, its table."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from meetings.sittings.subjects import Subject
from portal.content.page import blocks_html
from portal.content.tree import children
from portal.records.models import Record
from portal.records.readers import readable
from portal.records.types import record_types
from portal.security.viewer import principals


def subject_values(request: Any, subjects: Iterable[Subject], scheme: str = "legal") -> list[dict[str, Any]]:
    """The subjects of an item for a page. Whoever reads the item reads their tables."""
    subjects = list(subjects)
    addresses = addresses_of(request, [one.record_id for one in subjects if one.record_id])
    translate = request.localizer.translate
    return [
        {
            "label": one.label,
            "title": one.title,
            "address": addresses.get(one.record_id or 0, ""),
            "html": blocks_html(children(one.document), scheme, anchors=False, translate=translate)
            if one.document
            else "",
        }
        for one in subjects
    ]


def addresses_of(request: Any, record_ids: list[int]) -> dict[int, str]:
    """The pages of those records that the reader may see."""
    if not record_ids:
        return {}
    query = select(Record.id, Record.uid, Record.type).where(
        Record.id.in_(record_ids), readable(principals(request.identity))
    )
    types = record_types(request.dbsession)
    return {
        record_id: str(request.route_path(types[name].route, uid=uid))
        for record_id, uid, name in request.dbsession.execute(query)
    }
