"""The declaration of memos: who reads them, and what the index gets."""

from sqlalchemy.orm import Session

from documents.memos.facts import DRAWN_UP, facts_of
from documents.memos.lifecycle import MAKING, WORKFLOW, has_it, relations
from documents.memos.models import MemoReport
from documents.memos.seeing import note_seen
from portal.clock import SEOUL
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Record
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType

PEOPLE = ("author", "receivers")
# The same whatever its class: a memo is between people, neither of a department nor of the staff.
READERS = ReaderRule(making=("author",), making_states=MAKING, open=PEOPLE, partial=PEOPLE, closed=PEOPLE, published=())


def principals(session: Session, memo: Record, word: str) -> frozenset[str] | None:
    """Whom it was sent or passed on to, without those who handed it over."""
    assert isinstance(memo, MemoReport)
    if word != "receivers":
        return None
    return frozenset(f"person:{one.person_id}" for one in memo.receivers if has_it(one))


def index_facts(session: Session, memo: Record) -> IndexFacts:
    """The title, from whom to whom, the text as it was sent, its files."""
    assert isinstance(memo, MemoReport)
    facts = facts_of(session, memo)
    people = [facts["author"]["name"], *(one.name for one in memo.receivers)]
    parts = (
        IndexPart("about", _("메모 정보"), "\n".join(people), "#facts"),
        IndexPart("body", _("메모 내용"), facts["text"], "#body"),
        *index_parts(session, memo.id),
    )
    return IndexFacts(parts, on=memo.sent_at.astimezone(SEOUL).date() if memo.sent_at else None)


MEMO = RecordType(
    name="memo_report",
    label=_("메모보고", context="type"),
    model=MemoReport,
    workflow=WORKFLOW,
    readers=READERS,
    relations=relations,
    index=index_facts,
    principals=principals,
    route="memo_report",
    draftable=DRAWN_UP,
    looked_into=note_seen,
)
