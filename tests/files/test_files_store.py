"""One contract, two stores."""

import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from portal import clock
from portal.db import Database
from portal.files.database_store import DatabaseStore
from portal.files.folder_store import FolderStore
from portal.files.models import Blob, BlobChunk
from portal.files.reasons import FileRefused
from portal.files.store import BLOCK, BlobDamaged, BlobFault, BlobMissing, BlobStore

CONTENT = "지역사회보장협의체".encode() * 20_000  # more than one block
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["folder", "database"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlobStore]:
    if request.param == "folder":
        yield FolderStore(tmp_path / "files", limit=1 << 20)
        return
    database = Database(f"sqlite:///{tmp_path / 'blobs.sqlite'}")
    Blob.metadata.create_all(database.engine, tables=[Blob.__table__, BlobChunk.__table__])
    with database.writing() as session:
        yield DatabaseStore(session, limit=1 << 20)
    database.close()


@pytest.fixture
def damage(store: BlobStore, tmp_path: Path) -> Callable[[str, bytes], None]:
    def in_folder(sha256: str, content: bytes) -> None:
        (tmp_path / "files" / sha256[:2] / sha256[2:4] / sha256).write_bytes(content)

    def in_database(sha256: str, content: bytes) -> None:
        assert isinstance(store, DatabaseStore)
        store.session.execute(
            update(BlobChunk).where(BlobChunk.sha256 == sha256, BlobChunk.ordinal == 0).values(data=content)
        )

    return in_folder if isinstance(store, FolderStore) else in_database


@pytest.mark.parametrize("source", [CONTENT, io.BytesIO(CONTENT)], ids=["bytes", "stream"])
def test_what_was_put_is_read_back(store: BlobStore, source: bytes | io.BytesIO) -> None:
    if isinstance(source, io.BytesIO):
        source.seek(0)
    assert store.put(source) == SHA256
    with store.open(SHA256) as stream:
        assert stream.read() == CONTENT
    assert store.exists(SHA256)
    assert store.size(SHA256) == len(CONTENT) > BLOCK
    assert list(store.iterate()) == [SHA256]
    assert list(store.check()) == []


def test_empty_content_is_a_content(store: BlobStore) -> None:
    sha256 = store.put(b"")
    assert store.size(sha256) == 0
    with store.open(sha256) as stream:
        assert stream.read() == b""


def test_same_content_is_kept_once(store: BlobStore) -> None:
    assert store.put(CONTENT) == store.put(CONTENT)
    assert list(store.iterate()) == [SHA256]
    assert store.delete(SHA256)
    assert list(store.iterate()) == []


@pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", "", "A" * 64, SHA256 + "\n"])
def test_unknown_hash_is_missing(store: BlobStore, sha256: str) -> None:
    store.put(CONTENT)
    for read in (store.open, store.size):
        with pytest.raises(BlobMissing):
            read(sha256)


def test_unknown_hash_does_not_exist(store: BlobStore) -> None:
    assert not store.exists("0" * 64)
    assert not store.delete("0" * 64)


def test_damage_is_found_when_read_and_when_checked(store: BlobStore, damage: Callable[[str, bytes], None]) -> None:
    store.put(CONTENT)
    other = store.put(b"whole")
    damage(SHA256, b"x" + CONTENT[1:BLOCK])
    with pytest.raises(BlobDamaged):
        store.open(SHA256)
    assert list(store.check()) == [BlobFault(SHA256, "damaged")]
    with store.open(other) as stream:
        assert stream.read() == b"whole"


def test_putting_again_heals_damage(store: BlobStore, damage: Callable[[str, bytes], None]) -> None:
    store.put(CONTENT)
    damage(SHA256, b"")
    store.put(CONTENT)
    with store.open(SHA256) as stream:
        assert stream.read() == CONTENT


def test_too_large_content_is_refused_and_leaves_nothing(store: BlobStore) -> None:
    with pytest.raises(FileRefused, match="too-large"):
        store.put(io.BytesIO(b"0" * ((1 << 20) + 1)))
    assert list(store.iterate()) == []


def test_recent_put_protects_from_collection(store: BlobStore) -> None:
    store.put(CONTENT)
    present = clock.now()
    assert not store.delete(SHA256, put_before=present - timedelta(hours=1))
    assert store.delete(SHA256, put_before=present + timedelta(hours=1))
    assert not store.exists(SHA256)


def test_putting_again_renews_the_age(store: BlobStore) -> None:
    present = clock.now()
    clock.set_source(lambda: present - timedelta(days=2))
    try:
        store.put(CONTENT)
    finally:
        clock.set_source(None)
    store.put(CONTENT)
    assert not store.delete(SHA256, put_before=present - timedelta(days=1))


def test_failed_source_leaves_no_file(tmp_path: Path) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError

    store = FolderStore(tmp_path)
    with pytest.raises(ConnectionResetError):
        store.put(Broken())  # type: ignore[arg-type]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_folder_is_private_and_files_lie_under_their_hash(tmp_path: Path) -> None:
    FolderStore(tmp_path / "files").put(CONTENT)
    file = tmp_path / "files" / SHA256[:2] / SHA256[2:4] / SHA256
    assert file.stat().st_mode & 0o077 == 0
    assert file.read_bytes() == CONTENT


def test_folder_check_reports_strangers_and_sweeps_old_leftovers(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put(CONTENT)
    stranger = tmp_path / "ab" / "cd" / SHA256
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"")
    (tmp_path / "incoming" / "half").write_bytes(b"half")
    assert list(store.check()) == [BlobFault(SHA256, "misplaced")]
    assert (tmp_path / "incoming" / "half").exists()
    later = clock.now() + timedelta(days=3)
    clock.set_source(lambda: later)
    try:
        list(store.check())
    finally:
        clock.set_source(None)
    assert not (tmp_path / "incoming" / "half").exists()


def test_many_writers_of_one_content_do_not_hurt_one_another(tmp_path: Path) -> None:
    store, wrong = FolderStore(tmp_path), []

    def write() -> None:
        for _round in range(5):
            with store.open(store.put(CONTENT)) as stream:
                if stream.read() != CONTENT:
                    wrong.append(1)

    threads = [threading.Thread(target=write) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert list(store.iterate()) == [SHA256]


def test_rolled_back_content_is_gone_from_the_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'blobs.sqlite'}")
    Blob.metadata.create_all(database.engine, tables=[Blob.__table__, BlobChunk.__table__])
    with database.writer() as session, session.begin() as changes:
        DatabaseStore(session).put(CONTENT)
        changes.rollback()
    with database.reading() as session:
        assert not DatabaseStore(session).exists(SHA256)
    database.close()
