"""The document as it will be printed, in A4 width: beside the editor after each save, and as a page of its own."""

from io import BytesIO
from typing import Any

from markupsafe import Markup
from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from documents.approvals.files import sheet_of
from documents.approvals.models import Document
from documents.approvals.office import document_blocks
from documents.approvals.views.common import frame_values, report_values
from documents.approvals.views.read import wanted_edition
from portal.files.download import file_response
from portal.i18n import _
from portal.office.page import sheet_html
from portal.records.models import Edition


def draft_sheet(request: Any, document: Document, edition: Edition | None = None) -> Markup:
    """The sheet of an edition, or of the draft as it is saved now."""
    sheet = sheet_of(request.dbsession, document, request.blob_store, edition)
    pictures = sheet.pictures or {}
    sources = {one.data: request.route_path("files.download", uid=uid) for uid, one in pictures.items()}
    asked = {"edition": edition.number} if edition else {}
    for name, image in (("logo", sheet.logo), ("seal", sheet.seal)):
        if image is not None:
            address = request.route_path("approval.letterhead_image", uid=document.uid, picture=name, _query=asked)
            sources[image.data] = address
    return sheet_html(document_blocks(sheet), sources)


@view_config(route_name="approval.letterhead_image", request_method="GET", permission="view")
def letterhead_image(context: Any, request: Any) -> Response:
    """The logo or the seal as it stands on the sheet."""
    document: Document = context.record
    sheet = sheet_of(request.dbsession, document, request.blob_store, wanted_edition(request, document))
    image = sheet.logo if request.matchdict["picture"] == "logo" else sheet.seal
    if image is None:
        raise HTTPNotFound()
    return file_response(BytesIO(image.data), request.matchdict["picture"], image.mime, len(image.data), inline=True)


@view_config(
    route_name="approval.sheet", request_method="GET", permission="view",
    renderer="templates:documents/approvals/sheet.pt", http_cache=0,
)  # fmt: skip
def sheet(context: Any, request: Any) -> dict[str, Any]:
    """The page of the sheet."""
    document: Document = context.record
    edition = wanted_edition(request, document)
    is_draft = edition is None and "edit" in context.acts
    return {
        **frame_values(request, document, _("A4로 보기")),
        "is_checked": is_draft,
        **(report_values(request, document) if is_draft else {}),
        "sheet": draft_sheet(request, document, edition),
    }
