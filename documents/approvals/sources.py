"""The records that a document was drawn up from: what it reports, what it carries out, and what follows from that.

A document that reports a record says what stands in it. So it is never open to more people than that record, and the
file of the edition it reports is named as its 붙임 but stays where it is: those read it who read the record, also after
that is classified anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.models import Document
from portal import audit
from portal.i18n import _
from portal.records.draftable import Draftable, draftable_of
from portal.records.models import DISCLOSURES, Edition, Link, Record
from portal.records.workflow import Problem

IMPLEMENTS = "implements"


@dataclass(frozen=True)
class Source:
    """A record, how documents are drawn up from it, and the edition of it that this document is about."""

    record: Record
    declared: Draftable
    edition: Edition | None


def sources_of(session: Session, document: Record) -> list[Source]:
    """What a document was drawn up from, in the order it was linked, whoever may read that."""
    query = (
        select(Link, Record, Edition)
        .join(Record, Record.id == Link.target_id)
        .outerjoin(Edition, Edition.id == Link.target_edition_id)
        .where(Link.source_id == document.id)
    )
    found = []
    for link, record, edition in session.execute(query.order_by(Link.id)):
        declared = draftable_of(session, record)
        if declared is not None and declared.link == link.kind and (edition is not None or not declared.reports):
            found.append(Source(record, declared, edition))
    return found


def reported(session: Session, document: Record) -> list[Source]:
    """Those that it reports."""
    return [one for one in sources_of(session, document) if one.declared.reports]


def papers_of(session: Session, document: Document) -> list[dict[str, Any]]:
    """The 붙임 that stay with what is reported, as an edition freezes them: by the hash of that text."""
    return [
        {"uid": "", "name": one.declared.file_name(session, one.record, one.edition), "sha256": one.edition.sha256}
        for one in reported(session, document)
        if one.edition is not None
    ]


def carried_out(session: Session, document: Document) -> list[str]:
    """The uids of the records it carries out: which they are belongs to what is signed."""
    return sorted(one.record.uid for one in sources_of(session, document) if one.declared.link == IMPLEMENTS)


def not_wider(session: Session, document: Record, disclosure: str = "") -> list[Problem]:
    """A document opens nothing that the record it reports keeps closed; ``disclosure`` is the class it is to get."""
    wanted = DISCLOSURES.index(disclosure or document.disclosure)
    if all(wanted >= DISCLOSURES.index(one.record.disclosure) for one in reported(session, document)):
        return []
    text = _("보고하는 기록보다 넓게 공개할 수 없습니다. 공개구분을 그 기록과 같거나 더 좁게 고르십시오.")
    return [Problem(text, "edit#facts")]


def reports_of(session: Session, record_id: int) -> list[Document]:
    """The documents that report a record, whatever became of them."""
    query = select(Document).join(Link, Link.source_id == Document.id).where(Link.target_id == record_id)
    query = query.where(Link.target_edition_id.is_not(None)).order_by(Document.id)
    return [
        one for one in session.scalars(query) if any(source.record.id == record_id for source in reported(session, one))
    ]


def tell_registered(session: Session, document: Document, number: str, actor: Any) -> None:
    """What it was drawn up from has in its own history that the document was registered, and as what."""
    for one in sources_of(session, document):
        edition = {"edition": one.edition.number} if one.edition is not None else {}
        audit.note(session, actor, "document_registered", one.record, document=document.uid, number=number, **edition)


def link_to(session: Session, document: Document, record: Record, kind: str, edition: Edition | None = None) -> None:
    """Link a document to what it is drawn up from, once."""
    query = select(Link.id).where(Link.source_id == document.id, Link.kind == kind, Link.target_id == record.id)
    if session.scalar(query) is None:
        about = edition.id if edition is not None else None
        session.add(Link(source_id=document.id, kind=kind, target_id=record.id, target_edition_id=about))
        session.flush()


def kinds_that(session: Session, link: str) -> Sequence[str]:
    """The names of the record types that documents are linked with so."""
    types: Iterable[Any] = session.info["registry"]["record_types"].values()
    return [one.name for one in types if one.draftable is not None and one.draftable.link == link]
