"""Attendance in the room: one tap a person on a phone, figures at once, with or without script."""

from typing import Any

from pyramid.renderers import render
from pyramid.view import view_config

from meetings.sittings import attendance
from meetings.sittings.lifecycle import MEETING_WORKFLOW
from meetings.sittings.models import Attendance, Meeting
from meetings.sittings.schemas import attendance_schema, guest_schema
from meetings.sittings.terms import MARKS, ROLES, SEATS
from meetings.sittings.views.acting import trail
from portal.forms import Form, FormError, handle, posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.records.acting import go, refusing

FORM = "templates:meetings/sittings/form.pt"
FIGURES = "templates:meetings/sittings/figures.pt"
BY_SCRIPT = "X-Attendance"


@view_config(
    route_name="meeting.attendance",
    request_method="GET",
    permission="attend",
    renderer="templates:meetings/sittings/attendance.pt",
)
def room(context: Any, request: Any) -> dict[str, Any]:
    """Everybody on the roll with their buttons."""
    meeting: Meeting = context.record
    title = _("출석 확인")
    allow_proxy = attendance.rules_for(request.dbsession, meeting).allow_proxy
    return {
        "page_title": title,
        "breadcrumbs": trail(request, meeting, title),
        "meeting": meeting,
        "state": MEETING_WORKFLOW.states[meeting.state],
        "acts": context.acts,
        "groups": _groups(meeting),
        "marks": [(one, MARKS[one]) for one in ("PRESENT", "ABSENT", "PROXY") if one != "PROXY" or allow_proxy],
        "roles": ROLES,
        "figures": attendance.figures_of(request.dbsession, meeting),
    }


def _groups(meeting: Meeting) -> list[tuple[Any, list[Attendance]]]:
    found = [(label, [row for row in meeting.attendances if row.seat == seat]) for seat, label in SEATS.items()]
    return [(label, rows) for label, rows in found if rows]


@view_config(route_name="meeting.attendance", request_method="POST", permission="attend")
def tap(context: Any, request: Any) -> Any:
    """Set one mark. A script gets the new figures, a form goes back to where it was pressed."""
    meeting: Meeting = context.record
    row_id = _row_id(posted(request, "row"))
    by_script = BY_SCRIPT in request.headers
    try:
        with refusing():
            row = attendance.mark(request.dbsession, meeting, row_id, posted(request, "mark"), request.identity)
    except FormError as error:
        undo(request)
        message = request.localizer.translate(error.faults[0][1])
        if by_script:
            return _json(request, {"message": message}, 400)
        return go(request, _here(request, meeting), message)
    if by_script:
        return _json(request, _answer(request, meeting, row))
    return go(request, f"{_here(request, meeting)}#row-{row.id}")


def _json(request: Any, values: dict[str, Any], status: int = 200) -> Any:
    response = request.response
    response.status_int, response.content_type, response.charset = status, "application/json", "UTF-8"
    response.json_body = values
    return response


def _answer(request: Any, meeting: Meeting, row: Attendance) -> dict[str, Any]:
    figures = attendance.figures_of(request.dbsession, meeting)
    label = request.localizer.translate(MARKS[row.mark])
    return {
        "mark": row.mark,
        "said": f"{row.name}: {label}",
        "figures": render(FIGURES, {"figures": figures}, request),
    }


@view_config(route_name="meeting.attendance_rest", request_method="POST", permission="attend")
def rest(context: Any, request: Any) -> Any:
    """Everybody not marked yet is present, or absent."""
    try:
        with refusing():
            n = attendance.mark_rest(request.dbsession, context.record, posted(request, "mark"), request.identity)
    except FormError as error:
        undo(request)
        return go(request, _here(request, context.record), error.faults[0][1])
    return go(request, _here(request, context.record), _("${n}명을 표시했습니다.", mapping={"n": n}))


@view_config(route_name="meeting.roll", request_method="POST", permission="attend")
def roll(context: Any, request: Any) -> Any:
    """Bring the list in line with the members of the day."""
    with refusing():
        attendance.refresh_roll(request.dbsession, context.record, request.identity)
    return go(request, _here(request, context.record), _("회의일의 위원 명부에 맞추었습니다."))


@view_config(route_name="meeting.attendee", permission="attend", renderer=FORM)
def attendee(context: Any, request: Any) -> Any:
    """One person's attendance in full: proxy, arrival, departure."""
    meeting: Meeting = context.record
    with refusing():
        row = attendance.row_of(meeting, _row_id(request.matchdict["row"]))
    schema = attendance_schema(attendance.rules_for(request.dbsession, meeting).allow_proxy)
    times = {name: getattr(row, name) for name in ("arrived_at", "left_at") if getattr(row, name) is not None}
    values = {"mark": row.mark, "proxy_name": row.proxy_name} | times
    form = Form(request, schema, formid="attendee", appstruct=values, cancel=_here(request, meeting))

    def save(values: dict[str, Any]) -> str:
        with refusing():
            attendance.detail(
                request.dbsession,
                meeting,
                row.id,
                value=values["mark"],
                proxy_name=values.get("proxy_name", ""),
                arrived_at=values["arrived_at"],
                left_at=values["left_at"],
                actor=request.identity,
            )
        return f"{_here(request, meeting)}#row-{row.id}"

    title = _("${name} 출석", mapping={"name": row.name})
    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("저장했습니다."), page)


@view_config(route_name="meeting.guest", permission="attend", renderer=FORM)
def guest(context: Any, request: Any) -> Any:
    """Somebody who sits in without a seat in the body."""
    meeting: Meeting = context.record
    form = Form(request, guest_schema(), formid="guest", submit=_("명단에 넣기"), cancel=_here(request, meeting))

    def save(values: dict[str, Any]) -> str:
        with refusing():
            attendance.sit_in(request.dbsession, meeting, actor=request.identity, **values)
        return _here(request, meeting)

    title = _("배석자 넣기")
    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("명단에 넣었습니다."), page)


@view_config(route_name="meeting.leave_list", request_method="POST", permission="attend")
def leave_list(context: Any, request: Any) -> Any:
    """Take somebody who sits in off the list."""
    try:
        with refusing():
            row_id = _row_id(request.matchdict["row"])
            attendance.leave_list(request.dbsession, context.record, row_id, request.identity)
    except FormError as error:
        undo(request)
        return go(request, _here(request, context.record), error.faults[0][1])
    return go(request, _here(request, context.record), _("명단에서 뺐습니다."))


def _row_id(text: str) -> int:
    """The id a button sent; one that no row has when it is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0


def _here(request: Any, meeting: Meeting) -> str:
    return str(request.route_path("meeting.attendance", uid=meeting.uid))
