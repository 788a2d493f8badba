"""The hand-over page (인사이동): to whom and from when, a preview of everything, then all of it in one act."""

from typing import Any

import colander
from pyramid.view import view_config

from portal import clock
from portal.forms import Form, FormError, handle, widgets
from portal.forms.fields import LocalDate, Text, choices
from portal.i18n import _
from portal.layout.narrowing import day_asked, day_sent
from portal.people.finding import require_person, suggestions
from portal.people.handover import HandOver, hand_over, portfolios, preview, stamp
from portal.people.models import Person
from portal.people.views.frame import frame

TITLE = _("업무 넘기기")
MOVED = _("${n}건을 ${name}님에게 넘겼습니다.")


def hand_over_schema(kinds: list[tuple[str, Any]]) -> colander.SchemaNode:
    """The form under the preview: to whom, from when, which kinds, and what the preview showed."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(200), name="successor", title=_("후임"), widget=widgets.Hidden()))
    schema.add(colander.SchemaNode(LocalDate(), name="first_day", title=_("넘기는 날"), widget=widgets.Hidden()))
    schema.add(colander.SchemaNode(Text(64), name="seen", widget=widgets.Hidden()))
    schema.add(choices(kinds, name="kinds", title=_("넘길 것")))
    return schema


@view_config(route_name="people.hand_over", permission="admin", renderer="templates:people/hand_over.pt")
def hand_over_page(context: Any, request: Any) -> Any:
    """Ask, show, and act."""
    session, person = request.dbsession, context.row
    back = request.route_path("people.person", uid=person.uid)
    frame(request, TITLE, (_("사람과 계정"), request.route_path("people.persons")), (person.name, back))
    asked = request.POST if request.method == "POST" else request.GET
    typed = str(asked.get("successor", "")).strip()[:200]
    plan, fault = planned(request, person, typed)
    kinds = [(one.name, one.label) for one in portfolios(session)]
    found = preview(session, plan) if plan else []
    shown: dict[str, Any] = {"successor": typed, "seen": stamp(found), "kinds": {name for name, _label in kinds}}
    if plan:
        shown["first_day"] = plan.first_day
    form = Form(
        request, hand_over_schema(kinds), submit=_("모두 넘기기"), formid="hand-over", appstruct=shown, cancel=back
    )

    def act(values: dict[str, Any]) -> str:
        if plan is None:
            raise FormError("", fault or _("후임을 골라 주십시오."))
        moved = hand_over(session, plan, values["kinds"], values["seen"])
        said = MOVED % {"n": moved, "name": plan.successor.name}
        request.session.flash(request.localizer.translate(said))
        return str(back)

    page = {
        "page_title": TITLE, "person": person, "typed": typed, "fault": fault, "found": found, "plan": plan,
        "first_day": plan.first_day if plan else day_asked(request, "first_day", clock.today()),
        "people": suggestions(session), "back": back,
    }  # fmt: skip
    return handle(request, form, act, page=page)


def planned(request: Any, person: Person, typed: str) -> tuple[HandOver | None, Any]:
    """The hand-over that is asked for, or what is wrong with the question."""
    if not typed:
        return None, ""
    try:
        successor = require_person(request.dbsession, typed, "successor")
    except FormError as error:
        return None, error.faults[0][1]
    if successor.id == person.id:
        return None, _("자기 자신에게 넘길 수 없습니다. 후임을 골라 주십시오.")
    asked = day_sent if request.method == "POST" else day_asked
    day = asked(request, "first_day", clock.today())
    return HandOver(person, successor, day, request.identity), ""
