"""The index follows the records."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import Database
from portal.jobs.models import Job
from portal.records.bin import delete_record
from portal.records.models import Record
from portal.records.readers import readable_sets, set_readers
from portal.records.services import changed, move, put_in_bin, take_out_of_bin
from search_index import analysis
from search_index.background import Indexer
from search_index.engine import Changes, Query
from search_index.indexer import Indexing
from search_index.models import AnalysedText
from search_index.query import parse
from search_index.whoosh_writing import WhooshRebuild
from tests.search.papers import TEXTS
from tests.search.records import a_document

Write = Callable[..., Record]


@pytest.fixture
def seen(database: Database, indexing: Indexing, viewer: Any) -> Callable[..., list[str]]:
    """A function that tells which uids a login finds."""

    def find(typed: str, login: str = "secretary") -> list[str]:
        with database.reading() as session:
            sets = readable_sets(session, viewer(login).principals)
        return [hit.uid for hit in indexing.engine.search(Query(parse(typed)), sets).hits]

    return find


def test_saved_record_is_found_by_those_who_may_read_it(indexing: Indexing, write_paper: Write, seen: Any) -> None:
    paper = write_paper("분과 자료", "고독사 예방 계획")
    assert indexing.drain() == 1
    assert seen("고독사") == [paper.uid]
    assert seen("분과 자료") == [paper.uid]
    assert seen("고독사", "staff") == []


def test_transition_changes_who_finds_it(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any, viewer: Any
) -> None:
    paper = write_paper("분과 자료", "고독사 예방 계획")
    indexing.drain()
    with database.writing() as session:
        move(session, session.get_one(Record, paper.id), "close", viewer("secretary"))
    indexing.drain()
    assert seen("고독사", "staff") == [paper.uid]
    assert seen("고독사", "outsider") == []


def test_record_in_the_bin_is_not_found_until_it_is_taken_out(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any
) -> None:
    paper = write_paper("분과 자료", "고독사 예방")
    child = write_paper("붙임", "고독사 통계", parent_id=paper.id)
    indexing.drain()
    assert sorted(seen("고독사")) == sorted([paper.uid, child.uid])
    with database.writing() as session:
        put_in_bin(session, session.get_one(Record, paper.id), None)
    indexing.drain()
    assert seen("고독사") == []
    with database.reading() as session:
        assert session.scalars(select(AnalysedText)).all() == []
    with database.writing() as session:
        take_out_of_bin(session, session.get_one(Record, paper.id), None)
    indexing.drain()
    assert sorted(seen("고독사")) == sorted([paper.uid, child.uid])


def test_what_is_deleted_leaves_the_index_also_when_its_number_is_given_again(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any
) -> None:
    paper = write_paper("분과 자료", "고독사 예방")
    indexing.drain()
    with database.writing() as session:
        delete_record(session, paper.id)
    other = write_paper("다른 자료", "예산")
    indexing.drain()
    assert list(indexing.engine.uids()) == [other.uid]


def test_counts_leave_out_at_once_what_a_reader_may_not_see_any_more(
    indexing: Indexing, database: Database, write_paper: Write, secretary: Any, staff: Any, viewer: Any
) -> None:
    papers = [write_paper(f"자료 {n}", "고독사") for n in range(3)]
    with database.writing() as session:
        for paper in papers:
            move(session, session.get_one(Record, paper.id), "close", viewer("secretary"))
    indexing.drain()
    assert "찾은 기록 <strong>3</strong>건" in staff.get("/search", {"q": "고독사"}).text
    with database.writing() as session:
        put_in_bin(session, session.get_one(Record, papers[0].id), None)
        delete_record(session, papers[1].id)
        session.get_one(Record, papers[2].id).state = "DRAFT"
        set_readers(session, session.get_one(Record, papers[2].id))
        changed(session, session.get_one(Record, papers[2].id))
    page = staff.get("/search", {"q": "고독사"})
    assert "찾은 기록 <strong>0</strong>건" in page.text
    assert page.html.select(".search-facets a") == []
    indexing.drain()
    assert "찾은 기록 <strong>1</strong>건" in secretary.get("/search", {"q": "고독사"}).text


def test_only_changed_text_is_analysed(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = write_paper("분과 자료", "고독사 예방")
    indexing.drain()
    analysed: list[str] = []

    def counted(texts: Sequence[str]) -> list[analysis.Tokens]:
        analysed.extend(texts)
        return analysis.analyse_each(texts)

    monkeypatch.setattr("search_index.documents.analyse_each", counted)
    TEXTS[paper.id] = "복지 사각지대 발굴"
    with database.writing() as session:
        changed(session, session.get_one(Record, paper.id))
    indexing.drain()
    assert analysed == ["복지 사각지대 발굴"]
    assert seen("사각지대") == [paper.uid]
    assert seen("고독사") == []
    with database.writing() as session:  # another part, the same text
        session.get_one(Record, paper.id).title = "복지 사각지대 발굴"
        changed(session, session.get_one(Record, paper.id))
    indexing.drain()
    indexing.ask_for_rebuild()
    indexing.drain()
    assert analysed == ["복지 사각지대 발굴"]
    assert seen("사각지대") == [paper.uid]


def test_record_that_cannot_be_indexed_does_not_hold_up_the_others(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any
) -> None:
    write_paper("고장", "고독사")
    paper = write_paper("분과 자료", "고독사")
    indexing.drain()
    assert seen("고독사") == [paper.uid]
    with database.reading() as session:
        [job] = session.scalars(select(Job).where(Job.kind == "index"))
    assert (job.attempts, job.error) == (1, "RuntimeError: broken paper")


def test_record_that_cannot_be_indexed_does_not_hold_up_a_rebuild(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any
) -> None:
    broken, paper = write_paper("고장", "고독사"), write_paper("분과 자료", "고독사")
    indexing.ask_for_rebuild()
    indexing.drain()
    assert seen("고독사") == [paper.uid]
    with database.reading() as session:
        [job] = session.scalars(select(Job))
    assert (job.key, job.attempts, job.error) == (f"index:{broken.uid}", 1, "RuntimeError: broken paper")


def test_index_that_is_missing_is_built(indexing: Indexing, database: Database, write_paper: Write, seen: Any) -> None:
    papers = [write_paper(f"자료 {n}", "고독사") for n in range(5)]
    with database.writing() as session:
        session.execute(Job.__table__.delete())
    indexing.take_over()
    indexing.drain()
    assert sorted(seen("고독사")) == sorted(paper.uid for paper in papers)


def test_differences_are_mended_at_the_start(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any
) -> None:
    kept, lost = write_paper("자료", "고독사"), write_paper("자료", "고독사")
    indexing.drain()
    indexing.engine.apply(Changes([a_document("고독사", reader_set_id=kept.reader_set_id)], deletes=[lost.uid]))
    indexing.take_over()
    indexing.drain()
    assert sorted(seen("고독사")) == sorted([kept.uid, lost.uid])
    assert indexing.differences() == (set(), set())
    indexing.take_over()  # nothing to mend any more
    assert indexing.drain() == 0


def test_rebuild_does_the_jobs_that_were_waiting_and_leaves_those_that_come_meanwhile(
    indexing: Indexing, database: Database, write_paper: Write, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, other = write_paper("자료", "고독사"), write_paper("자료", "예산")
    filled = WhooshRebuild.finish

    def changed_meanwhile(rebuild: WhooshRebuild) -> None:
        TEXTS[other.id] = "고독사"
        with database.writing() as session:
            changed(session, session.get_one(Record, other.id))
        filled(rebuild)

    with monkeypatch.context() as patched:
        patched.setattr(WhooshRebuild, "finish", changed_meanwhile)
        indexing.ask_for_rebuild()
        indexing.drain(iter([False, True]).__next__)
    assert seen("고독사") == [paper.uid]
    with database.reading() as session:
        assert [job.payload["uid"] for job in session.scalars(select(Job))] == [other.uid]
    assert indexing.drain() == 1
    assert sorted(seen("고독사")) == sorted([paper.uid, other.uid])


def test_failed_rebuild_leaves_the_old_index(
    indexing: Indexing, write_paper: Write, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = write_paper("자료", "고독사")
    indexing.drain()
    with monkeypatch.context() as patched:
        patched.setattr("search_index.whoosh_store.IndexFolder.use", lambda *_: (_ for _ in ()).throw(OSError("full")))
        indexing.ask_for_rebuild()
        indexing.drain()
    assert seen("고독사") == [paper.uid]
    assert indexing.engine.rebuild().resumed_after is None


HOLDER = """
import sys, time
from pathlib import Path
from search_index.folder_lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
time.sleep(60)
"""


def test_one_process_indexes_and_another_takes_over_when_it_dies(
    registry: Any, indexing: Indexing, write_paper: Write, seen: Any
) -> None:
    paper = write_paper("자료", "고독사")
    command = [sys.executable, "-c", HOLDER, str(registry["settings"].data / "index")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert indexing.drain() == 0
        holder.kill()
    assert indexing.drain() == 1
    assert seen("고독사") == [paper.uid]


def test_saved_record_is_found_without_anybody_asking_for_it(registry: Any, write_paper: Write, seen: Any) -> None:
    indexer = Indexer(registry)
    indexer.start()
    try:
        write_paper("먼저", "준비")
        _wait_for(lambda: seen("준비") != [])
        for n in range(3):
            paper = write_paper(f"자료 {n}", "고독사 예방 계획을 심의하였다. " * 100)
            _wait_for(lambda uid=paper.uid: uid in seen("고독사"))
    finally:
        indexer.stop()
    assert not indexer.is_alive()
    assert threading.active_count() >= 1


def _wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not found in time"
        time.sleep(0.02)


def test_check_tells_what_is_wrong_with_the_index(registry: Any, indexing: Indexing, write_paper: Write) -> None:
    (check,) = registry["check"]["search"]
    write_paper("자료", "고독사")
    assert list(check(registry)) == ["the index is missing"]
    registry["rebuild_index"](registry)
    assert list(check(registry)) == []
    write_paper("자료", "고독사")
    assert list(check(registry)) == ["1 records are not in the index"]
