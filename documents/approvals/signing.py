"""Sending a document up its approval line, and signing it there.

Every act locks the document first, so that of two people in the same second, or two clicks, exactly one counts. A
signature stands for the edition whose hash was shown; the last one registers the document in the same transaction.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals import telling
from documents.approvals.checking import examine
from documents.approvals.citing import keep_citations
from documents.approvals.facts import body_of, facts_of
from documents.approvals.lifecycle import IN_LINE, acts_for, open_steps
from documents.approvals.line import name_step, post_of
from documents.approvals.models import Document, Step
from documents.approvals.sources import tell_registered
from portal import audit, clock
from portal.content.services import keep
from portal.jobs import queue
from portal.people.models import Absence
from portal.people.principals import in_force
from portal.records import editions
from portal.records import services as records
from portal.records.models import Edition, Signature
from portal.records.readers import set_readers
from portal.records.registration import register, unit_of
from portal.records.workflow import NotAllowed, Refused
from portal.security.viewer import Viewer

FILE_JOB = "approval_file"


class Superseded(Exception):
    """What was to be signed is no longer what waits: another edition, another turn, or it is decided already."""


class Doubted(Refused):
    """Nothing is missing, but the checker asks about something and nobody confirmed it."""


@dataclass(frozen=True)
class Done:
    """What a signature did: the step it closed, and the registration number when it was the last one."""

    step: Step
    number: str = ""


def locked(session: Session, document: Document) -> Document:
    """The document as it is now, with nobody else acting on it until this transaction ends."""
    session.flush()
    session.refresh(document, with_for_update=True)
    session.refresh(document, ["steps"])
    return document


def submit(
    session: Session, document: Document, actor: Viewer, sha256: str = "", *, confirmed: bool = False
) -> Edition:
    """상신: freeze the text and open the first step.

    ``sha256`` is that of the draft the drafter was shown; the same sent again answers what the first click did. Raises
    Refused with everything that is missing, Doubted with what the checker only doubts unless that is ``confirmed``,
    Superseded when the draft is another one by now. The audit trail says which rules doubted what was sent up.
    """
    locked(session, document)
    if "submit" not in records.acts(session, document, actor):
        return _submitted_already(session, document, actor, sha256)
    if sha256 and sha256 != editions.digest(facts_of(session, document)):
        raise Superseded
    report = examine(session, document)
    if report.errors:
        raise Refused(report.errors)
    if report.doubts and not confirmed:
        raise Doubted(report.doubts)
    keep(session, body_of(session, document), "save")
    edition = editions.freeze(session, document, facts_of(session, document), actor, document.redraft_reason)
    _start_round(session, document, edition)
    records.move(session, document, "submit", actor, edition=edition.number, doubts=report.doubted_rules)
    drafter = document.line[0]
    _close(session, drafter, edition, actor)
    open_next(session, document)
    return edition


def _submitted_already(session: Session, document: Document, actor: Viewer, sha256: str) -> Edition:
    if document.created_by_id != actor.person_id:
        raise NotAllowed("submit")
    edition = editions.current(session, document)
    if edition is None or document.state not in IN_LINE or edition.sha256 != sha256:
        raise Superseded
    return edition


def _start_round(session: Session, document: Document, edition: Edition) -> None:
    """The line signs this edition: its steps are of the edition's round."""
    for step in document.line:
        step.round = edition.number
    document.round = edition.number
    session.flush()
    session.refresh(document, ["steps"])


def current_edition(session: Session, document: Document, sha256: str) -> Edition:
    """The edition that is being signed, if it has this hash. Raises Superseded."""
    edition = editions.current(session, document)
    if edition is None or edition.sha256 != sha256 or edition.number != document.round:
        raise Superseded
    return edition


def sign(session: Session, document: Document, step_id: int, sha256: str, viewer: Viewer, *, opinion: str = "") -> Done:
    """The viewer signs a step that is theirs to sign now; the last signature registers the document.

    Signing the same step and edition again answers what the first click did. Raises as :func:`turn_of`.
    """
    locked(session, document)
    edition = current_edition(session, document, sha256)
    step = next((one for one in document.line if one.id == step_id), None)
    if step is not None and step.state == "SIGNED" and step.actor_id == viewer.person_id:
        return Done(step)
    step = turn_of(session, document, step, viewer, "sign")
    if step.kind == "APPROVE":
        return Done(step, _decide(session, step, edition, viewer, opinion))
    _close(session, step, edition, viewer, opinion)
    open_next(session, document)
    return Done(step)


def turn_of(session: Session, document: Document, step: Step | None, viewer: Viewer, act: str) -> Step:
    """The step, if it is the viewer's turn to do this in it.

    Raises Superseded for a step that is closed or on hold by now, NotAllowed for those whose turn it is not.
    """
    if step is None:
        raise Superseded
    if not acts_for(viewer, step) or document.created_by_id == viewer.person_id:
        raise NotAllowed(act)
    if step.state == "WAITING" and document.state in IN_LINE:
        raise NotAllowed(act)
    if step not in open_steps(document, viewer) or act not in records.acts(session, document, viewer):
        raise Superseded
    return step


def _decide(session: Session, step: Step, edition: Edition, viewer: Viewer, opinion: str) -> str:
    """The final signature: state, number and file, all or nothing (영 §6①, §11)."""
    document = step.document
    if any(not one.closed for one in document.line if one is not step):
        raise NotAllowed("approve")
    records.move(session, document, "approve", viewer, edition=edition.number)
    document.approved_edition_id, document.approved_on = edition.id, clock.today()
    _close(session, step, edition, viewer, opinion)
    unit = unit_of(session, document)
    assert unit is not None  # a guard of the transition asked
    registration = register(session, document, unit)
    keep_citations(session, document, edition.facts)
    tell_registered(session, document, registration.display, viewer)
    records.move(session, document, "file" if document.form == "INTERNAL" else "make_ready", viewer)
    queue(session, FILE_JOB, {"edition_id": edition.id}, key=f"{FILE_JOB}:{edition.id}")
    telling.tell_registered(session, document)
    return registration.display


def _close(session: Session, step: Step, edition: Edition, viewer: Viewer, opinion: str = "") -> None:
    """Write a signature into a step: who really signed, as what, and for whom."""
    name_step(session, step.document, step)
    day = clock.today()
    post = post_of(session, viewer.person_id, day, step.department_id or step.document.department_id)
    step.state, step.opinion, step.acted_at, step.edition_id = "SIGNED", opinion.strip(), clock.now(), edition.id
    step.actor_id, step.actor_name, step.actor_post = viewer.person_id, viewer.name, post.title if post else ""
    if step.person_id != viewer.person_id:
        step.acting_reason = _absence_reason(session, step.person_id, viewer)
        step.needs_report = step.kind == "APPROVE"
    act = f"{step.kind.lower()}:{step.id}"
    session.add(
        Signature(
            edition_id=edition.id, act=act, person_id=viewer.person_id, name=viewer.name, post=step.actor_post,
            means="ACCOUNT",
        )
    )  # fmt: skip
    session.flush()
    audit.note(
        session, viewer, "sign", step.document, edition=edition.number, step=step.id, kind=step.kind,
        acting_for=step.person_id if step.person_id != viewer.person_id else None,
    )  # fmt: skip


def _absence_reason(session: Session, person_id: int | None, viewer: Viewer) -> str:
    query = select(Absence.reason).where(
        Absence.person_id == person_id, Absence.deputy_id == viewer.person_id, in_force(Absence, clock.today())
    )
    reason = session.scalar(query.limit(1))
    if not reason:
        raise NotAllowed("sign")  # 대결 needs a reason (영 §10③)
    return reason


def open_next(session: Session, document: Document) -> None:
    """Open the steps of the lowest rank that still waits, once everything before it is closed."""
    session.flush()
    if any(step.open for step in document.line):
        follow(session, document)
        return
    waiting = [step for step in document.line if step.state == "WAITING"]
    for step in waiting:
        if step.rank == waiting[0].rank:
            step.state, step.opened_at = "ACTIVE", clock.now()
            telling.tell_opened(session, step)
    follow(session, document)


def follow(session: Session, document: Document) -> None:
    """Readers and index follow a change of the line: whoever has to act now may see the document."""
    set_readers(session, document)
    records.changed(session, document)
