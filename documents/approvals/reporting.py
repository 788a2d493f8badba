"""대결 reported afterwards (영 §10③): who was away sees what was decided for them, and says that they have seen it."""

from sqlalchemy.orm import Session

from documents.approvals.models import Document, Step
from documents.approvals.signing import locked
from portal import audit, clock
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer


def to_be_seen(document: Document, viewer: Viewer | None) -> list[Step]:
    """The steps somebody else decided for the viewer and that the viewer has not seen yet."""
    mine = viewer.person_id if viewer else None
    return [step for step in document.steps if step.needs_report and step.person_id == mine and not step.reported_at]


def mark_seen(session: Session, document: Document, viewer: Viewer) -> None:
    """The absent approver has seen it; seen twice is seen once. Raises NotAllowed for everybody else."""
    locked(session, document)
    if not any(step.needs_report and step.person_id == viewer.person_id for step in document.steps):
        raise NotAllowed("seen")
    for step in to_be_seen(document, viewer):
        step.reported_at = clock.now()
        audit.note(session, viewer, "seen_report", document, step=step.id)
