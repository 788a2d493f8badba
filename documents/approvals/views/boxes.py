"""The boxes: what waits, what is under way, what is done; filtered and paged."""

from typing import Any

from pyramid.view import view_config

from documents.approvals import listing
from documents.approvals.labels import STEP_KINDS
from documents.approvals.lifecycle import WORKFLOW
from documents.approvals.listing import BoxFilter
from documents.approvals.views.common import whole
from documents.boxes import side_menu
from portal import clock
from portal.i18n import _
from portal.layout.narrowing import day_asked, word_asked
from portal.layout.paging import SIZE, Page, offset_of, page_of

# title, what its date is called, what is said when nothing lies in it
TITLES = {
    "waiting": (_("결재대기함"), _("도착"), _("결재를 기다리는 문서가 없습니다.")),
    "consents": (_("협조대기"), _("도착"), _("협조를 기다리는 문서가 없습니다.")),
    "drafts": (_("기안함"), _("고친 날"), _("쓰고 있는 문서가 없습니다.")),
    "underway": (_("진행함"), _("바뀐 날"), _("결재가 진행되는 문서가 없습니다.")),
    "done": (_("완료함"), _("결재일"), _("결재가 끝난 문서가 없습니다.")),
    "sending": (_("발송함"), _("결재일"), _("보낼 문서가 없습니다.")),
    "reports": (_("대결 보고"), _("결재일"), _("부재 중에 대신 결재한 문서가 없습니다.")),
}
NOTHING = _("조건에 맞는 문서가 없습니다.")
LIST = "templates:documents/approvals/box.pt"


def wanted(request: Any, states: Any) -> BoxFilter:
    """What the address asks for; nonsense is ignored."""
    return BoxFilter(
        since=day_asked(request, "since", None),
        until=day_asked(request, "until", None),
        department=whole(request.GET.get("department")) or None,
        state=word_asked(request, "state", states),
        words=word_asked(request, "q"),
    )


def route_of(name: str, row: Any) -> str:
    """Where the title of a row leads: to what waits to be done with it."""
    if name in ("waiting", "consents") and row.person_id:
        return "approval.sign"
    return "dispatch" if name == "sending" else "approval"


def box(request: Any, name: str) -> dict[str, Any]:
    """One box."""
    session, viewer, states = request.dbsession, request.identity, listing.LISTS[name].states
    chosen, number = wanted(request, states), page_of(request)
    rows, total = listing.page_of_box(session, viewer, name, chosen, offset_of(number))
    title, date_label, empty = TITLES[name]
    side_menu(request)
    return {
        "page_title": title,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (title, "")],
        "name": name,
        "page": Page(rows, number, SIZE, total),
        "states": {one: WORKFLOW.states[one] for one in states},
        "all_states": WORKFLOW.states,
        "kinds": STEP_KINDS,
        "departments": listing.departments_of_box(session, viewer, name),
        "chosen": chosen,
        "date_label": date_label,
        "empty": NOTHING if chosen else empty,
        "own": viewer.person_id,
        "route_of": route_of,
        "today": clock.today(),
    }


@view_config(route_name="approvals", request_method="GET", renderer=LIST, permission="documents")
def waiting(request: Any) -> dict[str, Any]:
    """결재대기함: my reviews and approvals, also those I act in for somebody who is away."""
    return box(request, "waiting")


@view_config(route_name="approvals.consents", request_method="GET", renderer=LIST, permission="documents")
def consents(request: Any) -> dict[str, Any]:
    """협조대기: mine, and those of my department that nobody took."""
    return box(request, "consents")


@view_config(route_name="approvals.drafts", request_method="GET", renderer=LIST, permission="documents")
def drafts(request: Any) -> dict[str, Any]:
    """기안함: what I write, sent up, and got back."""
    return box(request, "drafts")


@view_config(route_name="approvals.underway", request_method="GET", renderer=LIST, permission="documents")
def underway(request: Any) -> dict[str, Any]:
    """진행함: what I drafted or handled and is not decided."""
    return box(request, "underway")


@view_config(route_name="approvals.done", request_method="GET", renderer=LIST, permission="documents")
def done(request: Any) -> dict[str, Any]:
    """완료함: what I drafted or handled and is registered."""
    return box(request, "done")


@view_config(route_name="approvals.sending", request_method="GET", renderer=LIST, permission="documents")
def sending(request: Any) -> dict[str, Any]:
    """발송함: what is to go out, and where it is."""
    return box(request, "sending")


@view_config(route_name="approvals.reports", request_method="GET", renderer=LIST, permission="documents")
def reports(request: Any) -> dict[str, Any]:
    """대결 보고: what was decided for me while I was away."""
    return box(request, "reports")


def waiting_panel(request: Any) -> dict[str, Any] | None:
    """결재 대기 on the home page."""
    viewer = request.identity
    if not viewer.is_staff or not any(
        request.box_counts.get(name) for name in ("waiting", "consents", "reports", "drafts")
    ):
        return None
    rows: list[Any] = []
    for name in ("waiting", "consents"):
        if request.box_counts.get(name):
            rows += listing.page_of_box(request.dbsession, viewer, name, BoxFilter(), 0)[0][:5]
    return {"rows": rows, "counts": request.box_counts, "kinds": STEP_KINDS}
