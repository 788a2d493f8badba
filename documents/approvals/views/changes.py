"""What an edition changes against the one before it."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from documents.approvals.comparing import against_last
from documents.approvals.models import Document
from documents.approvals.views.common import frame_values
from documents.approvals.views.read import wanted_edition
from portal.content.labels import BLOCKS
from portal.content.pages import CHANGE_LABELS
from portal.i18n import _


@view_config(
    route_name="approval.changes", request_method="GET", permission="history",
    renderer="templates:documents/approvals/changes.pt",
)  # fmt: skip
def changes(context: Any, request: Any) -> dict[str, Any]:
    """The page; 404 for the first edition, which changes nothing."""
    document: Document = context.record
    edition = wanted_edition(request, document)
    found = against_last(request.dbsession, document, edition)
    if found is None:
        raise HTTPNotFound()
    return {
        **frame_values(request, document, _("앞선 판과 달라진 곳")),
        "comparison": found,
        "newer": edition.number if edition else 0,
        "blocks": BLOCKS,
        "kind_labels": CHANGE_LABELS,
    }
