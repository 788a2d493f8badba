"""Writing a Whoosh index: one commit of changes, and a whole index in batches that can be resumed."""

import threading
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex
from whoosh.writing import MERGE_SMALL, SegmentWriter

from search_index.engine import IndexDocument, Rebuild, without_repeats
from search_index.whoosh_schema import SCHEMA, packed, uid_term
from search_index.whoosh_segments import INDEX_NAME, Segment
from search_index.whoosh_store import DurableStorage, IndexFolder

WRITER_MEMORY = 64
"""Megabytes of postings a writer holds before it uses temporary files."""
BLOCK = 1024
"""Postings in a block (Whoosh: 128): lists are read whole, and every block costs one unpickling."""
COMPRESSION = 3  # zlib level of a block; 0 and 1 save neither time nor space worth having
LOCK_WAIT = 10.0
"""Seconds to wait for another writer."""


def write(index: Path, documents: Iterable[IndexDocument], deletes: Collection[str]) -> None:
    """Replace the given documents and delete the others, in one commit.

    Raises LockError when another process writes for too long, ValueError for a document that cannot be indexed; nothing
    is written then.
    """
    ready = [(document.uid, packed(document)) for document in documents]
    opened = FileIndex(DurableStorage(str(index)), SCHEMA, INDEX_NAME)
    codec = W3Codec(blocklimit=BLOCK, compression=COMPRESSION)
    # our lengths are in the rows; Whoosh would look for its own, one file check for every posting
    codec.length_stats = False
    writer = SegmentWriter(opened, timeout=LOCK_WAIT, delay=0.02, limitmb=WRITER_MEMORY, codec=codec)
    try:
        _delete(writer, {uid_term(uid) for uid in (*deletes, *(uid for uid, _fields in ready))})
        for _uid, fields in ready:
            writer.add_document(**fields)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=_merge)


def _delete(writer: SegmentWriter, uids: Collection[str]) -> None:
    base = 0
    for found in writer.segments:
        segment = Segment(writer.storage, found)
        for uid in uids:
            for document in segment.postings("uid", uid.encode())[0]:
                writer.delete_document(base + int(document))
        base += segment.size


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's policy for small segments, which keeps them few; a segment without living documents goes."""
    kept: list[Any] = MERGE_SMALL(writer, segments)
    return [segment for segment in kept if segment.deleted_count() < segment.doc_count_all()]


class WhooshRebuild(Rebuild):
    """A new index beside the one in use."""

    def __init__(self, folder: IndexFolder, writing: threading.Lock) -> None:
        self._folder = folder
        self._writing = writing
        self._index = folder.begin()

    @property
    def resumed_after(self) -> str | None:
        """The mark of the last batch an interrupted rebuild wrote."""
        return self._folder.mark(self._index)

    def add(self, documents: Sequence[IndexDocument], mark: str) -> None:
        """Write one batch and note the mark."""
        with self._writing:
            write(self._index, without_repeats(documents), ())
            self._folder.set_mark(self._index, mark)

    def abandon(self) -> None:
        """Throw the new index away."""
        with self._writing:
            self._folder.remove(self._index)

    def finish(self) -> None:
        """Put the new index to use and remove the old one."""
        with self._writing:
            self._folder.use(self._index)
