"""What people state about an indicator, as the forms hand it to the services."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator; ``variables`` say what each name of the formula stands for."""

    name: str
    kind: str = "OUTPUT"
    unit: str = ""
    direction: str = "UP"
    formula: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    baseline: Decimal | None = None
    baseline_year: int | None = None
    method: str = ""
    cycle: str = "YEAR"
    source: str = ""
    weight: Decimal = Decimal(1)
    rationale: str = ""


@dataclass(frozen=True)
class TargetFacts:
    """A target of a year or quarter that holds from a day on, and why."""

    year: int
    value: Decimal
    valid_from: date
    reason: str
    quarter: int | None = None
    decision_uid: str = ""


@dataclass(frozen=True)
class ActualFacts:
    """What was reached in a year or quarter; without a value it is reckoned from ``inputs`` by the formula."""

    year: int
    state: str = "REPORTED"
    value: Decimal | None = None
    quarter: int | None = None
    inputs: dict[str, Decimal] = field(default_factory=dict)
