"""The mark that somebody has seen what they are shown, set when they open it (영 §18④)."""

from typing import Any

from documents.circulation.services import is_unseen, seen
from portal.records.models import Record


def note_seen(request: Any, record: Record) -> None:
    """Remember it once the page is made, in a transaction of its own: a GET never writes in its own."""
    viewer = request.identity
    if viewer is None or not is_unseen(request.dbsession, record, viewer):
        return
    record_id = record.id

    def write(request: Any, response: Any) -> None:
        if response.status_int < 400:
            with request.registry["database"].writing() as session:
                seen(session, record_id, viewer.person_id)

    request.add_response_callback(write)
