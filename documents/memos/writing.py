"""Writing a memo: begun, changed, thrown away, sent, and taken back as long as nobody has opened it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from documents.approvals.drafting import departments_of
from documents.approvals.line import post_of
from documents.memos import telling
from documents.memos.facts import present
from documents.memos.lifecycle import NO_ACCOUNT, who_can_sign_in
from documents.memos.models import MemoReceiver, MemoReport
from portal import audit, clock
from portal.db import new_uid
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Person
from portal.records import services as records
from portal.records.disclosure import IN_PROGRESS
from portal.records.editions import freeze
from portal.records.workflow import NotAllowed

CLASS = {"disclosure": "CLOSED", "grounds": [IN_PROGRESS]}  # it leads to a decision that is not made yet


@dataclass(frozen=True)
class MemoFacts:
    """What its author states; ``receivers`` are the ids of persons."""

    title: str
    text: str
    receivers: Sequence[int] = ()


def begin(session: Session, facts: MemoFacts, actor: Any, *, uid: str = "") -> MemoReport:
    """A new memo. The same ``uid`` sent again is the same memo.

    Raises FormError for receivers that cannot be, NotAllowed for somebody else's uid.
    """
    found = session.scalar(select(MemoReport).where(MemoReport.uid == uid)) if uid else None
    if found is not None:
        return _own(found, actor)
    check_receivers(session, facts.receivers, actor.person_id, "receivers")
    departments = departments_of(session, actor.person_id)
    memo = MemoReport(uid=uid or new_uid(), title=facts.title, text=facts.text, **CLASS)
    memo.department_id = departments[0] if departments else None
    memo.author_name, memo.author_post = named(session, actor.person_id)
    try:
        with audit.attempt(session):
            records.add(session, memo, actor)
    except IntegrityError:  # two clicks at the same moment
        return _own(session.scalar(select(MemoReport).where(MemoReport.uid == uid)), actor)
    _address(session, memo, facts.receivers)
    return memo


def _own(memo: MemoReport | None, actor: Any) -> MemoReport:
    """The memo that a form made when it was sent the first time. Raises NotAllowed for somebody else's uid."""
    if memo is None or memo.created_by_id != actor.person_id:
        raise NotAllowed("edit")
    return memo


def named(session: Session, person_id: int) -> tuple[str, str]:
    """Name and post of somebody as they are today; the affiliation of who holds no post."""
    person = session.get_one(Person, person_id)
    post = post_of(session, person_id, clock.today())
    return person.name, post.title if post else person.affiliation


def check_receivers(session: Session, person_ids: Sequence[int], author_id: int | None, field: str) -> None:
    """Raise FormError at ``field`` for the author among those who are to get a memo, and for who cannot sign in."""
    if author_id in person_ids:
        raise FormError(field, _("메모를 쓴 사람에게는 보낼 수 없습니다. 다른 사람을 적어 주십시오."))
    able = who_can_sign_in(session, person_ids)
    names = ", ".join(session.get_one(Person, one).name for one in person_ids if one not in able)
    if names:
        raise FormError(field, NO_ACCOUNT % {"names": names})


def receiver(session: Session, person_id: int, **more: Any) -> MemoReceiver:
    """Somebody who is to get a memo, under today's name and post."""
    name, post = named(session, person_id)
    return MemoReceiver(person_id=person_id, name=name, post=post, asked_at=clock.now(), **more)


def ask_once_more(session: Session, memo: MemoReport, person_id: int, **more: Any) -> MemoReceiver:
    """Somebody gets a memo that was sent; who had handed it over has it again, and is asked anew."""
    found = next((one for one in memo.receivers if one.person_id == person_id), None)
    if found is None:
        found = receiver(session, person_id, **more)
        memo.receivers.append(found)
        return found
    found.handed_to_id, found.asked_at = None, clock.now()
    for name, value in more.items():
        setattr(found, name, value)
    return found


def _address(session: Session, memo: MemoReport, person_ids: Sequence[int]) -> None:
    """Let a memo that is not sent be for these people, in this order. Nobody has seen it, so nothing is lost."""
    memo.receivers = []
    session.flush()
    memo.receivers = [receiver(session, one) for one in dict.fromkeys(person_ids)]
    session.flush()


def change(session: Session, memo: MemoReport, facts: MemoFacts, actor: Any) -> None:
    """Write a memo otherwise before it is sent. Raises NotAllowed, FormError as :func:`begin`."""
    records.hold(session, memo, "edit", actor)
    check_receivers(session, facts.receivers, memo.created_by_id, "receivers")
    memo.title, memo.text = facts.title, facts.text
    _address(session, memo, facts.receivers)
    audit.note(session, actor, "edit", memo)
    records.changed(session, memo)


def throw_away(session: Session, memo: MemoReport, actor: Any) -> None:
    """A memo that was never sent goes to the bin. Raises NotAllowed, Refused for one that was sent once."""
    records.hold(session, memo, "remove", actor)
    records.put_in_bin(session, memo, actor)


def send(session: Session, memo: MemoReport, actor: Any) -> None:
    """The text is frozen as it is, its receivers read it from now on and are told. Raises NotAllowed, Refused."""
    records.hold(session, memo, "send_memo", actor)
    records.move(session, memo, "send_memo", actor)
    memo.sent_at = clock.now()
    memo.author_name, memo.author_post = named(session, actor.person_id)
    for one in memo.receivers:
        one.name, one.post = named(session, one.person_id)
        one.asked_at = memo.sent_at
    session.flush()
    freeze(session, memo, present(session, memo), actor)
    for one in memo.receivers:
        telling.tell_arrived(session, one)


def recall(session: Session, memo: MemoReport, actor: Any) -> None:
    """Take it back to write it otherwise, as long as nobody has opened it. Raises NotAllowed, Refused."""
    records.hold(session, memo, "recall_memo", actor)
    memo.sent_at = None
    records.move(session, memo, "recall_memo", actor)
