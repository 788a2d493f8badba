"""The list of decisions, one decision, and the list as a spreadsheet."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select

from meetings.decisions import listing
from meetings.decisions.actions import actions_in_force, visible
from meetings.decisions.carrying_out import CARRIED_OUT
from meetings.decisions.labels import ACTION_STATE_LABELS, ACTION_TONES, METHOD_LABELS, OUTCOME_LABELS, outcome_tone
from meetings.decisions.listing import DecisionFilter
from meetings.decisions.models import ActionItem, Decision
from meetings.decisions.record_type import WORKFLOW
from meetings.decisions.rulings import printed, questions_of
from meetings.sittings.models import AgendaItem
from meetings.sittings.subjects import subjects_of
from meetings.sittings.views.putting import subject_values
from portal import clock
from portal.audit.access import log_access
from portal.files.download import content_disposition
from portal.i18n import _
from portal.layout.paging import SIZE, Page, offset_of, page_of
from portal.people.models import Body
from portal.records.draftable import draft_address
from portal.records.linked import linking_rows
from portal.security.viewer import principals

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wanted(request: Any) -> DecisionFilter:
    """What the address asks for; nonsense is ignored."""
    year = request.GET.get("year", "")
    outcome = request.GET.get("outcome", "")
    return DecisionFilter(
        body=request.GET.get("body", "")[:32],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        outcome=outcome if outcome in OUTCOME_LABELS else "",
        open_only=request.GET.get("open") == "1",
    )


@view_config(route_name="decisions", request_method="GET", renderer="templates:meetings/decisions/list.pt")
def decisions(request: Any) -> dict[str, Any]:
    """Decisions the reader may see."""
    session, mine, chosen = request.dbsession, request.identity.principals, wanted(request)
    number = page_of(request)
    rows, total = listing.page_of_decisions(session, mine, chosen, offset_of(number))
    years, bodies = listing.years_and_bodies(session, mine)
    return {
        "page_title": _("결정", context="list"),
        "page": Page(rows, number, SIZE, total),
        "years": years,
        "bodies": bodies,
        "chosen": chosen,
        "outcomes": OUTCOME_LABELS,
        "tone": outcome_tone,
        "xlsx": request.route_path("decisions.xlsx", _query=list(request.GET.items())),
    }


@view_config(route_name="decisions.xlsx", request_method="GET")
def decisions_xlsx(request: Any) -> Response:
    """The same list as a file; the download is logged before it leaves."""
    title = request.localizer.translate(_("결정 목록"))
    data = listing.decisions_workbook(
        request.dbsession, request.identity.principals, wanted(request), title, request.localizer.translate
    )
    log_access(request, "download", "decisions")
    response = Response(body=data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition(f"{title}.xlsx")
    return response


def may_open(request: Any, ids: list[int]) -> set[int]:
    """Which of these action items have a page for the reader."""
    if request.identity is None:
        return set()
    seen = select(ActionItem.id).where(ActionItem.id.in_(ids), visible(request.identity))
    return set(request.dbsession.scalars(seen))


@view_config(
    route_name="decision", request_method="GET", permission="view", renderer="templates:meetings/decisions/decision.pt"
)
def decision(context: Any, request: Any) -> dict[str, Any]:
    """One decision: what, how it was voted, what has to be done, what it is linked to."""
    record: Decision = context.record
    session, mine = request.dbsession, principals(request.identity)
    subjects = subjects_of(session, [session.get_one(AgendaItem, record.agenda_item_id)])
    questions = questions_of(session, session.get_one(AgendaItem, record.agenda_item_id))
    actions = list(session.scalars(actions_in_force(record)))
    return {
        "page_title": record.title,
        "breadcrumbs": [(_("결정", context="list"), request.route_path("decisions")), (record.title, "")],
        "decision": record,
        "state": WORKFLOW.states[record.state],
        "outcome": OUTCOME_LABELS[record.outcome],
        "tone": outcome_tone(record.outcome),
        "method": METHOD_LABELS[record.method],
        "body": session.get_one(Body, record.body_id),
        "meeting": listing.readable_or_none(session, mine, listing.meeting_of(session, record).id),
        "minutes": listing.readable_or_none(session, mine, record.parent_id),
        "item": listing.readable_or_none(session, mine, record.agenda_item_id),
        "subjects": subject_values(request, subjects[record.agenda_item_id]),
        "said": printed(questions, record.subject_values or {}),
        "actions": actions,
        "may_open": may_open(request, [one.id for one in actions]),
        "action_states": ACTION_STATE_LABELS,
        "action_tones": ACTION_TONES,
        "today": clock.today(),
        "linked": linking_rows(request, record, CARRIED_OUT.link),
        "draft_address": draft_address(request, record, context.acts),
    }
