"""The files of editions: made once, kept by their hash, served as kept; a later template never changes an old one."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.store import BlobStore
from portal.files.stores import blob_store
from portal.records.models import Edition, EditionFile

Make = Callable[[], tuple[str, bytes]]  # the name and the bytes


def kept_file(session: Session, edition: Edition, kinds: Iterable[str]) -> EditionFile | None:
    """The newest kept file of an edition among some kinds, if there is one."""
    query = select(EditionFile).where(EditionFile.edition_id == edition.id, EditionFile.kind.in_(tuple(kinds)))
    return session.scalar(query.order_by(EditionFile.id.desc()).limit(1))


def edition_file(
    session: Session, edition: Edition, kinds: Sequence[str], media_type: str, make: Make, *, keep: bool = True
) -> bytes:
    """The newest file of an edition kept as one of `kinds`; else made now and, of a final edition, kept as the last.

    Keeping is a write of its own: `session` must not be writing. Raises BlobDamaged.
    """
    store = blob_store(session.info["registry"], session)
    kept = kept_file(session, edition, kinds)
    if kept is not None:
        return _content(store, kept)
    name, data = make()
    if not keep:
        return data
    values = {"kind": kinds[-1], "name": name, "media_type": media_type}
    return _keep(session.info["registry"], edition.id, values, data)


def _keep(registry: Any, edition_id: int, values: dict[str, str], data: bytes) -> bytes:
    """Keep a file that was made, unless another was kept meanwhile: of two at once, both are handed the first."""
    with registry["database"].writing() as session:
        store = blob_store(registry, session)
        edition = session.get_one(Edition, edition_id, with_for_update=True)
        kept = kept_file(session, edition, (values["kind"],))
        if kept is not None:
            return _content(store, kept)
        session.add(EditionFile(edition_id=edition_id, sha256=store.put(data), **values))
        return data


def _content(store: BlobStore, kept: EditionFile) -> bytes:
    """The bytes of a kept file, verified by their hash. Raises BlobDamaged."""
    with store.open(kept.sha256) as stream:
        return stream.read()
