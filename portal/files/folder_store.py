"""The store in a folder: ``ab/cd/<sha256>``, readable by the portal's own user only."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from portal import clock
from portal.files.store import UPLOAD_LIMIT, BlobDamaged, BlobFault, BlobMissing, BlobStore, copy_hashed, valid_sha256

STALE_SECONDS = 86_400  # a temporary file of this age belongs to a process that died


class FolderStore(BlobStore):
    """Contents as files. A file appears under its name only whole and synced to the disk."""

    def __init__(self, path: str | Path, limit: int = UPLOAD_LIMIT) -> None:
        self.path = Path(path)
        self.limit = limit
        self._incoming = self.path / "incoming"
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, source: bytes | IO[bytes]) -> str:
        """Write aside, sync, then rename into place, so that a crash leaves the old state or the new one."""
        with tempfile.NamedTemporaryFile(dir=self._incoming, delete=False) as target:
            try:
                sha256 = copy_hashed(source, target, self.limit)
                target.flush()
                os.fsync(target.fileno())
                self._place(Path(target.name), sha256)
            except BaseException:
                Path(target.name).unlink(missing_ok=True)
                raise
        return sha256

    def open(self, sha256: str) -> IO[bytes]:
        """The file, hashed whole and wound back to its start."""
        try:
            stream = self._file(sha256).open("rb")
        except FileNotFoundError:
            raise BlobMissing(sha256) from None
        try:
            if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                raise BlobDamaged(sha256)
            stream.seek(0)
        except BaseException:
            stream.close()
            raise
        return stream

    def exists(self, sha256: str) -> bool:
        """Whether there is a file of this name."""
        return self._file(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Bytes of the file."""
        try:
            return self._file(sha256).stat().st_size
        except FileNotFoundError:
            raise BlobMissing(sha256) from None

    def delete(self, sha256: str, put_before: datetime | None = None) -> bool:
        """Unlink; the lock keeps a simultaneous put of the same content from falling between look and act."""
        file = self._file(sha256)
        with self._locked():
            try:
                if put_before is not None and file.stat().st_mtime >= put_before.timestamp():
                    return False
                file.unlink()
            except FileNotFoundError:
                return False
        _sync_folder(file.parent)
        return True

    def iterate(self) -> Iterator[str]:
        """Names of the files that lie where they belong, in order."""
        for file in self._files():
            if self._is_proper(file):
                yield file.name

    def check(self) -> Iterator[BlobFault]:
        """As everywhere, and files that lie where no hash leads to; sweeps what crashes left."""
        self._sweep()
        for file in self._files():
            if not self._is_proper(file):
                yield BlobFault(file.name, "misplaced")
        yield from super().check()

    def _files(self) -> list[Path]:
        return sorted(self.path.glob("??/??/*"))

    def _is_proper(self, file: Path) -> bool:
        try:
            return file == self._file(file.name)
        except BlobMissing:
            return False

    def _sweep(self) -> None:
        oldest = clock.now().timestamp() - STALE_SECONDS
        for left in self._incoming.iterdir():
            if left.stat().st_mtime < oldest:
                left.unlink(missing_ok=True)

    def _file(self, sha256: str) -> Path:
        valid_sha256(sha256)
        return self.path / sha256[:2] / sha256[2:4] / sha256

    def _place(self, written: Path, sha256: str) -> None:
        file = self._file(sha256)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        moment = clock.now().timestamp()
        os.utime(written, (moment, moment))
        with self._locked():
            written.replace(file)
        for folder in (file.parent, file.parent.parent, self.path):
            _sync_folder(folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.path / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _sync_folder(folder: Path) -> None:
    """Without this a rename may be forgotten after a power loss although the file itself was synced."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
