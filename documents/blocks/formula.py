"""산출기초: how an amount was reckoned, as people write it — `350,000×2명`, `2,000원*4명*2회`, `10,000천원×5%`.

A formula is a sum of products; every product has a price (a figure in won, or without a unit) and any number of counts.
Brackets in which something is reckoned come first, other brackets say something; each line of a cell that reckons is a
term of the sum. What reads otherwise (`견적에 따름`, `교육 5회`)
is no formula but a remark, and is left alone.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from portal.content.amounts import UNITS, read_amount, squeezed
from portal.office.formats import rounded

MAX_LENGTH = 300
DEEPEST = 8  # brackets within brackets
_TIMES = re.compile(r"[*✕✖╳∗⨯]|[xX](?=\s*@?\d)")
_FIGURE = re.compile(
    r"[^\d×+=@()]{0,20}@?(?<![△▲−–-])(\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(\.\d{1,6})?([^\d×+=.,/()]{0,12})", re.ASCII
)
_LABEL = re.compile(r"[^\d×+=@()]{0,20}")
_UNIT_BEHIND = re.compile(r"[^\d×+=.,/()]{0,12}")
_REMARK = re.compile(r"\([^()×+]{0,60}\)")  # 3시간(상반기), 10명(1일 2회): in brackets nothing is reckoned
_AMOUNT_AFTER_EQUALS = re.compile(r"=([^=]*)$")
_DIGIT = re.compile(r"\d")
_TWO_FIGURES = re.compile(r"\d\s+\d")
_LIST_MARK = re.compile(r"^\s*(?:[①-⑳㉠-㉿]|\d{1,2}[.)](?!\d)|\(\d{1,2}\)|[-ㅇ○•·*※](?=\s))\s*")
_SUM_LINE = re.compile(r"^\s*(?:소계|합계|총계|총액|총|계|→|⇒)\s*[:：]?\s*(?=[\d금])")
_GOES_ON = re.compile(r"(?:억원|백만원|만원|천원|원|[가-힣]{1,3})?\s*[×=+)]")
_IN_WON = re.compile(r"\d\s*(?:원|천원|만원|백만원|억원)")


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
    lines = _lines(text)
    sums = [read_amount(_SUM_LINE.sub("", line), unit) for line in lines if _SUM_LINE.match(line)]
    terms = [line for line in lines if not _SUM_LINE.match(line)]
    if len(terms) > 1:  # beside lines that reckon, others only say something: (A4), ※ 부가세 별도
        terms = [line for line in terms if "×" in line or (_IN_WON.search(line) and not line.startswith("("))]
    found = [_read_line(line, unit) for line in terms]
    if not found or None in found or None in sums or len(sums) > 1:
        return None
    told = [one.stated for one in found if one is not None and one.stated is not None]
    stated = sums[0] if sums else sum(told) if len(told) == len(found) else None
    return Formula(sum(one.won for one in found if one is not None), stated)


def _lines(text: str) -> list[str]:
    """The lines of a cell without the marks of a list; a line that a sign or a unit continues is one with the next."""
    found: list[str] = []
    for typed in _TIMES.sub("×", text).splitlines():
        line = _LIST_MARK.sub("", typed).strip()
        last = found[-1] if found else ""
        in_figure = bool(last) and bool(_DIGIT.match(last[-1])) and not _DIGIT.search(line) and not line.startswith("(")
        if last and line and (last[-1] in "×+=(" or line[0] in "×+=)" or _GOES_ON.match(line) or in_figure):
            found[-1] += line
        elif line:
            found.append(line)
    return found


def _read_line(line: str, unit: int) -> Formula | None:
    """What one line comes to, and what its writer put behind `=`."""
    if _TWO_FIGURES.search(_REMARK.sub("", line)):
        return None
    written, stated = _REMARK.sub("", squeezed(line)), None
    equals = _AMOUNT_AFTER_EQUALS.search(written)
    if equals:
        stated = read_amount(equals[1], unit)
        if stated is None:
            return None
        written = written[: equals.start()]
    value = _Reader(written).read()
    return None if value is None else Formula(int(rounded(value)), stated)


@dataclass(frozen=True, slots=True)
class _Value:
    """What a part comes to, and whether a price is in it: `2명×3회` is none."""

    number: Fraction
    is_price: bool


class _Reader:
    """Recursive descent over three rules.

    sum := product ('+' product)*      product := factor ('×' factor)*      factor := '(' sum ')' | figure
    """

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0

    def read(self) -> Fraction | None:
        """The value of the whole text, None where it is no formula."""
        found = self._sum()
        return found.number if found and self.at == len(self.text) else None

    def _sum(self) -> _Value | None:
        total, priced = Fraction(0), True
        while (term := self._product()) is not None:
            total, priced = total + term.number, priced and term.is_price
            if not self._sign("+"):
                # in brackets counts may be added: 350,000×(2명+3명)
                return _Value(total, priced) if priced or self.depth else None
        return None

    def _product(self) -> _Value | None:
        number, priced = Fraction(1), False
        while (factor := self._factor()) is not None:
            number, priced = number * factor.number, priced or factor.is_price
            if not self._sign("×"):
                return _Value(number, priced)
        return None

    def _factor(self) -> _Value | None:
        label = _LABEL.match(self.text, self.at)
        if label and self.text[label.end() : label.end() + 1] == "(":
            self.at, self.depth = label.end() + 1, self.depth + 1
            inner = self._sum() if self.depth <= DEEPEST else None
            self.depth -= 1
            return self._named(inner) if inner is not None and self._sign(")") else None
        return self._figure()

    def _named(self, inner: _Value) -> _Value:
        """What stands behind a bracket says what it counts, or in how many won it is: (3+2)천원."""
        unit = _UNIT_BEHIND.match(self.text, self.at)
        self.at = unit.end() if unit else self.at
        return _Value(inner.number * UNITS.get(unit[0] if unit else "", 1), inner.is_price)

    def _figure(self) -> _Value | None:
        found = _FIGURE.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        number, unit = Fraction(found[1].replace(",", "") + (found[2] or "")), found[3]
        if unit == "%":
            return _Value(number / 100, is_price=False)
        return _Value(number * UNITS.get(unit, 1), not unit or unit in UNITS)

    def _sign(self, sign: str) -> bool:
        """Whether it goes on with this sign, which is passed then."""
        there = self.text[self.at : self.at + 1] == sign
        self.at += there
        return there


def is_product(text: str) -> bool:
    """Whether a formula multiplies: a single figure where a formula stands is only an amount in the wrong column."""
    return "×" in _TIMES.sub("×", squeezed(text))


def tidy(text: str) -> str:
    """The formula with × for whatever sign was typed; anything else as it is."""
    return re.sub(r"\s*×\s*", "×", _TIMES.sub("×", text)) if is_product(text) and read_formula(text) else text
