"""The mark that a receiver has opened a memo, set when they do."""

from typing import Any

from documents.memos.answering import seen
from documents.memos.lifecycle import SENT, receiver_of
from documents.memos.models import MemoReport
from portal.records.models import Record


def note_seen(request: Any, memo: Record) -> None:
    """Remember it once the page is made, in a transaction of its own: a GET never writes in its own."""
    assert isinstance(memo, MemoReport)
    viewer = request.identity
    mine = receiver_of(memo, viewer)
    if mine is None or mine.seen_at is not None or memo.state not in SENT:
        return
    memo_id = memo.id

    def write(request: Any, response: Any) -> None:
        if response.status_int < 400:
            with request.registry["database"].writing() as session:
                seen(session, memo_id, viewer)

    request.add_response_callback(write)
