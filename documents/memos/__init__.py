"""메모보고: a quick note to a superior or several people, which becomes a record when a document is made of it."""

from typing import Any

from documents.memos import handing_over, telling
from documents.memos.listing import unseen_count
from documents.memos.record_type import MEMO
from portal.i18n import _
from portal.security.contexts import record_factory

UID = "{uid:[0-9a-f]{32}}"
ACTS = {
    "edit": "edit",
    "send": "send",
    "recall": "recall",
    "remove": "remove",
    "answer": "answer",
    "remark": "remark",
    "pass_on": "pass-on",
}


def includeme(config: Any) -> None:
    """Register memos, their box, their mail, and what of them goes to a successor."""
    config.add_record_type(MEMO)
    config.add_job(telling.JOB, telling.write_letters, _("메모 알림 쓰기"))
    config.add_route("memos", "/documents/memos")
    config.add_route("memos.new", "/documents/memos/new")
    memo = record_factory("memo_report")
    config.add_route("memo_report", f"/documents/memos/{UID}", factory=memo)
    for name, path in ACTS.items():
        config.add_route(f"memo_report.{name}", f"/documents/memos/{UID}/{path}", factory=memo)
    config.add_box("memos", _("메모보고"), "memos", 66, count=unseen_count)
    config.add_handover(
        "memo_drafts", _("보내지 않은 메모"), 32, find=handing_over.find_drafts, move=handing_over.move_drafts
    )
    config.add_handover(
        "memos", _("답하지 않은 메모"), 34, find=handing_over.find_unanswered, move=handing_over.move_unanswered
    )
    config.scan("documents.memos.views")
