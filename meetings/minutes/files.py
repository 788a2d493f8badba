"""The Word file of minutes: made from frozen facts once an edition is confirmed, kept by its hash, served as kept."""

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.facts import Facts, facts_of, sheet_of
from meetings.minutes.lifecycle import SIGN
from meetings.minutes.material import gather
from meetings.minutes.models import Minutes
from meetings.minutes.office import minutes_docx
from portal.content.tree import attr, walk
from portal.files.models import Attachment
from portal.files.store import BlobStore
from portal.files.stores import blob_store
from portal.office.model import Picture
from portal.records import editions
from portal.records.models import Edition, EditionFile, Registration

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAFT = "(안)"
CONFIRMED, REGISTERED = "docx", "docx-registered"  # before and after the number was given


def registration_of(session: Session, minutes: Minutes) -> Registration | None:
    """The number of some minutes, if they have one."""
    return session.scalar(select(Registration).where(Registration.record_id == minutes.id))


def draft_docx(session: Session, minutes: Minutes, store: BlobStore) -> bytes:
    """The minutes as they are now, marked as a draft."""
    facts = facts_of(session, gather(session, minutes))
    return _docx(session, minutes, store, facts, draft=DRAFT)


def edition_docx(session: Session, minutes: Minutes, store: BlobStore, edition: Edition) -> bytes:
    """The file of an edition: what is kept if it is kept, else made from its facts. Raises BlobDamaged."""
    kept = kept_file(session, edition)
    if kept is not None:
        with store.open(kept.sha256) as stream:
            return stream.read()
    return made_docx(session, minutes, store, edition)


def kept_file(session: Session, edition: Edition) -> EditionFile | None:
    """The newest kept file of an edition: the one with the number when there is one."""
    query = select(EditionFile).where(
        EditionFile.edition_id == edition.id, EditionFile.kind.in_((CONFIRMED, REGISTERED))
    )
    return session.scalar(query.order_by(EditionFile.id.desc()).limit(1))


def made_docx(session: Session, minutes: Minutes, store: BlobStore, edition: Edition) -> bytes:
    """The file of an edition made from its facts, its signatures and its number."""
    confirmed = edition.number in (minutes.confirmed_numbers or [])
    return _docx(session, minutes, store, edition.facts, edition=edition, draft="" if confirmed else DRAFT)


def _docx(
    session: Session,
    minutes: Minutes,
    store: BlobStore,
    facts: Facts,
    *,
    edition: Edition | None = None,
    draft: str = "",
) -> bytes:
    signatures = editions.signatures(session, edition, SIGN) if edition else []
    signed = {one.person_id for one in signatures}
    waiting = [one.name for one in minutes.confirmers if one.replaced_by_id is None and one.person_id not in signed]
    registration = registration_of(session, minutes) if not draft else None
    sheet = sheet_of(facts, waiting if draft else [], signatures, registration, draft)
    return minutes_docx(sheet, None, pictures_of(session, store, facts))


def pictures_of(session: Session, store: BlobStore, facts: Facts) -> dict[str, Picture]:
    """The pictures in the texts, by the uid of their attachment."""
    uids = {
        str(attr(node, "attachment"))
        for item in facts["agenda"]
        for node in walk(item["content"])
        if node["type"] == "image"
    }
    found = {}
    for attachment in session.scalars(select(Attachment).where(Attachment.uid.in_(uids))) if uids else ():
        with store.open(attachment.sha256) as stream:
            found[attachment.uid] = Picture(stream.read(), attachment.media_type)
    return found


def file_name(minutes: Minutes, edition: Edition | None = None) -> str:
    """What the downloaded file is called."""
    return f"{minutes.title}{'' if edition else DRAFT}.docx"


def keep_file(registry: Any, payload: dict[str, Any]) -> None:
    """Job: make the file of a confirmed edition and keep it; once with and once without the number."""
    with registry["database"].reading() as session:
        edition = session.get_one(Edition, payload["edition_id"])
        minutes = session.get_one(Minutes, edition.record_id)
        kind = REGISTERED if registration_of(session, minutes) else CONFIRMED
        if _is_kept(session, edition, kind):
            return
        data = made_docx(session, minutes, blob_store(registry, session), edition)
        name = file_name(minutes, edition)
    with registry["database"].writing() as session:
        if _is_kept(session, edition, kind):
            return
        sha256 = blob_store(registry, session).put(data)
        assert sha256 == hashlib.sha256(data).hexdigest()
        session.add(EditionFile(edition_id=edition.id, kind=kind, name=name, media_type=DOCX, sha256=sha256))


def _is_kept(session: Session, edition: Edition, kind: str) -> bool:
    query = select(EditionFile.id).where(EditionFile.edition_id == edition.id, EditionFile.kind == kind)
    return session.scalar(query) is not None
