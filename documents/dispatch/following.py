"""What a department received follows the document it is the same text as: its class, and its files."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.models import Document
from documents.approvals.sources import reports_of
from documents.dispatch.models import IncomingDocument
from portal.events import RecordReclassified
from portal.files.models import Attachment
from portal.records.classification import classification_of, give_class
from portal.records.editions import canonical
from portal.records.models import Edition


def follow_class(session: Session, event: RecordReclassified) -> None:
    """Letters inside the institution have the class of the document that was sent, also when that is changed."""
    sent = session.get(Document, event.record_id)
    for document in [sent] if sent is not None else reports_of(session, event.record_id):
        to = classification_of(document)
        for incoming in received_of(session, document.id):
            if classification_of(incoming) != to:
                give_class(session, incoming, to, event.reason)


def received_of(session: Session, document_id: int) -> list[IncomingDocument]:
    """What departments received of a document."""
    query = select(IncomingDocument).join(Edition, Edition.id == IncomingDocument.source_edition_id)
    return list(session.scalars(query.where(Edition.record_id == document_id).order_by(IncomingDocument.id)))


def received_with(session: Session, attachment: Attachment) -> list[int]:
    """The received documents with which a file came: as 붙임, or as a picture in the text."""
    query = select(IncomingDocument.id, Edition.facts).join(Edition, Edition.id == IncomingDocument.source_edition_id)
    rows = session.execute(query.where(Edition.record_id == attachment.record_id))
    return [found for found, facts in rows if attachment.uid in canonical(facts)]
