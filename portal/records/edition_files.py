"""The files of editions: made once, kept by their hash, served as kept; a later template never changes an old one."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.store import BlobStore
from portal.files.stores import blob_store
from portal.records.models import Edition, EditionFile


def kept_file(session: Session, edition: Edition, kinds: Iterable[str]) -> EditionFile | None:
    """The newest kept file of an edition among some kinds, if there is one."""
    query = select(EditionFile).where(EditionFile.edition_id == edition.id, EditionFile.kind.in_(tuple(kinds)))
    return session.scalar(query.order_by(EditionFile.id.desc()).limit(1))


def content_of(store: BlobStore, kept: EditionFile) -> bytes:
    """The bytes of a kept file, verified by their hash. Raises BlobDamaged."""
    with store.open(kept.sha256) as stream:
        return stream.read()


def keep_once(
    registry: Any, edition_id: int, kind: str, media_type: str, make: Callable[[Session, Edition], tuple[str, bytes]]
) -> None:
    """Make a file of an edition unless it is kept already: ``make`` answers its name and bytes, outside the write."""
    with registry["database"].reading() as session:
        edition = session.get_one(Edition, edition_id)
        if kept_file(session, edition, (kind,)) is not None:
            return
        name, data = make(session, edition)
    with registry["database"].writing() as session:
        edition = session.get_one(Edition, edition_id, with_for_update=True)  # of two at once, one keeps it
        if kept_file(session, edition, (kind,)) is not None:
            return
        sha256 = blob_store(registry, session).put(data)
        session.add(EditionFile(edition_id=edition_id, kind=kind, name=name, media_type=media_type, sha256=sha256))
