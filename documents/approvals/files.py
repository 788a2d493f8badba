"""The files of an approval document, Word and 한글: a draft on demand, those of the approved edition made and kept."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.boxes import Box, boxes, consents
from documents.approvals.facts import facts_of
from documents.approvals.letterhead import logo_of, seal_of
from documents.approvals.models import Document
from documents.approvals.office import Registered, Sheet, document_blocks, document_facts
from portal import clock
from portal.content.masking import mask_text
from portal.files.pictures import pictures_in
from portal.files.store import BlobStore
from portal.files.stores import blob_store
from portal.office.office_files import OFFICE_FILES, OfficeFile
from portal.records.edition_files import edition_file
from portal.records.models import Edition, Registration
from portal.records.public_copy import PublicCopy

DRAFT = "(안)"
COPY = "(공개본)"


def document_file(
    session: Session, document: Document, store: BlobStore, kind: OfficeFile, edition: Edition | None = None
) -> bytes:
    """The file of an edition, made once and kept when it is final; without an edition, of the draft.

    A letter is final once it is sent out: before that its 시행일 is not known.
    Raises BlobDamaged. Keeping is a write of its own: for an approved edition, `session` must not be writing.
    """
    if edition is None:
        return made(session, document, store, kind)
    approved = edition.id == document.approved_edition_id

    def make() -> tuple[str, bytes]:
        return file_name(document, kind, approved=approved), made(session, document, store, kind, edition)

    final = approved and (document.form == "INTERNAL" or document.dispatched_on is not None)
    return edition_file(session, edition, (kind.name,), kind.media_type, make, keep=final)


def made(
    session: Session, document: Document, store: BlobStore, kind: OfficeFile, edition: Edition | None = None
) -> bytes:
    """The file made from frozen facts, the line that signed them, and the number."""
    sheet = sheet_of(session, document, store, edition)
    return kind.write(document_blocks(sheet), document_facts(sheet))


def sheet_of(session: Session, document: Document, store: BlobStore, edition: Edition | None = None) -> Sheet:
    """Everything that is printed. What is not approved yet is marked 안."""
    facts = edition.facts if edition else facts_of(session, document)
    approved = edition is not None and edition.id == document.approved_edition_id
    line = document.ways.get(edition.number, []) if edition else document.line
    number = session.scalar(select(Registration).where(Registration.record_id == document.id)) if approved else None
    registered = Registered(
        number.display if number else "",
        clock.local(number.registered_at).date() if number else None,
        document.approved_on if approved else None,
        document.dispatched_on if approved else None,
    )
    pictures = pictures_in(session, store, [facts["content"]])
    letter = facts["letterhead"] if facts["form"] == "DISPATCH" else None
    logo = logo_of(session, store, letter) if letter else None
    sealed = letter if approved and facts["seal_mode"] == "SEAL" else None
    seal = seal_of(session, store, sealed) if sealed else None
    draft = "" if approved else DRAFT
    return Sheet(facts, boxes(line), consents(line), registered, pictures, draft, logo, seal)


def copy_file(session: Session, document: Document, store: BlobStore, copy: PublicCopy, kind: OfficeFile) -> bytes:
    """The file of a public copy: its masked text under the masked line that signed the original, without a seal."""
    sheet = sheet_of(session, document, store, session.get_one(Edition, copy.edition_id))
    words = [str(one["word"]) for one in copy.masks]
    masked = [[_masked_box(box, words) for box in group] for group in (sheet.boxes, sheet.consents)]
    public = replace(
        sheet, facts=copy.facts, boxes=masked[0], consents=masked[1], pictures=None, seal=None, draft=COPY
    )  # fmt: skip
    return kind.write(document_blocks(public), replace(document_facts(public), watermark=""))


def _masked_box(box: Box, words: Iterable[str]) -> Box:
    return replace(box, post=mask_text(box.post, words), signature=mask_text(box.signature, words))


def file_name(document: Document, kind: OfficeFile, *, approved: bool) -> str:
    """What the downloaded file is called."""
    return f"{document.title}{'' if approved else DRAFT}.{kind.name}"


def keep_files(registry: Any, payload: dict[str, Any]) -> None:
    """Job: make the files of a final edition and keep them."""
    with registry["database"].reading() as session:
        edition = session.get_one(Edition, payload["edition_id"])
        document = session.get_one(Document, edition.record_id)
        for kind in OFFICE_FILES.values():
            document_file(session, document, blob_store(registry, session), kind, edition)
