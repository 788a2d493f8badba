"""Signing a document on its way up the approval line.

Every act locks the document first, so that of two people in the same second, or two clicks, exactly one counts. A
signature stands for the edition whose hash was shown; the last one registers the document in the same transaction. The
documents of a bundle (일괄기안) are signed as one, on one hash, and each gets a number of its own (규칙 §5①).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals import telling
from documents.approvals.checking import unlawful
from documents.approvals.citing import keep_citations
from documents.approvals.lifecycle import IN_LINE, acts_for, is_drafter, open_steps
from documents.approvals.line import name_step, post_of
from documents.approvals.models import Document, Step
from documents.approvals.shown import current_editions, hash_of_editions
from documents.approvals.sources import tell_registered
from portal import audit, clock
from portal.jobs import queue
from portal.people.models import Absence
from portal.people.principals import in_force
from portal.records import services as records
from portal.records.models import Edition, Signature
from portal.records.readers import set_readers
from portal.records.registration import register, unit_of
from portal.records.workflow import NotAllowed, Refused
from portal.security.viewer import Viewer

FILE_JOB = "approval_file"


class Superseded(Exception):
    """What was to be signed is no longer what waits: another edition, another turn, or it is decided already."""


@dataclass(frozen=True)
class Done:
    """What a signature did: the step it closed, and the registration numbers when it was the last one."""

    step: Step
    numbers: tuple[str, ...] = ()


def locked(session: Session, document: Document) -> Document:
    """The 제1안 of the bundle as it is now, with nobody else acting on any document of it until this transaction ends.

    Raises Superseded for a document that has left the bundle since it was read.
    """
    session.flush()
    first = document.lead or document
    session.refresh(first, with_for_update=True)
    session.refresh(first, ["steps", "followers"])
    for one in first.followers:
        session.refresh(one, with_for_update=True)
    if first.lead is not None or document not in first.bundle:
        raise Superseded
    return first


def signed_editions(session: Session, document: Document, sha256: str) -> list[Edition]:
    """The editions that are being signed, if they have this hash together. Raises Superseded."""
    found = current_editions(session, document)
    rounds = [one.round for one in document.bundle]
    if not found or hash_of_editions(found) != sha256 or [one.number for one in found] != rounds:
        raise Superseded
    return found


def sign(session: Session, document: Document, step_id: int, sha256: str, viewer: Viewer, *, opinion: str = "") -> Done:
    """The viewer signs a step that is theirs to sign now; the last signature registers every document it decides.

    Signing the same step and edition again answers what the first click did. Raises as :func:`turn_of`.
    """
    first = locked(session, document)
    found = signed_editions(session, document, sha256)
    step = next((one for one in document.line if one.id == step_id), None)
    if step is not None and step.state == "SIGNED" and step.actor_id == viewer.person_id:
        return Done(step)
    step = turn_of(session, document, step, viewer, "sign")
    if step.kind == "APPROVE":
        return Done(step, _decide(session, step, found, viewer, opinion))
    close_step(session, step, found, viewer, opinion)
    open_next(session, first)
    return Done(step)


def turn_of(session: Session, document: Document, step: Step | None, viewer: Viewer, act: str) -> Step:
    """The step, if it is the viewer's turn to do this in it.

    Raises Superseded for a step that is closed or on hold by now, NotAllowed for those whose turn it is not.
    """
    if step is None:
        raise Superseded
    if not acts_for(viewer, step) or is_drafter(document, viewer.person_id):
        raise NotAllowed(act)
    if step.state == "WAITING" and document.state in IN_LINE:
        raise NotAllowed(act)
    if step not in open_steps(document, viewer) or act not in records.acts(session, document, viewer):
        raise Superseded
    return step


def _decide(session: Session, step: Step, found: Sequence[Edition], viewer: Viewer, opinion: str) -> tuple[str, ...]:
    """The final signature: state, number and file of each document, all or nothing (영 §6①, §11)."""
    first = step.document
    barred = [
        one for pair in zip(first.bundle, found, strict=True) for one in unlawful(session, pair[0], pair[1].facts)
    ]
    if barred:
        raise Refused(barred)
    if any(not one.closed for one in first.line if one is not step):
        raise NotAllowed("approve")
    for document, edition in zip(first.bundle, found, strict=True):
        records.move(session, document, "approve", viewer, edition=edition.number)
        document.approved_edition_id, document.approved_on = edition.id, clock.today()
    close_step(session, step, found, viewer, opinion)
    return tuple(_register(session, *pair, viewer) for pair in zip(first.bundle, found, strict=True))


def _register(session: Session, document: Document, edition: Edition, viewer: Viewer) -> str:
    """The number of an approved document, and what follows from having it."""
    unit = unit_of(session, document)
    assert unit is not None  # a guard of the transition asked
    registration = register(session, document, unit)
    keep_citations(session, document, edition.facts)
    tell_registered(session, document, registration.display, viewer)
    records.move(session, document, "file" if document.form == "INTERNAL" else "make_ready", viewer)
    if document.form == "INTERNAL":  # a letter has its file when it is sent out
        queue_files(session, edition.id)
    telling.tell_registered(session, document)
    return registration.display


def queue_files(session: Session, edition_id: int | None) -> None:
    """Ask for the files of an edition to be made and kept."""
    queue(session, FILE_JOB, {"edition_id": edition_id}, key=f"{FILE_JOB}:{edition_id}")


def close_step(session: Session, step: Step, found: Sequence[Edition], viewer: Viewer, opinion: str = "") -> None:
    """Write a signature into a step: who really signed, as what, and for whom; it stands under each edition."""
    name_step(session, step.document, step)
    day = clock.today()
    post = post_of(session, viewer.person_id, day, step.department_id or step.document.department_id)
    step.state, step.opinion, step.acted_at, step.edition_id = "SIGNED", opinion.strip(), clock.now(), found[0].id
    step.actor_id, step.actor_name, step.actor_post = viewer.person_id, viewer.name, post.title if post else ""
    if step.person_id != viewer.person_id:
        step.acting_reason = _absence_reason(session, step.person_id, viewer)
        step.needs_report = step.kind == "APPROVE"
    act = f"{step.kind.lower()}:{step.id}"
    session.add_all(
        Signature(
            edition_id=edition.id, act=act, person_id=viewer.person_id, name=viewer.name, post=step.actor_post,
            means="ACCOUNT",
        )
        for edition in found
    )  # fmt: skip
    session.flush()
    instead_of = step.person_id if step.person_id != viewer.person_id else None
    for document, edition in zip(step.document.bundle, found, strict=True):
        audit.note(
            session, viewer, "sign", document, edition=edition.number, step=step.id, kind=step.kind,
            acting_for=instead_of,
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
    """Readers and index follow a change of the line: whoever has to act now may see what it decides."""
    for one in document.bundle:
        set_readers(session, one)
        records.changed(session, one)
