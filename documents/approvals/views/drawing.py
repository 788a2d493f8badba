"""Beginning a document from a record, and choosing the decisions that a draft carries out."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from documents.approvals import drawing
from documents.approvals.models import Document
from documents.approvals.schemas import drawn_schema
from documents.approvals.sources import IMPLEMENTS
from documents.approvals.views.common import address_in, address_of, department_choices, frame_values
from documents.approvals.views.new import chosen, own_departments
from portal.forms import Form, FormError, handle, posted
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.records.acting import go, refusing
from portal.records.linked import linked_from, linked_rows, linking_rows
from portal.records.types import type_of
from portal.security.viewer import principals

CHOOSE = "templates:documents/approvals/implements.pt"


@view_config(route_name="approvals.draw_up", renderer="templates:documents/approvals/draw_up.pt", permission="view")
def draw_up(context: Any, request: Any) -> Any:
    """The title and department of a new draft about a record."""
    record, session = context.record, request.dbsession
    if request.identity is None or not request.identity.is_staff:
        raise HTTPForbidden()
    type_of(session, record).looked_into(request, record)  # its text stands on this page
    with refusing():
        outline = drawing.outline_of(session, record, request.identity)
        declared = drawing.declared_for(session, record, request.identity)
    departments = own_departments(request)
    schema: colander.SchemaNode = drawn_schema(department_choices(session, departments))
    form = Form(
        request, schema, submit=_("기안하기"), formid="draw", appstruct={"title": outline.title},
        cancel=address_in(request, record),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            department = chosen(values, departments)
            made = drawing.draw_up(
                session, record, values["title"], department, request.identity, uid=values["uid"]
            )  # fmt: skip
        return address_of(request, made, "approval.edit")

    page = {
        "page_title": declared.label,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (declared.label, "")],
        "record": record,
        "record_address": address_in(request, record),
        "reports": declared.reports,
        "implements": declared.link == IMPLEMENTS,
        "edition": outline.edition.number if outline.edition is not None else None,
        "disclosure": disclosure_label(outline.disclosure, outline.grounds),
        "linked": [one for one in linking_rows(request, record, declared.link) if one.edition or not declared.reports],
    }
    return handle(request, form, save, _("새 초안을 만들었습니다."), page)


@view_config(route_name="approval.implements", request_method="GET", permission="edit", renderer=CHOOSE)
def choose(context: Any, request: Any) -> dict[str, Any]:
    """The decisions it carries out, and those that a search finds."""
    document: Document = context.record
    return choosing(request, document, [one.uid for one in linked_rows(request, document, IMPLEMENTS)])


def choosing(request: Any, document: Document, marked: list[str], problem: Any = "") -> dict[str, Any]:
    """The page; ``marked`` are the uids that are ticked."""
    words = (request.GET.get("q") or posted(request, "q"))[:200]
    session, mine = request.dbsession, principals(request.identity)
    there = [record for record, _edition in linked_from(session, document, IMPLEMENTS, mine)]
    found = drawing.offered(session, mine, words)
    shown = [*there, *(one for one in found if one not in there)]
    rows = [(one.uid, one.title, drawing.told_of(session, one), address_in(request, one)) for one in shown]
    return {
        **frame_values(request, document, _("이행하는 결정")),
        "words": words,
        "rows": rows,
        "found": len(found),
        "marked": set(marked),
        "problem": problem,
    }


@view_config(route_name="approval.implements", request_method="POST", permission="view", renderer=CHOOSE)
def save_choice(context: Any, request: Any) -> Any:
    """Keep what was ticked."""
    document: Document = context.record
    uids = request.POST.getall("decision")
    try:
        with refusing():
            drawing.choose(request.dbsession, document, uids, request.identity)
    except FormError as error:
        request.response.status_int = 400
        return choosing(request, document, uids, error.faults[0][1])
    back = address_of(request, document, "approval.edit", _anchor="implements")
    return go(request, back, _("고른 결정을 저장했습니다."))
