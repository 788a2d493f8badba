"""One meeting: its page and the steps of its life."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config
from sqlalchemy import select

from meetings.sittings import agenda, attendance, convening, notice
from meetings.sittings.lifecycle import MEETING_WORKFLOW
from meetings.sittings.models import Meeting
from meetings.sittings.schemas import reason_schema
from meetings.sittings.terms import CLOSED_ITEM, ITEM_KINDS, MARKS, MODES
from meetings.sittings.views.acting import page_of, trail
from meetings.sittings.written import WRITTEN, takes_replies
from portal import clock
from portal.files.views import file_rows
from portal.forms import Form, handle, posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.people.models import Body
from portal.records.acting import already_done, go, refusing, require
from portal.records.models import Record
from portal.records.readers import readable
from portal.records.services import problems
from portal.records.types import record_types
from portal.records.workflow import Refused

FORM = "templates:meetings/sittings/form.pt"
PAGE = "templates:meetings/sittings/meeting.pt"
STEPS = {"open": convening.open_meeting, "close": convening.close_meeting, "adjourn": convening.adjourn}


@view_config(route_name="meeting", request_method="GET", permission="view", renderer=PAGE)
def meeting(context: Any, request: Any) -> dict[str, Any]:
    """The page of a meeting."""
    return page_values(request, context.record)


def page_values(request: Any, record: Meeting, refused: list[Any] | None = None) -> dict[str, Any]:
    """Everything the page of a meeting shows; ``refused`` is what a step just ran into."""
    session, acts = request.dbsession, request.context.acts
    step = next_step(record)
    return {
        "page_title": record.title,
        "breadcrumbs": trail(request, record),
        "meeting": record,
        "state": MEETING_WORKFLOW.states[record.state],
        "mode": MODES[record.mode],
        "acts": acts,
        "agenda": agenda_rows(request, record),
        "figures": attendance.figures_of(session, record),
        "rows": record.attendances,
        "files": file_rows(request, record.id),
        "step": step if step in acts else "",
        "problems": linked(request, record, refused),
        "ahead": linked(request, record, problems(session, record, step)) if step in acts and not refused else [],
        "latest_notice": notice.latest_day(record, attendance.rules_for(session, record)),
        "body_uid": session.get_one(Body, record.body_id).uid,
        "kept": children(request, record),
        "names": names_by_mark(record),
        "previous": readable_record(request, record.previous_id),
        "today": clock.today(),
        "written": record.mode == WRITTEN,
    }


def next_step(meeting: Meeting) -> str:
    """The transition a meeting usually goes through next; "" at its end."""
    if meeting.state == "PLANNED":
        return "open" if meeting.retroactive else "notify"
    return {"NOTICED": "open", "IN_SESSION": "close", "POSTPONED": "reschedule"}.get(meeting.state, "")


def linked(request: Any, meeting: Meeting, found: list[Any] | None) -> list[tuple[Any, str]]:
    """(text, address) of problems: a fragment stays on the page, a path leads to a page of the meeting."""
    address = page_of(request, meeting)
    return [
        (one.text, one.place if one.place.startswith("#") else f"{address}/{one.place}" if one.place else "")
        for one in found or ()
    ]


def agenda_rows(request: Any, meeting: Meeting) -> list[dict[str, Any]]:
    """The agenda as the reader may know it: an item they may not read is one of "비공개 안건"."""
    session = request.dbsession
    items = agenda.items_of(session, meeting)
    ids = [item.id for item in items]
    mine = select(Record.id).where(Record.id.in_(ids), readable(request.identity.principals))
    open_to_me = set(session.scalars(mine))
    return [
        {
            "item": item,
            "kind": ITEM_KINDS[item.kind],
            "title": item.title if item.id in open_to_me else CLOSED_ITEM,
            "readable": item.id in open_to_me,
        }
        for item in items
    ]


def names_by_mark(meeting: Meeting) -> list[tuple[Any, str]]:
    """The members by what is known of them; who answered a written meeting was there, and nobody stands in."""
    groups: list[tuple[Any, tuple[str, ...]]] = [(MARKS[mark], (mark,)) for mark in ("PRESENT", "PROXY", "ABSENT")]
    if meeting.mode == WRITTEN:
        silent = _("미회신") if takes_replies(meeting) else _("무응답")
        groups = [(_("회신"), ("PRESENT",)), (silent, ("UNKNOWN", "ABSENT"))]
    members = [row for row in meeting.attendances if row.seat == "MEMBER"]
    return [(label, ", ".join(row.name for row in members if row.mark in marks)) for label, marks in groups]


def children(request: Any, meeting: Meeting) -> list[tuple[Any, str, str]]:
    """(type, title, address) of what the meeting led to and the reader may see: its minutes."""
    types = record_types(request.dbsession)
    query = select(Record.type, Record.title, Record.uid).where(
        Record.parent_id == meeting.id, Record.type != "agenda_item", readable(request.identity.principals)
    )
    return [
        (types[name].label, title, request.route_path(types[name].route, uid=uid))
        for name, title, uid in request.dbsession.execute(query.order_by(Record.id))
    ]


def readable_record(request: Any, record_id: int | None) -> Record | None:
    """A record by id if the reader may see it."""
    if record_id is None:
        return None
    query = select(Record).where(Record.id == record_id, readable(request.identity.principals))
    found: Record | None = request.dbsession.scalar(query)
    return found


@view_config(route_name="meeting.step", request_method="POST", permission="view", renderer=PAGE)
def step(context: Any, request: Any) -> Any:
    """개회, 폐회, 유회. What stands in the way is told on the meeting's page."""
    name = posted(request, "step")
    if name not in STEPS:
        raise HTTPForbidden()
    record = context.record
    if not already_done(request, name):
        try:
            with refusing():
                STEPS[name](request.dbsession, record, request.identity)
        except Refused as refused:
            undo(request)
            request.response.status_int = 400
            return page_values(request, record, refused.problems) | {"has_errors": True}
    label = MEETING_WORKFLOW.states[record.state].label
    return go(
        request,
        page_of(request, record),
        _("회의 상태: ${state}", mapping={"state": request.localizer.translate(label)}),
    )


@view_config(route_name="meeting.stop", permission="view", renderer=FORM)
def stop(context: Any, request: Any) -> Any:
    """Postpone or cancel, with a reason."""
    name, meeting = request.matchdict["act"], context.record
    done = _("회의를 연기했습니다.") if name == "postpone" else _("회의를 취소했습니다.")
    title = _("회의 연기") if name == "postpone" else _("회의 취소")
    if request.method == "POST" and already_done(request, name):
        return go(request, page_of(request, meeting))
    require(request, name)
    form = Form(request, reason_schema(), formid="reason", submit=title, cancel=page_of(request, meeting))

    def save(values: dict[str, Any]) -> str:
        act = notice.postpone if name == "postpone" else notice.cancel
        with refusing():
            act(request.dbsession, meeting, values["reason"], request.identity)
        return page_of(request, meeting)

    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, done, page)
