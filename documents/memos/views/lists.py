"""메모보고: the memos the reader got, and those they wrote."""

from typing import Any

from pyramid.view import view_config

from documents.boxes import side_menu
from documents.memos import listing
from documents.memos.labels import ANSWERS, TONES
from documents.memos.lifecycle import SENT, WORKFLOW
from documents.memos.views.read import TITLE
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import SIZE, Page, offset_of, page_of

TABS = {"received": _("받은 메모"), "written": _("보낸 메모")}


@view_config(
    route_name="memos", request_method="GET", permission="documents", renderer="templates:documents/memos/list.pt"
)
def memos(request: Any) -> dict[str, Any]:
    """One page of one of the two."""
    number, tab = page_of(request), word_asked(request, "box", TABS) or "received"
    states = {key: one for key, one in WORKFLOW.states.items() if tab == "written" or key in SENT}
    state, words = word_asked(request, "state", states), word_asked(request, "q")
    find = listing.received if tab == "received" else listing.written
    rows, total = find(request.dbsession, request.identity, state, words, offset_of(number))
    side_menu(request)
    address = request.route_path("memos")
    return {
        "page_title": TITLE,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (TITLE, "")],
        "page": Page(rows, number, SIZE, total),
        "tab": tab,
        "tabs": [(label, f"{address}?box={key}", key == tab) for key, label in TABS.items()],
        "states": states,
        "state": state,
        "words": words,
        "answers": ANSWERS,
        "tones": TONES,
    }
