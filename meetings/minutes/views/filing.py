"""편철 of minutes: in a file of their department or of one where their secretary works. No edition changes by it."""

from typing import Any

from pyramid.view import view_config

from meetings.minutes.views.common import address_of, frame_values
from portal.i18n import _
from portal.records.filing_form import filing_page


@view_config(route_name="minutes.filing", permission="view", renderer="templates:meetings/minutes/form.pt")
def put_in_file(context: Any, request: Any) -> Any:
    """Choose the file, or another one."""
    minutes = context.record
    own = request.identity.department_ids if request.identity else []
    departments = list(dict.fromkeys([minutes.department_id, *own]))
    back = address_of(request, minutes, _anchor="filing")
    return filing_page(request, departments, back, frame_values(request, minutes, _("편철")))
