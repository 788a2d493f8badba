"""What every record shares: one row in ``records``, and the rows that hang on it whatever its type.

Foreign keys stay inside a feature or point to ``portal``; what relates records of different features is a
:class:`Link`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Base, Key, Moment, Uid, choice, new_uid
from portal.i18n import _

DISCLOSURES = ("OPEN", "PARTIAL", "CLOSED")
# 기록물령 §26①: as printed on the document
RETENTIONS = {
    "1년": _("1년"),
    "3년": _("3년"),
    "5년": _("5년"),
    "10년": _("10년"),
    "30년": _("30년"),
    "준영구": _("준영구"),
    "영구": _("영구"),
}
LINK_KINDS = (
    "deliberates",
    "decides",
    "amends",
    "implements",
    "trains_for",
    "continues",
    "replaces",
    "cites",
    "public_copy_of",
)


class ReaderSet(Base):
    """An immutable set of principals, shared by all records that the same people may read."""

    __tablename__ = "reader_sets"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class ReaderToken(Base):
    """One principal of a reader set."""

    __tablename__ = "reader_set_tokens"

    set_id: Mapped[int] = mapped_column(ForeignKey("reader_sets.id"), primary_key=True)
    principal: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)


class Record(Base):
    """Anything the institution keeps. ``parent_id`` is containment: meeting → agenda item → paper."""

    __tablename__ = "records"
    __table_args__ = (
        Index("ix_records_type_state", "type", "state"),
        Index("ix_records_readers_type", "reader_set_id", "type"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    type: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    disclosure: Mapped[str] = mapped_column(choice(*DISCLOSURES, name="disclosure"), default="OPEN")
    grounds: Mapped[list[int]] = mapped_column(JSON, default=list)
    retention: Mapped[str] = mapped_column(String(10), default="")
    record_file_id: Mapped[int | None] = mapped_column(ForeignKey("record_files.id"), index=True)
    reader_set_id: Mapped[int] = mapped_column(ForeignKey("reader_sets.id"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, onupdate=clock.now)
    binned_at: Mapped[datetime | None] = mapped_column(Moment)
    binned_with_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)  # went in with it

    parent: Mapped["Record | None"] = relationship(foreign_keys=[parent_id], remote_side="Record.id", lazy="select")
    registration: Mapped["Registration | None"] = relationship(back_populates="record", lazy="select")

    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "record"}


class UnitTask(Base):
    """A unit of work (단위과제): it carries the retention, the usual disclosure and who owns it."""

    __tablename__ = "unit_tasks"
    __table_args__ = (
        UniqueConstraint("department_id", "name"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(40), default="")
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    retention: Mapped[str] = mapped_column(choice(*RETENTIONS, name="retention"))
    disclosure: Mapped[str] = mapped_column(choice(*DISCLOSURES, name="disclosure"), default="OPEN")
    grounds: Mapped[list[int]] = mapped_column(JSON, default=list)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    files: Mapped[list["RecordFile"]] = relationship(back_populates="unit_task", order_by="RecordFile.year.desc()")


class RecordFile(Base):
    """A file (기록물철) of a unit of work: a year's, or a volume of it. ``closed_on``: nothing more goes in."""

    __tablename__ = "record_files"
    __table_args__ = (UniqueConstraint("unit_task_id", "title", "year", "volume"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    unit_task_id: Mapped[int] = mapped_column(ForeignKey("unit_tasks.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    volume: Mapped[int] = mapped_column(default=1)
    closed_on: Mapped[date | None]

    unit_task: Mapped[UnitTask] = relationship(back_populates="files")

    @property
    def label(self) -> str:
        """What it is called: see :func:`file_label`."""
        return file_label(self.title, self.year, self.volume)


def file_label(title: str, year: int, volume: int) -> str:
    """`통합사례관리(2026)`, with the volume where there are several: `통합사례관리(2026)(2)`."""
    return f"{title}({year})" + (f"({volume})" if volume > 1 else "")


class Link(Base):
    """A relation of meaning between two records, or from a record to a document that is not held here."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("source_id", "kind", "target_id"),
        CheckConstraint("target_id IS NOT NULL OR target_text <> ''", name="target"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    kind: Mapped[str] = mapped_column(choice(*LINK_KINDS, name="kind"))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    target_edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    target_text: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class Edition(Base):
    """The legal text of a record, frozen. UPDATE and DELETE are refused by a database trigger."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    number: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class EditionFile(Base):
    """A file made once from an edition and served as stored: a later template never changes an old document."""

    __tablename__ = "edition_files"
    __table_args__ = (UniqueConstraint("edition_id", "kind"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class Signature(Base):
    """A person stood for an edition. Name and post are what they were that day."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("edition_id", "person_id", "act"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    act: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(120), default="")
    means: Mapped[str] = mapped_column(choice("ACCOUNT", "LINK", "PAPER", name="means"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    scan_uid: Mapped[str | None] = mapped_column(Uid)
    signed_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class Reason(Base):
    """Why an act was done to a record, in words, and what it changed."""

    __tablename__ = "act_reasons"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    given_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(60), default="")


class IssuingUnit(Base):
    """A unit that numbers and sends documents (구청, 협의체 사무국): its labels, number format and sender."""

    __tablename__ = "issuing_units"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    number_format: Mapped[str] = mapped_column(String(60), default="{name}-{n}")
    sender: Mapped[str] = mapped_column(String(100), default="")
    contact: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    letterhead: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, server_default="{}"
    )  # agency, slogan, header
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("issuing_units.id"))


class RegisterCounter(Base):
    """The last number a unit gave in a year (Asia/Seoul)."""

    __tablename__ = "register_counters"

    unit_id: Mapped[int] = mapped_column(ForeignKey("issuing_units.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class Registration(Base):
    """A registration number (기록물규칙 §4): unique per unit and year, given once, never reused."""

    __tablename__ = "registrations"
    __table_args__ = (UniqueConstraint("unit_id", "year", "n"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("issuing_units.id"))
    year: Mapped[int]
    n: Mapped[int]
    display: Mapped[str] = mapped_column(String(120), index=True)
    registered_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    record: Mapped[Record] = relationship(back_populates="registration")
