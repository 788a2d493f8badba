"""Tables of 메모보고: a memo, to whom it went and what each answered, what was remarked later."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Base, Key, Moment, choice
from portal.records.models import Record

ANSWERS = ("SEEN", "ORDER", "AMEND")  # 확인, 지시, 보완 요청


class MemoReport(Record):
    """A quick note to a superior or several people (메모보고): read by them and by its author, by nobody else."""

    __tablename__ = "memo_reports"

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    author_name: Mapped[str] = mapped_column(String(60))
    author_post: Mapped[str] = mapped_column(String(120), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)

    # cascade: what locks a memo and reads it anew reads them anew as well
    receivers: Mapped[list["MemoReceiver"]] = relationship(
        back_populates="memo", order_by="MemoReceiver.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"polymorphic_identity": "memo_report"}


class MemoReceiver(Base):
    """Somebody gets a memo: from its author, or passed on by another receiver (전달) with a word.

    Whoever handed their work over stays here as it was: their successor has a row of their own.
    """

    __tablename__ = "memo_receivers"
    __table_args__ = (UniqueConstraint("memo_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    memo_id: Mapped[int] = mapped_column(ForeignKey("memo_reports.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(120), default="")
    passed_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    passed_by_name: Mapped[str] = mapped_column(String(60), default="")
    word: Mapped[str] = mapped_column(Text, default="")  # of who passed it on
    asked_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(choice(*ANSWERS, name="answer"))
    answer_text: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # 인사이동

    memo: Mapped[MemoReport] = relationship(back_populates="receivers")


class MemoRemark(Base):
    """What the author or a receiver said later. It is never changed."""

    __tablename__ = "memo_remarks"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    memo_id: Mapped[int] = mapped_column(ForeignKey("memo_reports.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
