"""The box of what the reader is shown, and showing a record to others."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from documents.boxes import side_menu
from documents.circulation import services
from documents.circulation.schemas import show_schema
from portal.forms import Form, FormError, handle
from portal.forms.fields import lines_of
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import SIZE, Page, offset_of, page_of
from portal.people.finding import require_person
from portal.records.acting import refusing
from portal.records.types import record_types, type_of

TITLE = _("공람")


@view_config(
    route_name="circulation", request_method="GET", permission="documents",
    renderer="templates:documents/circulation/box.pt",
)  # fmt: skip
def box(request: Any) -> dict[str, Any]:
    """공람함: what the reader is shown, unseen first."""
    number, words = page_of(request), word_asked(request, "q")
    rows, total = services.shown_to_viewer(request.dbsession, request.identity, words, offset_of(number))
    side_menu(request)
    types = record_types(request.dbsession)
    return {
        "page_title": TITLE,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (TITLE, "")],
        "page": Page(rows, number, SIZE, total),
        "words": words,
        "address_of": lambda row: request.route_path(types[row.type].route, uid=row.uid),
    }


@view_config(route_name="circulation.show", permission="view", renderer="templates:documents/circulation/show.pt")
def show(context: Any, request: Any) -> Any:
    """Show a record to people and groups; below stands who has seen it."""
    if "circulate" not in context.acts:
        raise HTTPForbidden()
    session, record = request.dbsession, context.record
    groups = {str(one.id): one for one in services.groups_of(session, request.identity.department_ids)}
    address = request.route_path(type_of(session, record).route, uid=record.uid)
    schema = show_schema([(key, one.name) for key, one in groups.items()])
    form = Form(request, schema, submit=_("공람하기"), formid="show", cancel=address)

    def save(values: dict[str, Any]) -> str:
        people = [require_person(session, one, "people") for one in lines_of(values["people"])]
        if values.get("group"):
            people += services.members_of(session, groups[values["group"]])
        if not people:
            raise FormError("people", _("공람할 사람이나 그룹을 정해 주십시오."))
        with refusing():
            services.circulate(session, record, [one.id for one in people], request.identity)
        return str(request.route_path("circulation.show", uid=record.uid))

    def page() -> dict[str, Any]:
        return {
            "page_title": TITLE,
            "breadcrumbs": [
                (_("결재", context="list"), request.route_path("approvals")),
                (record.title, address),
                (TITLE, ""),
            ],
            "record": record,
            "address": address,
            "marks": services.marks_of(session, record),
        }

    return handle(request, form, save, _("공람했습니다."), page)
