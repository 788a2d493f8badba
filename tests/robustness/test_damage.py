"""What a power cut leaves on the disk: a torn index, a write-ahead log without its server, half an upload."""

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.commands.check import find as faults_of
from portal.content import services as content
from portal.content.build import doc, para
from portal.content.models import Section
from portal.files.stores import blob_store
from portal.records.models import Record
from search_index.engine import Query
from search_index.indexer import Indexing
from search_index.query import parse
from search_index.whoosh_engine import WhooshEngine
from search_index.whoosh_store import IndexFolder
from tests.meetings import minutes_case as case
from tests.robustness.conftest import Town

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def written(town: Town) -> Section:
    """A section with a text of its own, indexed with all that belongs to it."""
    with town.database.writing() as session:
        secretary = town.viewer("secretary")
        made = case.section(session, case.in_session(session, secretary))
        content.save(session, made, made.lock, doc(para("은하수마을을 살핀다")), secretary)
    town.registry["indexing"].drain()
    return made


@pytest.mark.parametrize("damage", ["truncated", "torn", "zeroed", "deleted", "contents", "pointer"])
def test_torn_index_is_noticed_at_the_start_and_built_anew(town: Town, written: Section, damage: str) -> None:
    index = IndexFolder(town.folder / "index").current()
    assert index is not None
    segment, contents = next(index.glob("*.seg")), next(index.glob("*.toc"))
    size = segment.stat().st_size
    match damage:
        case "truncated":
            os.truncate(segment, size // 2)
        case "torn":
            os.truncate(segment, size - 3)
        case "zeroed":
            segment.write_bytes(bytes(size))
        case "deleted":
            segment.unlink()
        case "contents":
            os.truncate(contents, contents.stat().st_size // 2)
        case "pointer":
            (town.folder / "index" / "CURRENT").write_bytes(b"")
    started = Indexing(town.database, WhooshEngine(town.folder / "index"), town.folder / "index")
    assert started.lock.acquire()
    started.take_over()
    started.drain()
    started.lock.release()
    assert started.engine.check(thorough=True).condition == "ok"
    assert started.differences() == (set(), set())
    with town.database.reading() as session:
        readers = set(session.scalars(select(Record.reader_set_id)))
    assert started.engine.search(Query(parse("은하수마을")), readers).total >= 1


def _after_a_power_cut(town: Town, folder: Path, lost_bytes: int) -> Town:
    """The data folder as a disk would hold it whose server never closed the database."""
    assert (town.folder / "sillok.sqlite-wal").stat().st_size > lost_bytes
    folder.mkdir()
    for name in ("sillok.sqlite", "sillok.sqlite-wal"):
        shutil.copy(town.folder / name, folder / name)
    log = folder / "sillok.sqlite-wal"
    os.truncate(log, log.stat().st_size - lost_bytes)
    return Town.over(folder)


def _texts(town: Town, section: Section) -> list[str]:
    with town.database.reading() as session:
        blocks = session.get_one(Section, section.id).content["content"]
        return [block["content"][0]["text"] for block in blocks]


@pytest.mark.parametrize("lost_bytes", [0, 10])
def test_log_left_by_a_dead_server_is_read(town: Town, written: Section, tmp_path: Path, lost_bytes: int) -> None:
    with town.database.writing() as session:
        again = session.get_one(Section, written.id)
        content.save(session, again, again.lock, doc(para("마지막 글")), town.viewer("secretary"))
    after = _after_a_power_cut(town, tmp_path / "after", lost_bytes)
    try:
        # a torn frame was never synced, so its save was never acknowledged: the text before it stands, whole
        assert _texts(after, written) == (["은하수마을을 살핀다"] if lost_bytes else ["마지막 글"])
        after.registry["indexing"].take_over()
        after.registry["indexing"].drain()
        assert list(faults_of(after.registry)) == []
    finally:
        after.database.close()


def test_half_an_upload_is_no_file_and_no_fault(town: Town, written: Section) -> None:
    with town.database.reading() as session:
        store = blob_store(town.registry, session)
        incoming = town.folder / "files" / "incoming"
        (incoming / "tmp-half").write_bytes(b"half of it")
        assert list(store.iterate()) == []
        assert list(store.check()) == []
    assert list(faults_of(town.registry)) == []
