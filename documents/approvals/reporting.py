"""대결 reported afterwards (영 §10③): who was away sees what was decided for them, and says that they have seen it."""

from sqlalchemy.orm import Session

from documents.approvals.models import Document, Step
from documents.approvals.signing import locked
from portal import audit, clock
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer


def to_be_seen(document: Document, viewer: Viewer | None) -> list[Step]:
    """The steps somebody else decided for the viewer and that the viewer has not seen yet."""
    return [step for step in _decided_for(document, viewer) if not step.reported_at]


def mark_seen(session: Session, document: Document, viewer: Viewer) -> None:
    """The absent approver has seen it; seen twice is seen once. Raises NotAllowed for everybody else."""
    locked(session, document)
    if not _decided_for(document, viewer):
        raise NotAllowed("seen")
    for step in to_be_seen(document, viewer):
        step.reported_at = clock.now()
        audit.note(session, viewer, "seen_report", document, step=step.id)


def _decided_for(document: Document, viewer: Viewer | None) -> list[Step]:
    mine = viewer.person_id if viewer else None
    every = [step for steps in document.ways.values() for step in steps]
    return [step for step in every if step.needs_report and step.person_id == mine]
