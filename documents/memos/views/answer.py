"""What receivers do on the page of a memo: answer, say more, pass it on."""

from typing import Any

from pyramid.view import view_config

from documents.memos import answering
from documents.memos.lifecycle import receiver_of
from documents.memos.models import MemoReport
from documents.memos.schemas import pass_schema
from documents.memos.views.read import PAGE, address_of, answer_form, crumbs, page_values, remark_form
from documents.memos.views.write import FORM
from portal.forms import Form, handle
from portal.forms.fields import lines_of
from portal.i18n import _
from portal.people.finding import require_person
from portal.records.acting import go, refusing, require
from portal.records.services import lock

ANSWERED = _("이미 답한 메모입니다. 더 할 말은 덧붙이는 말로 적어 주십시오.")


@view_config(route_name="memo_report.answer", request_method="POST", permission="view", renderer=PAGE)
def answer(context: Any, request: Any) -> Any:
    """확인, 지시 or 보완 요청. Whoever has answered, perhaps a moment ago, is told so; the first answer stays."""
    memo: MemoReport = context.record
    lock(request.dbsession, memo)
    mine = None if context.opened else receiver_of(memo, request.identity)
    if mine is not None and mine.answer:
        return go(request, address_of(request, memo), ANSWERED)
    require(request, "answer_memo")
    form = answer_form(request, memo)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            answering.answer(request.dbsession, memo, values["answer"], values["text"], request.identity)
        return address_of(request, memo)

    return handle(request, form, save, _("답했습니다."), lambda: page_values(request, memo, answer_form=form))


@view_config(route_name="memo_report.remark", request_method="POST", permission="view", renderer=PAGE)
def remark(context: Any, request: Any) -> Any:
    """More words, of the author or a receiver."""
    memo: MemoReport = context.record
    require(request, "remark_memo")
    form = remark_form(request, memo)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            answering.remark(request.dbsession, memo, values["remark"], request.identity)
        return address_of(request, memo)

    return handle(request, form, save, _("덧붙였습니다."), lambda: page_values(request, memo, remark_form=form))


@view_config(route_name="memo_report.pass_on", renderer=FORM, permission="pass_memo")
def pass_on(context: Any, request: Any) -> Any:
    """전달: other people get it too."""
    memo: MemoReport = context.record
    session, back = request.dbsession, address_of(request, memo)
    form = Form(request, pass_schema(), submit=_("전달하기"), formid="pass", cancel=back)

    def save(values: dict[str, Any]) -> str:
        people = [require_person(session, one, "people").id for one in lines_of(values["people"])]
        with refusing():
            answering.pass_on(session, memo, people, values["word"], request.identity)
        return back

    title = _("메모 전달")
    intro = _("전달받은 사람은 이 메모와 답, 덧붙인 말을 모두 읽고 답합니다.")
    page = {"page_title": title, "breadcrumbs": crumbs(request, (memo.title, back), (title, "")), "intro": intro}
    return handle(request, form, save, _("메모를 전달했습니다."), page)
