"""Writing a memo, sending it, taking it back, throwing it away."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from documents.approvals.finding import label_for
from documents.memos import writing
from documents.memos.models import MemoReport
from documents.memos.schemas import memo_schema
from documents.memos.views.read import PAGE, address_of, crumbs, page_values
from documents.memos.writing import MemoFacts
from portal.forms import Form, handle
from portal.forms.fields import lines_of
from portal.forms.submit import undo
from portal.i18n import _
from portal.people.finding import require_person
from portal.records.acting import already_done, go, read_anew, refusing
from portal.records.workflow import Refused

FORM = "templates:documents/approvals/form.pt"
SAVED = _("저장했습니다. 아직 보내지 않았습니다.")


def _typed(request: Any, values: dict[str, Any]) -> MemoFacts:
    people = [require_person(request.dbsession, one, "receivers").id for one in lines_of(values["receivers"])]
    return MemoFacts(values["title"], values["text"], people)


@view_config(route_name="memos.new", renderer=FORM, permission="staff")
def new(request: Any) -> Any:
    """A new memo."""
    back = request.route_path("memos")
    form = Form(request, memo_schema(new=True), submit=_("저장"), formid="memo", cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            made = writing.begin(request.dbsession, _typed(request, values), request.identity, uid=values["uid"])
        return address_of(request, made)

    title = _("새 메모")
    return handle(request, form, save, SAVED, {"page_title": title, "breadcrumbs": crumbs(request, (title, ""))})


@view_config(route_name="memo_report.edit", renderer=FORM, permission="edit")
def edit(context: Any, request: Any) -> Any:
    """Another text, other receivers."""
    memo: MemoReport = context.record
    read_anew(request, memo)
    people = [label_for(request.dbsession, one.person_id, None) for one in memo.receivers]
    stored = {"title": memo.title, "receivers": "\n".join(people), "text": memo.text}
    back = address_of(request, memo)
    form = Form(
        request, memo_schema(), submit=_("저장"), formid="memo", appstruct=stored, stored=stored, cancel=back
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            writing.change(request.dbsession, memo, _typed(request, values), request.identity)
        return back

    title = _("메모 고치기")
    way = crumbs(request, (memo.title, back), (title, ""))
    return handle(request, form, save, SAVED, {"page_title": title, "breadcrumbs": way})


@view_config(route_name="memo_report.send", request_method="POST", permission="view", renderer=PAGE)
def send(context: Any, request: Any) -> Any:
    """Send it; what is missing is listed with the way to mend it."""
    memo: MemoReport = context.record
    address = address_of(request, memo)
    if already_done(request, "send_memo"):
        return HTTPSeeOther(location=address)
    try:
        with refusing():
            writing.send(request.dbsession, memo, request.identity)
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        files = request.route_path("files.list", uid=memo.uid)
        places = (files if one.place == "files" else address_of(request, memo, one.place) for one in refused.problems)
        told = [(one.text, place) for one, place in zip(refused.problems, places, strict=True)]
        return {**page_values(request, memo), "refused": told, "has_errors": True}
    return go(request, address, _("메모를 보냈습니다. 답이 오면 전자우편으로 알려 드립니다."))


@view_config(route_name="memo_report.recall", request_method="POST", permission="view")
def recall(context: Any, request: Any) -> HTTPSeeOther:
    """Take it back, as long as nobody has opened it."""
    memo: MemoReport = context.record
    address = address_of(request, memo)
    if already_done(request, "recall_memo"):
        return HTTPSeeOther(location=address)
    try:
        with refusing():
            writing.recall(request.dbsession, memo, request.identity)
    except Refused as refused:
        undo(request)
        return go(request, address, refused.problems[0].text)
    return go(request, address, _("메모를 회수했습니다. 고쳐서 다시 보낼 수 있습니다."))


@view_config(route_name="memo_report.remove", request_method="POST", permission="view")
def remove(context: Any, request: Any) -> HTTPSeeOther:
    """Throw a draft away."""
    try:
        with refusing():
            writing.throw_away(request.dbsession, context.record, request.identity)
    except Refused as refused:
        undo(request)
        return go(request, address_of(request, context.record), refused.problems[0].text)
    return go(request, request.route_path("memos", _query={"box": "written"}), _("메모를 휴지통에 넣었습니다."))
