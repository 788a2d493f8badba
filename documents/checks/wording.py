"""How dates, times and money are written (영 §7⑤, 규칙 §2②): DOC-10 and DOC-15."""

import re
from collections.abc import Iterator

from documents.checks.dates import Written, weekday_of, written_dates
from documents.checks.paper import Block, Finding, Paper
from portal.i18n import _
from portal.office.formats import hangul_amount

DAYS = (_("월요일"), _("화요일"), _("수요일"), _("목요일"), _("금요일"), _("토요일"), _("일요일"))

SHOWN = 3  # examples in one message
_CLOCK = re.compile(r"(?:오전|오후)\s?\d{1,2}\s?시(?:\s?\d{1,2}\s?분|\s?반)?|(?<!\d)\d{1,2}시\s?\d{1,2}분")
_MONEY = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d+)+|\d{4,})\s?원(?!\S*권)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_FORMAL = re.compile(r"금\s?([\d,]{1,19})\s?원\s?\(\s?금\s?([가-힣]+)원(?:정)?\s?\)", re.ASCII)


def dates_are_standard(paper: Paper) -> Iterator[Finding]:
    """DOC-10: dates as 2026. 3. 5., and days that the calendar has."""
    for block in paper.blocks:
        found = [one for one in written_dates(block.text, paper.day.year) if one.has_year]
        for one in found:
            if one.day is None:
                text = _("‘${date}’은(는) 달력에 없는 날짜입니다.", mapping={"date": one.text})
                yield Finding("DOC-10", text, block.place)
        odd = [one for one in found if one.day is not None and one.text != one.standard]
        if odd:
            yield Finding("DOC-10", _instead(odd), block.place)


def _instead(odd: list[Written]) -> object:
    words = {"dates": ", ".join(f"{one.text} → {one.standard}" for one in odd[:SHOWN]), "n": len(odd) - SHOWN}
    if len(odd) > SHOWN:
        return _("날짜는 이렇게 적습니다: ${dates} 외 ${n}곳", mapping=words)
    return _("날짜는 이렇게 적습니다: ${dates}", mapping=words)


def times_are_standard(paper: Paper) -> Iterator[Finding]:
    """DOC-10: times by the 24-hour clock, 09:05."""
    for block, found in _matches(paper, _CLOCK):
        words = {"times": ", ".join(found[:SHOWN])}
        text = _("시각은 24시간제로 ‘09:05’처럼 적습니다: ${times}", mapping=words)
        yield Finding("DOC-10", text, block.place)


def money_is_standard(paper: Paper) -> Iterator[Finding]:
    """DOC-10: money with a comma every three digits, and 금…원(금…원) that says the same twice."""
    for block in paper.blocks:
        odd = [match[0] for match in _MONEY.finditer(block.text) if not _GROUPED.fullmatch(match[1])]
        if odd:
            words = {"amounts": ", ".join(odd[:SHOWN])}
            text = _("금액은 세 자리마다 쉼표를 찍습니다: ${amounts}", mapping=words)
            yield Finding("DOC-10", text, block.place)
        for match in _FORMAL.finditer(block.text):
            right = hangul_amount(int(match[1].replace(",", "") or 0))
            if right != match[2]:
                words = {"figures": match[1], "right": right}
                text = _("${figures}원은 한글로 ‘금${right}원’입니다.", mapping=words)
                yield Finding("DOC-10", text, block.place)


def weekdays_match(paper: Paper) -> Iterator[Finding]:
    """DOC-15: the weekday beside a date is the one of the calendar."""
    for block in paper.blocks:
        for one in written_dates(block.text, paper.day.year):
            if not one.weekday or one.day is None or weekday_of(one.day) == one.weekday:
                continue
            words = {"date": one.text, "year": one.day.year, "right": DAYS[one.day.weekday()]}
            text = _("${date}: ${year}년 이 날은 ${right}입니다.", mapping=words)
            yield Finding("DOC-15", text, block.place)


def _matches(paper: Paper, pattern: re.Pattern[str]) -> Iterator[tuple[Block, list[str]]]:
    for block in paper.blocks:
        found = [match[0] for match in pattern.finditer(block.text)]
        if found:
            yield block, found
