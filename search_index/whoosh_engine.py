"""The embedded search engine: Whoosh 2.7.4 stores the terms, numpy matches, filters, counts and sorts.

One process writes (see the lock of `indexer`); any number of processes read and notice a new generation at their next
search. Whoosh's searcher, `filter=Or(...)` and `groupedby` are not used: 140-610 ms a query against 0.5-32 ms.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeVar

from whoosh.index import FileIndex

from search_index.engine import Changes, Engine, IndexState, Query, Rebuild, Results, without_repeats
from search_index.result_pages import results_of
from search_index.whoosh_schema import SCHEMA
from search_index.whoosh_segments import INDEX_NAME, Snapshot
from search_index.whoosh_store import DurableStorage, IndexFolder
from search_index.whoosh_writing import WhooshRebuild, merge_a_crowd, write

log = logging.getLogger(__name__)

_RETRIES = 5
_T = TypeVar("_T")


class WhooshEngine(Engine):
    """An index in a folder. Safe for several threads; they search one after another, as the segments' files demand."""

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        self._reading = threading.RLock()
        self._writing = threading.Lock()
        self._opened: FileIndex | None = None
        self._snapshot: Snapshot | None = None

    def apply(self, changes: Changes) -> None:
        """Write the changes in one commit; makes the index when there is none.

        Raises ValueError for a document that cannot be indexed, LockError when another process is writing.
        """
        if not changes.upserts and not changes.deletes:
            return
        with self._writing:
            index = self._folder.current() or self._folder.create()
            write(index, without_repeats(changes.upserts), changes.deletes)

    def search(self, query: Query, reader_set_ids: Collection[int], without: Collection[str] = ()) -> Results:
        """One page of what the reader may see; `available=False` when there is no usable index."""
        try:
            return self._read(lambda snapshot: results_of(snapshot, query, reader_set_ids, without))
        except _Unusable:
            return Results(available=False)

    def generation(self) -> str:
        """The folder's name and Whoosh's generation; "" when there is no index."""
        try:
            return self._read(lambda snapshot: f"{snapshot.folder}:{snapshot.generation}")
        except _Unusable:
            return ""

    def check(self, *, thorough: bool = False) -> IndexState:
        """The index's condition; `thorough` reads every posting and text."""
        index = self._folder.current()
        if index is None:
            return IndexState("missing")
        if self._folder.is_outdated(index):
            return IndexState("outdated", detail=index.name)
        try:
            return self._read(lambda snapshot: _state(snapshot, thorough))
        except _Unusable as damage:
            return IndexState("damaged", detail=str(damage))

    def uids(self) -> Iterator[str]:
        """The uid of every record in the index; none when it cannot be used."""
        try:
            return iter(self._read(lambda snapshot: list(snapshot.uids())))
        except _Unusable:
            return iter(())

    def tidy(self) -> bool:
        """Merge segments of about one size, the smallest first; answers whether there were enough of them."""
        with self._writing:
            index = self._folder.current()
            return index is not None and not self._folder.is_outdated(index) and merge_a_crowd(index)

    def rebuild(self) -> Rebuild:
        """Begin or resume a new index. The caller sees to it that nobody applies changes to the old one meanwhile."""
        return WhooshRebuild(self._folder, self._writing)

    def _read(self, work: Callable[[Snapshot], _T]) -> _T:
        """Do work on the newest generation. A file may vanish while it is opened (a merge, a swap): then once more."""
        with self._reading:
            for attempt in range(_RETRIES):
                try:
                    return work(self._newest())
                except _Unusable:
                    raise
                except Exception as problem:  # noqa: BLE001  a damaged index raises anything: struct, pickle, zlib, key errors
                    self._snapshot = None
                    if attempt == _RETRIES - 1:
                        log.exception("The search index in %s cannot be read", self._folder.path)
                        raise _Unusable(repr(problem)) from problem
            raise _Unusable("unreachable")

    def _newest(self) -> Snapshot:
        index = self._folder.current()
        if index is None or self._folder.is_outdated(index):
            self._snapshot = None
            raise _Unusable("no index of this format")
        known = self._snapshot if self._opened and index == Path(self._opened.storage.folder) else None
        if known is None or self._opened is None:
            self._opened = FileIndex(DurableStorage(str(index)), SCHEMA, INDEX_NAME)
        elif self._opened.latest_generation() == known.generation:
            return known
        self._snapshot = Snapshot(self._opened.storage, {} if known is None else known.segments_by_id())
        return self._snapshot


class _Unusable(Exception):  # noqa: N818  not an error of the program
    """There is no index that can be searched."""


def _state(snapshot: Snapshot, thorough: bool) -> IndexState:
    if thorough:
        for segment in snapshot.segments:
            segment.read_all()
    return IndexState("ok", documents=snapshot.living)
