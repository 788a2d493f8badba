"""Administrators' pages: what each issuing unit prints on its documents."""

from typing import Any

from pyramid.view import view_config

from documents.approvals.letterhead_form import letterhead_schema, letterhead_values, save_letterhead
from documents.approvals.views.rules import frame
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.layout.paging import page_of
from portal.people import choices, lists

LETTERHEADS = _("문서 서식")


@view_config(
    route_name="approvals.letterheads", request_method="GET", permission="admin",
    renderer="templates:documents/approvals/letterheads.pt",
)  # fmt: skip
def letterheads(request: Any) -> dict[str, Any]:
    """The units."""
    page = lists.page(request.dbsession, lists.issuing_units(), page_of(request))
    return {**frame(request, LETTERHEADS), "page": page}


@view_config(
    route_name="approvals.letterhead", permission="admin", renderer="templates:documents/approvals/letterhead.pt"
)
def letterhead(context: Any, request: Any) -> Any:
    """What one unit prints."""
    session, unit = request.dbsession, context.row
    back = request.route_path("approvals.letterheads")
    schema = letterhead_schema(choices.departments(session, clock.today()), top=unit.parent_id is None)
    stored = letterhead_values(unit)
    form = Form(request, schema, formid="letterhead", appstruct=stored, cancel=back, stored=stored)

    def save(values: dict[str, Any]) -> str:
        save_letterhead(session, request.blob_store, unit, values, request.identity)
        return str(back)

    def page() -> dict[str, Any]:
        return {**frame(request, unit.name, (LETTERHEADS, back)), "unit": unit}

    return handle(request, form, save, _("문서 서식을 저장했습니다. 앞으로 상신하는 문서에 쓰입니다."), page)
