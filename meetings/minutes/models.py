"""Minutes (회의록): the record of a meeting, its confirmers, the opinions of a circulation.

The remarks of each agenda item are a section of the minutes named ``item-<uid of the item>``.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Base, Key, Moment
from portal.records.models import Record


class Minutes(Record):
    """The minutes of one meeting (``parent_id``). Its columns of facts hold what is in force, ``proposed`` what a
    correction says instead (``meetings.minutes.written``)."""

    __tablename__ = "minutes"
    __mapper_args__ = {"polymorphic_identity": "minutes"}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    recorder_name: Mapped[str] = mapped_column(String(60), default="")
    program: Mapped[list[str]] = mapped_column(JSON, default=list)  # 진행 순서
    next_on: Mapped[date | None]
    next_at: Mapped[time | None]
    next_place: Mapped[str] = mapped_column(String(200), default="")
    next_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    circulated_at: Mapped[datetime | None] = mapped_column(Moment)
    circulated_until: Mapped[date | None]
    confirmed_edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_numbers: Mapped[list[int]] = mapped_column(JSON, default=list)  # of all editions ever confirmed
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    correction_no: Mapped[int] = mapped_column(default=0)  # 0: first text; 1: first correction …
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    corrected_from: Mapped[str] = mapped_column(String(40), default="")  # the state a correction was begun in
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # by a correction
    lock: Mapped[int] = mapped_column(default=1)  # of the facts above; sections have their own

    confirmers: Mapped[list["Confirmer"]] = relationship(order_by="Confirmer.rank")


class Confirmer(Base):
    """A named confirmer (확인자). One who cannot sign is replaced, with a reason, and stays in the list."""

    __tablename__ = "confirmers"
    __table_args__ = (UniqueConstraint("minutes_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(120), default="")
    rank: Mapped[int] = mapped_column(default=0)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    replace_reason: Mapped[str] = mapped_column(String(300), default="")


class Opinion(Base):
    """What somebody said of circulated minutes, and how it was answered. Points to the text it was said of."""

    __tablename__ = "minutes_opinions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
