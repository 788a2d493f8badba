"""Reading a Whoosh index as numpy arrays: a snapshot of one generation, made of segments that never change.

A segment's columns are read once and kept while any generation still uses it. Deletions belong to the generation, not
to the segment's reader, so they come from the table of contents each time: that is what the forks of Whoosh get wrong.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.compound import CompoundStorage, SubFile
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.reading import TermNotFound

from search_index.whoosh_schema import ROW, SCHEMA, uid_bytes, uid_text

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.void]

INDEX_NAME = "MAIN"


class MappedStorage(CompoundStorage):
    """A segment's file, mapped. Whoosh's own way copies every part of it into memory: 700 MB for 50,000 documents."""

    def open_file(self, name: str, *_args: Any, **_kwargs: Any) -> StructFile:
        """A part of the segment, read from the map. Its position is shared state: one thread at a time."""
        return StructFile(SubFile(self._source, *self.range(name)), name=name)

    def rows(self, name: str) -> Rows:
        """The packed rows of a column, without a copy."""
        offset, length = self.range(name)
        return np.frombuffer(self._source, dtype=ROW, count=length // ROW.itemsize, offset=offset)


class Segment:
    """One immutable segment: its rows, and its postings on demand. Not for several threads at once."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        """Open a segment that a table of contents names. Raises OSError when its file is gone."""
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        with Path(storage.folder, segment.make_filename(segment.COMPOUND_EXT)).open("rb") as file:
            files = MappedStorage(StructFile(file))
        self._terms = segment.codec().terms_reader(files, segment)
        self.rows = files.rows(W3Codec.column_filename(segment, "row"))
        if len(self.rows) != self.size:
            msg = f"{len(self.rows)} rows for {self.size} documents"
            raise ValueError(msg)
        text = W3Codec.column_filename(segment, "text")
        column = SCHEMA["text"].column_type
        self._texts = column.reader(files.open_file(text), 0, files.file_length(text), self.size)

    def text(self, document: int) -> bytes:
        """The squeezed text of a document of this segment."""
        return self._texts[document]

    def postings(self, field: str, term: bytes) -> tuple[Ids, Weights]:
        """Which documents hold the term and how often, deleted ones among them; empty arrays when none does."""
        try:
            matcher = self._terms.matcher(field, term, SCHEMA[field].format)
        except TermNotFound:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        blocks = [_block(matcher) for _ in _block_steps(matcher)]
        return np.concatenate([ids for ids, _ in blocks]), np.concatenate([weights for _, weights in blocks])

    def read_all(self) -> None:
        """Read every posting and text; raises whatever damage makes Whoosh raise."""
        for field, term in self._terms.terms():
            self.postings(field, term)
        for document in range(self.size):
            self.text(document).decode()


def _block_steps(matcher: Any) -> Iterator[None]:
    while matcher.is_active():
        yield
        # The private names of Whoosh 2.7.4 (pinned): its public way is one Python call per posting, 10 times slower.
        matcher._next_block()


def _block(matcher: Any) -> tuple[Ids, Weights]:
    """The current block whole: delta-coded document numbers and weights (None: all 1, a number: all the same)."""
    matcher._read_data()
    deltas, weights, _values = matcher._data
    ids = np.cumsum(np.array(deltas, np.int64))
    if weights is None or isinstance(weights, float):
        return ids, np.full(len(ids), 1.0 if weights is None else weights, np.float32)
    return ids, np.array(weights, np.float32)


class Snapshot:
    """One generation of the index, read-only. Documents are numbered through all segments from 0 to `size`."""

    def __init__(self, storage: FileStorage, known: Mapping[str, Segment]) -> None:
        """Read the newest table of contents, taking segments that are `known` by id. Raises what damage raises."""
        contents = TOC.read(storage, INDEX_NAME, schema=SCHEMA)
        self.generation: int = contents.generation
        self.folder = Path(storage.folder).name
        self.segments = [known.get(found.segment_id()) or Segment(storage, found) for found in contents.segments]
        self.bases = np.cumsum([0, *(segment.size for segment in self.segments)])
        self.size = int(self.bases[-1])
        self.rows = np.concatenate([np.empty(0, ROW), *(segment.rows for segment in self.segments)])
        self.alive: Mask = np.ones(self.size, np.bool_)
        for base, found in zip(self.bases, contents.segments, strict=False):
            self.alive[[base + document for document in found.deleted_docs()]] = False
        self.living = int(self.alive.sum())
        self.types, self.type_codes = np.unique(self.rows["type"], return_inverse=True)
        self._average: dict[str, float] = {}

    def segments_by_id(self) -> dict[str, Segment]:
        """The segments, for the next generation to take over."""
        return {segment.id: segment for segment in self.segments}

    def postings(self, field: str, text: str) -> tuple[Ids, Weights]:
        """Living documents that hold the term, and how often."""
        term = text.encode()
        found = [segment.postings(field, term) for segment in self.segments]
        ids = np.concatenate([np.empty(0, np.int64), *(i + b for (i, _), b in zip(found, self.bases, strict=False))])
        weights = np.concatenate([np.empty(0, np.float32), *(w for _, w in found)])
        keep = self.alive[ids]
        return ids[keep], weights[keep]

    def average_length(self, field: str) -> float:
        """The mean length of a scored field, at least 1."""
        if field not in self._average:
            lengths = self.rows[field][self.alive]
            self._average[field] = max(1.0, float(lengths.mean())) if len(lengths) else 1.0
        return self._average[field]

    def text(self, document: int) -> bytes:
        """The squeezed text of a document."""
        position = int(np.searchsorted(self.bases, document, side="right")) - 1
        return self.segments[position].text(document - int(self.bases[position]))

    def documents_of(self, uids: Collection[str]) -> Ids:
        """The documents of these uids, deleted ones among them; few or many cost about the same."""
        wanted = {uid_bytes(uid) for uid in uids}
        halves = np.ascontiguousarray(self.rows["uid"]).view("<u8").reshape(-1, 2)[:, 0]
        likely = np.flatnonzero(np.isin(halves, [int.from_bytes(uid[:8], "little") for uid in wanted]))
        return np.array([document for document in likely if self.rows["uid"][document].tobytes() in wanted], np.int64)

    def uids(self) -> Iterator[str]:
        """The uid of every living document."""
        return (uid_text(row) for row in self.rows["uid"][self.alive])
