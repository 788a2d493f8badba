"""The list of minutes."""

from typing import Any

from pyramid.view import view_config

from meetings.minutes import listing
from meetings.minutes.lifecycle import WORKFLOW
from meetings.minutes.listing import MinutesFilter
from portal.i18n import _
from portal.layout.paging import SIZE, Page, offset_of, page_of
from portal.office.formats import disclosure_label


def wanted(request: Any) -> MinutesFilter:
    """What the address asks for; nonsense is ignored."""
    year, state = request.GET.get("year", ""), request.GET.get("state", "")
    return MinutesFilter(
        body=request.GET.get("body", "")[:32],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        state=state if state in WORKFLOW.states else "",
    )


@view_config(route_name="minutes_list", request_method="GET", renderer="templates:meetings/minutes/list.pt")
def minutes_list(request: Any) -> dict[str, Any]:
    """Readable minutes, filtered by body, year and state."""
    session, mine, chosen = request.dbsession, request.identity.principals, wanted(request)
    number = page_of(request)
    rows, total = listing.page_of_minutes(session, mine, chosen, offset_of(number))
    years, bodies = listing.years_and_bodies(session, mine)
    return {
        "page_title": _("회의록", context="list"),
        "page": Page(rows, number, SIZE, total),
        "caption": _("회의록 목록, 모두 ${n}건", mapping={"n": total}),
        "states": WORKFLOW.states,
        "years": years,
        "bodies": bodies,
        "chosen": chosen,
        "classes": [disclosure_label(row.disclosure, row.grounds) for row in rows],
    }
