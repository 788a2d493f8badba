"""The notice: whom it reaches, the 5-day rule, sending it once; and the papers and calendar file to take away."""

from io import BytesIO
from typing import Any

from pyramid.view import view_config
from sqlalchemy import select

from meetings.sittings import agenda, attendance, ical, notice, papers
from meetings.sittings.calendar import calendar_of
from meetings.sittings.invitation_text import agenda_line
from meetings.sittings.models import Meeting
from meetings.sittings.schemas import notice_schema
from meetings.sittings.views.acting import page_of, trail
from meetings.sittings.views.meeting import agenda_rows, linked
from portal import clock
from portal.audit.access import log_access
from portal.files.download import file_response
from portal.forms import Form, handle
from portal.forms.submit import undo
from portal.i18n import _
from portal.office.office_files import OFFICE_FILES, OfficeFile
from portal.records.acting import go, refusing
from portal.records.models import Record
from portal.records.readers import readable
from portal.records.services import problems
from portal.records.workflow import Refused
from portal.security.viewer import Viewer, principals


@view_config(route_name="meeting.notice", permission="print", renderer="templates:meetings/sittings/notice.pt")
def call(context: Any, request: Any) -> Any:
    """See who is called and how, and send the notice (again after a change)."""
    meeting: Meeting = context.record
    session = request.dbsession
    if request.method == "POST" and meeting.state == "NOTICED" and not meeting.changed_since_notice:
        return go(request, page_of(request, meeting), _("소집 통지를 이미 보냈습니다. 다시 보내지 않았습니다."))
    rules = attendance.rules_for(session, meeting)
    late = not notice.in_time(meeting, rules, clock.today())
    values = {"text": meeting.notice_text, "waiver": meeting.notice_waiver}
    again = meeting.noticed_at is not None
    form = Form(
        request,
        notice_schema(late, notice.days_needed(rules)),
        formid="notice",
        submit=_("변경 알림 보내기") if again else _("알림 보내기"),
        appstruct=values,
        cancel=page_of(request, meeting),
    )

    def save(values: dict[str, Any]) -> Any:
        with refusing():
            n = notice.send_notice(session, meeting, values["text"], values.get("waiver", ""), request.identity)
        return go(request, page_of(request, meeting), _("위원 ${n}명에게 전자우편을 보냅니다.", mapping={"n": n}))

    try:
        return handle(request, form, save, page=lambda: _page(request, context, late))
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        page = _page(request, context, late)
        return page | {"form": form, "problems": linked(request, meeting, refused.problems), "has_errors": True}


def _shown(request: Any) -> frozenset[int]:
    """The ids of the agenda items that the viewer may read: a title tells as well."""
    mine = (Record.parent_id == request.context.record.id) & readable(principals(request.identity))
    return frozenset(request.dbsession.scalars(select(Record.id).where(mine)))


def _page(request: Any, context: Any, late: bool) -> dict[str, Any]:
    session, meeting = request.dbsession, context.record
    to_send = bool({"notify", "notify_again"} & context.acts) and not meeting.retroactive
    settled = meeting.state == "NOTICED" and not meeting.changed_since_notice
    title = _("소집 통지")
    return {
        "page_title": title,
        "breadcrumbs": trail(request, meeting, title),
        "meeting": meeting,
        "to_send": to_send and not settled,
        "late": late,
        "latest": notice.latest_day(meeting, attendance.rules_for(session, meeting)),
        "recipients": notice.recipients(session, meeting),
        "receipts": {one.person_id: one for one in notice.receipts(session, meeting)},
        "recipients_caption": _("통지 대상"),
        "lines": notice.agenda_lines(agenda.items_of(session, meeting), request.identity.person_id, _shown(request)),
        "problems": linked(request, meeting, problems(session, meeting, "notify")) if to_send and not settled else [],
        "noticed": clock.local(meeting.noticed_at) if meeting.noticed_at else None,
    }


@view_config(route_name="meeting.notice_file", request_method="GET", permission="print")
def notice_file(context: Any, request: Any) -> Any:
    """개최 알림 as a Word or 한글 file."""
    kind = OFFICE_FILES[request.matchdict["kind"]]
    return _paper(request, "개최 알림", kind, papers.notice_file(request.dbsession, context.record, kind))


@view_config(route_name="meeting.signin_file", request_method="GET", permission="print")
def signin_file(context: Any, request: Any) -> Any:
    """참석자 서명부 as a Word or 한글 file."""
    kind = OFFICE_FILES[request.matchdict["kind"]]
    return _paper(request, "참석자 서명부", kind, papers.signin_file(context.record, kind))


def _paper(request: Any, paper: str, kind: OfficeFile, data: bytes) -> Any:
    name = f"{request.context.record.title} {paper}.{kind.name}"
    log_access(request, "download", f"meeting:{request.context.record.uid} {name}")
    return file_response(BytesIO(data), name, kind.media_type, len(data))


@view_config(route_name="meeting.ics", request_method="GET", permission="view")
def ics(context: Any, request: Any) -> Any:
    """The meeting for the reader's own calendar."""
    meeting, session = context.record, request.dbsession
    lines = [
        agenda_line(row["item"], request.localizer.translate(row["title"])) for row in agenda_rows(request, meeting)
    ]
    data = ical.invitation(meeting, lines, notice.organizer_of(session, meeting))
    return file_response(BytesIO(data), f"{meeting.title}.ics", "text/calendar", len(data))


def calendar_feed(request: Any, viewer: Viewer) -> Any:
    """The meetings that somebody may see, for their calendar program."""
    name = request.registry["settings"].institution or "Sillok"
    data = calendar_of(request.dbsession, viewer, name, clock.today())
    return file_response(BytesIO(data), "meetings.ics", "text/calendar", len(data))
