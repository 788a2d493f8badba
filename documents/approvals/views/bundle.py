"""일괄기안: which drafts go up together, one more of them, and one that goes its own way again."""

from dataclasses import replace
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config
from sqlalchemy import select

from documents.approvals import bundling, drafting
from documents.approvals.models import Document
from documents.approvals.schemas import bundle_schema
from documents.approvals.views.common import address_of, bundle_rows, frame_values
from portal.forms import Form, FormError, handle, posted
from portal.i18n import _
from portal.records.acting import go, refusing
from portal.records.workflow import Refused


@view_config(
    route_name="approval.bundle", permission="bundle", renderer="templates:documents/approvals/bundle.pt"
)  # fmt: skip
def bundle(context: Any, request: Any) -> Any:
    """The drafts of a bundle, and the form that adds one: another draft of the same drafter, or a new one."""
    document: Document = context.record
    session, first = request.dbsession, document.lead or document
    offered = session.execute(bundling.candidates(first).limit(100)).all()
    schema = bundle_schema([(one.uid, one.title) for one in offered])
    form = Form(request, schema, submit=_("함께 기안하기"), formid="bundle", cancel=address_of(request, first))

    def save(values: dict[str, Any]) -> str:
        try:
            with refusing():
                bundling.join(session, first, _wanted(request, first, values), request.identity)
        except Refused as refused:
            raise FormError("", refused.problems[0].text) from None
        return address_of(request, first, "approval.bundle")

    def page() -> dict[str, Any]:
        return {**frame_values(request, first, _("일괄기안")), "bundle": bundle_rows(request, first)}

    return handle(request, form, save, _("함께 기안할 안을 더했습니다."), page)


def _wanted(request: Any, first: Document, values: dict[str, Any]) -> Document:
    """The draft that was chosen; without a choice a new one with the facts of the 제1안 and no text."""
    session = request.dbsession
    if values.get("draft"):
        return session.scalars(select(Document).where(Document.uid == values["draft"])).one()
    if not values["title"]:
        raise FormError("title", _("새로 쓸 안의 제목을 적거나 초안을 골라 주십시오."))
    facts = replace(drafting.facts_from(first), title=values["title"], recipients=(), via="")
    department_id = first.department_id or 0  # a draft has one
    return drafting.draft(session, facts, department_id, request.identity, uid=values["uid"])


@view_config(route_name="approval.bundle_leave", request_method="POST", permission="bundle")
def leave(context: Any, request: Any) -> HTTPSeeOther:
    """Take one draft out of the bundle."""
    document: Document = context.record
    wanted = posted(request, "document")
    other = next((one for one in document.bundle if one.uid == wanted), None)
    first = document.lead or document
    if other is None:
        own = select(Document).where(Document.uid == wanted, Document.created_by_id == request.identity.person_id)
        if request.dbsession.scalar(own) is None:
            raise HTTPNotFound()
        return go(request, address_of(request, first, "approval.bundle"))  # a second click
    with refusing():
        bundling.leave(request.dbsession, other, request.identity)
    return go(request, address_of(request, first, "approval.bundle"), _("떼어냈습니다. 따로 상신할 수 있습니다."))
