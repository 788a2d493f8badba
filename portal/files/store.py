"""Content-addressed store: bytes under their SHA-256, written once, verified on every read.

One interface with two implementations: a folder (the default) and the database (several hosts). Both are driven by
the same contract tests.
"""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from portal.files.reasons import FileRefused
from portal.i18n import _

BLOCK = 1 << 18  # bytes read, hashed and stored at a time
IN_MEMORY = 1 << 20  # a copy larger than this goes to a temporary file
UPLOAD_LIMIT = 30 << 20  # notes of the trade: a scanned 200-page paper is 20-25 MB
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BlobMissing(KeyError):
    """No content is kept under this hash."""


class BlobDamaged(Exception):
    """What is kept under a hash is no longer what was put there; it is not handed out."""

    detail = _("보관 중인 파일이 손상되어 내보내지 않았습니다. 관리자에게 알려 주십시오.")

    def __init__(self, sha256: str) -> None:
        super().__init__(f"the content kept as {sha256} has another hash")
        self.sha256 = sha256


@dataclass(frozen=True)
class BlobFault:
    """One finding of a check: ``problem`` is ``damaged`` or ``misplaced``."""

    sha256: str
    problem: str


def valid_sha256(sha256: str) -> str:
    """The hash itself if it is one (it becomes part of a path); otherwise `BlobMissing`."""
    if not _SHA256.fullmatch(sha256):
        raise BlobMissing(sha256)
    return sha256


def copy_hashed(source: bytes | IO[bytes], target: IO[bytes], limit: int) -> str:
    """Copy ``source`` into ``target`` and return its hash; `FileRefused` beyond ``limit`` bytes."""
    stream: IO[bytes] = BytesIO(source) if isinstance(source, bytes) else source
    digest, size = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        size += len(block)
        if size > limit:
            raise FileRefused("too-large", limit=limit >> 20)
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


def spooled() -> IO[bytes]:
    """A temporary file that stays in memory while it is small."""
    return SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - handed to the caller, who closes it


class BlobStore(ABC):
    """Where contents are kept. ``limit`` is the greatest size in bytes."""

    limit: int = UPLOAD_LIMIT

    @abstractmethod
    def put(self, source: bytes | IO[bytes]) -> str:
        """Keep the content and return its SHA-256; durable when the caller's transaction commits.

        Putting what is already there renews it: its age starts again and a damaged copy is healed.
        """

    @abstractmethod
    def open(self, sha256: str) -> IO[bytes]:
        """The content, wholly verified before the first byte is given; `BlobMissing`, `BlobDamaged`."""

    @abstractmethod
    def exists(self, sha256: str) -> bool:
        """Whether something is kept under this hash (unverified)."""

    @abstractmethod
    def size(self, sha256: str) -> int:
        """Bytes kept under this hash (unverified); `BlobMissing`."""

    @abstractmethod
    def delete(self, sha256: str, put_before: datetime | None = None) -> bool:
        """Remove the content and say whether it was removed.

        With ``put_before`` only if nobody has put it since: an upload that is not yet committed must not lose its
        content to the collection of unreferenced ones.
        """

    @abstractmethod
    def iterate(self) -> Iterator[str]:
        """Every hash kept, in order."""

    def check(self) -> Iterator[BlobFault]:
        """Read everything and report what is no longer what was put."""
        for sha256 in list(self.iterate()):
            try:
                self.open(sha256).close()
            except BlobDamaged:
                yield BlobFault(sha256, "damaged")
            except BlobMissing:  # deleted since the list was made
                continue
