"""The files of a document: Word and 한글."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from documents.approvals.files import document_file, file_name
from documents.approvals.models import Document
from documents.approvals.views.read import wanted_edition
from portal.audit.access import log_access
from portal.files.download import content_disposition
from portal.office.office_files import OFFICE_FILES, OfficeFile


@view_config(route_name="approval.file", request_method="GET", permission="view")
def file(context: Any, request: Any) -> Response:
    """Kept and served as kept once approved, else made now and marked (안)."""
    document: Document = context.record
    kind = OFFICE_FILES[request.matchdict["kind"]]
    edition = wanted_edition(request, document)
    data = document_file(request.dbsession, document, request.blob_store, kind, edition)
    if request.identity is not None:
        log_access(request, "download", f"approval_document {document.uid}")
    approved = edition is not None and edition.id == document.approved_edition_id
    return office_response(kind, data, file_name(document, kind, approved=approved))


def office_response(kind: OfficeFile, data: bytes, name: str) -> Response:
    """A file to be saved under a name."""
    response = Response(body=data, content_type=kind.media_type)
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
