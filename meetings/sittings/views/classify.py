"""Another class of disclosure for what is settled: a meeting, a decided item. Each change says why and is kept."""

from collections.abc import Callable
from typing import Any

from pyramid.view import view_config

from meetings.sittings import agenda
from meetings.sittings.models import AgendaItem, Meeting
from meetings.sittings.views.acting import page_of, trail
from portal.forms import Form, handle
from portal.i18n import _
from portal.records.acting import refusing
from portal.records.classification import RECLASSIFY, Classification, classification_of, reclassify
from portal.records.disclosure import reclassify_schema, typed_disclosure
from portal.records.models import Record
from portal.records.reasons import reasons_of

PAGE = "templates:meetings/sittings/reclassify.pt"
TITLE = _("공개구분 다시 분류")


def reclassify_page(
    request: Any,
    record: Record,
    act: Callable[[Classification, dict[str, Any]], None],
    breadcrumbs: list[tuple[Any, str]],
    *,
    back: str,
    review_until: Any = None,
) -> Any:
    """The form of a record's class, its present one and the earlier ones; ``act(to, values)`` changes it.

    ``review_until`` is what the form shows as the end of 5호 for records that have one.
    """
    values = {"disclosure": record.disclosure, "grounds": {str(one) for one in record.grounds or ()}}
    if review_until is not None:
        values["review_until"] = review_until
    schema = reclassify_schema(isinstance(record, AgendaItem))
    form = Form(request, schema, submit=_("다시 분류"), formid="reclassify", appstruct=values, cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            act(Classification(**typed_disclosure(values)), values)
        return back

    def page() -> dict[str, Any]:
        return {
            "page_title": TITLE,
            "breadcrumbs": breadcrumbs,
            "record": record,
            "present": classification_of(record).printed,
            "earlier": reasons_of(request.dbsession, record, RECLASSIFY),
        }

    return handle(request, form, save, _("다시 분류했습니다."), page)


@view_config(route_name="meeting.reclassify", permission="reclassify", renderer=PAGE)
def of_meeting(context: Any, request: Any) -> Any:
    """A meeting that is over."""
    meeting: Meeting = context.record

    def act(to: Classification, values: dict[str, Any]) -> None:
        reclassify(request.dbsession, meeting, to, values["reason"], request.identity)

    crumbs = trail(request, meeting, TITLE)
    return reclassify_page(request, meeting, act, crumbs, back=page_of(request, meeting))


@view_config(route_name="agenda.reclassify", permission="reclassify", renderer=PAGE)
def of_item(context: Any, request: Any) -> Any:
    """An item that was decided."""
    item: AgendaItem = context.record
    back = request.route_path("agenda_item", uid=item.uid)

    def act(to: Classification, values: dict[str, Any]) -> None:
        until, reason = values["review_until"], values["reason"]
        agenda.reclassify(request.dbsession, item, to, until, reason=reason, actor=request.identity)

    crumbs = trail(request, agenda.meeting_of(request.dbsession, item), TITLE)
    return reclassify_page(request, item, act, crumbs, back=back, review_until=item.review_until)
