"""The Word file of an approval document: a draft on demand, that of the approved edition made once and kept."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.boxes import boxes, consents
from documents.approvals.facts import Facts, facts_of
from documents.approvals.models import Document, Step
from documents.approvals.office import Registered, Sheet, document_blocks, document_facts
from portal import clock
from portal.content.tree import attr, walk
from portal.files.models import Attachment
from portal.files.store import BlobStore
from portal.files.stores import blob_store
from portal.office.model import Picture
from portal.office.word import word_document
from portal.records.edition_files import content_of, keep_once, kept_file
from portal.records.models import Edition, Registration

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAFT = "(안)"
KIND = "docx"


def document_docx(session: Session, document: Document, store: BlobStore, edition: Edition | None = None) -> bytes:
    """The file of an edition: as kept, else made now; without an edition, of the draft. Raises BlobDamaged."""
    kept = kept_file(session, edition, (KIND,)) if edition else None
    return content_of(store, kept) if kept else made(session, document, store, edition)


def made(session: Session, document: Document, store: BlobStore, edition: Edition | None = None) -> bytes:
    """The file made from frozen facts, the line that signed them, and the number."""
    sheet = sheet_of(session, document, store, edition)
    return word_document(document_blocks(sheet), document_facts(sheet))


def sheet_of(session: Session, document: Document, store: BlobStore, edition: Edition | None = None) -> Sheet:
    """Everything that is printed. What is not approved yet is marked 안."""
    facts = edition.facts if edition else facts_of(session, document)
    approved = edition is not None and edition.id == document.approved_edition_id
    line = _line_of(document, edition)
    number = session.scalar(select(Registration).where(Registration.record_id == document.id)) if approved else None
    registered = Registered(
        number.display if number else "",
        clock.local(number.registered_at).date() if number else None,
        document.approved_on if approved else None,
    )
    pictures = pictures_of(session, store, facts)
    return Sheet(facts, boxes(line), consents(line), registered, pictures, "" if approved else DRAFT)


def _line_of(document: Document, edition: Edition | None) -> list[Step]:
    return [step for step in document.steps if step.round == (edition.number if edition else document.round)]


def pictures_of(session: Session, store: BlobStore, facts: Facts) -> dict[str, Picture]:
    """The pictures in the text, by the uid of their attachment."""
    uids = {str(attr(node, "attachment")) for node in walk(facts["content"]) if node["type"] == "image"}
    found = {}
    for attachment in session.scalars(select(Attachment).where(Attachment.uid.in_(uids))) if uids else ():
        with store.open(attachment.sha256) as stream:
            found[attachment.uid] = Picture(stream.read(), attachment.media_type)
    return found


def file_name(document: Document, *, approved: bool) -> str:
    """What the downloaded file is called."""
    return f"{document.title}{'' if approved else DRAFT}.docx"


def keep_file(registry: Any, payload: dict[str, Any]) -> None:
    """Job: make the file of an approved edition and keep it."""

    def make(session: Session, edition: Edition) -> tuple[str, bytes]:
        document = session.get_one(Document, edition.record_id)
        return file_name(document, approved=True), made(session, document, blob_store(registry, session), edition)

    keep_once(registry, payload["edition_id"], KIND, DOCX, make)
