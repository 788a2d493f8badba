"""Dates, times, amounts and rates the way official documents print them.

Sources: 행정업무규정 제7조⑤ (dates and times), 시행규칙 제2조② (amounts), 행정업무운영 편람 (spacing, ranges).
What is printed here is Korean whatever language the reader's pages are in: it is the form of the document itself.
Only pages name the days of the week in the reader's language (`names`).
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
WEEKDAYS = "월화수목금토일"
DIGITS = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
SMALL_UNITS = ("", "십", "백", "천")
LARGE_UNITS = ("", "만", "억", "조", "경")
AMOUNT_LIMIT = 10_000 ** len(LARGE_UNITS)
Day = TypeVar("Day", date, datetime)


def official_date(day: date, weekday: bool = False, names: Sequence[str] = WEEKDAYS) -> str:
    """`2021. 7. 15.`, with `weekday` `2021. 7. 15.(목)`. A moment is read on the calendar of Seoul."""
    day = _local(day)
    return f"{day.year}. {day.month}. {day.day}.{_weekday(day, names) if weekday else ''}"


def official_time(moment: time | datetime) -> str:
    """`09:05`: twenty-four hours, leading zeros."""
    if isinstance(moment, datetime):
        moment = _local(moment)
    return f"{moment.hour:02d}:{moment.minute:02d}"


def period(start: datetime, end: datetime | None = None) -> str:
    """`2021. 7. 15.(목) 10:00~12:00`; over several days the second date is printed, its year only when it differs."""
    start = _local(start)
    text = f"{official_date(start, weekday=True)} {official_time(start)}"
    if end is None:
        return text
    end = _local(end)
    if end.date() == start.date():
        return f"{text}~{official_time(end)}"
    year = "" if end.year == start.year else f"{end.year}. "
    return f"{text}~{year}{end.month}. {end.day}.{_weekday(end)} {official_time(end)}"


def date_range(first: date, last: date) -> str:
    """`2026. 4. 23.~6. 15.`: the part of the second date that repeats the first is left out."""
    if first == last:
        return official_date(first)
    year = "" if first.year == last.year else f"{last.year}. "
    return f"{official_date(first)}~{year}{last.month}. {last.day}."


def disclosure_label(disclosure: str, grounds: list[int]) -> str:
    """공개, 부분공개(5,6), 비공개(6): as printed (기록물규칙 §18)."""
    word = {"OPEN": "공개", "PARTIAL": "부분공개", "CLOSED": "비공개"}[disclosure]
    return f"{word}({','.join(map(str, grounds))})" if grounds and disclosure != "OPEN" else word


def number(value: int | Decimal) -> str:
    """Arabic digits with commas."""
    return f"{value:,}"


def hangul_amount(won: int) -> str:
    """Hangul spelling of an amount in won, 일 always written: 10000 → 일만, 1011 → 일천일십일.

    Raises ValueError for a negative amount or one beyond 경.
    """
    if not 0 <= won < AMOUNT_LIMIT:
        raise ValueError(f"an amount is between 0 and {AMOUNT_LIMIT}: {won}")
    if won == 0:
        return "영"
    groups = []
    for large in LARGE_UNITS:
        won, group = divmod(won, 10_000)
        if group:
            groups.append(_four_digits(group) + large)
    return "".join(reversed(groups))


def official_amount(won: int) -> str:
    """`금113,560원(금일십일만삼천오백육십원)`."""
    return f"금{number(won)}원(금{hangul_amount(won)}원)"


def rounded(value: int | Decimal | Fraction | float, digits: int = 0) -> Decimal:
    """Half up (away from zero), exact: a fraction is not squeezed through a binary float first."""
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = abs(exact) * 10**digits
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    result = Decimal(whole).scaleb(-digits)
    return -result if exact < 0 and whole else result


def percent(part: int | Decimal, whole: int | Decimal, digits: int = 1) -> str:
    """`83.3%` of 15 in 18, half up; `-` when there is nothing to divide by."""
    if whole == 0:
        return "-"
    return f"{rounded(Fraction(part) * 100 / Fraction(whole), digits)}%"


def money_in(won: int, unit: int) -> str:
    """Won shown in 천원 (1,000) or 백만원 (1,000,000): rounded on display only."""
    return number(rounded(Fraction(won, unit)))


def _local(value: Day) -> Day:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(SEOUL)
    return value


def _weekday(day: date, names: Sequence[str] = WEEKDAYS) -> str:
    return f"({names[day.weekday()]})"


def _four_digits(group: int) -> str:
    digits = f"{group:04d}"
    return "".join(DIGITS[int(digit)] + SMALL_UNITS[3 - place] for place, digit in enumerate(digits) if digit != "0")
