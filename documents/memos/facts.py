"""What an edition of a memo freezes, and drawing up a document from it."""

from typing import Any

from sqlalchemy.orm import Session

from documents.memos.lifecycle import SENT
from documents.memos.models import MemoReport
from portal.content.build import doc, para
from portal.files.services import attachments
from portal.forms.fields import lines_of
from portal.i18n import _
from portal.records.draftable import Draftable, Outline
from portal.records.editions import current


def present(session: Session, memo: MemoReport) -> dict[str, Any]:
    """The memo as it is written now."""
    return {
        "title": memo.title,
        "text": memo.text,
        "author": {"name": memo.author_name, "post": memo.author_post},
        "receivers": [{"name": one.name, "post": one.post} for one in memo.receivers],
        "attachments": [
            {"uid": one.uid, "name": one.name, "sha256": one.sha256} for one in attachments(session, memo.id)
        ],
    }


def facts_of(session: Session, memo: MemoReport) -> dict[str, Any]:
    """The text as it was sent; of one that is not sent, as it is written now."""
    edition = current(session, memo) if memo.state in SENT else None
    return edition.facts if edition is not None else present(session, memo)


def outline(session: Session, memo: MemoReport) -> Outline:
    """The text of the memo under a heading, a paragraph a line, in the memo's class."""
    facts = facts_of(session, memo)
    content = doc(para("보고 내용", 1), *(para(line, 2) for line in lines_of(facts["text"])))
    return Outline(facts["title"], content, memo.disclosure, list(memo.grounds), current(session, memo))


# Cited, not reported. A document that reports its record is never opened wider than it, so that every document that
# began as a memo would stay closed for ever. But a memo is closed for the sake of the decision it leads to (5호), and
# that ground ends with the decision (정보공개법 §9②). So the draft begins in the memo's class, its drafter states the
# document's own, and the memo itself, with what was answered, stays with those who had it.
# The act is asked for as well: an administrator who opened a memo for a reason only reads.
DRAWN_UP = Draftable(link="cites", states=SENT, outline=outline, label=_("이 메모로 기안"), act="draw_up")
