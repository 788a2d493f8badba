"""The declaration of incoming documents: who reads them, and what the index gets."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.circulation.services import shown_to
from documents.dispatch.lifecycle import WORKFLOW, relations
from documents.dispatch.models import IncomingDocument
from portal import clock
from portal.content.plain import text_parts
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Edition, Record, Registration
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType
from portal.security.viewer import officers_of

DESK = ("department", "document_dept", "assignee", "clerk", "circulation")
READERS = ReaderRule(
    making=DESK,
    making_states=("ARRIVED", "REASSIGN_REQUESTED"),
    open=(*DESK, "staff"),
    partial=DESK,
    closed=("department", "assignee", "clerk", "circulation", "records_officer"),
)


def principals(session: Session, record: Record, word: str) -> frozenset[str] | None:
    """The words that only incoming documents know."""
    assert isinstance(record, IncomingDocument)
    if word == "document_dept":
        return frozenset(("duty:DOCUMENT_DEPT",))
    if word == "assignee":
        return frozenset((f"person:{record.assignee_id}",) if record.assignee_id else ())
    if word == "records_officer":
        return officers_of(record.department_id)
    if word == "clerk":
        return frozenset((f"person:{record.created_by_id}",) if record.created_by_id else ())
    return shown_to(session, record) if word == "circulation" else None


def facts(session: Session, record: Record) -> IndexFacts:
    """Title, sender and numbers, the text of what another department sent, the files."""
    assert isinstance(record, IncomingDocument)
    number = session.scalar(select(Registration.display).where(Registration.record_id == record.id))
    about = "\n".join([record.title, record.sender, record.sender_number])
    edition = session.get(Edition, record.source_edition_id) if record.source_edition_id else None
    text = text_parts(edition.facts["content"]) if edition else []
    parts = (
        IndexPart("about", _("문서 정보"), about, "#facts"),
        *(IndexPart(f"body-{block}", record.title, words, f"#b-{block}") for block, words in text),
        *index_parts(session, record.id),
    )
    return IndexFacts(parts, on=clock.local(record.arrived_at).date(), number=number or "")


INCOMING = RecordType(
    name="incoming_document",
    label=_("접수문서"),
    model=IncomingDocument,
    workflow=WORKFLOW,
    readers=READERS,
    relations=relations,
    index=facts,
    principals=principals,
    route="incoming",
)
