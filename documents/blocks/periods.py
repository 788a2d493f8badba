"""기간: months as people write them — `2016. 4 ~ 10월`, `3,6,9,12월`, `4. 23.∼6. 15.`, `상반기`, `수시`, `연중`.

Months are counted from January of the year a period starts in (0 is January of it, 12 January of the next); a year that
is not written is the plan's own.
"""

import re
import unicodedata
from dataclasses import dataclass

MAX_LENGTH = 120
_MAX_MONTHS = 60
_WAVES = re.compile(r"[∼～〜–—―]|(?<=[월일.\d])-(?=[\d'])")
_YEAR = r"(?:'?(?P<y4>\d{4})(?:\.|년)|'(?P<y2>\d{2})(?:\.|년)?|(?P<yk>\d{2})년)?"
_POINT = re.compile(
    _YEAR + r"(?P<month>\d{1,2})(?:월(?:(?P<dayk>\d{1,2})일?)?|\.(?P<day>\d{1,2})(?:\.|일|(?=~|$|\()))?\.?"
    r"(?:\([월화수목금토일]\))?(?P<word>월)?(?:\([월화수목금토일]\))?(?:초순?|상순|중순|하순|말경?|중|경|까지|부터|이내|예정)*",
    re.ASCII,
)
_CLOCK = re.compile(r"(?<=\D)\d{1,2}:\d{2}(?:~(?:\d{1,2}:\d{2})?)?$", re.ASCII)
_YEAR_BEFORE = re.compile(r"^(?:'?\d{4}(?:\.|년)|'\d{2}(?:\.|년)?|\d{2}년)\s*(?=\S)", re.ASCII)
_HALVES = {"상반기": (0, 5), "하반기": (6, 11), "전반기": (0, 5), "후반기": (6, 11)}
_QUARTER = re.compile(r"([1-4])(?:/4)?분기", re.ASCII)
_ALL_YEAR = frozenset({"연중", "년중", "매월", "연중수시", "연중상시", "상시", "매월1회", "매주", "매일", "월1회"})
_ANY_TIME = frozenset({"수시", "필요시", "발생시", "분기별", "반기별", "분기1회", "미정", "추후", "추후결정"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some months in a row, ``first`` to ``last``, as they were written."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """When something happens. ``year`` is the year that is written, ``stretches`` are empty for 수시 and its like."""

    text: str
    stretches: tuple[Stretch, ...] = ()
    year: int | None = None

    @property
    def months(self) -> list[int]:
        """Every month, once, in order."""
        return sorted({month for one in self.stretches for month in range(one.first, one.last + 1)})


@dataclass(frozen=True, slots=True)
class _Point:
    month: int
    year: int | None
    is_month: bool  # said to be one by 월, a day or a year; a bare figure is one only beside such
    day: int = 0


def read_period(text: str) -> Period | None:
    """Read a period; None for what cannot be read as one."""
    shown = " ".join(text.split())
    written = _WAVES.sub("~", unicodedata.normalize("NFKC", shown).replace(" ", "").replace("’", "'").replace("‘", "'"))
    written = _CLOCK.sub("", written)
    if not written or len(written) > MAX_LENGTH:
        return None
    if written in _ANY_TIME:
        return Period(shown)
    if written in _ALL_YEAR:
        return Period(shown, (Stretch(0, 11, shown),))
    return _listed(shown, written)


def without_year(text: str) -> str:
    """What was written without the year before it: `2016. 4 ~ 10월` is `4 ~ 10월`."""
    return _YEAR_BEFORE.sub("", text)


def _listed(shown: str, written: str) -> Period | None:
    """Points and stretches between commas; the first year written counts for all."""
    pieces = [piece for piece in re.split(r"[,·ㆍ;]|및", written) if piece]
    read = [_piece(piece) for piece in pieces]
    if not read or None in read:
        return None
    found = [one for one in read if one is not None]
    if not any(point.is_month for points in found for point in points):
        return None
    year = next((point.year for points in found for point in points if point.year), None)
    stretches = []
    for piece, points in zip(pieces, found, strict=True):
        first, last = points[0], points[-1]
        start = _offset(first, year)
        end = _offset(last, year if last.year or first.year is None else first.year)
        if end < start and not last.year:
            end += 12  # from autumn into the next year
        if not 0 <= end - start <= _MAX_MONTHS or start < 0:
            return None
        stretches.append(Stretch(start, end, shown if len(pieces) == 1 else _pretty(piece, points)))
    return Period(shown, tuple(stretches), year)


def _offset(point: _Point, year: int | None) -> int:
    return point.month - 1 + 12 * ((point.year or year or 0) - (year or point.year or 0))


def _pretty(piece: str, points: list[_Point]) -> str:
    """How one stretch of several is shown: 상반기 and its like as written, months and days by their numbers."""
    if len(points) == 2 and "~" not in piece:
        return piece
    if any(point.day for point in points):
        return "∼".join(f"{point.month}. {point.day}." if point.day else f"{point.month}월" for point in points)
    return "∼".join(str(point.month) for point in points) + "월"


def _piece(piece: str) -> list[_Point] | None:
    """One point, or the two ends of a stretch."""
    year_of_word = re.match(r"(?:'?(\d{4})|'(\d{2}))[.년](?=\D)", piece)
    word = piece[year_of_word.end() :] if year_of_word else piece
    span = _HALVES.get(word) or _ALL_MONTHS.get(word)
    quarter = _QUARTER.fullmatch(word)
    if quarter:
        span = (int(quarter[1]) * 3 - 3, int(quarter[1]) * 3 - 1)
    if span:
        year = _year(year_of_word[1] or year_of_word[2]) if year_of_word else None
        return [_Point(span[0] + 1, year, True), _Point(span[1] + 1, year, True)]
    ends = [_point(end) for end in piece.split("~")]
    if len(ends) > 2 or None in ends:
        return None
    return [end for end in ends if end is not None]


_ALL_MONTHS = dict.fromkeys(_ALL_YEAR, (0, 11))


def _point(text: str) -> _Point | None:
    found = _POINT.fullmatch(text)
    if found is None or not 1 <= int(found["month"]) <= 12:
        return None
    day = found["day"] or found["dayk"]
    if day and not 1 <= int(day) <= 31:
        return None
    year = found["y4"] or found["y2"] or found["yk"]
    said = bool(day or year or "월" in text)
    return _Point(int(found["month"]), _year(year) if year else None, said, int(day or 0))


def _year(text: str) -> int:
    # two digits are of this century: '15 is 2015
    return int(text) if len(text) == 4 else 2000 + int(text)
