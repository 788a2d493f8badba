"""The states of a memo: 작성 중 → 보냄 → 확인, who may do what, and what stands in the way of sending one."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.memos.models import MemoReceiver, MemoReport
from portal.content.masking import holds_resident_number
from portal.files.models import Attachment
from portal.i18n import _
from portal.people.models import Account
from portal.records.models import Record
from portal.records.workflow import Problem, State, Transition, Workflow

MAKING = ("DRAFT",)
SENT = ("SENT", "SEEN")
NO_ACCOUNT = _("로그인할 수 있는 계정이 없어 메모를 받을 수 없습니다: ${names}")


def who_can_sign_in(session: Session, person_ids: Collection[int]) -> set[int]:
    """Those of some people who have an account that may be used."""
    query = select(Account.person_id).where(Account.person_id.in_(person_ids), Account.active)
    return set(session.scalars(query))


def has_receivers(session: Session, memo: Record) -> list[Problem]:
    """Somebody else gets it, and everybody who gets it can read it here."""
    assert isinstance(memo, MemoReport)
    others = [one for one in memo.receivers if one.person_id != memo.created_by_id]
    if not others:
        return [Problem(_("받을 사람을 한 명 이상 적어 주십시오."), "edit")]
    able = who_can_sign_in(session, [one.person_id for one in others])
    names = ", ".join(one.name for one in others if one.person_id not in able)
    return [Problem(NO_ACCOUNT % {"names": names}, "edit")] if names else []


def says_something(session: Session, memo: Record) -> list[Problem]:
    """A memo without text says nothing."""
    assert isinstance(memo, MemoReport)
    return [] if memo.text.strip() else [Problem(_("내용을 적어 주십시오."), "edit")]


def holds_no_resident_number(session: Session, memo: Record) -> list[Problem]:
    """No 주민등록번호 leaves its author (개인정보 보호법 §24의2)."""
    assert isinstance(memo, MemoReport)
    found = []
    if holds_resident_number(f"{memo.title}\n{memo.text}"):
        found.append(Problem(_("제목이나 내용에 주민등록번호가 있습니다. 지우십시오."), "edit"))
    for file in session.scalars(select(Attachment).where(Attachment.record_id == memo.id).order_by(Attachment.ordinal)):
        words = {"name": file.name}
        if holds_resident_number("\n".join((file.name, *(text for _place, text in file.pages)))):
            told = _("붙임 ‘${name}’에 주민등록번호가 있습니다. 빼거나 가린 파일로 바꾸십시오.", mapping=words)
            found.append(Problem(told, "files"))
        elif file.text_state == "PENDING":
            told = _("붙임 ‘${name}’을(를) 아직 읽는 중입니다. 잠시 뒤에 다시 보내 주십시오.", mapping=words)
            found.append(Problem(told, "files"))
    return found


def nobody_opened(session: Session, memo: Record) -> list[Problem]:
    """A memo comes back only as long as nobody has read it."""
    assert isinstance(memo, MemoReport)
    if all(one.seen_at is None for one in memo.receivers):
        return []
    return [Problem(_("받은 사람이 이미 열어 보아 회수할 수 없습니다. 덧붙이는 말을 적으십시오."))]


READY = (has_receivers, says_something, holds_no_resident_number)
WORKFLOW = Workflow(
    states={
        "DRAFT": State(_("작성 중"), "information"),
        "SENT": State(_("보냄", context="memo"), "warning"),
        "SEEN": State(_("확인", context="memo"), "success"),
    },
    transitions={
        "send_memo": Transition(_("보내기"), MAKING, "SENT", ("author",), READY),
        "recall_memo": Transition(_("회수"), ("SENT",), "DRAFT", ("author",), (nobody_opened,)),
        "all_answered": Transition(_("모두 답함"), ("SENT",), "SEEN", ("receiver",)),
        "ask_more": Transition(_("다른 사람에게 전달"), ("SEEN",), "SENT", ("receiver",)),
    },
    acts={
        "edit": {MAKING: ("author",)},
        "attach": {MAKING: ("author",)},
        "remove": {MAKING: ("author",)},
        "answer_memo": {("SENT",): ("asked",)},
        "remark_memo": {SENT: ("author", "receiver")},
        "pass_memo": {SENT: ("receiver",)},
        "draw_up": {SENT: ("author", "receiver")},
    },
)


def has_it(receiver: MemoReceiver) -> bool:
    """Whether a memo is still somebody's, and did not go to a successor."""
    return receiver.handed_to_id is None


def receiver_of(memo: MemoReport, viewer: Any) -> MemoReceiver | None:
    """The viewer among those who have the memo. A memo is to a person: deputies (대결자) have no part in it."""
    if viewer is None:
        return None
    return next((one for one in memo.receivers if one.person_id == viewer.person_id and has_it(one)), None)


def relations(session: Session, memo: Record, viewer: Any) -> frozenset[str]:
    """author, receiver, asked (a receiver who has not answered)."""
    assert isinstance(memo, MemoReport)
    found = {"author"} if viewer is not None and viewer.person_id == memo.created_by_id else set()
    mine = receiver_of(memo, viewer)
    if mine is not None:
        found |= {"receiver"} if mine.answer else {"receiver", "asked"}
    return frozenset(found)
