"""Memos at a hand-over: those not sent yet, and those that wait for an answer, go to a successor.

Who arranges it is no reader of them: a memo is named by its people and its day, never by its title.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.handing_over import NO_ACCOUNT
from documents.memos import telling
from documents.memos.lifecycle import MAKING, SENT, has_it, who_can_sign_in
from documents.memos.models import MemoReceiver, MemoReport
from documents.memos.writing import ask_once_more, named
from portal import audit
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.handover import HandOver, Matter
from portal.records import services as records
from portal.records.readers import set_readers

IS_AUTHOR = _("후임이 보낸 메모입니다.")
HAS_IT = _("후임도 받은 메모입니다.")


def _called(author: str, moment: datetime) -> Any:
    return _("${name}님의 메모, ${day}", mapping={"name": author, "day": official_date(moment)})


def find_drafts(session: Session, handover: HandOver) -> list[Matter]:
    """Memos that the person has not sent."""
    query = select(MemoReport).where(
        MemoReport.created_by_id == handover.person.id, MemoReport.state.in_(MAKING), MemoReport.binned_at.is_(None)
    )
    obstacle = "" if who_can_sign_in(session, [handover.successor.id]) else NO_ACCOUNT
    memos = session.scalars(query.order_by(MemoReport.id)).all()
    return [Matter(one.id, _called(one.author_name, one.created_at), obstacle) for one in memos]


def move_drafts(session: Session, handover: HandOver, matters: Sequence[Matter]) -> None:
    """The successor is the author from now on, and no receiver."""
    for matter in matters:
        memo = session.get_one(MemoReport, matter.id)
        records.lock(session, memo)
        memo.created_by_id = handover.successor.id
        memo.author_name, memo.author_post = named(session, handover.successor.id)
        memo.receivers = [one for one in memo.receivers if one.person_id != handover.successor.id]
        _note(session, handover, memo)


def find_unanswered(session: Session, handover: HandOver) -> list[Matter]:
    """Memos that wait for the person's answer."""
    query = (
        select(MemoReceiver, MemoReport)
        .join(MemoReport, MemoReport.id == MemoReceiver.memo_id)
        .where(
            MemoReceiver.person_id == handover.person.id, MemoReceiver.answer.is_(None),
            MemoReceiver.handed_to_id.is_(None), MemoReport.state.in_(SENT),
        )
    )  # fmt: skip
    rows = session.execute(query.order_by(MemoReceiver.id)).all()
    return [
        Matter(row.id, _called(memo.author_name, row.asked_at), _obstacle(session, handover, memo))
        for row, memo in rows
    ]


def _obstacle(session: Session, handover: HandOver, memo: MemoReport) -> Any:
    if not who_can_sign_in(session, [handover.successor.id]):
        return NO_ACCOUNT
    if memo.created_by_id == handover.successor.id:
        return IS_AUTHOR
    theirs = [one for one in memo.receivers if one.person_id == handover.successor.id]
    return HAS_IT if any(has_it(one) or one.answer for one in theirs) else ""


def move_unanswered(session: Session, handover: HandOver, matters: Sequence[Matter]) -> None:
    """The successor is asked instead and told; that the person had it, and perhaps opened it, stays."""
    for matter in matters:
        row = session.get_one(MemoReceiver, matter.id)
        memo = row.memo
        records.lock(session, memo)
        row.handed_to_id = handover.successor.id
        by = {"passed_by_id": handover.person.id, "passed_by_name": handover.person.name}
        made = ask_once_more(session, memo, handover.successor.id, **by)
        _note(session, handover, memo)
        telling.tell_arrived(session, made)


def _note(session: Session, handover: HandOver, memo: MemoReport) -> None:
    session.flush()
    audit.note(session, handover.actor, "hand_over", memo, successor=handover.successor.id)
    set_readers(session, memo)
    records.changed(session, memo)
