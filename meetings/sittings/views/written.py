"""A written meeting for whoever keeps it: reason and deadline, who answered what, replies on paper, personal links."""

from io import BytesIO
from typing import Any

from pyramid.view import view_config

from meetings.sittings import attendance, written
from meetings.sittings.ballot import BALLOT, ballot_file
from meetings.sittings.models import AgendaItem, Attendance, Meeting
from meetings.sittings.views.acting import page_of, trail
from meetings.sittings.written import Slip
from meetings.sittings.written_schemas import (
    CHOICES,
    MEANS,
    answers,
    reply_schema,
    reply_values,
    written_facts,
    written_schema,
    written_values,
)
from portal import clock
from portal.audit.access import log_access
from portal.files.download import file_response
from portal.files.reasons import FileRefused
from portal.files.services import attach
from portal.forms import Form, FormError, handle
from portal.forms.submit import undo
from portal.i18n import _
from portal.mail.services import letter
from portal.office.formats import official_date
from portal.office.office_files import OFFICE_FILES
from portal.people.account_services import has_account
from portal.people.mail_language import translator_for
from portal.people.models import Person
from portal.records.acting import go, read_anew, refusing
from portal.security.links import HERE, mail_link, make_link, web_address

FORM = "templates:meetings/sittings/form.pt"
TITLE = _("서면심의")


def address_of(request: Any, meeting: Meeting) -> str:
    """The page of a written meeting's replies."""
    return str(request.route_path("meeting.written", uid=meeting.uid))


@view_config(route_name="meeting.written", permission="print", renderer="templates:meetings/sittings/written.pt")
def page(context: Any, request: Any) -> Any:
    """Reason and deadline, and the replies as they come in."""
    meeting: Meeting = context.record
    read_anew(request, meeting)
    values = written_values(meeting)
    form = Form(
        request, written_schema(meeting.retroactive), submit=_("저장"), formid="written",
        appstruct=values, stored=values, cancel=page_of(request, meeting),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            written.state_written(request.dbsession, meeting, written_facts(values), request.identity)
        return address_of(request, meeting)

    return handle(request, form, save, _("저장했습니다."), lambda: _values(request, meeting))


def _values(request: Any, meeting: Meeting) -> dict[str, Any]:
    session = request.dbsession
    replies = written.replies_of(session, meeting)
    return {
        "page_title": TITLE,
        "breadcrumbs": trail(request, meeting, TITLE),
        "meeting": meeting,
        "acts": request.context.acts,
        "figures": attendance.figures_of(session, meeting),
        "columns": [(item.id, item_label(item)) for item in written.items_to_answer(session, meeting)],
        "rows": [_row(session, row, replies) for row in meeting.attendances if row.seat == "MEMBER"],
        "choices": CHOICES,
        "means": MEANS,
        "taking": written.takes_replies(meeting),
    }


def item_label(item: AgendaItem) -> Any:
    """제1호: what stands over the answers on an item, and beside each of them on a phone."""
    return _("제${n}호", mapping={"n": item.rank})


def _row(session: Any, row: Attendance, replies: dict[int, Any]) -> dict[str, Any]:
    reply = replies.get(row.person_id)
    return {
        "row": row,
        "reply": reply,
        "votes": {vote.agenda_item_id: vote for vote in reply.votes} if reply else {},
        "may_link": not has_account(session, row.person_id),
    }


def member_of(request: Any) -> Attendance:
    """The member of the address. Raises HTTPNotFound."""
    with refusing():
        row = attendance.row_of(request.context.record, int(request.matchdict["row"]))
        return written.member_row(request.context.record, row.person_id)


@view_config(route_name="meeting.paper_reply", permission="enter_reply", renderer=FORM)
def paper(context: Any, request: Any) -> Any:
    """Enter what a member answered on paper."""
    meeting, row, session = context.record, member_of(request), request.dbsession
    items = written.items_to_answer(session, meeting, row.person_id)
    known = reply_values(written.replies_of(session, meeting).get(row.person_id))
    values = {"received_on": min(clock.today(), meeting.reply_until or clock.today())} | known
    form = Form(request, reply_schema(items, on_paper=True), formid="reply", submit=_("회신 기록"), appstruct=values,
                cancel=address_of(request, meeting))  # fmt: skip

    def save(typed: dict[str, Any]) -> str:
        scan_uid = _kept(request, meeting, typed["scan"]) if typed["scan"] else None
        slip = Slip("PAPER", typed["received_on"], scan_uid)
        with refusing():
            written.reply(session, meeting, row.person_id, answers(items, typed), slip=slip, actor=request.identity)
        return address_of(request, meeting)

    title = _("${name} 위원의 종이 회신", mapping={"name": row.name})
    values = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("회신을 기록했습니다."), values)


def _kept(request: Any, meeting: Meeting, scan: Any) -> str:
    """The uid of the scan, kept with the meeting. Raises FormError."""
    try:
        kept = attach(request.dbsession, request.blob_store, meeting, scan.name, scan.stream, actor=request.identity)
    except FileRefused as refused:
        raise FormError("scan", refused.message) from refused
    return kept.uid


@view_config(route_name="meeting.reply_remove", request_method="POST", permission="enter_reply")
def remove(context: Any, request: Any) -> Any:
    """Take back a reply on paper that was entered for the wrong member."""
    try:
        with refusing():
            written.take_back(request.dbsession, context.record, member_of(request).person_id, request.identity)
    except FormError as error:
        undo(request)
        return go(request, address_of(request, context.record), error.faults[0][1])
    return go(request, address_of(request, context.record), _("회신을 지웠습니다."))


@view_config(
    route_name="meeting.reply_link",
    request_method="POST",
    permission="enter_reply",
    renderer="templates:meetings/sittings/link.pt",
)
def give_link(context: Any, request: Any) -> Any:
    """Make a personal link for a member without an account; mailed when there is an address, and shown this once."""
    meeting, row, session = context.record, member_of(request), request.dbsession
    try:
        with refusing():
            purpose = written.link_purpose(session, meeting, row.person_id, request.identity)
    except FormError as error:
        undo(request)
        return go(request, address_of(request, meeting), error.faults[0][1])
    person = session.get_one(Person, row.person_id)
    if person.email:
        translate = translator_for(request, person.id)
        until = official_date(meeting.reply_until, weekday=True) if meeting.reply_until else ""
        words = {"title": meeting.title, "name": person.name, "until": until, "address": HERE}
        ask = _("${name}님, ‘${title}’ 서면심의에 ${until}까지 회신해 주시기 바랍니다.\n\n${address}", mapping=words)
        once = _("한 번만 쓸 수 있는 개인 링크입니다.")
        text = "\n\n".join(translate(part) for part in (ask, once))
        mail_link(session, purpose, letter(person.email, translate(_("서면심의 회신 요청")), text), request.identity)
    title = _("개인 링크")
    return {
        "page_title": title,
        "breadcrumbs": trail(request, meeting, title),
        "meeting": meeting,
        "person": person,
        "link": web_address(request.registry, purpose, make_link(session, purpose, request.identity)),
        "back": address_of(request, meeting),
    }


@view_config(route_name="meeting.ballot_file", request_method="GET", permission="print")
def ballot(context: Any, request: Any) -> Any:
    """The 서면심의서: the empty form, or with ``?row=`` a member's own."""
    meeting, kind = context.record, OFFICE_FILES[request.matchdict["kind"]]
    text = request.GET.get("row", "")
    row = None
    if text.isascii() and text.isdigit() and len(text) <= 12:
        with refusing():
            row = attendance.row_of(meeting, int(text))
    data = ballot_file(request.dbsession, meeting, kind, row)
    name = f"{meeting.title} {BALLOT}{f'({row.name})' if row else ''}.{kind.name}"
    log_access(request, "download", f"meeting:{meeting.uid} {name}")
    return file_response(BytesIO(data), name, kind.media_type, len(data))
