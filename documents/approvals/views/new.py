"""A new draft: of nothing, or of another document (복사기안)."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config
from sqlalchemy.orm import Session

from documents.approvals import drafting
from documents.approvals.delegation import rules_for
from documents.approvals.models import Document
from documents.approvals.schemas import basic_facts, copy_schema, new_schema
from documents.approvals.views.common import FORM, address_of, department_choices, frame_values
from documents.document_templates.models import DocumentTemplate
from documents.kept import at_hand
from portal.forms import Form, handle
from portal.i18n import _
from portal.records.acting import refusing
from portal.records.filing import offered_files


def own_departments(request: Any) -> list[int]:
    """The departments the viewer may draft for. Raises HTTPForbidden when there is none."""
    found = drafting.departments_of(request.dbsession, request.identity.person_id)
    if not found:
        raise HTTPForbidden(_("보직이 있는 사람만 문서를 기안할 수 있습니다."))
    return found


def chosen(values: dict[str, Any], departments: list[int]) -> int:
    """The department that was chosen, or the only one."""
    return int(values.get("department") or departments[0])


def draft_schema(session: Session, departments: list[int]) -> colander.SchemaNode:
    """The form of a new draft of one of these departments."""
    rules = {rule.id: rule for one in departments for rule in rules_for(session, one)}
    files = offered_files(session, departments)
    return new_schema(department_choices(session, departments), list(rules.values()), files)


@view_config(
    route_name="approvals.new", renderer="templates:documents/approvals/new.pt", permission="staff"
)  # fmt: skip
def new(request: Any) -> Any:
    """The form of a new draft, and the templates (서식) it may begin from instead."""
    session, departments = request.dbsession, own_departments(request)
    schema = draft_schema(session, departments)
    form = Form(request, schema, submit=_("기안하기"), formid="new", cancel=request.route_path("approvals"))

    def save(values: dict[str, Any]) -> str:
        facts = drafting.DocumentFacts(**basic_facts(values))
        with refusing():
            made = drafting.draft(session, facts, chosen(values, departments), request.identity, uid=values["uid"])
        return address_of(request, made, "approval.edit")

    crumbs = [(_("결재", context="list"), request.route_path("approvals")), (_("새 기안"), "")]
    page = {
        "page_title": _("새 기안"),
        "breadcrumbs": crumbs,
        "templates": at_hand(session, DocumentTemplate, request.identity),
    }
    return handle(request, form, save, page=page)


@view_config(route_name="approval.copy", renderer=FORM, permission="copy")
def copy(context: Any, request: Any) -> Any:
    """복사기안: the text, facts and line of a document as a new draft."""
    document: Document = context.record
    session, departments = request.dbsession, own_departments(request)
    schema = copy_schema(department_choices(session, departments))
    form = Form(
        request, schema, submit=_("복사하여 기안하기"), formid="copy", cancel=address_of(request, document)
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            made = drafting.copy_of(
                session, document, chosen(values, departments), request.identity, uid=values["uid"]
            )  # fmt: skip
        return address_of(request, made, "approval.edit")

    intro = _("글과 문서 정보, 결재선을 옮겨 새 초안을 만듭니다. 서명과 의견, 붙임 파일은 옮기지 않습니다.")
    page = {**frame_values(request, document, _("복사기안")), "intro": intro}
    return handle(request, form, save, _("새 초안을 만들었습니다."), page)
