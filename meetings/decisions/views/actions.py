"""조치사항: whose, until when, and what became of them."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from pyramid.view import view_config
from sqlalchemy import select

from meetings.decisions import actions as services
from meetings.decisions import listing
from meetings.decisions.carrying_out import CARRIED_OUT
from meetings.decisions.labels import ACTION_STATE_LABELS, ACTION_TONES
from meetings.decisions.models import ActionItem, Decision
from meetings.decisions.schemas import ReportSchema
from meetings.sittings.models import AgendaItem
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.layout.paging import SIZE, Page, offset_of, page_of
from portal.records.linked import linking_rows

WHOSE = {"mine": _("내 조치사항"), "all": _("볼 수 있는 모든 조치사항")}
STATES = {"OPEN": _("진행 중"), "LATE": _("기한 지남"), "DONE": _("완료"), "DROPPED": _("중단"), "ALL": _("모두")}


@view_config(route_name="actions", request_method="GET", renderer="templates:meetings/decisions/actions.pt")
def actions(request: Any) -> dict[str, Any]:
    """Action items, the most urgent first."""
    whose = request.GET.get("whose", "")
    whose = whose if whose in WHOSE else ("all" if request.identity.is_secretary else "mine")
    state = request.GET.get("state", "OPEN")
    state = state if state in STATES else "OPEN"
    number = page_of(request)
    rows, total = listing.page_of_actions(
        request.dbsession,
        request.identity,
        whose=whose,
        state=state,
        today=clock.today(),
        offset=offset_of(number),
    )
    return {
        "page_title": _("조치사항"),
        "page": Page(rows, number, SIZE, total),
        "whose": WHOSE,
        "states": STATES,
        "chosen": {"whose": whose, "state": state},
        "labels": ACTION_STATE_LABELS,
        "tones": ACTION_TONES,
        "today": clock.today(),
    }


@view_config(route_name="action", renderer="templates:meetings/decisions/action.pt")
def action(request: Any) -> Any:
    """One action item, and the form of its report for those who may report."""
    session, viewer = request.dbsession, request.identity
    query = select(ActionItem).where(ActionItem.uid == request.matchdict["uid"], services.visible(viewer))
    found = session.scalar(query)
    if found is None:
        raise HTTPNotFound()
    may = services.may_report(viewer, found)
    if request.method == "POST" and not may:
        raise HTTPForbidden()
    form = Form(
        request,
        ReportSchema(),
        submit=_("저장"),
        formid="report",
        appstruct={"state": found.state, "report": found.report},
        cancel=request.route_path("actions"),
    )

    def save(values: dict[str, Any]) -> str:
        services.report(session, found, values["state"], values["report"], viewer)
        return str(request.path)

    page = {
        "page_title": _("조치사항"),
        "breadcrumbs": [(_("조치사항"), request.route_path("actions")), (found.what[:40], "")],
        "action": found,
        "item": session.get_one(AgendaItem, found.agenda_item_id),
        "may_report": may,
        "linked": documents_for(request, found),
        "label": ACTION_STATE_LABELS[found.state],
        "tone": ACTION_TONES[found.state],
        "late": found.state == "OPEN" and found.due_on is not None and found.due_on < clock.today(),
    }
    return handle(request, form, save, _("조치 결과를 저장했습니다."), page)


def documents_for(request: Any, found: ActionItem) -> list[Any]:
    """The documents that carry out the decision an action item belongs to."""
    decision = request.dbsession.get(Decision, found.decision_id) if found.decision_id else None
    return linking_rows(request, decision, CARRIED_OUT.link) if decision is not None else []


def waiting_panel(request: Any) -> dict[str, Any] | None:
    """The reader's own open action items on the home page."""
    rows = listing.waiting_for(request.dbsession, request.identity, clock.today())
    return {"rows": rows, "today": clock.today()} if rows else None


def waiting_count(request: Any) -> int | None:
    """How many open action items are the reader's own."""
    return listing.number_waiting(request.dbsession, request.identity) or None
