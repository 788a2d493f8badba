"""The page of one memo: its text, who got it and what they answered, what was said later, what was drawn up from it."""

from typing import Any

from pyramid.view import view_config

from documents.memos.answering import remarks_of
from documents.memos.facts import facts_of
from documents.memos.labels import ANSWERS, TONES
from documents.memos.lifecycle import WORKFLOW
from documents.memos.models import MemoReport
from documents.memos.schemas import answer_schema, remark_schema
from documents.memos.seeing import note_seen
from portal.files.views import file_rows
from portal.forms import Form
from portal.i18n import _
from portal.office.formats import disclosure_label
from portal.records.draftable import draft_address
from portal.records.editions import current
from portal.records.linked import linking_rows

TITLE = _("메모보고")
PAGE = "templates:documents/memos/memo.pt"


def address_of(request: Any, memo: MemoReport, act: str = "") -> str:
    """The address of a memo's page, or of one of its acts."""
    return str(request.route_path(f"memo_report.{act}" if act else "memo_report", uid=memo.uid))


def crumbs(request: Any, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way to a page of memos."""
    return [(_("결재", context="list"), request.route_path("approvals")), (TITLE, request.route_path("memos")), *more]


@view_config(route_name="memo_report", request_method="GET", permission="view", renderer=PAGE)
def read(context: Any, request: Any) -> dict[str, Any]:
    """A memo; whoever got it has opened it now."""
    note_seen(request, context.record)
    return page_values(request, context.record)


def answer_form(request: Any, memo: MemoReport) -> Form:
    """The form of a receiver's answer."""
    action = address_of(request, memo, "answer")
    return Form(request, answer_schema(), submit=_("답하기"), formid="answer", action=action)


def remark_form(request: Any, memo: MemoReport) -> Form:
    """The form of what is said later."""
    action = address_of(request, memo, "remark")
    return Form(request, remark_schema(), submit=_("덧붙이기"), formid="remark", action=action)


def page_values(request: Any, memo: MemoReport, **typed: Form) -> dict[str, Any]:
    """Everything on the page; ``typed`` are forms that were refused, by name."""
    session, acts = request.dbsession, request.context.acts
    shown = {"answer_form": answer_form(request, memo), "remark_form": remark_form(request, memo)} | typed
    return {
        "page_title": memo.title,
        "breadcrumbs": crumbs(request, (memo.title, "")),
        "memo": memo,
        "facts": facts_of(session, memo),
        "state": WORKFLOW.states[memo.state],
        "acts": acts,
        "address": address_of(request, memo),
        "disclosure": disclosure_label(memo.disclosure, memo.grounds),
        "files": file_rows(request, memo.id),
        "answers": ANSWERS,
        "tones": TONES,
        "remarks": remarks_of(session, memo),
        "may_remove": "remove" in acts and current(session, memo) is None,
        "draft_address": draft_address(request, memo, acts),
        "linked": linking_rows(request, memo, "cites"),
        **shown,
    }
