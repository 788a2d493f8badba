"""상신: the texts of a draft are frozen and its line begins. The documents of a bundle go up together (일괄기안)."""

from sqlalchemy.orm import Session

from documents.approvals.checking import examine_all
from documents.approvals.facts import body_of, facts_of
from documents.approvals.lifecycle import IN_LINE
from documents.approvals.models import Document
from documents.approvals.shown import current_editions, hash_of_drafts, hash_of_editions
from documents.approvals.signing import Superseded, close_step, locked, open_next
from portal.content.services import keep
from portal.records import editions
from portal.records import services as records
from portal.records.models import Edition
from portal.records.workflow import NotAllowed, Refused
from portal.security.viewer import Viewer


class Doubted(Refused):
    """Nothing is missing, but the checker asks about something and nobody confirmed it."""


def submit(
    session: Session, document: Document, actor: Viewer, sha256: str = "", *, confirmed: bool = False
) -> list[Edition]:
    """Freeze the text, that of each document of the bundle, and open the first step.

    ``sha256`` is that of what the drafter was shown; the same sent again answers what the first click did. Raises
    Refused with everything that is missing, Doubted with what the checker only doubts unless that is ``confirmed``,
    Superseded when the draft is another one by now. The audit trail says which rules doubted what was sent up.
    """
    first = locked(session, document)
    if "submit" not in records.acts(session, document, actor):
        return _submitted_already(session, document, actor, sha256)
    if sha256 and sha256 != hash_of_drafts(session, document):
        raise Superseded
    reports = examine_all(session, document)
    missing = [problem for report in reports for problem in report.errors]
    if missing:
        raise Refused(missing)
    doubts = [problem for report in reports for problem in report.doubts]
    if doubts and not confirmed:
        raise Doubted(doubts)
    made = [_freeze(session, one, actor) for one in document.bundle]
    for one, edition, report in zip(document.bundle, made, reports, strict=True):
        records.move(session, one, "submit", actor, edition=edition.number, doubts=report.doubted_rules)
    close_step(session, first.line[0], made, actor)
    open_next(session, first)
    return made


def _freeze(session: Session, document: Document, actor: Viewer) -> Edition:
    """The next edition; the steps that sign it are of its round."""
    keep(session, body_of(session, document), "save")
    edition = editions.freeze(session, document, facts_of(session, document), actor, document.redraft_reason)
    if document.lead is None:
        for step in document.line:
            step.round = edition.number
    document.round = edition.number
    session.flush()
    session.refresh(document, ["steps"])
    return edition


def _submitted_already(session: Session, document: Document, actor: Viewer, sha256: str) -> list[Edition]:
    if document.created_by_id != actor.person_id:
        raise NotAllowed("submit")
    found = current_editions(session, document)
    if not found or document.state not in IN_LINE or hash_of_editions(found) != sha256:
        raise Superseded
    return found
