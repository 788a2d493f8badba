"""Planning a meeting: a new one with what the last one and its decisions hand on, changes, a new day."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config
from sqlalchemy import select

from meetings.sittings import agenda, convening, listing
from meetings.sittings.models import Meeting
from meetings.sittings.numbering import last_meeting
from meetings.sittings.proposals import proposed
from meetings.sittings.schemas import meeting_facts, meeting_schema, meeting_values
from meetings.sittings.views.acting import offer_choices, page_of, trail
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.people.models import Body
from portal.records.acting import read_anew, refusing
from portal.records.readers import readable

FORM = "templates:meetings/sittings/form.pt"


@view_config(route_name="meetings.new", permission="convene", renderer="templates:meetings/sittings/new.pt")
def new(request: Any) -> Any:
    """Plan a meeting: first of which body (when there are several), then when and where."""
    bodies = listing.convened_bodies(
        request.dbsession, request.identity.principals, request.identity.is_admin, clock.today()
    )
    chosen = request.GET.get("body", "")
    body = next((one for one in bodies if one.uid == chosen), bodies[0] if len(bodies) == 1 and not chosen else None)
    crumbs = [(_("회의", context="list"), request.route_path("meetings")), (_("새 회의"), "")]
    page = {"page_title": _("새 회의"), "breadcrumbs": crumbs, "bodies": bodies, "body": body}
    if body is None:
        if chosen:
            raise HTTPForbidden()
        return page | {"form": None, "source": None}
    source = _source(request, body)
    offers = proposed(request.dbsession, body, clock.today())
    copies = {one.key: one for one in agenda.skeleton(request.dbsession, source)} if source else {}
    form = Form(
        request,
        meeting_schema(offer_choices(offers), offer_choices(copies)),
        formid="meeting",
        submit=_("회의 만들기"),
        appstruct=_proposal(request, body, source, offers, copies),
        cancel=request.route_path("meetings"),
    )

    def save(values: dict[str, Any]) -> str:
        session, actor = request.dbsession, request.identity
        with refusing():
            made = convening.create(session, body, meeting_facts(values), actor)
            wanted = [offers[key] for key in offers if key in values.get("offers", ())]
            wanted += [copies[key] for key in copies if key in values.get("copies", ())]
            if wanted:
                agenda.adopt(session, made, wanted, actor)
        return page_of(request, made)

    return handle(
        request,
        form,
        save,
        _("회의를 만들었습니다. 안건을 확인한 뒤 소집 통지를 보내십시오."),
        page | {"source": source},
    )


def _source(request: Any, body: Body) -> Meeting | None:
    """The meeting to copy: the one asked for, else the last one of the body."""
    asked = request.GET.get("copy", "")
    if asked:
        query = select(Meeting).where(Meeting.uid == asked, Meeting.body_id == body.id)
        found: Meeting | None = request.dbsession.scalar(query.where(readable(request.identity.principals)))
        return found
    return last_meeting(request.dbsession, body.id, clock.today())


def _proposal(request: Any, body: Body, source: Meeting | None, offers: Any, copies: Any) -> dict[str, Any]:
    """What the empty form holds: place, mode and times of the last meeting."""
    top = body
    while top.parent is not None:
        top = top.parent
    values: dict[str, Any] = {"host": top.name}
    if source is not None:
        values |= {
            name: getattr(source, name) for name in ("place", "mode", "host", "starts_at") if getattr(source, name)
        }
        if source.ends_at is not None:
            values["ends_at"] = source.ends_at
    copying = bool(request.GET.get("copy"))
    return values | {"offers": set(offers), "copies": set(copies) if copying else set()}


@view_config(route_name="meeting.edit", permission="edit", renderer=FORM)
def edit(context: Any, request: Any) -> Any:
    """Change the facts of a meeting."""
    return _facts_form(request, context.record, _("회의 정보 고치기"), convening.edit)


@view_config(route_name="meeting.reschedule", permission="reschedule", renderer=FORM)
def reschedule(context: Any, request: Any) -> Any:
    """Give a postponed meeting its new day."""
    return _facts_form(request, context.record, _("다시 일정 잡기"), convening.reschedule)


def _facts_form(request: Any, meeting: Meeting, title: Any, act: Any) -> Any:
    read_anew(request, meeting)
    values = meeting_values(meeting)
    form = Form(
        request, meeting_schema(), formid="meeting", appstruct=values, stored=values, cancel=page_of(request, meeting)
    )

    def save(values: dict[str, Any]) -> str:
        with refusing():
            act(request.dbsession, meeting, meeting_facts(values), request.identity)
        return page_of(request, meeting)

    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("저장했습니다."), page)
