"""메모보고 as lists: what the reader got, and what they wrote; columns only, a page at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from documents.memos.lifecycle import SENT
from documents.memos.models import MemoReceiver, MemoReport
from portal.layout.paging import SIZE
from portal.people.lists import containing
from portal.people.select import Columns
from portal.records.readers import readable
from portal.security.viewer import Viewer

_OTHERS = MemoReceiver.__table__.alias("others")
_HAVE_IT = (_OTHERS.c.memo_id == MemoReport.id) & _OTHERS.c.handed_to_id.is_(None)


def _of(what: Any) -> Any:
    return select(what).where(_HAVE_IT).correlate(MemoReport.__table__).scalar_subquery()


_FIRST = (
    select(_OTHERS.c.name).where(_HAVE_IT).order_by(_OTHERS.c.id).limit(1).correlate(MemoReport.__table__)
)  # fmt: skip


def unseen_count(viewer: Viewer) -> Select[int]:
    """Memos the viewer got and has not opened."""
    query = select(func.count(MemoReceiver.id)).join(MemoReport, MemoReport.id == MemoReceiver.memo_id)
    return query.where(_got_by(viewer), MemoReceiver.seen_at.is_(None))


def _got_by(viewer: Viewer) -> Any:
    mine = (MemoReceiver.person_id == viewer.person_id) & MemoReceiver.handed_to_id.is_(None)
    return mine & MemoReport.state.in_(SENT)


def received(session: Session, viewer: Viewer, state: str, words: str, offset: int) -> tuple[Sequence[Any], int]:
    """One page of the memos the viewer got, what they have not opened first, and how many there are."""
    query = (
        select(
            MemoReport.uid, MemoReport.title, MemoReport.state, MemoReport.author_name, MemoReport.author_post,
            MemoReceiver.asked_at, MemoReceiver.seen_at, MemoReceiver.answer,
        )
        .join(MemoReceiver, MemoReceiver.memo_id == MemoReport.id)
        .where(_got_by(viewer), readable(viewer.principals))
    )  # fmt: skip
    for word in words.split():
        query = query.where(or_(containing(MemoReport.title, word), containing(MemoReport.author_name, word)))
    order = (MemoReceiver.seen_at.is_not(None), MemoReceiver.asked_at.desc(), MemoReceiver.id.desc())
    return _page(session, query, state, order, offset)


def written(session: Session, viewer: Viewer, state: str, words: str, offset: int) -> tuple[Sequence[Any], int]:
    """One page of the memos the viewer wrote, the newest first, and how many there are."""
    query = select(
        MemoReport.uid, MemoReport.title, MemoReport.state, MemoReport.created_at, MemoReport.sent_at,
        _FIRST.scalar_subquery().label("first"), _of(func.count(_OTHERS.c.id)).label("receivers"),
        _of(func.count(_OTHERS.c.answer)).label("answers"),
    ).where(MemoReport.created_by_id == viewer.person_id, readable(viewer.principals))  # fmt: skip
    for word in words.split():
        named = select(_OTHERS.c.id).where(_HAVE_IT, containing(_OTHERS.c.name, word)).correlate(MemoReport.__table__)
        query = query.where(or_(containing(MemoReport.title, word), named.exists()))
    return _page(session, query, state, (MemoReport.created_at.desc(), MemoReport.id.desc()), offset)


def _page(session: Session, query: Columns, state: str, order: Any, offset: int) -> tuple[Sequence[Any], int]:
    if state:
        query = query.where(MemoReport.state == state)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return session.execute(query.order_by(*order).limit(SIZE).offset(offset)).all(), total
