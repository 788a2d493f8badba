"""The page of one incoming document."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select

from documents.approvals.files import document_file, file_name
from documents.approvals.models import Document
from documents.approvals.views.download import office_response
from documents.circulation.seeing import note_seen
from documents.circulation.services import marks_of
from documents.dispatch.lifecycle import WORKFLOW
from documents.dispatch.models import IncomingDocument
from documents.dispatch.passing import way_of
from documents.dispatch.views.incoming import TITLE
from portal.audit.access import log_access
from portal.content.page import page_html
from portal.files.views import file_rows
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.office.office_files import OFFICE_FILES
from portal.people.models import Department, Person
from portal.records.filing import FILE, filing_of, holding_of
from portal.records.models import Edition, Registration


@view_config(
    route_name="incoming", request_method="GET", permission="view", renderer="templates:documents/dispatch/incoming.pt"
)
def read(context: Any, request: Any) -> dict[str, Any]:
    """What came in: from whom, its numbers, its text or files, who handles it, who was shown it."""
    record: IncomingDocument = context.record
    session = request.dbsession
    note_seen(request, record)
    edition = session.get(Edition, record.source_edition_id) if record.source_edition_id else None
    assignee = session.get(Person, record.assignee_id) if record.assignee_id else None
    return {
        "page_title": record.title,
        "breadcrumbs": [
            (_("결재", context="list"), request.route_path("approvals")),
            (TITLE, request.route_path("incomings")),
            (record.title, ""),
        ],
        "address": request.route_path("incoming", uid=record.uid),
        "record": record,
        "state": WORKFLOW.states[record.state],
        "acts": context.acts,
        "number": session.scalar(select(Registration).where(Registration.record_id == record.id)),
        "department": session.get(Department, record.department_id),
        "assignee": assignee.name if assignee else "",
        "disclosure": disclosure_label(record.disclosure, record.grounds),
        "way": way_of(session, record),
        "html": _text(request, edition),
        "files": file_rows(request, record.id),
        "sent_files": sent_files(request, edition),
        "has_letter": edition is not None,
        "marks": marks_of(session, record),
        "holding": holding_of(session, record),
        "unfiled": record.state == "CLOSED" and FILE in context.acts and filing_of(session, record) == "UNFILED",
    }


def _text(request: Any, edition: Edition | None) -> Any:
    if edition is None:
        return None
    facts, translate = edition.facts, request.localizer.translate
    return page_html(facts["content"], facts["scheme"], heading=3, translate=translate)


def sent_files(request: Any, edition: Edition | None) -> list[tuple[str, str]]:
    """The 붙임 of what another department sent, each with its address; "" for one that stays with what is reported."""
    return [
        (one["name"], str(request.route_path("files.download", uid=one["uid"])) if one["uid"] else "")
        for one in (edition.facts["attachments"] if edition is not None else ())
    ]


@view_config(route_name="incoming.letter", request_method="GET", permission="view")
def letter(context: Any, request: Any) -> Response:
    """The letter as it was sent, as a file."""
    record: IncomingDocument = context.record
    session, kind = request.dbsession, OFFICE_FILES[request.matchdict["kind"]]
    edition = session.get(Edition, record.source_edition_id) if record.source_edition_id else None
    if edition is None:
        raise HTTPNotFound()
    document = session.get_one(Document, edition.record_id)
    data = document_file(session, document, request.blob_store, kind, edition)
    log_access(request, "download", f"incoming_document {record.uid}")
    return office_response(kind, data, file_name(document, kind, approved=True))
