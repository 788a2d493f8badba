"""Attaching files to records and taking them away; what the index and the pages ask of them."""

from datetime import datetime
from typing import IO, Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session, defer

from portal import audit
from portal.files.collection import queue_collection
from portal.files.extracted import place_label
from portal.files.guard import inspect
from portal.files.models import Attachment
from portal.files.names import clean_name
from portal.files.reasons import FileRefused
from portal.files.store import BlobStore
from portal.i18n import _
from portal.jobs import queue
from portal.records.models import Edition, Record, Signature
from portal.records.services import changed
from portal.records.types import IndexPart, type_of
from portal.records.workflow import Problem, Refused

# columns that name the scan of a paper on which somebody signed or voted
_scans: list[Any] = [Signature.scan_uid]


def register_scan(column: Any) -> None:
    """Say that a column names scans of people's own papers: they go out with no record and into no index."""
    if not any(one is column for one in _scans):
        _scans.append(column)


def attach(
    session: Session,
    store: BlobStore,
    record: Record,
    name: str,
    stream: IO[bytes],
    *,
    actor: Any = None,
    in_text: bool = False,
) -> Attachment:
    """Check a file, keep it and attach it; its text is read by a job. Raises `FileRefused`.

    ``in_text`` is for pictures placed in the record's text: anything else is refused.
    """
    name = clean_name(name)
    kind = inspect(name, stream, store.limit)
    if in_text and not kind.is_image:
        raise FileRefused("not-image")
    sha256 = store.put(stream)
    last = session.scalar(select(func.max(Attachment.ordinal)).where(Attachment.record_id == record.id)) or 0
    attachment = Attachment(
        record_id=record.id,
        ordinal=last + 1,
        in_text=in_text,
        name=name,
        kind=kind.name,
        media_type=kind.media_type,
        size=store.size(sha256),
        sha256=sha256,
        text_state="PENDING" if kind.has_text else "EMPTY",
        uploaded_by_id=getattr(actor, "person_id", None),
    )
    session.add(attachment)
    session.flush()
    audit.note(session, actor, "attach", record, attachment=attachment.uid, sha256=sha256)
    if kind.has_text:
        queue_extraction(session, attachment)
    changed(session, record)
    return attachment


def hand_on(session: Session, source: Record, target: Record) -> None:
    """Another record gets the files of one as its own: the contents are kept once, the texts are read already."""
    own = ("id", "uid", "record_id")
    names = [column.key for column in Attachment.__table__.columns if column.key not in own]
    for one in session.scalars(
        select(Attachment).where(Attachment.record_id == source.id).order_by(Attachment.ordinal)
    ):
        copy = Attachment(record_id=target.id, **{name: getattr(one, name) for name in names})
        session.add(copy)
        session.flush()
        if copy.text_state == "PENDING":
            queue_extraction(session, copy)


def queue_extraction(session: Session, attachment: Attachment) -> None:
    """Ask for the text of a file to be read (again)."""
    attachment.text_state = "PENDING"
    queue(session, "files.extract", {"attachment_id": attachment.id}, key=f"files.extract:{attachment.id}")


def remove(session: Session, attachment: Attachment, actor: Any = None) -> None:
    """Take a file away from its record; `Refused` if a legal text may stand on it."""
    record = session.get_one(Record, attachment.record_id)
    frozen = select(Edition.id).where(Edition.record_id == record.id, Edition.made_at >= attachment.uploaded_at)
    if session.scalar(frozen.limit(1)) is not None:
        raise Refused([Problem(_("확정된 본에 딸린 붙임은 삭제할 수 없습니다."))])
    audit.note(session, actor, "detach", record, attachment=attachment.uid, sha256=attachment.sha256)
    session.delete(attachment)
    queue_collection(session)
    changed(session, record)


def remove_drafts(session: Session, record: Record, actor: Any) -> None:
    """Take the listed files away that came for a text that is given up.

    What an edition was made of stays, and pictures for the history of the text: both for those who write.
    """
    listed = select(Attachment).where(Attachment.record_id == record.id, Attachment.in_text.is_(False))
    for attachment in session.scalars(listed).all():
        if is_draft(session, record, attachment):
            try:
                remove(session, attachment, actor)
            except Refused:
                continue


def remove_all(session: Session, record_id: int) -> None:
    """Take away every file of a record that is itself about to go (the bin after its 30 days)."""
    for attachment in session.scalars(select(Attachment).where(Attachment.record_id == record_id)):
        session.delete(attachment)
    session.flush()
    queue_collection(session)


def is_scan(session: Session, attachment: Attachment) -> bool:
    """Whether a file is the scan of somebody's signature: personal data that goes out with no record."""
    return any(session.scalar(select(uid).where(uid == attachment.uid).limit(1)) is not None for uid in _scans)


def is_draft(session: Session, record: Record, attachment: Attachment) -> bool:
    """Whether a file came after the text in force, for one that is still written: a scan is of what it signs."""
    since = _in_force_since(session, record)
    return since is not None and attachment.uploaded_at > since and not is_scan(session, attachment)


def _in_force_since(session: Session, record: Record) -> datetime | None:
    edition = type_of(session, record).in_force(session, record)
    return edition.made_at if edition is not None else None


def _not_a_draft(session: Session, record_id: int) -> ColumnElement[bool]:
    since = _in_force_since(session, session.get_one(Record, record_id))
    return Attachment.uploaded_at <= since if since is not None else true()


def _not_a_scan() -> ColumnElement[bool]:
    return and_(*(Attachment.uid.not_in(select(uid).where(uid.is_not(None))) for uid in _scans))


def attachments(session: Session, record_id: int, *, scans: bool = False, drafts: bool = False) -> list[Attachment]:
    """The list of files of a record in order, without their texts and without pictures in its text.

    ``scans`` of signatures are for those who write the record only, ``drafts`` for those who write or sign it.
    """
    query = select(Attachment).where(Attachment.record_id == record_id, Attachment.in_text.is_(False))
    if not scans:
        query = query.where(_not_a_scan())
    if not drafts:
        query = query.where(_not_a_draft(session, record_id))
    return list(session.scalars(query.order_by(Attachment.ordinal).options(defer(Attachment.pages))))


def index_parts(session: Session, record_id: int) -> tuple[IndexPart, ...]:
    """The texts of a record's files for its index: one part a page, so that a hit names file and page."""
    query = select(Attachment).where(Attachment.record_id == record_id, Attachment.text_state == "DONE")
    query = query.where(_not_a_scan(), _not_a_draft(session, record_id))
    return tuple(
        IndexPart(
            name=f"file:{attachment.uid}:{number}",
            label=f"{attachment.name} {place_label(place).interpolate()}",
            text=text,
            place=f"#file-{attachment.uid}",
        )
        for attachment in session.scalars(query.order_by(Attachment.ordinal))
        for number, (place, text) in enumerate(attachment.pages, start=1)
    )
