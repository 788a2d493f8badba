"""Beginning a correction of confirmed minutes, giving it up, and another class of disclosure."""

from typing import Any

from pyramid.view import view_config

from meetings.minutes import correcting, disclosing
from meetings.minutes.reviewing import to_reclassify
from meetings.minutes.schemas import ReasonSchema
from meetings.minutes.views.common import address_of, frame_values, linked
from meetings.sittings.views.classify import reclassify_page
from portal import clock
from portal.forms import Form, handle
from portal.forms.submit import undo
from portal.i18n import _
from portal.records.acting import refusing
from portal.records.classification import Classification
from portal.records.workflow import Refused

FORM = "templates:meetings/minutes/form.pt"


@view_config(route_name="minutes.correct", permission="correct", renderer=FORM)
def correct(context: Any, request: Any) -> Any:
    """Begin a correction, and say why."""
    minutes, session = context.record, request.dbsession
    form = Form(request, ReasonSchema(), submit=_("정정 시작"), formid="correct", cancel=address_of(request, minutes))

    def save(values: dict[str, Any]) -> str:
        with refusing():
            correcting.correct(session, minutes, values["reason"], request.identity)
        return address_of(request, minutes, "minutes.edit")

    return handle(request, form, save, _("정정을 시작했습니다."), frame_values(request, minutes, _("정정")))


ROUTES = {"agenda_item": "agenda.reclassify", "meeting": "meeting.reclassify", "minutes": "minutes.reclassify"}


def reclassify_panel(request: Any) -> dict[str, Any] | None:
    """What is no longer in progress and still closed for it (home page)."""
    rows = to_reclassify(request.dbsession, request.identity.principals, clock.today())
    return {"rows": rows, "routes": ROUTES} if rows else None


@view_config(route_name="minutes.give_up", permission="give_up", renderer="templates:meetings/minutes/give_up.pt")
def give_up(context: Any, request: Any) -> Any:
    """End a correction that was begun by mistake, and say why."""
    minutes, session = context.record, request.dbsession
    form = Form(
        request, ReasonSchema(), submit=_("정정 그만두기"), formid="give-up", cancel=address_of(request, minutes)
    )

    def save(values: dict[str, Any]) -> str:
        with refusing():
            correcting.give_up(session, minutes, values["reason"], request.identity)
        return address_of(request, minutes)

    def page() -> dict[str, Any]:
        return {**frame_values(request, minutes, _("정정 그만두기")), "refused": []}

    try:
        return handle(request, form, save, _("정정을 그만두었습니다. 확정된 회의록이 그대로 효력이 있습니다."), page)
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        values = page()
        return {
            **values,
            "form": form,
            "refused": linked(request, minutes, values["meeting"], refused.problems),
            "has_errors": True,
        }


@view_config(
    route_name="minutes.reclassify", permission="reclassify", renderer="templates:meetings/sittings/reclassify.pt"
)
def reclassify(context: Any, request: Any) -> Any:
    """Give the minutes another class of disclosure, and say why."""
    minutes, session = context.record, request.dbsession

    def act(to: Classification, values: dict[str, Any]) -> None:
        disclosing.reclassify(session, minutes, to, values["reason"], request.identity)

    crumbs = frame_values(request, minutes, _("공개구분 다시 분류"))["breadcrumbs"]
    return reclassify_page(request, minutes, act, crumbs, back=address_of(request, minutes))
