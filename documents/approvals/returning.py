"""When a document does not go on: returned, held, taken back by its drafter, written anew.

Whatever was signed stays with the edition it was signed on; the next edition has a line of its own.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from documents.approvals import telling
from documents.approvals.lifecycle import acts_for
from documents.approvals.line import name_drafter, planned, step_of
from documents.approvals.models import Document, Step
from documents.approvals.signing import Superseded, follow, locked, signed_editions, turn_of
from portal import clock
from portal.forms import FormError
from portal.i18n import _
from portal.records import services as records
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer

NEEDS_OPINION = _("반려하려면 의견을 적어 주십시오.")


def send_back(session: Session, document: Document, step_id: int, sha256: str, viewer: Viewer, *, opinion: str) -> None:
    """반려: the document goes back to its drafter with an opinion; the line of this edition ends."""
    step = _acting_on(session, document, step_id, sha256, viewer, act="return")
    if not opinion.strip():
        raise FormError("opinion", NEEDS_OPINION)
    _move_all(session, document, "return", viewer, step=step.id)
    _mark(session, step, "RETURNED", viewer, opinion)
    telling.tell_returned(session, step.document)
    for other in document.line:
        if other is not step and other.open:
            other.state = "WAITING"
    follow(session, document)


def hold(session: Session, document: Document, step_id: int, sha256: str, viewer: Viewer, *, opinion: str) -> None:
    """보류: nothing moves until whoever holds it goes on."""
    step = _acting_on(session, document, step_id, sha256, viewer, act="hold")
    _move_all(session, document, "hold", viewer, step=step.id)
    _mark(session, step, "HELD", viewer, opinion)
    follow(session, document)


def resume(session: Session, document: Document, viewer: Viewer) -> None:
    """보류 해제: the step is active again; only the one who holds it, or their deputy, may."""
    locked(session, document)
    held = [step for step in document.line if step.state == "HELD" and acts_for(viewer, step)]
    if not held or "resume" not in records.acts(session, document, viewer):
        if document.state != "ON_HOLD" and any(acts_for(viewer, step) for step in document.line):
            raise Superseded
        raise NotAllowed("resume")
    _move_all(session, document, "resume", viewer, step=held[0].id)
    held[0].state = "ACTIVE"
    follow(session, document)


def _acting_on(session: Session, document: Document, step_id: int, sha256: str, viewer: Viewer, *, act: str) -> Step:
    locked(session, document)
    signed_editions(session, document, sha256)
    return turn_of(session, document, next((one for one in document.line if one.id == step_id), None), viewer, act)


def _mark(session: Session, step: Step, state: str, viewer: Viewer, opinion: str) -> None:
    step.state, step.opinion, step.acted_at = state, opinion.strip(), clock.now()
    step.actor_id, step.actor_name = viewer.person_id, viewer.name
    session.flush()


def _move_all(session: Session, document: Document, transition: str, viewer: Viewer, **detail: Any) -> None:
    for one in document.bundle:
        records.move(session, one, transition, viewer, **detail)


def recall(session: Session, document: Document, actor: Viewer) -> None:
    """회수: back to the drafter before anybody handled it. The edition stays in the history; nothing signs it."""
    first = locked(session, document)
    _move_all(session, document, "recall", actor)
    _next_round(session, first)


def redraft(session: Session, document: Document, reason: str, actor: Viewer) -> None:
    """재기안: a returned document is written anew; its next edition says why, and has no signatures."""
    first = locked(session, document)
    if not reason.strip():
        raise FormError("reason", _("재기안하는 까닭을 적어 주십시오."))
    _move_all(session, document, "redraft", actor)
    for one in document.bundle:
        one.redraft_reason = reason.strip()
    _next_round(session, first)


def _next_round(session: Session, document: Document) -> None:
    """The same people once more for the next edition; the steps of the last one stay as its history."""
    author = document.created_by_id  # somebody else than who drafted it, after a hand-over
    for one in document.bundle:
        name_drafter(session, one)
    plan = [replace(one, person_id=author) if one.kind == "DRAFT" else one for one in planned(document.line)]
    for step in document.line:
        if step.open:
            step.state = "WAITING"
    for one in document.bundle:
        one.round += 1
    document.steps += [step_of(session, document, one) for one in plan]
    follow(session, document)
