"""The page a drafter lives in: the text with its live A4 sheet, facts, files, the line, and what is still missing."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from documents.approvals import drafting
from documents.approvals.delegation import rules_for
from documents.approvals.facts import body_of
from documents.approvals.finding import label_for
from documents.approvals.labels import kind_of
from documents.approvals.models import Document
from documents.approvals.recipients import read_recipients
from documents.approvals.schemas import facts_schema, facts_values, typed_facts
from documents.approvals.views.common import address_of, frame_values, report_values, source_values
from documents.approvals.views.sheet import draft_sheet
from portal.content.editing import editor_frame, prepared_blocks
from portal.files.views import file_rows
from portal.forms import Form, FormError, handle
from portal.forms.fields import lines_of
from portal.i18n import _
from portal.people.finding import require_person
from portal.records.acting import refusing
from portal.records.filing import offered_files

PAGE = "templates:documents/approvals/edit.pt"
STALE = _("그 사이 다른 사람이 문서 정보를 고쳤습니다. 화면을 새로 열어 확인하고 다시 저장해 주십시오.")


@view_config(route_name="approval.edit", request_method="GET", permission="edit", renderer=PAGE)
def edit(context: Any, request: Any) -> dict[str, Any]:
    """The page."""
    return page_values(request, context.record)


def page_values(request: Any, document: Document, typed: Form | None = None) -> dict[str, Any]:
    """Everything on the page; ``typed`` is the form that was refused."""
    session = request.dbsession
    images = request.route_path("files.image", uid=document.uid)
    editor = editor_frame(
        request, body_of(session, document), _("본문"), document.scheme,
        upload_url=images, keep_drafts=document.disclosure != "CLOSED", blocks=prepared_blocks(),
    )  # fmt: skip
    return {
        **frame_values(request, document, _("기안하기")),
        "editor": editor,
        "sheet": draft_sheet(request, document),
        "line": [(step, kind_of(step)) for step in document.line],
        **report_values(request, document),
        **source_values(request, document),
        "files": file_rows(request, document.id),
        "facts_form": typed or facts_form(request, document),
    }


def facts_form(request: Any, document: Document) -> Form:
    """The form of the facts."""
    session = request.dbsession
    coauthors = [label_for(session, one, None) for one in document.coauthors]
    action = address_of(request, document, "approval.facts")
    files = offered_files(session, [document.department_id], document.record_file_id)
    schema = facts_schema(rules_for(session, document.department_id), files)
    values = facts_values(document, coauthors)
    form = Form(request, schema, submit=_("문서 정보 저장"), appstruct=values, formid="facts", action=action)
    form.widget.css_class = "compact document-facts"
    return form


@view_config(route_name="approval.facts", request_method="POST", permission="view", renderer=PAGE)
def save_facts(context: Any, request: Any) -> Any:
    """Save the facts of a draft."""
    document: Document = context.record
    session = request.dbsession
    if "edit" not in context.acts:
        raise HTTPForbidden()
    form = facts_form(request, document)

    def save(values: dict[str, Any]) -> str:
        coauthors = [require_person(session, one, "coauthors").id for one in lines_of(values["coauthors"])]
        others = [one for one in dict.fromkeys(coauthors) if one != document.created_by_id]
        try:
            with refusing():
                facts = typed_facts(values, read_recipients(session, lines_of(values["recipients"])), others)
                drafting.state_facts(session, document, facts, values["lock"], request.identity)
        except drafting.Stale:
            raise FormError("", STALE) from None
        return address_of(request, document, "approval.edit", _anchor="facts")

    return handle(request, form, save, _("문서 정보를 저장했습니다."), lambda: page_values(request, document, form))
