"""Meetings as they are convened and held: the meeting, its agenda, who was there, who was excluded."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Key, Moment, Uid, choice
from portal.records.models import Record

MODES = ("IN_PERSON", "ONLINE", "HYBRID", "WRITTEN")
ITEM_KINDS = ("DELIBERATE", "RESOLVE", "REPORT", "ADVISE", "CONSULT", "TRAINING", "OTHER")
DECIDING_KINDS = ("DELIBERATE", "RESOLVE", "ADVISE", "CONSULT")  # 심의·의결·자문·협의: a decision is needed
SEATS = ("MEMBER", "OBSERVER", "OFFICER")  # 위원; 자문·배석; 담당: only members count
MARKS = ("UNKNOWN", "PRESENT", "PROXY", "ABSENT")
EXCLUSIONS = ("EXCLUDED", "CHALLENGED", "WITHDREW")  # 제척, 기피, 회피


class Meeting(Record):
    """제n차 회의 of a body. The record's ``body_id`` is the body, ``title`` the full name of the meeting."""

    __tablename__ = "meetings"
    __mapper_args__ = {"polymorphic_identity": "meeting"}
    __table_args__ = (UniqueConstraint("numbered_by_id", "year", "number"), Index("ix_meetings_held_on", "held_on"))  # type: ignore[assignment]

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    # The body once more, so that the database itself refuses a number given twice; empty once cancelled: the number
    # is free again.
    numbered_by_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    year: Mapped[int]
    number: Mapped[int]
    retroactive: Mapped[bool] = mapped_column(default=False)  # 소급: entered after the fact
    held_on: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    mode: Mapped[str] = mapped_column(choice(*MODES, name="mode"), default="IN_PERSON")
    host: Mapped[str] = mapped_column(String(120), default="")  # 개최기관, as printed
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))  # the meeting it follows
    noticed_at: Mapped[datetime | None] = mapped_column(Moment)
    notice_waiver: Mapped[str] = mapped_column(Text, default="")
    notice_text: Mapped[str] = mapped_column(Text, default="")
    changed_since_notice: Mapped[bool] = mapped_column(default=False)  # members were told something else
    invitation_sequence: Mapped[int] = mapped_column(default=0)  # SEQUENCE of the calendar file
    stop_reason: Mapped[str] = mapped_column(Text, default="")  # why cancelled, postponed
    written_reason: Mapped[str] = mapped_column(Text, default="")  # 서면심의 사유
    sent_on: Mapped[date | None]  # of a written one: when it was sent out
    reply_until: Mapped[date | None]  # 회신 기한
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)

    attendances: Mapped[list["Attendance"]] = relationship(order_by="Attendance.rank, Attendance.id")


class AgendaItem(Record):
    """An item of a meeting's agenda (``parent_id`` is the meeting). Papers are its attachments, subjects its links."""

    __tablename__ = "agenda_items"
    __mapper_args__ = {"polymorphic_identity": "agenda_item"}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    rank: Mapped[int]
    kind: Mapped[str] = mapped_column(choice(*ITEM_KINDS, name="kind"))
    presenter: Mapped[str] = mapped_column(String(120), default="")  # 발표자·보고자, with affiliation, as printed
    proposer: Mapped[str] = mapped_column(String(120), default="")  # 제출자(부서)
    summary: Mapped[str] = mapped_column(Text, default="")  # 주요내용
    begun_at: Mapped[time | None]  # when it was taken up: who had arrived and not yet left counts as present
    review_until: Mapped[date | None]  # ground 5 (의사결정 과정): until when it is closed
    deferred_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))

    exclusions: Mapped[list["Exclusion"]] = relationship(cascade="all, delete-orphan")


class AgendaSubject(Base):
    """A record as it was put before the body in an item: its name, edition and table, taken down once.

    It stays when the record itself is deleted one day.
    """

    __tablename__ = "agenda_subjects"
    __table_args__ = (UniqueConstraint("agenda_item_id", "record_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    uid: Mapped[str] = mapped_column(Uid)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    label: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Attendance(Base):
    """One person at one meeting. Name, role and post are what they were that day."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    seat: Mapped[str] = mapped_column(choice(*SEATS, name="seat"), default="MEMBER")
    role: Mapped[str] = mapped_column(String(20))
    sector: Mapped[str | None] = mapped_column(choice("PUBLIC", "PRIVATE", name="sector"))
    votes: Mapped[bool] = mapped_column(default=True)
    name: Mapped[str] = mapped_column(String(60))
    affiliation: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[str] = mapped_column(String(60), default="")
    rank: Mapped[int] = mapped_column(default=100)
    mark: Mapped[str] = mapped_column(choice(*MARKS, name="mark"), default="UNKNOWN")
    proxy_name: Mapped[str] = mapped_column(String(60), default="")
    arrived_at: Mapped[time | None]
    left_at: Mapped[time | None]
    marked_at: Mapped[datetime | None] = mapped_column(Moment)


class Exclusion(Base):
    """A member who took no part in one item: 제척, 기피 or 회피, with its reason."""

    __tablename__ = "exclusions"
    __table_args__ = (UniqueConstraint("agenda_item_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[str] = mapped_column(choice(*EXCLUSIONS, name="kind"), default="EXCLUDED")
    reason: Mapped[str] = mapped_column(String(300), default="")


class WrittenReply(Base):
    """What a member answered in a written meeting, and how it came (paper: entered by the secretary, with its scan)."""

    __tablename__ = "written_replies"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    means: Mapped[str] = mapped_column(choice("ACCOUNT", "LINK", "PAPER", name="means"))
    received_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    scan_uid: Mapped[str | None] = mapped_column(Uid)
    replied_at: Mapped[datetime] = mapped_column(Moment)

    votes: Mapped[list["WrittenVote"]] = relationship(cascade="all, delete-orphan")


class WrittenVote(Base):
    """찬성, 반대 or 기권 of one item, with an opinion if there is one."""

    __tablename__ = "written_votes"
    __table_args__ = (UniqueConstraint("reply_id", "agenda_item_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("written_replies.id"))
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    choice: Mapped[str] = mapped_column(choice("YES", "NO", "ABSTAIN", name="choice"))
    opinion: Mapped[str] = mapped_column(Text, default="")


class NoticeReceipt(Base):
    """Whom the notice went to, when, and how (a member without an address gets it on paper)."""

    __tablename__ = "notice_receipts"
    __table_args__ = (
        CheckConstraint("means IN ('MAIL', 'PAPER')", name="means"),
        UniqueConstraint("meeting_id", "person_id", "sequence"),  # one notice a person, however often it is sent
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    means: Mapped[str] = mapped_column(String(10))
    sequence: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(Moment)
