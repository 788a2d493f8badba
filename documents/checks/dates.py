"""Dates in running text, in all the ways people write them: 2026. 3. 5.(목), 2016.2.12., '15. 8.28(금), 8. 19.(목).

A year of two digits counts from 2000 and needs its apostrophe; a date without a year needs its weekday, so that a
number such as 3. 1. is not taken for one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

WEEKDAYS = "월화수목금토일"
_WEEKDAY = r"\s?\(\s?(?P<{0}>[월화수목금토일])(?:요일)?\s?\)"
_FULL = re.compile(
    r"(?<![\d.'])(?:['’‘](?P<short>\d{2})|(?P<long>(?:19|20)\d{2}))\s?[.년/-]\s?(?P<month>\d{1,2})\s?[.월/-]\s?"
    r"(?P<day>\d{1,2})(?!\d)\s?(?:[.일](?!\d))?(?:" + _WEEKDAY.format("weekday") + ")?",
    re.ASCII,
)
_NO_YEAR = re.compile(
    r"(?<![\d.])(?P<month>\d{1,2})\s?[.월]\s?(?P<day>\d{1,2})\s?[.일]?" + _WEEKDAY.format("weekday"), re.ASCII
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it is written: ``day`` is None where the calendar has none, ``has_year`` tells a written year."""

    text: str
    start: int
    day: date | None
    weekday: str
    has_year: bool

    @property
    def standard(self) -> str:
        """How an official document writes it (영 §7⑤): 2026. 3. 5.(목)."""
        if self.day is None:
            return self.text
        weekday = f"({self.weekday})" if self.weekday else ""
        return f"{self.day.year}. {self.day.month}. {self.day.day}.{weekday}"


def written_dates(text: str, year: int) -> Iterator[Written]:
    """The dates of a text in order; one without a year is of the year written last before it, else of ``year``."""
    found = [(match, True) for match in _FULL.finditer(text)]
    taken = [match.span() for match, _full in found]
    for match in _NO_YEAR.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append((match, False))
    for match, has_year in sorted(found, key=lambda one: one[0].start()):
        if has_year:
            year = int(match["long"] or 2000 + int(match["short"]))
        yield Written(
            match[0].strip(), match.start(), _date(year, match["month"], match["day"]), match["weekday"] or "", has_year
        )


def weekday_of(day: date) -> str:
    """월 to 일."""
    return WEEKDAYS[day.weekday()]


def _date(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
