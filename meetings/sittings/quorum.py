"""Counting: quorum, majority, attendance rate. Pure functions over attendance rows, no database.

사보규칙 §5⑥: a meeting opens with a majority of the enrolled members present and decides with a majority of those
present. Only members count; advisers, observers and officers stand outside (domain rule MTG-3).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal

from meetings.sittings.models import Attendance
from portal.people.rules import BodyRules


def quorum(enrolled: int) -> int:
    """How many members make a majority: more than half, so that 9 of 18 is not enough."""
    return enrolled // 2 + 1


def votes_to_pass(present: int) -> int:
    """How many votes in favour carry a motion: more than half of those present; abstainers are present."""
    return present // 2 + 1


def rate(present: int, enrolled: int) -> Decimal:
    """출석률 in per cent, one decimal, half up; 0 for a body without members."""
    if enrolled == 0:
        return Decimal("0.0")
    return (Decimal(100 * present) / enrolled).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Figures:
    """The attendance of a meeting in numbers. Members only, but for ``observers`` (names of others present)."""

    enrolled: int
    present: int
    unknown: int  # members not marked yet
    proxies: int  # represented members; within ``present`` where the rules count them
    public_enrolled: int
    public_present: int
    private_enrolled: int
    private_present: int
    observers: tuple[str, ...]
    needed: int  # 개의 정족수

    @property
    def rate(self) -> Decimal:
        """출석률, per cent with one decimal."""
        return rate(self.present, self.enrolled)

    @property
    def quorate(self) -> bool:
        """Whether the meeting can open."""
        return self.enrolled > 0 and self.present >= self.needed


@dataclass(frozen=True)
class ItemFigures:
    """Who counts for one agenda item: exclusions, late arrivals and early departures taken off."""

    enrolled: int
    present: int  # 출석, what votes must add up to
    needed: int  # to deal with the item at all
    to_pass: int  # votes in favour that carry it
    excluded: tuple[str, ...]
    present_ids: frozenset[int]  # persons

    @property
    def quorate(self) -> bool:
        """Whether the item can be decided."""
        return self.enrolled > 0 and self.present >= self.needed


def attended(row: Attendance, rules: BodyRules) -> bool:
    """Whether a person counts as present; a proxy only where the body's rules allow one."""
    return row.mark == "PRESENT" or (row.mark == "PROXY" and rules.allow_proxy)


def there_at(row: Attendance, moment: time | None) -> bool:
    """Whether somebody who attended was in the room at a time of day; without one, at any time of the meeting."""
    if moment is None:
        return True
    return (row.arrived_at is None or row.arrived_at <= moment) and (row.left_at is None or moment < row.left_at)


def figures(rows: Iterable[Attendance], rules: BodyRules) -> Figures:
    """Count a meeting's attendance rows."""
    rows = list(rows)
    members = [row for row in rows if row.seat == "MEMBER"]
    present = [row for row in members if attended(row, rules)]
    return Figures(
        enrolled=len(members),
        present=len(present),
        unknown=sum(row.mark == "UNKNOWN" for row in members),
        proxies=sum(row.mark == "PROXY" for row in members),
        public_enrolled=sum(row.sector == "PUBLIC" for row in members),
        public_present=sum(row.sector == "PUBLIC" for row in present),
        private_enrolled=sum(row.sector == "PRIVATE" for row in members),
        private_present=sum(row.sector == "PRIVATE" for row in present),
        observers=tuple(row.name for row in rows if row.seat == "OBSERVER" and row.mark == "PRESENT"),
        needed=quorum(len(members)),
    )


def item_figures(
    rows: Iterable[Attendance], excluded: Collection[int], moment: time | None, rules: BodyRules
) -> ItemFigures:
    """Count for one item.

    ``excluded`` holds the persons who take no part (제척·기피·회피), ``moment`` is when the item was taken up. An
    excluded member leaves 출석; 재적 only where the body's rules say so (MTG-6).
    """
    members = [row for row in rows if row.seat == "MEMBER"]
    out = [row for row in members if row.person_id in excluded]
    inside = [row for row in members if row.person_id not in excluded]
    present = [row for row in inside if attended(row, rules) and there_at(row, moment)]
    enrolled = len(members) if rules.exclusion_leaves_enrolled else len(inside)
    return ItemFigures(
        enrolled=enrolled,
        present=len(present),
        needed=quorum(enrolled),
        to_pass=votes_to_pass(len(present)),
        excluded=tuple(row.name for row in out),
        present_ids=frozenset(row.person_id for row in present),
    )
