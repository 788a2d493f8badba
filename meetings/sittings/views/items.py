"""Pages of agenda items: reading, adding, changing, order, exclusions."""

from typing import Any

from pyramid.view import view_config
from sqlalchemy import select

from meetings.sittings import agenda, attendance
from meetings.sittings.lifecycle import AGENDA_WORKFLOW
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.proposals import proposed
from meetings.sittings.schemas import (
    begun_schema,
    exclusion_schema,
    item_facts,
    item_schema,
    item_values,
    offers_schema,
)
from meetings.sittings.subjects import subjects_of
from meetings.sittings.terms import EXCLUSIONS, ITEM_KINDS
from meetings.sittings.views.acting import offer_choices, page_of, trail
from meetings.sittings.views.putting import subject_values
from portal.files.views import file_rows
from portal.forms import Form, FormError, handle, posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.people.models import Body
from portal.records.acting import go, read_anew, refusing
from portal.records.disclosure import DISCLOSURES, IN_PROGRESS
from portal.records.models import Link, Record
from portal.records.readers import readable
from portal.records.types import record_types

FORM = "templates:meetings/sittings/form.pt"
SUBJECTS_SHOWN = 50


@view_config(
    route_name="agenda_item", request_method="GET", permission="view", renderer="templates:meetings/sittings/item.pt"
)
def item(context: Any, request: Any) -> dict[str, Any]:
    """The page of an agenda item with its papers and links."""
    record: AgendaItem = context.record
    session = request.dbsession
    meeting = agenda.meeting_of(session, record)
    title = _("제${n}호 안건", mapping={"n": record.rank})
    names = {row.person_id: row.name for row in meeting.attendances}
    return {
        "page_title": record.title,
        "breadcrumbs": trail(request, meeting, title),
        "item": record,
        "meeting": meeting,
        "label": title,
        "state": AGENDA_WORKFLOW.states[record.state],
        "kind": ITEM_KINDS[record.kind],
        "disclosure": DISCLOSURES[record.disclosure],
        "acts": context.acts,
        "to_reclassify": "reclassify" in context.acts and IN_PROGRESS in record.grounds,
        "files": file_rows(request, record.id),
        "subjects": subject_values(request, subjects_of(session, [record])[record.id]),
        "figures": attendance.item_figures_of(session, record),
        "exclusions": [(one, names.get(one.person_id, ""), EXCLUSIONS[one.kind]) for one in record.exclusions],
        "may_begin": "exclude" in context.acts and meeting.state == "IN_SESSION" and record.begun_at is None,
        "may_set_begun": "exclude" in context.acts and meeting.state in ("IN_SESSION", "CLOSED"),
    }


@view_config(route_name="agenda.add", permission="arrange", renderer=FORM)
def add(context: Any, request: Any) -> Any:
    """Put an item on the agenda."""
    meeting: Meeting = context.record
    subjects = _subjects(request)
    form = Form(request, item_schema(subjects), formid="item", cancel=page_of(request, meeting, "agenda"))

    def save(values: dict[str, Any]) -> str:
        with refusing():
            agenda.add_item(request.dbsession, meeting, item_facts(values, bool(subjects)), request.identity)
        return page_of(request, meeting, "agenda")

    title = _("안건 올리기")
    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("안건을 올렸습니다."), page)


@view_config(route_name="agenda.offers", permission="arrange", renderer=FORM)
def offers(context: Any, request: Any) -> Any:
    """Take what other meetings left open onto this agenda."""
    meeting: Meeting = context.record
    session = request.dbsession
    found = proposed(session, session.get_one(Body, meeting.body_id), meeting.held_on)
    options = offer_choices(found)
    title = _("전차 조치사항·재상정 안건")
    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    if not options:
        return page | {"form": None}
    form = Form(
        request, offers_schema(options), formid="offers", submit=_("안건에 올리기"),
        appstruct={"offers": set(found)}, cancel=page_of(request, meeting, "agenda"),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            agenda.adopt(session, meeting, [found[key] for key in found if key in values["offers"]], request.identity)
        return page_of(request, meeting, "agenda")

    return handle(request, form, save, _("안건을 올렸습니다."), page)


@view_config(route_name="agenda.edit", permission="edit", renderer=FORM)
def edit(context: Any, request: Any) -> Any:
    """Change an item."""
    record: AgendaItem = context.record
    session = request.dbsession
    meeting = agenda.meeting_of(session, record)
    read_anew(request, meeting, record)
    linked = _linked(request, record)
    subjects = _subjects(request, linked)
    address = request.route_path("agenda_item", uid=record.uid)
    values = item_values(record, {str(one.id) for one in linked})
    every = select(Link.target_id).where(Link.source_id == record.id, Link.kind == "deliberates")
    unseen = set(session.scalars(every)) - {one.id for one in linked} - {None}  # what the editor may not read stays
    form = Form(request, item_schema(subjects), formid="item", appstruct=values, stored=values, cancel=address)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            agenda.edit_item(session, record, item_facts(values, bool(subjects), unseen), request.identity)
        return str(address)

    title = _("안건 고치기")
    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("저장했습니다."), page)


@view_config(route_name="agenda.move", request_method="POST", permission="edit")
def move(context: Any, request: Any) -> Any:
    """Up or down by one."""
    with refusing():
        upward = posted(request, "to") == "up"
        agenda.move_item(request.dbsession, context.record, upward=upward, actor=request.identity)
    return go(request, page_of(request, agenda.meeting_of(request.dbsession, context.record), "agenda"))


@view_config(route_name="agenda.remove", request_method="POST", permission="remove")
def remove(context: Any, request: Any) -> Any:
    """Take an item off the agenda."""
    meeting = agenda.meeting_of(request.dbsession, context.record)
    try:
        with refusing():
            agenda.remove_item(request.dbsession, context.record, request.identity)
    except FormError as error:
        undo(request)
        return go(request, page_of(request, meeting, "agenda"), error.faults[0][1])
    return go(request, page_of(request, meeting, "agenda"), _("안건을 내렸습니다."))


@view_config(route_name="agenda.begin", request_method="POST", permission="exclude")
def begin(context: Any, request: Any) -> Any:
    """The meeting takes the item up now."""
    with refusing():
        agenda.begin_item(request.dbsession, context.record, request.identity)
    return go(request, request.route_path("agenda_item", uid=context.record.uid))


@view_config(route_name="agenda.begun", permission="exclude", renderer=FORM)
def begun(context: Any, request: Any) -> Any:
    """When the item was taken up, stated or corrected by hand."""
    record: AgendaItem = context.record
    meeting = agenda.meeting_of(request.dbsession, record)
    read_anew(request, meeting, record)
    address = request.route_path("agenda_item", uid=record.uid)
    values = {"begun_at": record.begun_at} if record.begun_at else {}
    form = Form(request, begun_schema(), formid="begun", appstruct=values, cancel=address)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            agenda.set_begun(request.dbsession, record, values["begun_at"], request.identity)
        return str(address)

    title = _("상정 시각")
    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("저장했습니다."), page)


@view_config(route_name="agenda.exclude", permission="exclude", renderer=FORM)
def exclude(context: Any, request: Any) -> Any:
    """제척·기피·회피 of a member."""
    record: AgendaItem = context.record
    meeting = agenda.meeting_of(request.dbsession, record)
    members = [
        (str(row.person_id), f"{row.name} ({row.affiliation})") for row in meeting.attendances if row.seat == "MEMBER"
    ]
    address = request.route_path("agenda_item", uid=record.uid)
    form = Form(request, exclusion_schema(members), formid="exclusion", cancel=address)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            agenda.exclude(
                request.dbsession, record, int(values["person"]),
                kind=values["kind"], reason=values["reason"], actor=request.identity,
            )  # fmt: skip
        return str(address)

    title = _("제척·기피·회피")
    page = {"page_title": title, "breadcrumbs": trail(request, meeting, title), "meeting": meeting}
    return handle(request, form, save, _("저장했습니다."), page)


@view_config(route_name="agenda.include", request_method="POST", permission="exclude")
def include(context: Any, request: Any) -> Any:
    """Take an exclusion back."""
    person = posted(request, "person")
    if person.isascii() and person.isdigit() and len(person) < 16:
        with refusing():
            agenda.include(request.dbsession, context.record, int(person), request.identity)
    return go(request, request.route_path("agenda_item", uid=context.record.uid))


def _subjects(request: Any, linked: list[Record] | None = None) -> list[tuple[str, Any]]:
    """Readable records a body can decide on, newest first; those already linked come first."""
    types = {name: one.label for name, one in record_types(request.dbsession).items() if one.deliberable is not None}
    query = (
        select(Record.id, Record.type, Record.title)
        .where(Record.type.in_(types), readable(request.identity.principals))
        .order_by(Record.changed_at.desc())
        .limit(SUBJECTS_SHOWN)
    )
    rows = [(one.id, one.type, one.title) for one in linked or ()]
    if types:
        rows += request.dbsession.execute(query).all()
    translate = request.localizer.translate
    found = {str(record_id): f"[{translate(types[name])}] {title}" for record_id, name, title in rows if name in types}
    return list(found.items())


def _linked(request: Any, record: AgendaItem) -> list[Record]:
    query = (
        select(Record)
        .join(Link, Link.target_id == Record.id)
        .where(Link.source_id == record.id, Link.kind == "deliberates", readable(request.identity.principals))
    )
    return list(request.dbsession.scalars(query.order_by(Link.id)))
