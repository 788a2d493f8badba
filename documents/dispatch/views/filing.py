"""편철 of what came in: in a file of the department that handles it (기록물규칙 §7)."""

from typing import Any

from pyramid.view import view_config

from documents.dispatch.views.act import address_of
from documents.dispatch.views.incoming import FORM, TITLE
from portal.i18n import _
from portal.records.filing_form import filing_page


@view_config(route_name="incoming.filing", permission="view", renderer=FORM)
def put_in_file(context: Any, request: Any) -> Any:
    """Choose the file, or another one."""
    record, title = context.record, _("편철")
    address = address_of(request, record)
    way = [(_("결재", context="list"), request.route_path("approvals")), (TITLE, request.route_path("incomings"))]
    page = {"page_title": title, "breadcrumbs": [*way, (record.title, address), (title, "")]}
    return filing_page(request, [record.department_id], address, page)
