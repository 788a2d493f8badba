"""What receivers do with a memo: they open it, answer once, pass it on, and say more later; the author does as well."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.memos import telling
from documents.memos.lifecycle import SENT, has_it, receiver_of
from documents.memos.models import MemoReceiver, MemoRemark, MemoReport
from documents.memos.writing import ask_once_more, check_receivers
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.records import services as records
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed


def seen(session: Session, memo_id: int, viewer: Any) -> None:
    """A receiver opened a memo; the first time counts, and none after it was taken back."""
    memo = session.get_one(MemoReport, memo_id)
    records.lock(session, memo)
    mine = receiver_of(memo, viewer)
    if mine is not None and memo.state in SENT:
        _opened(mine)


def _opened(mine: MemoReceiver) -> None:
    mine.seen_at = mine.seen_at or clock.now()


def _mine(memo: MemoReport, actor: Any, act: str) -> MemoReceiver:
    """The actor among the receivers, who has opened it by now. Raises NotAllowed."""
    mine = receiver_of(memo, actor)
    if mine is None:
        raise NotAllowed(act)
    _opened(mine)
    return mine


def answer(session: Session, memo: MemoReport, kind: str, text: str, actor: Any) -> None:
    """확인, 지시 or 보완 요청: once, and never changed. With the last answer the memo is 확인; the author is told.

    Raises NotAllowed, also for the second of two answers, and FormError for an order without words.
    """
    records.hold(session, memo, "answer_memo", actor)
    mine = _mine(memo, actor, "answer_memo")
    if kind != "SEEN" and not text.strip():
        raise FormError("text", _("지시나 보완 요청은 무엇을 할지 적어 주십시오."))
    mine.answer, mine.answer_text, mine.answered_at = kind, text, clock.now()
    session.flush()
    audit.note(session, actor, "answer_memo", memo, kind=kind)
    if all(one.answer for one in memo.receivers if has_it(one)):
        records.move(session, memo, "all_answered", actor)
    telling.tell_answered(session, mine)


def remark(session: Session, memo: MemoReport, text: str, actor: Any) -> None:
    """Say more about a memo that was sent. The same words twice running, by two clicks, are said once.

    Raises NotAllowed.
    """
    records.hold(session, memo, "remark_memo", actor)
    said = remarks_of(session, memo)
    if said and (said[-1].person_id, said[-1].text) == (actor.person_id, text):
        return
    session.add(MemoRemark(memo_id=memo.id, person_id=actor.person_id, name=actor.name, text=text))
    session.flush()
    audit.note(session, actor, "remark_memo", memo)


def remarks_of(session: Session, memo: MemoReport) -> Sequence[MemoRemark]:
    """What was said later, in order."""
    return session.scalars(select(MemoRemark).where(MemoRemark.memo_id == memo.id).order_by(MemoRemark.id)).all()


def pass_on(session: Session, memo: MemoReport, person_ids: Sequence[int], word: str, actor: Any) -> list[int]:
    """전달: other people get it too and are asked as the first ones were; answers who is new among them.

    Raises NotAllowed, FormError for the author, for who cannot sign in, and when everybody has it already.
    """
    records.hold(session, memo, "pass_memo", actor)
    _mine(memo, actor, "pass_memo")
    check_receivers(session, person_ids, memo.created_by_id, "people")
    known = {one.person_id: one for one in memo.receivers if has_it(one) or one.answer}
    fresh = [one for one in dict.fromkeys(person_ids) if one not in known]
    if not fresh and all(known[one].passed_by_id == actor.person_id for one in person_ids):
        return []  # a second click
    if not fresh:
        raise FormError("people", _("이미 이 메모를 받은 사람입니다. 다른 사람을 적어 주십시오."))
    by = {"passed_by_id": actor.person_id, "passed_by_name": actor.name, "word": word}
    added = [ask_once_more(session, memo, one, **by) for one in fresh]
    session.flush()
    audit.note(session, actor, "pass_memo", memo, persons=fresh)
    if memo.state == "SEEN":  # somebody is asked again
        records.move(session, memo, "ask_more", actor)
    else:
        set_readers(session, memo)
        records.changed(session, memo)
    for one in added:
        telling.tell_arrived(session, one)
    return fresh
