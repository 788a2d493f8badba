"""The page the secretary lives in: each agenda item with its text, decision, vote and action items, and the facts.

Every form of it has an address of its own; refused, it comes back on the whole page with what was typed. With script
each form is sent by itself, so that the text being typed is never disturbed.
"""

from dataclasses import dataclass, field
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config
from sqlalchemy import select

from meetings.decisions import actions as action_items
from meetings.decisions import services as decisions
from meetings.decisions.labels import METHOD_LABELS, OUTCOME_LABELS
from meetings.decisions.models import ActionItem
from meetings.minutes import making, statutory
from meetings.minutes.confirming import send_to_sign
from meetings.minutes.facts import attendee_rows, facts_of
from meetings.minutes.lifecycle import SIGNING, unsigned
from meetings.minutes.material import Material, gather
from meetings.minutes.models import Minutes
from meetings.minutes.schemas import facts_typed
from meetings.minutes.sheet import CAME, summary_line
from meetings.minutes.views.common import address_of, frame_values, linked
from meetings.minutes.views.forms import action_form, decision_form, facts_form
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.terms import EXCLUSIONS, ITEM_KINDS
from meetings.sittings.views.putting import subject_values
from portal import clock
from portal.content.editing import editor_frame
from portal.forms import Form, FormError, handle
from portal.forms.submit import undo
from portal.i18n import _
from portal.mail import queue_mail
from portal.people.account_services import has_account
from portal.people.mail_language import translator_for
from portal.people.models import Person
from portal.people.rules import rules_of
from portal.records import services as records
from portal.records.acting import refusing
from portal.records.models import Record
from portal.records.opening import may_open
from portal.records.readers import readable
from portal.records.workflow import Refused
from portal.security.viewer import principals

PAGE = "templates:meetings/minutes/edit.pt"


@dataclass
class Typed:
    """Forms that come back with what was typed, by their ids."""

    forms: dict[str, Form] = field(default_factory=dict)


@view_config(route_name="minutes.edit", request_method="GET", permission="edit", renderer=PAGE)
def edit(context: Any, request: Any) -> Any:
    """The page. Sections of items that came onto the agenda since are made in a transaction of their own."""
    minutes = context.record
    if making.lacks_sections(request.dbsession, minutes):
        with request.registry["database"].writing() as session:
            making.sync_sections(session, session.get_one(Minutes, minutes.id), request.identity)
        return HTTPSeeOther(location=request.path)
    return page_values(request, minutes)


def page_values(request: Any, minutes: Minutes, typed: Form | None = None) -> dict[str, Any]:
    """Everything on the page; ``typed`` is a form that was refused."""
    session = request.dbsession
    material = gather(session, minutes)
    forms = Typed({typed.formid: typed} if typed is not None else {})
    owners = list(action_items.known_owners(session, material.body, clock.today()))
    personal = statutory.with_resident_number(material, facts_of(session, material))
    members = attendee_rows(material.meeting, "MEMBER", material.body)
    return {
        **frame_values(request, minutes, _("회의록 쓰기")),
        "items": [
            item_values(request, material, item, forms, owners) | {"personal": item in personal}
            for item in material.items
        ],
        "summary": summary_line(
            members,
            attendee_rows(material.meeting, "OBSERVER", material.body),
            came=CAME[material.meeting.mode == "WRITTEN"],
        ),
        "elements": checklist(request, material),
        "outcomes": OUTCOME_LABELS,
        "methods": METHOD_LABELS,
        "facts_form": forms.forms.get("facts") or facts_form(request, material),
    }


def checklist(request: Any, material: Material) -> list[dict[str, Any]]:
    """The nine elements with what is missing of each, linked."""
    found = statutory.elements(request.dbsession, material)
    return [
        {
            "number": one.number,
            "label": one.label,
            "missing": linked(request, material.minutes, material.meeting, one.problems),
            "remarks": linked(request, material.minutes, material.meeting, one.remarks),
        }
        for one in found
    ]


def item_values(request: Any, material: Material, item: AgendaItem, typed: Typed, owners: list[str]) -> dict[str, Any]:
    """One agenda item on the page."""
    minutes, session = material.minutes, request.dbsession
    section = material.sections.get(item.uid)
    names = {row.person_id: row.name for row in material.meeting.attendances}
    scheme = rules_of(material.body).scheme
    editor = None
    if section is not None:
        images = request.route_path("files.image", uid=minutes.uid)
        editor = editor_frame(
            request, section, item.title, scheme, upload_url=images, keep_drafts=item.disclosure != "CLOSED"
        )
    return {
        "item": item,
        "kind": ITEM_KINDS[item.kind],
        "editor": editor,
        "decision": material.decisions.get(item.id),
        "figures": decisions.figures_of(session, item),
        "subjects": subject_values(request, material.subjects.get(item.id, []), scheme),
        "excluded": [(names.get(one.person_id, ""), EXCLUSIONS[one.kind]) for one in item.exclusions],
        "decision_form": typed.forms.get(f"decision-{item.uid}") or decision_form(request, material, item),
        "actions": material.actions.get(item.id, []),
        "action_form": typed.forms.get(f"action-{item.uid}") or action_form(request, minutes, item, owners),
    }


def writable(request: Any) -> Minutes:
    """The minutes of the address, held for writing. Raises HTTPForbidden when they were closed since the page was made.

    What is decided and to be done stands in what is signed, and so waits for whoever is sending it to be signed.
    """
    with refusing():
        records.hold(request.dbsession, request.context.record, "edit", request.identity)
    minutes: Minutes = request.context.record
    return minutes


def item_of(request: Any, material: Material) -> AgendaItem:
    """The agenda item of the address. Raises HTTPNotFound."""
    found = next((one for one in material.items if one.uid == request.matchdict["item"]), None)
    if found is None:
        raise HTTPNotFound()
    return found


@view_config(route_name="minutes.decision", request_method="POST", permission="edit", renderer=PAGE)
def decide(context: Any, request: Any) -> Any:
    """Record the decision on an item."""
    minutes, session = writable(request), request.dbsession
    material = gather(session, minutes)
    item = item_of(request, material)
    form = decision_form(request, material, item)

    def save(values: dict[str, Any]) -> str:
        decisions.record_decision(session, minutes, item, values, request.identity)
        return back_to(request, minutes, f"part-decision-{item.uid}")

    return handle(request, form, save, page=lambda: page_values(request, minutes, form))


@view_config(route_name="minutes.decision_remove", request_method="POST", permission="edit")
def undecide(context: Any, request: Any) -> Any:
    """Take back a decision that never took effect."""
    minutes = writable(request)
    item = item_of(request, gather(request.dbsession, minutes))
    decision = decisions.decision_of(request.dbsession, minutes.id, item.id)
    if decision is not None:
        try:
            decisions.remove_decision(request.dbsession, decision, request.identity)
        except FormError as error:
            request.session.flash(request.localizer.translate(error.faults[0][1]))
    return HTTPSeeOther(location=back_to(request, minutes, f"part-decision-{item.uid}"))


@view_config(route_name="minutes.action", request_method="POST", permission="edit", renderer=PAGE)
def add_action(context: Any, request: Any) -> Any:
    """Add an action item to an agenda item."""
    minutes, session = writable(request), request.dbsession
    material = gather(session, minutes)
    item = item_of(request, material)
    form = action_form(request, minutes, item, list(action_items.known_owners(session, material.body, clock.today())))

    def save(values: dict[str, Any]) -> str:
        decision = decisions.decision_of(session, minutes.id, item.id)
        action_items.add_action(session, item, values, request.identity, decision)
        return back_to(request, minutes, f"actions-{item.uid}")

    return handle(request, form, save, page=lambda: page_values(request, minutes, form))


@view_config(route_name="minutes.action_remove", request_method="POST", permission="edit")
def remove_action(context: Any, request: Any) -> Any:
    """Take back an action item that nobody was told of yet."""
    material = gather(request.dbsession, writable(request))
    item = item_of(request, material)
    action = next((one for one in material.actions.get(item.id, []) if one.uid == request.matchdict["action"]), None)
    if action is not None:
        _remove(request, action)
    return HTTPSeeOther(location=back_to(request, material.minutes, f"actions-{item.uid}"))


def _remove(request: Any, action: ActionItem) -> None:
    try:
        action_items.remove_action(request.dbsession, action, request.identity)
    except FormError as error:
        request.session.flash(request.localizer.translate(error.faults[0][1]))


@view_config(route_name="minutes.facts", request_method="POST", permission="edit", renderer=PAGE)
def state_facts(context: Any, request: Any) -> Any:
    """Save recorder, program, confirmers, next meeting, disclosure."""
    minutes, session = context.record, request.dbsession
    material = gather(session, minutes)
    form = facts_form(request, material)

    def save(values: dict[str, Any]) -> str:
        try:
            with refusing():
                making.state_facts(session, minutes, facts_typed(material.meeting, values), request.identity)
        except making.Stale:
            text = _(
                "그 사이 다른 사람이 기본 사항을 고쳤습니다. 적은 것을 옮겨 두고 화면을 새로 고친 뒤 다시 저장하십시오."
            )
            raise FormError("", text) from None
        return back_to(request, minutes, "facts")

    return handle(request, form, save, page=lambda: page_values(request, minutes, form))


@view_config(route_name="minutes.send", request_method="POST", permission="signed_in", renderer=PAGE)
def send(context: Any, request: Any) -> Any:
    """Freeze the text and ask for signatures; what is missing is listed on the page."""
    minutes = context.record
    records.lock(request.dbsession, minutes)  # of two clicks at one moment the second waits
    if minutes.state in SIGNING and "paper" in context.acts:  # a second click
        return HTTPSeeOther(location=address_of(request, minutes))
    try:
        with refusing():
            send_to_sign(request.dbsession, minutes, request.identity)
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        values = page_values(request, minutes)
        return {**values, "refused": linked(request, minutes, values["meeting"], refused.problems), "has_errors": True}
    tell_confirmers(request, minutes)
    request.session.flash(request.localizer.translate(_("서명을 요청했습니다. 확인자가 모두 서명하면 확정됩니다.")))
    return HTTPSeeOther(location=address_of(request, minutes))


def tell_confirmers(request: Any, minutes: Minutes) -> None:
    """Write to the confirmers who can sign in; the others get a personal link from the secretary."""
    session = request.dbsession
    base = request.registry["settings"].base_url.rstrip("/")  # a request's Host header can be forged
    words = {"title": minutes.title, "address": base + request.route_path("minutes", uid=minutes.uid)}
    text = _("‘${title}’의 확인 서명을 부탁드립니다.\n\n${address}", mapping=words)
    for confirmer in unsigned(session, minutes):
        person = session.get_one(Person, confirmer.person_id)
        if person.email and has_account(session, person.id):
            translate = translator_for(request, person.id)
            queue_mail(session, person.email, translate(_("회의록 확인 서명 요청")), translate(text))


def back_to(request: Any, minutes: Minutes, fragment: str) -> str:
    """The place on the page where something was saved."""
    return address_of(request, minutes, "minutes.edit", _anchor=fragment)


@view_config(
    route_name="meeting.minutes",
    request_method="GET",
    permission="view",
    renderer="templates:meetings/minutes/begin.pt",
)
def of_meeting(context: Any, request: Any) -> Any:
    """The minutes of a meeting, or the button that begins them."""
    found = making.minutes_of(request.dbsession, context.record.id)
    seen = select(Record.id).where(readable(principals(request.identity)))
    session = request.dbsession
    if found is not None and (
        session.scalar(seen.where(Record.id == found.id)) or may_open(session, found, request.identity)
    ):
        return HTTPSeeOther(location=address_of(request, found))
    meeting: Meeting = context.record
    return {
        "page_title": _("회의록"),
        "breadcrumbs": [(meeting.title, request.route_path("meeting", uid=meeting.uid)), (_("회의록"), "")],
        "meeting": meeting,
        "may_begin": found is None and may_begin(request, meeting),
    }


def may_begin(request: Any, meeting: Meeting) -> bool:
    """Whether the viewer may begin the minutes of a meeting."""
    viewer = request.identity
    return viewer is not None and meeting.state in making.STARTABLE and viewer.is_secretary_of(meeting.body_id)


@view_config(route_name="meeting.minutes", request_method="POST", permission="view")
def begin(context: Any, request: Any) -> Any:
    """Begin the minutes of a meeting that is in session or over."""
    meeting: Meeting = context.record
    found = making.minutes_of(request.dbsession, meeting.id)
    if found is None:
        if request.identity is None or not may_begin(request, meeting):
            raise HTTPNotFound()
        found = making.start_minutes(request.dbsession, meeting, request.identity)
    if "edit" in records.acts(request.dbsession, found, request.identity):
        return HTTPSeeOther(location=address_of(request, found, "minutes.edit"))
    return HTTPSeeOther(location=request.route_path("meeting.minutes", uid=meeting.uid))
