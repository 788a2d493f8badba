"""Figures as people write them in documents: amounts in won, numbers, and how their units are told.

Amounts are whole won whatever unit a table shows (천원, 백만원): rounding is for the eye only (행정업무규정 시행규칙
제2조제2항 wants the exact figure in the official text).
"""

import re
import unicodedata
from fractions import Fraction

from portal.office.formats import rounded

UNITS = {"원": 1, "천원": 1_000, "만원": 10_000, "백만원": 1_000_000, "억원": 100_000_000}
MAX_WON = 10**16 - 1  # what the database's money columns hold, with room for sums
_DIGITS = r"\d{1,3}(?:,\d{3}){1,6}|\d{1,18}"
_MONEY = re.compile(rf"금?([△▲\-−–+]?)({_DIGITS})(원|천원|만원|백만원|억원)?정?", re.ASCII)
_NUMBER = re.compile(rf"([△▲\-−–+]?)({_DIGITS})(\.\d{{1,9}})?%?", re.ASCII)
_UNIT = re.compile(r"억원|백만원|만원|천원|원")
_TWO_FIGURES = re.compile(r"\d\s+\d")  # two lines of a cell are not one number
_DASHES = frozenset("-–—―−")
_LOSS = frozenset("△▲-−–")  # Korean accounts write a loss as △


def squeezed(text: str) -> str:
    """The text in one spelling without blank space: full-width figures are figures, ６ is 6."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_one_figure(text: str) -> bool:
    """Whether a cell is short enough for a figure and has no blank between two digits: that would be two figures."""
    return len(text) <= 60 and _TWO_FIGURES.search(text) is None


def is_blank(text: str) -> bool:
    """Whether a cell says "none": nothing at all or a dash, which is not the figure 0."""
    return not text or not text.strip() or text.strip() in _DASHES


def read_amount(text: str, unit: int = 1) -> int | None:
    """Won of an amount such as `6,200,000원`, `금516,000원` or `△30`; without a unit of its own it is in ``unit`` won.

    None for what is no amount, and for one beyond MAX_WON.
    """
    found = _MONEY.fullmatch(squeezed(text)) if is_one_figure(text) else None
    if found is None:
        return None
    won = int(found[2].replace(",", "")) * (UNITS[found[3]] if found[3] else unit)
    return None if won > MAX_WON else -won if found[1] in _LOSS else won


def read_number(text: str) -> Fraction | None:
    """A number such as `1,234`, `12.5%` or `▲3`; None for anything else."""
    found = _NUMBER.fullmatch(squeezed(text)) if is_one_figure(text) else None
    if found is None:
        return None
    value = Fraction(found[2].replace(",", "") + (found[3] or ""))
    return -value if found[1] in _LOSS else value


def unit_in(text: str) -> int:
    """Won of the unit that a unit line or a column's heading names, 1 when it names none: `(단위: 천원)` is 1,000."""
    found = _UNIT.search(squeezed(text))
    return UNITS[found[0]] if found else 1


def exact(value: Fraction) -> str:
    """A number as short as it can be written exactly: 12.5, 1,234, and three digits where it never ends."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    return f"{rounded(value, 3).normalize():,f}"
