"""Tables of the files: the contents kept in the database, and the attachments of records."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Key, Moment, Uid, choice, new_uid

TEXT_STATES = ("PENDING", "DONE", "EMPTY", "FAILED")


class Attachment(Base):
    """A file of a record. ``in_text`` marks pictures that stand in the record's text and not in its list of files.

    ``pages`` holds (place, text) pairs and ``warnings`` codes, both as `portal.files.extracted` makes them.
    """

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_record", "record_id", "ordinal"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    in_text: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    text_state: Mapped[str] = mapped_column(choice(*TEXT_STATES, name="text_state"), default="PENDING")
    text_reason: Mapped[str] = mapped_column(String(20), default="")
    pages: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    warnings: Mapped[list[str]] = mapped_column(JSON, default=list)
    uploaded_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


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
