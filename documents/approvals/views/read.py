"""The page of one document: its text, its line, what can be done with it now."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config
from sqlalchemy import select

from documents.approvals.facts import facts_of
from documents.approvals.labels import FORMS, STEP_STATES, STEP_TONES, kind_of
from documents.approvals.lifecycle import MAKING, WORKFLOW
from documents.approvals.models import Document
from portal.content.page import page_html
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.people.models import Department
from portal.records import editions
from portal.records.models import Edition, Registration


@view_config(
    route_name="approval", request_method="GET", permission="view", renderer="templates:documents/approvals/read.pt"
)
def read(context: Any, request: Any) -> dict[str, Any]:
    """The text that is in force, or that is being signed, or the draft."""
    document: Document = context.record
    session = request.dbsession
    edition = wanted_edition(request, document)
    text = edition.facts if edition else facts_of(session, document)
    return {
        "page_title": document.title,
        "document": document,
        "state": WORKFLOW.states[document.state],
        "acts": context.acts,
        "edition": edition,
        "editions": editions_of(request, document),
        "facts": text,
        "html": page_html(text["content"], text["scheme"], heading=3, translate=request.localizer.translate),
        "disclosure": disclosure_label(text["disclosure"], text["grounds"]),
        "form": FORMS[text["form"]],
        "line": [(step, kind_of(step)) for step in document.line],
        "step_states": STEP_STATES,
        "step_tones": STEP_TONES,
        "number": session.scalar(select(Registration).where(Registration.record_id == document.id)),
        "department": session.get(Department, document.department_id),
        "address": request.route_path("approval", uid=document.uid),
        "breadcrumbs": [(_("결재"), ""), (document.title, "")],
    }


def editions_of(request: Any, document: Document) -> list[Edition]:
    """Every edition, newest first, for those who may read the history."""
    if "history" not in request.context.acts:
        return []
    query = select(Edition).where(Edition.record_id == document.id).order_by(Edition.number.desc())
    return list(request.dbsession.scalars(query))


def wanted_edition(request: Any, document: Document) -> Edition | None:
    """The edition the address asks for, else the approved one, else the one being signed; None for the draft.

    Raises HTTPNotFound for an edition the reader may not ask for.
    """
    session, wanted = request.dbsession, request.GET.get("edition", "")
    shown = None
    if document.approved_edition_id:
        shown = session.get(Edition, document.approved_edition_id)
    elif document.state in MAKING and document.state != "DRAFT":
        shown = editions.current(session, document)
    if not wanted or (shown is not None and wanted == str(shown.number)):
        return shown
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    found: Edition | None = session.scalar(
        select(Edition).where(Edition.record_id == document.id, Edition.number == number)
    )
    if found is None or "history" not in request.context.acts:
        raise HTTPNotFound()
    return found
