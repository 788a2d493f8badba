"""The chart of an indicator as points of an SVG: baseline, yearly targets and actuals, every change of a target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from documents.indicators.models import Indicator, IndicatorTarget
from documents.indicators.reading import Result

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 60, 20, 24, 36


@dataclass(frozen=True)
class Point:
    """A value of a year at its place."""

    x: float
    y: float
    value: Decimal


@dataclass(frozen=True)
class Chart:
    """What the template draws; ``changes`` are (number, x) on the time line, ``ticks`` (label, y)."""

    years: Sequence[tuple[int, float]]
    ticks: Sequence[tuple[str, float]]
    baseline: Point | None
    targets: Sequence[Point]
    actuals: Sequence[Point]
    changes: Sequence[tuple[int, float]]

    @property
    def target_line(self) -> str:
        """The points of the line through the targets."""
        return " ".join(f"{one.x},{one.y}" for one in self.targets)


def chart(
    indicator: Indicator, results: Sequence[Result], history: Sequence[IndicatorTarget], first: int, last: int
) -> Chart | None:
    """The chart of a plan's years, from the baseline's if that is earlier; None without a value.

    A change is marked at its day; those before the first year or after the last stand at the edge.
    """
    whole = [one for one in results if one.quarter is None]
    aimed = [(one.year, one.target) for one in whole if one.target is not None]
    reached = [(one.year, one.actual.value) for one in whole if one.actual and one.actual.value is not None]
    base = [(indicator.baseline_year or first, indicator.baseline)] if indicator.baseline is not None else []
    values = [value for _year, value in (*aimed, *reached, *base)]
    if not values:
        return None
    first = min([first, *(year for year, _value in base)])
    last = max([last, *(year for year, _value in base)])
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    high = high if high > low else low + 1

    def across(year: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - first + 0.5) / (last - first + 1), 1)

    def down(value: Decimal) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * float((high - value) / (high - low)), 1)

    def points(rows: Sequence[tuple[int, Decimal]]) -> list[Point]:
        return [Point(across(year), down(value), value) for year, value in rows]

    middle = (low + high) / 2
    changes = [(number, across(min(max(_place(day), first - 0.5), last + 0.49))) for number, day in _changes(history)]
    return Chart(
        [(year, across(year)) for year in range(first, last + 1)],
        [(f"{float(value):,g}", down(value)) for value in (low, middle, high)],
        next(iter(points(base)), None), points(aimed), points(reached), changes,
    )  # fmt: skip


def numbered(history: Sequence[IndicatorTarget]) -> list[tuple[int, IndicatorTarget]]:
    """Targets with the number of their change; 0 for the first of a year or quarter, which changes nothing."""
    seen: set[tuple[int, int | None]] = set()
    found, number = [], 0
    for one in history:
        changes = (one.year, one.quarter) in seen
        seen.add((one.year, one.quarter))
        number += changes
        found.append((number if changes else 0, one))
    return found


def _changes(history: Sequence[IndicatorTarget]) -> list[tuple[int, date]]:
    return [(number, one.valid_from) for number, one in numbered(history) if number]


def _place(day: date) -> float:
    """A day on an axis where the middle of a year is its number."""
    return day.year - 0.5 + (day.timetuple().tm_yday - 1) / 366
