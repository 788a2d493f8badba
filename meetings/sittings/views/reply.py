"""A member answers a written meeting: signed in, or through a personal link."""

from collections.abc import Callable
from typing import Any

from pyramid.renderers import render_to_response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config
from sqlalchemy import exists, select

from meetings.sittings import written
from meetings.sittings.models import AgendaItem, Attendance, Meeting, WrittenReply
from meetings.sittings.subjects import subjects_of
from meetings.sittings.terms import ITEM_KINDS
from meetings.sittings.views.acting import page_of, trail
from meetings.sittings.views.putting import subject_values
from meetings.sittings.written import WRITTEN, Answer, Slip
from meetings.sittings.written_schemas import answers, reply_schema, reply_values
from portal import clock
from portal.forms import Form, FormError, handle
from portal.i18n import _
from portal.records.acting import refusing

PAGE = "templates:meetings/sittings/reply.pt"
TITLE = _("서면심의 회신")


def page_values(request: Any, meeting: Meeting, items: list[AgendaItem], name: str) -> dict[str, Any]:
    """What a member has before them: why, until when, each item with what is put before the body."""
    subjects = subjects_of(request.dbsession, items)
    return {
        "page_title": TITLE,
        "meeting": meeting,
        "name": name,
        "gone": False,
        "done": False,
        "items": [
            {"item": one, "kind": ITEM_KINDS[one.kind], "subjects": subject_values(request, subjects[one.id])}
            for one in items
        ],
    }


def answer_page(
    request: Any,
    meeting: Meeting,
    person_id: int,
    act: Callable[[dict[int, Answer]], Any],
    page: dict[str, Any],
    *,
    cancel: str | None,
    by_link: bool = False,
) -> Any:
    """The form of a reply over the page; ``act(answers)`` keeps it and answers where to go."""
    session = request.dbsession
    items = written.items_to_answer(session, meeting, person_id)
    known = written.replies_of(session, meeting).get(person_id)
    form = Form(request, reply_schema(items), formid="reply", submit=_("회신 보내기"),
                appstruct=reply_values(None if by_link else known), cancel=cancel)  # fmt: skip
    values = {**page_values(request, meeting, items, page.pop("name")), **page}
    return handle(request, form, lambda typed: act(answers(items, typed)), page={**values, "reply": known})


@view_config(route_name="meeting.reply", permission="reply", renderer=PAGE)
def reply(context: Any, request: Any) -> Any:
    """Answer as oneself; until the deadline it can be changed."""
    meeting: Meeting = context.record
    viewer = request.identity

    def act(given: dict[int, Answer]) -> str:
        with refusing():
            written.reply(request.dbsession, meeting, viewer.person_id, given, slip=Slip("ACCOUNT"), actor=viewer)
        request.session.flash(request.localizer.translate(_("회신했습니다. 기한까지 고칠 수 있습니다.")))
        return page_of(request, meeting)

    page = {"name": viewer.name, "breadcrumbs": trail(request, meeting, TITLE)}
    return answer_page(request, meeting, viewer.person_id, act, page, cancel=page_of(request, meeting))


def gone(request: Any) -> dict[str, Any]:
    """The link is used up, over, or was never one."""
    request.response.status_int = 410
    return {"page_title": _("쓸 수 없는 링크"), "gone": True}


@view_config(route_name="written_reply", permission=NO_PERMISSION_REQUIRED, renderer=PAGE)
def by_link(request: Any) -> Any:
    """Answer through a personal link, once."""
    session, token = request.dbsession, request.matchdict["token"]
    found = written.viewer_of_link(session, token)
    if found is None:
        return gone(request)
    viewer, meeting = found

    def act(given: dict[int, Answer]) -> Any:
        try:
            written.reply_by_link(session, token, given)
        except LookupError as error:
            raise FormError("", _("이 링크는 이미 썼거나 기한이 지났습니다.")) from error
        values = {**page_values(request, meeting, [], viewer.name), "done": True}
        return render_to_response(PAGE, values, request)

    return answer_page(request, meeting, viewer.person_id, act, {"name": viewer.name}, cancel=None, by_link=True)


def reply_panel(request: Any) -> dict[str, Any] | None:
    """Written meetings that wait for the reader's reply (home page)."""
    person_id = request.identity.person_id
    replied = exists().where(WrittenReply.meeting_id == Meeting.id, WrittenReply.person_id == person_id)
    query = (
        select(Meeting.uid, Meeting.title, Meeting.reply_until)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Meeting.mode == WRITTEN, Meeting.state == "NOTICED", Meeting.reply_until >= clock.today())
        .where(Attendance.person_id == person_id, Attendance.seat == "MEMBER", ~replied)
        .order_by(Meeting.reply_until)
    )
    rows = request.dbsession.execute(query).all()
    return {"rows": rows} if rows else None
