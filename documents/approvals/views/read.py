"""The page of one document: its text, its line, what can be done with it now."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config
from sqlalchemy import select

from documents.approvals.asking import asked_steps
from documents.approvals.citing import citing
from documents.approvals.disclosing import public_copy_of
from documents.approvals.facts import Facts, facts_of
from documents.approvals.labels import FORMS, STEP_STATES, STEP_TONES, kind_of
from documents.approvals.lifecycle import MAKING, open_steps
from documents.approvals.models import Document
from documents.approvals.reporting import to_be_seen
from documents.approvals.shown import hash_of_drafts
from documents.approvals.views.common import (
    address_in,
    addresses_in,
    bundle_rows,
    cited_values,
    frame_values,
    report_values,
    source_values,
)
from documents.circulation.seeing import note_seen
from portal.content.page import page_html
from portal.files.views import file_rows
from portal.office.formats import disclosure_label
from portal.records import editions
from portal.records.filing import holding_of
from portal.records.models import Edition, Registration
from portal.security.viewer import principals

PAGE = "templates:documents/approvals/read.pt"


@view_config(route_name="approval", request_method="GET", permission="view", renderer=PAGE)
def read(context: Any, request: Any) -> dict[str, Any]:
    """The text that is in force, or that is being signed, or the draft."""
    note_seen(request, context.record)
    return page_values(request, context.record, wanted_edition(request, context.record))


def page_values(request: Any, document: Document, edition: Edition | None) -> dict[str, Any]:
    """Everything on the page."""
    session = request.dbsession
    facts = edition.facts if edition else facts_of(session, document)
    cited = cited_values(request, document, facts)
    return {
        **frame_values(request, document),
        **text_values(request, facts, addresses_in(cited)),
        **source_values(request, document),
        "cited": cited,
        "citing": [(row, address_in(request, row)) for row in citing(session, document, principals(request.identity))],
        "edition": edition,
        "editions": editions_of(request, document),
        "bundle": bundle_rows(request, document),
        "holding": holding_of(session, document),
        "line": [(step, kind_of(step)) for step in document.line],
        "step_states": STEP_STATES,
        "step_tones": STEP_TONES,
        "number": session.scalar(select(Registration).where(Registration.record_id == document.id)),
        "files": file_rows(request, document.id),
        "public_copy": session.scalar(public_copy_of(document, principals(request.identity))),
        **next_values(request, document),
    }


def text_values(request: Any, facts: Facts, addresses: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The text of an edition or a draft for a page; ``addresses`` are those of the numbers it cites."""
    translate = request.localizer.translate
    return {
        "facts": facts,
        "html": page_html(facts["content"], facts["scheme"], heading=3, translate=translate, addresses=addresses),
        "disclosure": disclosure_label(facts["disclosure"], facts["grounds"]),
        "form_label": FORMS[facts["form"]],
    }


def next_values(request: Any, document: Document) -> dict[str, Any]:
    """What the reader can do now, and what stands in the way."""
    viewer, acts = request.identity, request.context.acts
    mine = open_steps(document, viewer) if viewer else []
    returned = [step for step in document.line if step.state == "RETURNED"]
    return {
        **(report_values(request, document) if "submit" in acts else {}),
        "sha256": hash_of_drafts(request.dbsession, document) if "submit" in acts else "",
        "mine": mine,
        "may_sign": bool(mine) and "sign" in acts,
        "may_resume": "resume" in acts and any(step.state == "HELD" for step in mine),
        "asked": asked_steps(document, viewer) if "take" in acts else [],
        "reports": to_be_seen(document, viewer),
        "returned": returned[0] if returned else None,
        "may_skip": "skip" in acts and any(step.kind == "REVIEW" and not step.closed for step in document.line),
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
