"""Writing a Whoosh index: one commit of changes, and a whole index in batches that can be resumed."""

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader
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
CROWD = 8
"""Segments of about one size that are merged into one. Merging costs as much as indexing anew (0.1 s a document)."""
TOO_MANY = 32  # segments at which a commit merges although somebody waits for it


def write(
    index: Path, documents: Iterable[IndexDocument], deletes: Collection[str], *, merge_small: bool = False
) -> None:
    """Replace the given documents and delete the others, in one commit.

    Merging is left to `merge_a_crowd`, so that what was saved is found at once; `merge_small` merges as Whoosh does.
    Raises LockError when another process writes for too long, ValueError for a document that cannot be indexed; nothing
    is written then.
    """
    ready = [(document.uid, packed(document)) for document in documents]
    writer = _writer(index)
    try:
        _delete(writer, {uid_term(uid) for uid in (*deletes, *(uid for uid, _fields in ready))})
        for _uid, fields in ready:
            writer.add_document(**fields)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=_merge_small if merge_small else _merge_when_too_many)


def merge_a_crowd(index: Path) -> bool:
    """Merge the smallest segments of about one size if there is a crowd of them; answers whether there was."""
    if not _crowd(TOC.read(DurableStorage(str(index)), INDEX_NAME, schema=SCHEMA).segments):
        return False
    _writer(index).commit(mergetype=_merge_crowd)
    return True


def _writer(index: Path) -> SegmentWriter:
    opened = FileIndex(DurableStorage(str(index)), SCHEMA, INDEX_NAME)
    codec = W3Codec(blocklimit=BLOCK, compression=COMPRESSION)
    # our lengths are in the rows; Whoosh would look for its own, one file check for every posting
    codec.length_stats = False
    return SegmentWriter(opened, timeout=LOCK_WAIT, delay=0.02, limitmb=WRITER_MEMORY, codec=codec)


def _delete(writer: SegmentWriter, uids: Collection[str]) -> None:
    base = 0
    for found in writer.segments:
        segment = Segment(writer.storage, found)
        for uid in uids:
            for document in segment.postings("uid", uid.encode())[0]:
                writer.delete_document(base + int(document))
        base += segment.size


def _merge_small(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's policy for small segments, which keeps them few."""
    return _living(MERGE_SMALL(writer, segments))


def _merge_when_too_many(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Nothing is merged while somebody waits, unless searches would suffer."""
    return _merge_crowd(writer, segments) if len(segments) >= TOO_MANY else _living(segments)


def _merge_crowd(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    crowd = _crowd(segments)
    for segment in crowd:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in _living(segments) if segment not in crowd]


def _living(segments: list[Any]) -> list[Any]:
    """The segments that still hold a document."""
    return [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]


def _crowd(segments: list[Any]) -> list[Any]:
    """Segments of about one size (each size eight times the one before), the smallest crowd; empty when none is."""
    sizes: dict[int, list[Any]] = defaultdict(list)
    for segment in _living(segments):
        sizes[(segment.doc_count().bit_length() - 1) // 3].append(segment)
    return next((found for _size, found in sorted(sizes.items()) if len(found) >= CROWD), [])


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
            write(self._index, without_repeats(documents), (), merge_small=True)
            self._folder.set_mark(self._index, mark)

    def abandon(self) -> None:
        """Throw the new index away."""
        with self._writing:
            self._folder.remove(self._index)

    def finish(self) -> None:
        """Put the new index to use and remove the old one."""
        with self._writing:
            self._folder.use(self._index)
