"""Pages of 서식: the list, keeping one, beginning a draft from one, renaming one, throwing one away."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config

from documents.approvals import drafting
from documents.approvals.models import Document
from documents.approvals.schemas import basic_facts, name_schema, save_line_schema
from documents.approvals.views.common import FORM, address_of, department_choices, frame_values
from documents.approvals.views.new import chosen, draft_schema, own_departments
from documents.boxes import side_menu
from documents.document_templates import services
from documents.document_templates.models import DocumentTemplate
from documents.kept import at_hand, changeable
from portal.forms import Form, handle
from portal.i18n import _
from portal.people.models import Department
from portal.records.acting import go, refusing

TITLE = _("기안 서식")


def _crumbs(request: Any, here: Any) -> list[tuple[Any, str]]:
    own = request.route_path("document_templates")
    return [(_("결재", context="list"), request.route_path("approvals")), (TITLE, own), (here, "")]


@view_config(
    route_name="document_templates", request_method="GET", permission="documents",
    renderer="templates:documents/document_templates/list.pt",
)  # fmt: skip
def listing(request: Any) -> dict[str, Any]:
    """The reader's own templates and those of their departments."""
    session, viewer = request.dbsession, request.identity
    rows = at_hand(session, DocumentTemplate, viewer)
    side_menu(request)
    return {
        "page_title": TITLE,
        "breadcrumbs": [(_("결재", context="list"), request.route_path("approvals")), (TITLE, "")],
        "rows": rows,
        "changeable": changeable(session, rows, viewer),
        "departments": {one: session.get_one(Department, one).name for one in viewer.department_ids},
    }


@view_config(route_name="approval.keep_template", renderer=FORM, permission="copy")
def keep(context: Any, request: Any) -> Any:
    """Keep the text of a document as a template."""
    document: Document = context.record
    session, viewer = request.dbsession, request.identity
    schema = save_line_schema(department_choices(session, viewer.department_ids))
    back = address_of(request, document)
    form = Form(request, schema, submit=_("서식으로 두기"), formid="keep", cancel=back)

    def save(values: dict[str, Any]) -> str:
        department = int(values["department"]) if values["department"] else None
        with refusing():
            services.keep_template(session, document, values["name"], department, viewer)
        return str(request.route_path("document_templates"))

    intro = _("글과 항목 기호를 다음 기안에 쓰려고 둡니다. 그림과 사례표, 붙임, 결재선은 두지 않습니다.")
    page = {**frame_values(request, document, _("서식으로 두기")), "intro": intro}
    return handle(request, form, save, _("서식으로 두었습니다."), page)


@view_config(route_name="documents.template_draft", renderer=FORM, permission="staff")
def draft(context: Any, request: Any) -> Any:
    """A new draft that begins with the text of a template."""
    template: DocumentTemplate = context.row
    session, departments = request.dbsession, own_departments(request)
    schema = draft_schema(session, departments)
    known = {"form": template.form, "scheme": template.scheme, "retention": template.retention}
    back = request.route_path("document_templates")
    form = Form(request, schema, submit=_("기안하기"), formid="new", cancel=back, appstruct=known)

    def save(values: dict[str, Any]) -> str:
        facts = drafting.DocumentFacts(**basic_facts(values))
        where, text = chosen(values, departments), services.text_of(template)
        with refusing():
            made = drafting.draft(session, facts, where, request.identity, text, uid=values["uid"])
        return address_of(request, made, "approval.edit")

    page = {"page_title": template.name, "breadcrumbs": _crumbs(request, template.name)}
    return handle(request, form, save, page=page)


@view_config(route_name="documents.template_rename", renderer=FORM, permission="staff")
def rename(context: Any, request: Any) -> Any:
    """Another name for a template."""
    template: DocumentTemplate = context.row
    back = request.route_path("document_templates")
    known = {"name": template.name}
    form = Form(request, name_schema(), submit=_("저장"), formid="rename", cancel=back, appstruct=known)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            services.rename(request.dbsession, template, values["name"], request.identity)
        return str(back)

    if not changeable(request.dbsession, [template], request.identity):
        raise HTTPForbidden()
    title = _("서식 이름 고치기")
    return handle(
        request, form, save, _("이름을 고쳤습니다."), {"page_title": title, "breadcrumbs": _crumbs(request, title)}
    )


@view_config(route_name="documents.template_forget", request_method="POST", permission="staff")
def forget(context: Any, request: Any) -> HTTPSeeOther:
    """Throw a template away; drafts that began with it keep their text."""
    with refusing():
        services.forget(request.dbsession, context.row, request.identity)
    return go(request, request.route_path("document_templates"), _("서식을 지웠습니다."))
