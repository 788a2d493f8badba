"""The store in the database: contents commit and roll back with the rows that refer to them."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from sqlalchemy import CursorResult, Insert, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.files.models import Blob, BlobChunk
from portal.files.store import (
    BLOCK,
    UPLOAD_LIMIT,
    BlobDamaged,
    BlobMissing,
    BlobStore,
    copy_hashed,
    spooled,
    valid_sha256,
)


class DatabaseStore(BlobStore):
    """Contents as rows, through the caller's session and in its transaction."""

    def __init__(self, session: Session, limit: int = UPLOAD_LIMIT) -> None:
        self.session = session
        self.limit = limit

    def put(self, source: bytes | IO[bytes]) -> str:
        """Insert the pieces; the upsert of the head row makes two puts of one content wait for one another."""
        with spooled() as copy:
            sha256 = copy_hashed(source, copy, self.limit)
            self.session.execute(self._upsert(sha256, copy.tell()))
            self.session.execute(delete(BlobChunk).where(BlobChunk.sha256 == sha256))
            copy.seek(0)
            ordinal = 0
            while block := copy.read(BLOCK):
                self.session.execute(insert(BlobChunk).values(sha256=sha256, ordinal=ordinal, data=block))
                ordinal += 1
        return sha256

    def _upsert(self, sha256: str, size: int) -> Insert:
        dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[self.session.get_bind().dialect.name]
        values = {"size": size, "put_at": clock.now()}
        statement = dialect.insert(Blob).values(sha256=sha256, **values)
        upsert: Insert = statement.on_conflict_do_update(index_elements=["sha256"], set_=values)
        return upsert

    def open(self, sha256: str) -> IO[bytes]:
        """A temporary copy, complete and verified."""
        if not self.exists(sha256):
            raise BlobMissing(sha256)
        pieces = select(BlobChunk.data).where(BlobChunk.sha256 == sha256).order_by(BlobChunk.ordinal)
        digest, copy = hashlib.sha256(), spooled()
        try:
            for data in self.session.scalars(pieces.execution_options(yield_per=8)):
                digest.update(data)
                copy.write(data)
            if digest.hexdigest() != sha256:
                raise BlobDamaged(sha256)
            copy.seek(0)
        except BaseException:
            copy.close()
            raise
        return copy

    def exists(self, sha256: str) -> bool:
        """Whether there is a head row."""
        return self.session.scalar(select(Blob.sha256).where(Blob.sha256 == valid_sha256(sha256))) is not None

    def size(self, sha256: str) -> int:
        """Bytes of the content as recorded when it was put."""
        size = self.session.scalar(select(Blob.size).where(Blob.sha256 == valid_sha256(sha256)))
        if size is None:
            raise BlobMissing(sha256)
        return size

    def delete(self, sha256: str, put_before: datetime | None = None) -> bool:
        """Delete the head row; its pieces go with it."""
        statement = delete(Blob).where(Blob.sha256 == valid_sha256(sha256))
        if put_before is not None:
            statement = statement.where(Blob.put_at < put_before)
        outcome = self.session.execute(statement)
        return isinstance(outcome, CursorResult) and outcome.rowcount > 0

    def iterate(self) -> Iterator[str]:
        """Hashes of the head rows in order."""
        yield from self.session.scalars(select(Blob.sha256).order_by(Blob.sha256))
