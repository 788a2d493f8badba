"""Tables of 성과지표: an indicator, its targets and actuals by date of entry, what was answered to suggestions.

Targets and actuals are never changed: each change is a further row, and what held on a day is a query.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Key, Measure, Moment, choice
from portal.records.models import Record

TYPES = ("INPUT", "PROCESS", "OUTPUT", "OUTCOME")
DIRECTIONS = ("UP", "DOWN", "BINARY")
CYCLES = ("YEAR", "HALF", "QUARTER", "MONTH")
# a number (0 is one), nothing was planned (–), not reported yet: three different things
ACTUAL_STATES = ("REPORTED", "NONE_PLANNED", "UNREPORTED")


class Indicator(Record):
    """An indicator of a project (its parent); its title is its name."""

    __tablename__ = "indicators"

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(choice(*TYPES, name="kind"))
    formula: Mapped[str] = mapped_column(String(300), default="")
    variables: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # what each letter of the formula stands for
    unit: Mapped[str] = mapped_column(String(30), default="")
    direction: Mapped[str] = mapped_column(choice(*DIRECTIONS, name="direction"))
    baseline: Mapped[Decimal | None] = mapped_column(Measure)
    baseline_year: Mapped[int | None]
    method: Mapped[str] = mapped_column(Text, default="")
    cycle: Mapped[str] = mapped_column(choice(*CYCLES, name="cycle"))
    source: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[Decimal] = mapped_column(Measure, default=Decimal(1))
    rationale: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"polymorphic_identity": "indicator"}


class Entered:
    """Who entered a row, and when."""

    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    entered_by: Mapped[str] = mapped_column(String(60), default="")
    entered_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class IndicatorTarget(Entered, Base):
    """What is aimed at in a year or quarter, from a day on. ``decision_id`` is the record that decided it."""

    __tablename__ = "indicator_targets"
    __table_args__ = (Index("ix_indicator_targets_when", "indicator_id", "year", "valid_from"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    year: Mapped[int]
    quarter: Mapped[int | None]
    value: Mapped[Decimal] = mapped_column(Measure)
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)


class IndicatorActual(Entered, Base):
    """What was reached in a year or quarter, as reported at a moment. ``inputs`` are the values behind a formula."""

    __tablename__ = "indicator_actuals"
    __table_args__ = (Index("ix_indicator_actuals_when", "indicator_id", "year"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    year: Mapped[int]
    quarter: Mapped[int | None]
    state: Mapped[str] = mapped_column(choice(*ACTUAL_STATES, name="state"))
    value: Mapped[Decimal | None] = mapped_column(Measure)
    inputs: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


class SuggestionAnswer(Entered, Base):
    """What was answered to a suggestion; the last one holds."""

    __tablename__ = "indicator_answers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    rule: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
