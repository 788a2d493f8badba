"""Sections: the pieces of content that people edit, with their history."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Key, Moment


class Section(Base):
    """One piece of a record's content, edited on its own. ``lock`` rises with every change and is what a form sends
    back to show what it started from."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("record_id", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    name: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    lock: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class Revision(Base):
    """The text of a section as it was at one lock: the base for merging, and the history.

    Rows without a reason are the steps of autosave and are pruned after a day; those with one are kept.
    """

    __tablename__ = "section_revisions"
    __table_args__ = (UniqueConstraint("section_id", "lock"), Index("ix_section_revisions_saved_at", "saved_at"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"))
    lock: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(String(20))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class EditorPresence(Base):
    """Who is editing a section just now; advice for others, never a lock."""

    __tablename__ = "editor_presences"

    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(Moment)
