"""The forms of the page that minutes are written on; each has an address of its own."""

from typing import Any

from meetings.decisions import services as decisions
from meetings.decisions.rulings import form_values, questions_of
from meetings.decisions.schemas import action_schema, decision_schema
from meetings.decisions.votes import Hall
from meetings.decisions.written import FIELDS, stamp
from meetings.minutes.material import Material
from meetings.minutes.models import Minutes
from meetings.minutes.schemas import facts_schema, facts_values
from meetings.minutes.views.common import address_of
from meetings.sittings.models import AgendaItem
from meetings.sittings.quorum import votes_to_pass
from portal.forms import Form
from portal.i18n import _


def decision_form(request: Any, material: Material, item: AgendaItem) -> Form:
    """The form of an item's decision; 출석 is filled in from the attendance."""
    minutes = material.minutes
    decision = material.decisions.get(item.id)
    hall = decisions.hall_of(request.dbsession, item)
    values: dict[str, Any] = {"present": hall.voters, "lock": 0, "method": "CONSENSUS"}
    if hall.replies is not None:
        values |= answered(hall)
    questions = questions_of(request.dbsession, item)
    if item.kind == "REPORT":
        values["outcome"] = "RECEIVED"
    if decision is not None:
        values = {name: getattr(decision, name) for name in FIELDS} | {"lock": stamp(decision)}
        if decision.method == "CONSENSUS":
            values["present"] = hall.voters
        values |= form_values(questions, values.pop("subject_values"))
    form = Form(
        request,
        decision_schema(item.kind, questions, hall.replies is not None),
        submit=_("결정 저장"),
        appstruct=values,
        formid=f"decision-{item.uid}",
        action=address_of(request, minutes, "minutes.decision", item=item.uid),
    )
    return compact(form, "decision-form")


def answered(hall: Hall) -> dict[str, Any]:
    """A decision as the replies of a written meeting have it."""
    assert hall.replies is not None
    yes, no, abstain = hall.replies
    outcome = "PASSED_AS_IS" if yes >= votes_to_pass(hall.voters) else "REJECTED"
    return {"method": "WRITTEN", "yes": yes, "no": no, "abstain": abstain, "outcome": outcome}


def action_form(request: Any, minutes: Minutes, item: AgendaItem, owners: list[str]) -> Form:
    """The form that adds an action item."""
    form = Form(
        request,
        action_schema([(name, name) for name in owners]),
        submit=_("조치사항 더하기"),
        formid=f"action-{item.uid}",
        action=address_of(request, minutes, "minutes.action", item=item.uid),
    )
    return compact(form, "action-form")


def facts_form(request: Any, material: Material) -> Form:
    """The form of the facts."""
    form = Form(
        request,
        facts_schema(material.meeting),
        submit=_("기본 사항 저장"),
        appstruct=facts_values(material.minutes),
        formid="facts",
        action=address_of(request, material.minutes, "minutes.facts"),
    )
    return compact(form, "facts-form")


def compact(form: Form, name: str) -> Form:
    """Let a form stand in few lines, between texts that are being typed."""
    form.widget.css_class = f"compact {name}"
    return form
