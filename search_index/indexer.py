"""Brings the index up to what the records say: drains the queue, rebuilds, compares.

Every change of a record leaves an ``index`` job in its own transaction (one a record). The indexer takes several at
once, analyses outside any transaction and commits them to the index together; a job is finished only after that, so a
crash repeats work but loses none. Of all processes that serve one data folder, the one that holds the folder's lock
indexes.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Database
from portal.jobs.lease import held
from portal.jobs.models import Job
from portal.jobs.services import claim, fail, finish, finish_many, queue
from portal.records.models import Record
from portal.records.services import index_again
from portal.records.types import record_types
from search_index.analyser import AnalyserAway
from search_index.analysis import Tokens
from search_index.documents import Gathered, document_of, gather, keep
from search_index.engine import Changes, Engine, IndexDocument
from search_index.folder_lock import FolderLock
from search_index.models import AnalysedText

log = logging.getLogger(__name__)

INDEX, REBUILD = "index", "index_rebuild"
BATCH = 50  # jobs claimed at once
SHORT = 100_000  # characters analysed before what is ready is committed: a long record does not hold up the others
REBUILD_BATCH = 200


@dataclass(frozen=True)
class Prepared:
    """What is known of one record, before it is written. Without ``document`` it leaves the index."""

    uid: str
    record_id: int | None = None
    gathered: Gathered | None = None
    document: IndexDocument | None = None
    tokens: dict[str, Tokens] | None = None


class Indexing:
    """The index of one application: its engine, its database, its lock."""

    def __init__(self, database: Database, engine: Engine, folder: Path) -> None:
        self.database = database
        self.engine = engine
        self.lock = FolderLock(folder)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Hold the lock for a while; gives False when another process has it. A lock held before is kept."""
        held = self.lock.acquired
        taken = self.lock.acquire()
        try:
            yield taken
        finally:
            if taken and not held:
                self.lock.release()

    def take_over(self) -> None:
        """After taking the lock: free what a dead indexer had claimed, and see that the index is whole."""
        with self.database.writing() as session:
            session.execute(update(Job).where(Job.kind.in_((INDEX, REBUILD))).values(claimed_until=None))
        if self.engine.check().condition != "ok":
            self.ask_for_rebuild()
            return
        missing, surplus = self.differences()
        if surplus:
            self.engine.apply(Changes(deletes=surplus))
        with self.database.writing() as session:
            index_again(session, missing)

    def differences(self) -> tuple[set[str], set[str]]:
        """The uids of records that the index lacks, and uids in it that no record has."""
        with self.database.reading() as session:
            query = select(Record.uid).where(Record.binned_at.is_(None), *_searchable(session))
            records = set(session.scalars(query))
        indexed = set(self.engine.uids())
        return records - indexed, indexed - records

    def ask_for_rebuild(self) -> None:
        """Queue a rebuild; whoever indexes does it before anything else, and resumes it after a crash."""
        with self.database.writing() as session:
            queue(session, REBUILD, {}, key=REBUILD)

    def drain(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Index until nothing is due; answers how many jobs. Nothing is done while another process indexes."""
        done = 0
        with self.alone() as alone:
            while alone and not stopping() and (count := self._rebuild_job() or self._batch()):
                done += count
        return done

    def tidy(self) -> bool:
        """One step of keeping the index quick, for when nothing is waiting; answers whether there was one to do."""
        with self.alone() as alone:
            return alone and self.engine.tidy()

    def _claim(self, kind: str, limit: int) -> list[Job]:
        with self.database.reading() as session:
            # a look that writes would take SQLite's write lock many times a second for nothing
            due = select(Job.id).where(Job.kind == kind, Job.run_at <= clock.now(), Job.gave_up.is_(False))
            if session.scalar(due.limit(1)) is None:
                return []
        with self.database.writing() as session:
            return claim(session, (kind,), limit)

    def _batch(self) -> int:
        jobs = self._claim(INDEX, BATCH)
        if jobs:
            with held(self.database, jobs):
                self._index(jobs)
        return len(jobs)

    def _index(self, jobs: Sequence[Job]) -> None:
        group: list[tuple[Job, Prepared]] = []
        size = 0
        for job in jobs:
            try:
                prepared, unanalysed = self._prepare(job.payload["uid"])
            except Exception as error:
                log.exception("record %s cannot be indexed", job.payload["uid"])
                self._failed([job], error)
                continue
            group.append((job, prepared))
            size += unanalysed
            if size >= SHORT:
                self._commit(group)
                group, size = [], 0
        self._commit(group)

    def _prepare(self, uid: str) -> tuple[Prepared, int]:
        """Read and analyse a record; also how many characters were analysed."""
        with self.database.reading() as session:
            record = session.scalar(select(Record).where(Record.uid == uid))
            gathered = gather(session, record) if record is not None else None
        if record is None or gathered is None:
            return Prepared(uid, record.id if record is not None else None), 0
        document, tokens = document_of(gathered)
        return Prepared(uid, record.id, gathered, document, tokens), gathered.unanalysed

    def _commit(self, group: Sequence[tuple[Job, Prepared]]) -> None:
        if not group:
            return
        jobs, prepared = [job for job, _ in group], [one for _, one in group]
        try:
            self.engine.apply(
                Changes(
                    upserts=[one.document for one in prepared if one.document],
                    deletes=[one.uid for one in prepared if not one.document],
                )
            )
        except Exception as error:
            log.exception("the index cannot be written")
            self._failed(jobs, error)
            return
        self._keep(prepared, jobs)

    def _keep(self, prepared: Sequence[Prepared], jobs: Sequence[Job] = ()) -> None:
        with self.database.writing() as session:
            for one in prepared:
                if one.record_id is None:
                    continue  # what was kept of a record goes with it
                if one.gathered is None or one.tokens is None:
                    session.execute(delete(AnalysedText).where(AnalysedText.record_id == one.record_id))
                elif session.scalar(select(exists().where(Record.id == one.record_id))):
                    keep(session, one.gathered, one.tokens)
            for job in jobs:
                finish(session, job)

    def _failed(self, jobs: Sequence[Job], error: Exception) -> None:
        with self.database.writing() as session:
            for job in jobs:
                fail(session, job, f"{type(error).__name__}: {error}")

    def _rebuild_job(self) -> int:
        jobs = self._claim(REBUILD, 1)
        for job in jobs:
            try:
                with held(self.database, jobs):
                    self._rebuild()
            except Exception as error:
                log.exception("the index cannot be rebuilt")
                # records indexed until the next try go to the old index only: begin afresh then
                self.engine.rebuild().abandon()
                self._failed([job], error)
            else:
                with self.database.writing() as session:
                    finish(session, job)
        return len(jobs)

    def _rebuild(self) -> None:
        """Fill a new index in batches. Records that change meanwhile have their jobs waiting and come after it.

        Jobs that waited before its first record was read are done with it.
        """
        rebuild = self.engine.rebuild()
        after = int(rebuild.resumed_after or 0)
        with self.database.reading() as session:
            asked = [] if after else session.scalars(select(Job).where(Job.kind == INDEX)).all()
        while uids := self._next(after):
            prepared = [one for uid in uids.values() for one in self._prepared(uid)]
            self._keep(prepared)
            after = max(uids)
            rebuild.add([one.document for one in prepared if one.document], str(after))
        rebuild.finish()
        with self.database.writing() as session:
            finish_many(session, asked)

    def _prepared(self, uid: str) -> Iterator[Prepared]:
        """A record for the rebuild; one that cannot be indexed does not hold up the others, its own job tells of it."""
        try:
            yield self._prepare(uid)[0]
        except AnalyserAway:
            raise
        except Exception:
            log.exception("record %s cannot be indexed", uid)
            with self.database.writing() as session:
                index_again(session, [uid])

    def _next(self, after: int) -> dict[int, str]:
        """The next batch of a rebuild: uids by id."""
        with self.database.reading() as session:
            query = select(Record.id, Record.uid).where(Record.id > after, *_searchable(session)).order_by(Record.id)
            return {row.id: row.uid for row in session.execute(query.limit(REBUILD_BATCH))}


def _searchable(session: Session) -> list[ColumnElement[bool]]:
    names = [name for name, one in record_types(session).items() if one.searchable]
    return [Record.type.in_(names)]
