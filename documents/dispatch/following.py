"""What a department received follows the document it is the same text as: its class, and its files."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from documents.approvals.models import Document
from documents.approvals.sources import reports_of
from documents.dispatch.models import IncomingDocument
from portal.events import RecordReclassified
from portal.files.models import Attachment
from portal.records.classification import Classification, classification_of, give_class
from portal.records.editions import canonical
from portal.records.models import Edition, Link

CONTINUES = "continues"  # the link of what was handed on to what it was before


def follow_class(session: Session, event: RecordReclassified) -> None:
    """Letters inside the institution have the class of the document that was sent, also when that is changed; what was
    handed on (이송) is one paper wherever it lay.
    """
    received = session.get(IncomingDocument, event.record_id)
    if received is not None:
        _give(session, _handed_on(session, received), classification_of(received), event.reason)
        return
    sent = session.get(Document, event.record_id)
    for document in [sent] if sent is not None else reports_of(session, event.record_id):
        _give(session, received_of(session, document.id), classification_of(document), event.reason)


def _give(session: Session, received: Iterable[IncomingDocument], to: Classification, reason: str) -> None:
    for incoming in received:
        if classification_of(incoming) != to:
            give_class(session, incoming, to, reason)


def _handed_on(session: Session, incoming: IncomingDocument) -> list[IncomingDocument]:
    """The same paper at every department it was handed on to, or came from."""
    found, fresh = {incoming.id}, {incoming.id}
    while fresh:
        ways = select(Link.source_id, Link.target_id).where(
            Link.kind == CONTINUES, or_(Link.source_id.in_(fresh), Link.target_id.in_(fresh))
        )
        fresh = {one for way in session.execute(ways) for one in way if one is not None} - found
        found |= fresh
    query = select(IncomingDocument).where(IncomingDocument.id.in_(found)).order_by(IncomingDocument.id)
    return list(session.scalars(query))


def received_of(session: Session, document_id: int) -> list[IncomingDocument]:
    """What departments received of a document."""
    query = select(IncomingDocument).join(Edition, Edition.id == IncomingDocument.source_edition_id)
    return list(session.scalars(query.where(Edition.record_id == document_id).order_by(IncomingDocument.id)))


def received_with(session: Session, attachment: Attachment) -> list[int]:
    """The received documents with which a file came: as 붙임, or as a picture in the text."""
    query = select(IncomingDocument.id, Edition.facts).join(Edition, Edition.id == IncomingDocument.source_edition_id)
    rows = session.execute(query.where(Edition.record_id == attachment.record_id))
    return [found for found, facts in rows if attachment.uid in canonical(facts)]
