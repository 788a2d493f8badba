"""What happened to records (chained, append-only), and who looked at what (access log)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Key, Moment


class AuditEntry(Base):
    """One act. Carries the hash of the entry before it: a changed or missing entry breaks the chain.

    Ids only, no content: personal data can be erased without breaking the chain.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_record", "record_uid"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(60))
    record_uid: Mapped[str | None] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The end of the chain: one row, locked last in a transaction."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")


class AccessLine(Base):
    """접속기록 (개인정보의 안전성 확보조치 기준 §8): who, when, from where, whose data, what."""

    __tablename__ = "access_lines"
    __table_args__ = (Index("ix_access_lines_at", "at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    account_id: Mapped[int | None]
    address: Mapped[str] = mapped_column(String(45))
    act: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(300), default="")
