"""The index on the disk: generations, rebuilds, damage, a process that dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from search_index.engine import Changes, Query
from search_index.query import parse
from search_index.whoosh_engine import WhooshEngine
from search_index.whoosh_store import IndexFolder
from tests.search.records import a_document, a_plain_document, search, uids


def test_index_that_was_never_built_is_noticed(engine: WhooshEngine) -> None:
    assert engine.check().condition == "missing"
    assert engine.generation() == ""
    assert not search(engine, "회의").available
    assert list(engine.uids()) == []


def test_every_commit_has_a_generation_of_its_own(engine: WhooshEngine) -> None:
    seen = {engine.generation()}
    for _ in range(3):
        engine.apply(Changes([a_document("회의")]))
        seen.add(engine.generation())
    assert len(seen) == 4
    engine.apply(Changes())
    assert engine.generation() in seen


def test_record_indexed_twice_is_there_once(engine: WhooshEngine) -> None:
    first = a_document("처음 글")
    engine.apply(Changes([first, a_document("다음 글", uid=first.uid)]))
    engine.apply(Changes([a_document("마지막 글", uid=first.uid)], deletes=[first.uid]))
    assert engine.check(thorough=True).documents == 1
    assert search(engine, "마지막").total == 1
    assert search(engine, "처음").total == 0


def test_everything_may_be_deleted(engine: WhooshEngine) -> None:
    document = a_document("회의")
    engine.apply(Changes([document]))
    engine.apply(Changes(deletes=[document.uid, "00000000-0000-0000-0000-000000000000"]))
    assert engine.check(thorough=True).documents == 0
    assert search(engine, "회의").available
    engine.apply(Changes([document]))
    assert search(engine, "회의").total == 1


def test_document_that_cannot_be_indexed_leaves_the_index_as_it_was(engine: WhooshEngine) -> None:
    engine.apply(Changes([a_document("회의")]))
    before = engine.generation()
    with pytest.raises(ValueError, match="badly formed"):
        engine.apply(Changes([a_document("예산"), a_document("예산", uid="not-a-uuid")]))
    with pytest.raises(ValueError, match="longer than 40"):
        engine.apply(Changes([a_document("예산", record_type="t" * 41)]))
    assert engine.generation() == before
    engine.apply(Changes([a_document("예산")]))
    assert search(engine, "예산").total == 1


def test_commits_leave_merging_to_a_quiet_moment(engine: WhooshEngine, folder: Path) -> None:
    documents = [a_document(f"회의 {n}") for n in range(9)]
    for document in documents:
        engine.apply(Changes([document]))
    engine.apply(Changes(deletes=[documents[0].uid]))
    index = IndexFolder(folder).current()
    assert index is not None
    assert len(list(index.glob("*.seg"))) == 8
    assert engine.tidy()
    assert len(list(index.glob("*.seg"))) == 1
    assert not engine.tidy()
    assert engine.check(thorough=True).documents == 8
    assert sorted(uids(search(engine, "회의"))) == sorted(document.uid for document in documents[1:])


def test_an_index_that_is_never_left_in_peace_has_few_segments(engine: WhooshEngine, folder: Path) -> None:
    for n in range(40):
        engine.apply(Changes([a_plain_document(f"회의 {n}")]))
    index = IndexFolder(folder).current()
    assert index is not None
    assert len(list(index.glob("*.seg"))) <= 32
    assert engine.check(thorough=True).documents == 40


def test_rebuilt_index_takes_the_place_in_one_step(engine: WhooshEngine, folder: Path) -> None:
    engine.apply(Changes([a_document("옛 회의")]))
    before = engine.generation()
    rebuild = engine.rebuild()
    rebuild.add([a_document("새 회의"), a_document("새 예산")], "2")
    assert search(engine, "옛").total == 1
    assert search(engine, "새").total == 0
    rebuild.finish()
    assert engine.generation() != before
    assert search(engine, "옛").total == 0
    assert search(engine, "새").total == 2
    assert len([entry for entry in folder.iterdir() if entry.is_dir()]) == 1


def test_interrupted_rebuild_goes_on_where_it_was(engine: WhooshEngine, folder: Path) -> None:
    engine.apply(Changes([a_document("옛 회의")]))
    first, second = a_document("새 회의"), a_document("새 예산")
    engine.rebuild().add([first], "first")
    again = WhooshEngine(folder)
    rebuild = again.rebuild()
    assert rebuild.resumed_after == "first"
    rebuild.add([first, second], "second")
    rebuild.finish()
    assert sorted(uids(search(again, "새"))) == sorted([first.uid, second.uid])
    assert again.rebuild().resumed_after is None


def test_rebuild_while_others_search_is_not_noticed(folder: Path) -> None:
    engine, failures = WhooshEngine(folder), []
    engine.apply(Changes([a_document("회의")]))
    stop = threading.Event()

    def keep_searching() -> None:
        reader = WhooshEngine(folder)
        while not stop.is_set():
            results = search(reader, "회의")
            if not results.available or results.total != 1:
                failures.append(results)

    threads = [threading.Thread(target=keep_searching) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        rebuild = engine.rebuild()
        rebuild.add([a_document("회의")], "1")
        rebuild.finish()
        engine.apply(Changes([a_document("예산")]))
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_one_engine_serves_several_threads(engine: WhooshEngine) -> None:
    engine.apply(Changes([a_document(f"회의 예산 {n}") for n in range(30)]))
    query, totals = Query(parse("회의 예산")), []

    def keep_searching() -> None:
        totals.extend(engine.search(query, {1}).total for _ in range(30))

    threads = [threading.Thread(target=keep_searching) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [30] * 120


@pytest.mark.parametrize("damage", ["truncated", "zeroed", "deleted", "contents"])
def test_damage_is_noticed_and_is_no_error(folder: Path, damage: str) -> None:
    WhooshEngine(folder).apply(Changes([a_document(f"회의 {n}") for n in range(20)]))
    index = IndexFolder(folder).current()
    assert index is not None
    segment, contents = next(index.glob("*.seg")), next(index.glob("*.toc"))
    size = segment.stat().st_size
    match damage:
        case "truncated":
            os.truncate(segment, size // 2)
        case "zeroed":
            segment.write_bytes(bytes(size))
        case "deleted":
            segment.unlink()
        case "contents":
            contents.write_bytes(b"\x00" * 40)
    engine = WhooshEngine(folder)
    assert engine.check(thorough=True).condition == "damaged"
    assert not search(engine, "회의").available
    rebuild = engine.rebuild()
    rebuild.add([a_document("회의")], "1")
    rebuild.finish()
    assert engine.check(thorough=True).condition == "ok"
    assert search(engine, "회의").total == 1


@pytest.mark.parametrize("pointer", ["", "../elsewhere", "f1-999999", "\ufffd"])
def test_damaged_pointer_is_no_error(engine: WhooshEngine, folder: Path, pointer: str) -> None:
    engine.apply(Changes([a_document("회의")]))
    (folder / "CURRENT").write_text(pointer)
    assert engine.check().condition in {"missing", "damaged"}
    assert not search(engine, "회의").available


def test_index_of_an_older_format_is_outdated(engine: WhooshEngine, folder: Path) -> None:
    engine.apply(Changes([a_document("회의")]))
    current = IndexFolder(folder).current()
    assert current is not None
    current.rename(folder / "f0-000001")
    (folder / "CURRENT").write_text("f0-000001")
    assert engine.check().condition == "outdated"
    assert not search(engine, "회의").available


WRITER = """
import sys
from pathlib import Path
from search_index.engine import Changes
from search_index.whoosh_engine import WhooshEngine
from tests.search.records import a_plain_document
engine = WhooshEngine(Path(sys.argv[1]))
batch = int(sys.argv[2])
while True:
    documents = [a_plain_document(f"회의 {batch}") for _ in range(5)]
    engine.apply(Changes(documents))
    print(batch, flush=True)
    batch += 1
"""


def _kill_a_writer(folder: Path, batch: int, after: float) -> int:
    """Run a writer, kill it `after` seconds from its first commit; the number of its last acknowledged batch."""
    command = [sys.executable, "-c", WRITER, str(folder), str(batch)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        last = int(process.stdout.readline())
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return max([last, *(int(line) for line in process.stdout.read().split("\n")[:-1] if line)])


def _check_after_kills(folder: Path, tries: int) -> None:
    batch = 0
    for n in range(tries):
        acknowledged = _kill_a_writer(folder, batch, 0.05 + 0.037 * n)
        state = WhooshEngine(folder).check(thorough=True)
        assert state.condition == "ok"
        assert state.documents % 5 == 0
        assert state.documents // 5 in {acknowledged + 1, acknowledged + 2}
        batch = state.documents // 5
    WhooshEngine(folder).apply(Changes([a_document("뒤의 회의")]))
    assert search(WhooshEngine(folder), "뒤의").total == 1


def test_writer_killed_in_the_middle_loses_nothing(folder: Path) -> None:
    _check_after_kills(folder, 2)


@pytest.mark.full
def test_writer_killed_many_times_loses_nothing(folder: Path) -> None:
    _check_after_kills(folder, 12)
