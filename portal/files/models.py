"""Tables of the files: the contents kept in the database, and the attachments of records."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Moment


class Blob(Base):
    """One content kept in the database; its bytes are in `BlobChunk` rows."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Integer)  # bytes; uploads are far below 2 GB
    put_at: Mapped[datetime] = mapped_column(Moment)


class BlobChunk(Base):
    """A piece of a content; pieces keep memory and statement size small."""

    __tablename__ = "blob_chunks"

    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
