"""Decisions, how they were voted on, and what has to be done about them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Key, Moment, Uid, choice, new_uid
from portal.records.models import Record

OUTCOMES = (
    "PASSED_AS_IS",
    "PASSED_AMENDED",
    "PASSED_CONDITIONAL",
    "REJECTED",
    "DEFERRED",
    "WITHDRAWN",
    "RECEIVED",
    "AGREED",
    "NO_CHANGE",
    "ADVICE_GIVEN",
)
# CONSENSUS: 표결 없음(합의); WRITTEN: 서면심의 회신
VOTE_METHODS = ("SHOW_OF_HANDS", "SECRET", "STANDING", "UNANIMOUS", "CONSENSUS", "WRITTEN")


class Decision(Record):
    """What a body decided on an agenda item. Contained in its minutes (``parent_id``), read by whoever reads them;
    takes effect when they are confirmed. Its columns are what is in force, ``proposed`` the draft of a correction."""

    __tablename__ = "decisions"
    __mapper_args__ = {"polymorphic_identity": "decision"}
    __table_args__ = (  # type: ignore[assignment]
        CheckConstraint("yes >= 0 AND no >= 0 AND abstain >= 0", name="votes"),
        UniqueConstraint("minutes_id", "agenda_item_id"),  # one decision an item
        Index("ix_decisions_year", "year", "outcome"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    year: Mapped[int]
    decided_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(choice(*OUTCOMES, name="outcome"))
    text: Mapped[str] = mapped_column(Text, default="")  # the decision in words
    detail: Mapped[str] = mapped_column(Text, default="")  # 수정내용, 조건, 보류 사유
    method: Mapped[str] = mapped_column(choice(*VOTE_METHODS, name="method"), default="CONSENSUS")
    yes: Mapped[int] = mapped_column(default=0)
    no: Mapped[int] = mapped_column(default=0)
    abstain: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0)  # 출석 for this item
    subject_values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # see ``meetings.decisions.rulings``
    effective_at: Mapped[datetime | None] = mapped_column(Moment)
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # by a correction


class ActionItem(Base):
    """조치사항: what somebody has to do by when, shown again at the next meeting."""

    __tablename__ = "action_items"
    __table_args__ = (Index("ix_action_items_state_due", "state", "due_on"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(Uid, unique=True, default=new_uid)
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(120))  # as printed
    owner_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    owner_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(choice("OPEN", "DONE", "DROPPED", name="state"), default="OPEN")
    report: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[date | None]
    effective_at: Mapped[datetime | None] = mapped_column(Moment)  # when its minutes were confirmed: its owner sees it
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # due_on after a correction

    @property
    def due_as_written(self) -> date | None:
        """The day in the minutes that are being written; ``due_on`` is the one in force."""
        if self.proposed is None:
            return self.due_on
        day = self.proposed["due_on"]
        return date.fromisoformat(day) if day else None
