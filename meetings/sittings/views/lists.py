"""The list of meetings, and the panels of the home page."""

from typing import Any

from pyramid.view import view_config

from meetings.sittings import listing
from meetings.sittings.lifecycle import MEETING_WORKFLOW
from portal import clock
from portal.i18n import _
from portal.layout.paging import SIZE, Page, offset_of, page_of


@view_config(route_name="meetings", request_method="GET", renderer="templates:meetings/sittings/list.pt")
def meetings(request: Any) -> dict[str, Any]:
    """Readable meetings, filtered by body, year and state."""
    session, principals = request.dbsession, request.identity.principals
    number = page_of(request)
    text = {name: request.GET.get(name, "") for name in ("body", "year", "state")}
    year = int(text["year"]) if text["year"].isascii() and text["year"].isdigit() and len(text["year"]) == 4 else None
    state = text["state"] if text["state"] in MEETING_WORKFLOW.states else ""
    rows, total = listing.page_of_meetings(
        session, principals, body_uid=text["body"], year=year, state=state, offset=offset_of(number)
    )
    return {
        "page_title": _("회의", context="list"),
        "caption": _("회의 목록"),
        "page": Page(rows, number, SIZE, total),
        "states": MEETING_WORKFLOW.states,
        "bodies": listing.bodies(session, principals),
        "years": listing.years(session, principals),
        "chosen": {"body": text["body"], "year": year, "state": state},
        "filtered": bool(text["body"] or year or state),
        "may_convene": request.identity.is_secretary or request.identity.is_admin,
    }


def next_panel(request: Any) -> dict[str, Any] | None:
    """다가오는 회의 of the reader's bodies."""
    rows = listing.next_meetings(request.dbsession, request.identity.principals, clock.today())
    if not rows and not request.identity.is_secretary:
        return None
    return {"rows": rows, "states": MEETING_WORKFLOW.states, "today": clock.today()}


def waiting_panel(request: Any) -> dict[str, Any] | None:
    """What a secretary has to do about meetings."""
    today = clock.today()
    tasks = []
    for row in listing.to_be_done(request.dbsession, request.identity.principals):
        task = _task(row, today)
        if task is not None:
            tasks.append((row, *task))
    return {"tasks": tasks} if tasks else None


def _task(row: Any, today: Any) -> tuple[Any, str] | None:
    """(what to do, the route where it is done) for a meeting, or None."""
    over = row.held_on < today
    if row.state == "PLANNED":
        return (_("출석과 안건을 적고 회의를 마무리하십시오."), "meeting") if row.retroactive else _notice(over)
    if row.state == "POSTPONED":
        return _("연기한 회의의 새 일정을 정하십시오."), "meeting.reschedule"
    if row.state == "NOTICED" and row.changed_since_notice:
        return _("통지한 뒤 바뀐 내용을 위원에게 알리십시오."), "meeting.notice"
    if row.state == "NOTICED" and row.held_on <= today:
        return _("출석을 확인하고 개회하십시오."), "meeting.attendance"
    if row.state == "IN_SESSION" and over:
        return _("끝난 회의를 폐회로 처리하십시오."), "meeting"
    return None


def _notice(over: bool) -> tuple[Any, str]:
    if over:
        return _("회의일이 지났습니다. 일정을 고치거나 취소하십시오."), "meeting"
    return _("안건을 확인하고 소집 통지를 보내십시오."), "meeting.notice"
