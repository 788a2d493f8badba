"""Mail about documents: to whom a step opens for, to the drafter when theirs comes back or is registered.

The job is queued in the transaction that causes it and writes each letter in its reader's language. What happened
since is asked again: nobody is called to a step that is closed by then.
"""

from collections.abc import Sequence
from typing import Any

from pyramid.interfaces import IRoutesMapper
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.models import Document, Step
from portal import clock
from portal.i18n import _
from portal.jobs import queue
from portal.mail import queue_mail
from portal.people.mail_language import translator_of
from portal.people.models import Absence, Account, Person, Post
from portal.people.principals import in_force
from portal.records.models import Registration

JOB = "approval_mail"
CLOSED_TITLE = _("비공개 문서")  # its title does not leave the portal
Letter = tuple[Any, Any]


def tell_opened(session: Session, step: Step) -> None:
    """Somebody's turn has come, or a department is asked."""
    _queue(session, "opened", step.document_id, f"{step.id}:{step.person_id}", step.id)


def tell_returned(session: Session, document: Document) -> None:
    """The drafter gets it back."""
    _queue(session, "returned", document.id, str(document.round))


def tell_registered(session: Session, document: Document) -> None:
    """The drafter learns its number."""
    _queue(session, "registered", document.id, "")


def _queue(session: Session, what: str, document_id: int, once: str, step_id: int | None = None) -> None:
    payload = {"what": what, "document_id": document_id, "step_id": step_id}
    queue(session, JOB, payload, key=f"{JOB}:{what}:{document_id}:{once}")


def write_letters(registry: Any, payload: dict[str, Any]) -> None:
    """The job: one mail to each person concerned."""
    with registry["database"].writing() as session:
        document = session.get(Document, payload["document_id"])
        if document is None:
            return
        step = session.get(Step, payload["step_id"]) if payload["step_id"] else None
        letter, readers = LETTERS[payload["what"]](session, document, step)
        address = registry["settings"].base_url.rstrip("/") + _path(registry, document)
        for person in readers:
            translate = translator_of(registry, session, person.id)
            words = {"title": translate(CLOSED_TITLE) if document.disclosure == "CLOSED" else document.title}
            subject, text = (translate(one % words) for one in letter)
            key = f"{JOB}:{payload['what']}:{document.id}:{document.round}:{payload['step_id']}:{person.id}"
            queue_mail(session, person.email, subject, f"{text}\n\n{address}", key=key)


def _path(registry: Any, document: Document) -> str:
    route = registry.getUtility(IRoutesMapper).get_route("approval")
    return str(route.generate({"uid": document.uid}))


def _opened(session: Session, _document: Document, step: Step | None) -> tuple[Letter, Sequence[Person]]:
    letter = (
        _("[결재] ${title}"),
        _("‘${title}’의 결재선에서 처리할 차례가 되었습니다. 아래 주소에서 읽고 처리해 주십시오."),
    )
    if step is None or not step.open:
        return letter, ()
    if step.person_id is None:
        asked = select(Post.person_id).where(Post.department_id == step.department_id, in_force(Post, clock.today()))
        return letter, reachable(session, session.scalars(asked).all())
    deputies = select(Absence.deputy_id).where(Absence.person_id == step.person_id, in_force(Absence, clock.today()))
    return letter, reachable(session, [step.person_id, *session.scalars(deputies)])


def _returned(session: Session, document: Document, _step: Step | None) -> tuple[Letter, Sequence[Person]]:
    letter = (_("[반려] ${title}"), _("‘${title}’이(가) 반려되었습니다. 의견을 확인하고 고쳐 주십시오."))
    drafter = [document.created_by_id] if document.state == "RETURNED" else []
    return letter, reachable(session, drafter)


def _registered(session: Session, document: Document, _step: Step | None) -> tuple[Letter, Sequence[Person]]:
    number = session.scalar(select(Registration.display).where(Registration.record_id == document.id)) or ""
    text = _("‘${title}’의 결재가 끝나 ${number}(으)로 등록되었습니다.")
    letter = (_("[등록] ${title}"), text % {"number": number})
    return letter, reachable(session, [document.created_by_id])


LETTERS = {"opened": _opened, "returned": _returned, "registered": _registered}


def reachable(session: Session, ids: Sequence[int | None]) -> Sequence[Person]:
    """Those of them who can sign in and have a mail address."""
    query = select(Person).join(Account, Account.person_id == Person.id).where(Person.id.in_(ids), Account.active)
    return session.scalars(query.where(Person.email != "").order_by(Person.id)).all()
