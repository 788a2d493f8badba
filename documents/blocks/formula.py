"""산출기초: how an amount was reckoned, as people write it — `350,000×2명`, `2,000원*4명*2회`, `10,000천원×5%`.

A formula is a sum of products; every product has a price (a figure in won, or without a unit) and any number of counts.
What reads otherwise (`견적에 따름`, `교육 5회`) is no formula but a remark, and is left alone.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from portal.content.amounts import UNITS, read_amount, squeezed
from portal.office.formats import rounded

MAX_LENGTH = 300
_TIMES = re.compile(r"[*✕✖╳∗⨯]|[xX](?=\s*@?\d)")
_FACTOR = re.compile(r"[^\d×+=@]{0,20}@?(\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(\.\d{1,6})?([^\d×+=.,/]{0,12})", re.ASCII)
_AMOUNT_AFTER_EQUALS = re.compile(r"=([^=]*)$")


@dataclass(frozen=True, slots=True)
class Formula:
    """What a formula comes to in won, half up; ``stated`` is the amount its writer put behind `=`, if any."""

    won: int
    stated: int | None = None


def read_formula(text: str, unit: int = 1) -> Formula | None:
    """Read a formula; a single figure is one too. ``unit`` is the unit (won) of an amount behind `=` that names none.

    None for a remark.
    """
    if len(text) > MAX_LENGTH:
        return None
    written = _TIMES.sub("×", squeezed(text))
    stated = None
    equals = _AMOUNT_AFTER_EQUALS.search(written)
    if equals:
        stated = read_amount(equals[1], unit)
        if stated is None:
            return None
        written = written[: equals.start()]
    total: int | Fraction = 0
    for term in written.split("+"):
        value = _product(term.strip("()"))
        if value is None:
            return None
        total += value
    return Formula(int(rounded(total)), stated)


def _product(term: str) -> int | Fraction | None:
    value: int | Fraction = 1
    has_price = False
    for factor in term.split("×"):
        found = _FACTOR.fullmatch(factor)
        if found is None:
            return None
        named = found[3].strip("()")
        figure = found[1].replace(",", "")
        value *= (Fraction(figure + found[2]) if found[2] else int(figure)) * UNITS.get(named, 1)
        if named == "%":
            value = Fraction(value, 100)
        has_price = has_price or not named or named in UNITS
    return value if has_price else None


def is_product(text: str) -> bool:
    """Whether a formula multiplies: a single figure where a formula stands is only an amount in the wrong column."""
    return "×" in _TIMES.sub("×", squeezed(text))


def tidy(text: str) -> str:
    """The formula with × for whatever sign was typed; anything else as it is."""
    return re.sub(r"\s*×\s*", "×", _TIMES.sub("×", text)) if is_product(text) and read_formula(text) else text
