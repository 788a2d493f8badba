"""The Word file of a document."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from documents.approvals.files import DOCX, document_docx, file_name
from documents.approvals.models import Document
from documents.approvals.views.read import wanted_edition
from portal.audit.access import log_access
from portal.files.download import content_disposition


@view_config(route_name="approval.docx", request_method="GET", permission="view")
def docx(context: Any, request: Any) -> Response:
    """Kept and served as kept once approved, else made now and marked (안)."""
    document: Document = context.record
    edition = wanted_edition(request, document)
    data = document_docx(request.dbsession, document, request.blob_store, edition)
    if request.identity is not None:
        log_access(request, "download", f"approval_document {document.uid}")
    approved = edition is not None and edition.id == document.approved_edition_id
    response = Response(body=data, content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition(file_name(document, approved=approved))
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
