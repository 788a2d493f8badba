"""Another class of disclosure, and the public copy of a partly open document."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from documents.approvals import disclosing
from documents.approvals.files import copy_file
from documents.approvals.models import Document
from documents.approvals.schemas import ReasonSchema
from documents.approvals.views.common import FORM, address_of, frame_values
from documents.approvals.views.read import text_values
from portal import clock
from portal.files.download import content_disposition
from portal.forms import Form, handle
from portal.forms.fields import choices
from portal.forms.submit import undo
from portal.i18n import _
from portal.office.office_files import OFFICE_FILES
from portal.records.acting import go, refusing
from portal.records.classification import RECLASSIFY, Classification, classification_of
from portal.records.disclosure import reclassify_schema, typed_disclosure
from portal.records.masks import add_masks, mask_values, masks_of
from portal.records.models import Edition
from portal.records.public_copy import PublicCopy, copy_of, findings
from portal.records.reasons import reasons_of
from portal.records.workflow import Refused

PAGE = "templates:documents/approvals/public_copy.pt"


def reclassify_panel(request: Any) -> dict[str, Any] | None:
    """What is no longer in progress and still closed for it (home page)."""
    viewer = request.identity
    rows = disclosing.to_reclassify(request.dbsession, viewer.principals, viewer.person_id, clock.today())
    return {"rows": rows} if rows else None


@view_config(
    route_name="approval.reclassify", permission="reclassify", renderer="templates:documents/approvals/reclassify.pt"
)
def reclassify(context: Any, request: Any) -> Any:
    """Give a registered document another class, and say why."""
    document: Document = context.record
    session, back = request.dbsession, address_of(request, document)
    shown: dict[str, Any] = {"disclosure": document.disclosure, "grounds": {str(one) for one in document.grounds or ()}}
    if document.review_until is not None:
        shown["review_until"] = document.review_until
    schema = reclassify_schema(with_review=True)
    form = Form(request, schema, submit=_("다시 분류"), formid="reclassify", appstruct=shown, cancel=back)

    def save(values: dict[str, Any]) -> str:
        to = Classification(**typed_disclosure(values))
        with refusing():
            disclosing.reclassify(
                session, document, to, values["review_until"], reason=values["reason"], actor=request.identity
            )  # fmt: skip
        return back

    def page() -> dict[str, Any]:
        return {
            **frame_values(request, document, _("공개구분 다시 분류")),
            "present": classification_of(document).printed,
            "earlier": reasons_of(session, document, RECLASSIFY),
        }

    return handle(request, form, save, _("다시 분류했습니다."), page)


@view_config(route_name="approval.public_copy", permission="public_copy", renderer=PAGE)
def make_copy(context: Any, request: Any) -> Any:
    """Say what is masked and left out, and see the copy."""
    document: Document = context.record
    session = request.dbsession
    edition = session.get_one(Edition, document.approved_edition_id)
    copy = copy_of(session, document, edition)
    parts = disclosing.parts_of(edition.facts)
    schema = colander.Schema()
    if parts:
        options = [(key, label) for key, label, _sensitive in parts]
        schema.add(choices(options, name="closed", title=_("공개본에서 뺄 부분"), missing=frozenset()))
    add_masks(schema)
    closed = set(copy.closed) if copy else {key for key, _label, sensitive in parts if sensitive}
    shown = {"closed": closed, "masks": mask_values(copy.masks if copy else [])}
    form = Form(
        request, schema, submit=_("공개본 만들기"), formid="copy", appstruct=shown, cancel=address_of(request, document)
    )

    def save(values: dict[str, Any]) -> str:
        closed = sorted(values.get("closed", ()))
        with refusing():
            disclosing.prepare(session, document, masks_of(values), closed=closed, actor=request.identity)
        return str(request.path)

    def page() -> dict[str, Any]:
        return _page(request, document, copy)

    return handle(request, form, save, _("공개본을 만들었습니다. 읽어 보고 공개하십시오."), page)


def _page(request: Any, document: Document, copy: PublicCopy | None) -> dict[str, Any]:
    values = {
        **frame_values(request, document, _("공개본")),
        "copy": copy,
        "found": findings(copy) if copy else [],
        "withdrawn": reasons_of(request.dbsession, copy, "withdraw") if copy else [],
        "may_make": document.disclosure == "PARTIAL" and (copy is None or copy.state != "PUBLISHED"),
        "refused": [],
    }
    return {**values, **text_values(request, copy.facts)} if copy else values


@view_config(route_name="approval.public_copy_publish", request_method="POST", permission="public_copy", renderer=PAGE)
def publish_copy(context: Any, request: Any) -> Any:
    """Open the copy to everyone."""
    document: Document = context.record
    session, back = request.dbsession, address_of(request, document, "approval.public_copy")
    copy = copy_of(session, document, session.get_one(Edition, document.approved_edition_id))
    if copy is None or copy.state != "PREPARED":
        return HTTPSeeOther(location=back)
    try:
        with refusing():
            disclosing.publish_copy(session, document, copy, request.identity)
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        shown = [(one.text, back) for one in refused.problems]
        return {**_page(request, document, copy), "may_make": False, "refused": shown, "has_errors": True}
    return go(request, request.route_path("public_copy", uid=copy.uid), _("공개본을 공개했습니다."))


@view_config(route_name="approval.public_copy_withdraw", permission="public_copy", renderer=FORM)
def withdraw_copy(context: Any, request: Any) -> Any:
    """Take the published copy down, and say why."""
    document: Document = context.record
    back = address_of(request, document, "approval.public_copy")
    form = Form(request, ReasonSchema(), submit=_("공개본 내리기"), formid="withdraw", cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            disclosing.take_down(request.dbsession, document, values["reason"], request.identity)
        return back

    page = frame_values(request, document, _("공개본 내리기"))
    return handle(request, form, save, _("공개본을 내렸습니다."), page)


@view_config(
    route_name="public_copy", request_method="GET", permission=NO_PERMISSION_REQUIRED, copy_of="approval_document",
    renderer="templates:documents/approvals/public.pt",
)  # fmt: skip
def read_copy(context: Any, request: Any) -> dict[str, Any]:
    """What everyone reads of a partly open document."""
    copy: PublicCopy = context.record
    document = request.dbsession.get_one(Document, copy.original_id)
    return {**text_values(request, copy.facts), "page_title": copy.title, "copy": copy, "document": document}


@view_config(
    route_name="approval.public_file", request_method="GET", permission=NO_PERMISSION_REQUIRED,
    copy_of="approval_document",
)  # fmt: skip
def file(context: Any, request: Any) -> Response:
    """The copy as a file."""
    copy: PublicCopy = context.record
    session, kind = request.dbsession, OFFICE_FILES[request.matchdict["kind"]]
    document = session.get_one(Document, copy.original_id)
    response = Response(body=copy_file(session, document, request.blob_store, copy, kind), content_type=kind.media_type)
    response.headers["Content-Disposition"] = content_disposition(f"{copy.title}.{kind.name}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
