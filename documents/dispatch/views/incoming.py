"""접수함: what came in, and entering what came on paper."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config
from sqlalchemy import select

from documents.boxes import side_menu
from documents.dispatch import listing, receiving
from documents.dispatch.lifecycle import WORKFLOW
from documents.dispatch.receiving import ArrivedFacts
from documents.dispatch.schemas import enter_schema
from portal import clock
from portal.forms import Form, handle
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import SIZE, Page, offset_of, page_of
from portal.people.models import Department
from portal.people.principals import in_force
from portal.records.acting import refusing
from portal.records.disclosure import typed_disclosure

TITLE = _("접수함")
FORM = "templates:documents/approvals/form.pt"


@view_config(
    route_name="incomings", request_method="GET", permission="documents",
    renderer="templates:documents/dispatch/incomings.pt",
)  # fmt: skip
def box(request: Any) -> dict[str, Any]:
    """What came in for the reader's desk."""
    number = page_of(request)
    state, words = word_asked(request, "state", WORKFLOW.states), word_asked(request, "q")
    rows, total = listing.incoming(request.dbsession, request.identity, state, words, offset_of(number))
    side_menu(request)
    return {
        "page_title": TITLE,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (TITLE, "")],
        "page": Page(rows, number, SIZE, total),
        "states": WORKFLOW.states,
        "state": state,
        "words": words,
    }


def desks(request: Any) -> list[tuple[str, str]]:
    """The departments for which the viewer enters documents: their own, in the 문서과 all of today's."""
    viewer = request.identity
    query = select(Department.id, Department.name).where(in_force(Department, clock.today()))
    if not viewer.is_document_dept:
        query = query.where(Department.id.in_(viewer.department_ids))
    return [(str(key), name) for key, name in request.dbsession.execute(query.order_by(Department.name))]


@view_config(route_name="incomings.new", permission="documents", renderer=FORM)
def enter(request: Any) -> Any:
    """A document that came on paper or by mail."""
    session, departments = request.dbsession, desks(request)
    if not departments:
        raise HTTPForbidden(_("보직이 있는 사람만 문서를 접수할 수 있습니다."))
    back = request.route_path("incomings")
    form = Form(request, enter_schema(departments), submit=_("등록하기"), formid="enter", cancel=back)

    def save(values: dict[str, Any]) -> str:
        found = {name: values[name] for name in ("title", "sender", "sender_number", "sent_on")}
        disclosure = typed_disclosure(values)
        facts = ArrivedFacts(**found, disclosure=disclosure["disclosure"], grounds=tuple(disclosure["grounds"]))
        department = int(values.get("department") or departments[0][0])
        with refusing():
            made = receiving.enter(session, facts, department, request.identity, uid=values["uid"])
        return str(request.route_path("incoming", uid=made.uid))

    crumbs = [(_("결재", context="list"), request.route_path("approvals")), (TITLE, back), (_("접수문서 등록"), "")]
    page = {"page_title": _("접수문서 등록"), "breadcrumbs": crumbs}
    return handle(request, form, save, _("등록했습니다. 받은 파일을 붙이고 접수하십시오."), page)
