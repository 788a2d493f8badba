"""What is done with a document beside signing it: sent up, taken back, written anew, passed on, seen."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config

from documents.approvals import asking, drafting, reporting, returning, signing, submitting
from documents.approvals.lifecycle import MAKING
from documents.approvals.models import Document
from documents.approvals.schemas import ReasonSchema, skip_schema, take_schema
from documents.approvals.views.common import FORM, Link, address_of, frame_values, whole
from documents.approvals.views.read import PAGE, page_values
from portal import clock
from portal.forms import Form, handle, posted
from portal.forms.submit import undo
from portal.i18n import _
from portal.people import choices
from portal.records.acting import go, refusing, require
from portal.records.workflow import Refused


@view_config(route_name="approval.submit", request_method="POST", permission="view", renderer=PAGE)
def submit(context: Any, request: Any) -> Any:
    """상신: the draft as it was shown goes up its line; what is missing is listed, what is doubted asked about."""
    document: Document = context.record
    sha256, confirmed = posted(request, "sha256"), "confirmed" in request.POST
    try:
        with refusing():
            submitting.submit(request.dbsession, document, request.identity, sha256, confirmed=confirmed)
    except submitting.Doubted:
        asked = [
            (_("확인할 점을 읽고 ‘이대로 상신합니다’에 표시해 주십시오."), f"{address_of(request, document)}#next")
        ]
        return refused_page(request, document, _("확인할 점이 있습니다"), asked)
    except Refused:
        return refused_page(request, document, _("아직 상신할 수 없습니다"))
    return go(request, address_of(request, document), _("상신했습니다. 결재가 끝나면 전자우편으로 알려 드립니다."))


def refused_page(request: Any, document: Document, title: Any, asked: Sequence[Link] = ()) -> dict[str, Any]:
    """The page of the document again, with what is asked, or else what is missing."""
    undo(request)
    request.response.status_int = 400
    values = page_values(request, document, None)
    return {**values, "refused_title": title, "refused": asked or values["missing"], "has_errors": True}


@view_config(route_name="approval.recall", request_method="POST", permission="view")
def recall(context: Any, request: Any) -> HTTPSeeOther:
    """회수, until somebody handled it."""
    document: Document = context.record
    address = address_of(request, document)
    if document.state == "DRAFT" and "edit" in context.acts:  # a second click
        return HTTPSeeOther(location=address)
    try:
        with refusing():
            returning.recall(request.dbsession, document, request.identity)
    except Refused as refused:
        undo(request)
        return go(request, address, refused.problems[0].text)
    return go(request, address, _("회수했습니다. 고쳐서 다시 상신할 수 있습니다."))


@view_config(route_name="approval.redraft", permission="view", renderer=FORM)
def redraft(context: Any, request: Any) -> Any:
    """재기안: why a returned document is written anew; then its editor."""
    document: Document = context.record
    address = address_of(request, document, "approval.edit")
    if document.state == "DRAFT" and "edit" in context.acts:  # a second click
        return HTTPSeeOther(location=address)
    require(request, "redraft")
    form = Form(request, ReasonSchema(), submit=_("재기안"), formid="redraft", cancel=address_of(request, document))

    def save(values: dict[str, Any]) -> str:
        with refusing():
            returning.redraft(request.dbsession, document, values["reason"], request.identity)
        return address

    intro = _("같은 문서의 다음 판을 씁니다. 서명은 판마다 새로 받으며, 앞선 판과 달라진 곳이 결재자에게 보입니다.")
    page = {**frame_values(request, document, _("재기안")), "intro": intro}
    return handle(request, form, save, _("다음 판을 쓸 수 있습니다."), page)


@view_config(route_name="approval.skip", permission="view", renderer=FORM)
def skip(context: Any, request: Any) -> Any:
    """검토 생략: a reviewer who cannot is passed over with a reason."""
    document: Document = context.record
    require(request, "skip")
    steps = {str(one.id): one for one in document.line if one.kind == "REVIEW" and not one.closed}
    choices = [(key, f"{one.post} {one.name}") for key, one in steps.items()]
    form = Form(
        request, skip_schema(choices), submit=_("검토 생략"), formid="skip", cancel=address_of(request, document)
    )

    def save(values: dict[str, Any]) -> str:
        try:
            with refusing():
                asking.skip(request.dbsession, document, steps[values["step"]], values["reason"], request.identity)
        except Refused:
            raise signing.Superseded from None
        return address_of(request, document)

    intro = _("출장 따위로 검토할 수 없는 사람을 건너뜁니다. 사유는 그 사람의 서명란에 적힙니다.")
    page = {**frame_values(request, document, _("검토 생략")), "intro": intro}
    return handle(request, form, save, _("검토를 생략했습니다."), page)


@view_config(route_name="approval.take", permission="view", renderer=FORM)
def take(context: Any, request: Any) -> Any:
    """부서협조: say who of the asked department gives its opinion."""
    document: Document = context.record
    waiting = asking.asked_steps(document, request.identity)
    if not waiting or "take" not in context.acts:
        if document.state in MAKING:
            raise signing.Superseded
        raise HTTPForbidden()
    step = next((one for one in waiting if one.id == whole(request.params.get("step"))), waiting[0])
    offered = choices.holders(request.dbsession, step.department_id, clock.today())
    people = [(str(one), label) for one, label in offered]
    form = Form(
        request, take_schema(people), submit=_("담당 지정"), formid="take", appstruct={"step": step.id},
        cancel=address_of(request, document),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            asking.take(request.dbsession, document, step, int(values["person"]), request.identity)
        return address_of(request, document)

    page = {**frame_values(request, document, _("협조 담당 지정")), "intro": step.post}
    return handle(request, form, save, _("담당을 지정했습니다."), page)


@view_config(route_name="approval.seen", request_method="POST", permission="view")
def seen(context: Any, request: Any) -> HTTPSeeOther:
    """The absent approver has seen what was decided for them."""
    document: Document = context.record
    with refusing():
        reporting.mark_seen(request.dbsession, document, request.identity)
    return go(request, address_of(request, document), _("대결한 내용을 확인했습니다."))


@view_config(route_name="approval.remove", request_method="POST", permission="view")
def remove(context: Any, request: Any) -> HTTPSeeOther:
    """Put a draft that was never sent up into the bin."""
    document: Document = context.record
    require(request, "remove")
    try:
        drafting.throw_away(request.dbsession, document, request.identity)
    except Refused as refused:
        undo(request)
        return go(request, address_of(request, document), refused.problems[0].text)
    return go(
        request, request.route_path("approvals.drafts"), _("초안을 휴지통에 넣었습니다. 30일 안에 되살릴 수 있습니다.")
    )
