"""Mail about memos: to who gets one, to its author when it is answered. A memo is closed: not even its title goes out.

The job is queued in the transaction that causes it and writes each letter in its reader's language. What happened
since is asked again: nobody is called to a memo that was taken back, or that they have opened by then.
"""

from typing import Any

from pyramid.interfaces import IRoutesMapper
from sqlalchemy.orm import Session

from documents.approvals.telling import reachable
from documents.memos.lifecycle import SENT, has_it
from documents.memos.models import MemoReceiver
from portal.i18n import _
from portal.jobs import queue
from portal.mail import queue_mail
from portal.people.mail_language import translator_of

JOB = "memo_mail"
ARRIVED = (_("[메모보고] 새 메모"), _("${name}님이 보낸 메모가 있습니다. 아래 주소에서 읽고 답해 주십시오."))
PASSED_ON = (_("[메모보고] 전달받은 메모"), _("${name}님이 전달한 메모가 있습니다. 아래 주소에서 읽고 답해 주십시오."))
ANSWERED = (_("[메모보고] 메모에 대한 답"), _("${name}님이 메모에 답했습니다. 아래 주소에서 확인해 주십시오."))


def tell_arrived(session: Session, receiver: MemoReceiver) -> None:
    """Somebody gets a memo."""
    _queue(session, "arrived", receiver)


def tell_answered(session: Session, receiver: MemoReceiver) -> None:
    """The author gets an answer."""
    _queue(session, "answered", receiver)


def _queue(session: Session, what: str, receiver: MemoReceiver) -> None:
    payload = {"what": what, "receiver_id": receiver.id}
    queue(session, JOB, payload, key=f"{JOB}:{what}:{receiver.id}")


def write_letters(registry: Any, payload: dict[str, Any]) -> None:
    """The job: one mail to the person concerned, if they can be reached."""
    with registry["database"].writing() as session:
        receiver = session.get(MemoReceiver, payload["receiver_id"])
        if receiver is None or receiver.memo.state not in SENT:
            return
        (subject, text), name, to = _letter(payload["what"], receiver)
        route = registry.getUtility(IRoutesMapper).get_route("memo_report")
        address = registry["settings"].base_url.rstrip("/") + route.generate({"uid": receiver.memo.uid})
        for person in reachable(session, [to]):
            translate = translator_of(registry, session, person.id)
            told = translate(text % {"name": name})
            key = f"{JOB}:{payload['what']}:{receiver.id}:{receiver.asked_at.isoformat()}"
            queue_mail(session, person.email, translate(subject), f"{told}\n\n{address}", key=key)


def _letter(what: str, receiver: MemoReceiver) -> tuple[tuple[Any, Any], str, int | None]:
    """The letter, whose act it tells of, and to whom it goes."""
    if what == "answered":
        return ANSWERED, receiver.name, receiver.memo.created_by_id
    to = receiver.person_id if receiver.seen_at is None and has_it(receiver) else None
    if receiver.passed_by_id is not None:
        return PASSED_ON, receiver.passed_by_name, to
    return ARRIVED, receiver.memo.author_name, to
