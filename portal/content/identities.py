"""Sums inside an ordinary table: a row or column called 계 is the sum of the others; what its writer says must hold.

Nothing is changed: a stated figure that differs is shown with the computed one beside it. Only columns of numbers or
amounts are looked at, shares and rates are not summed, and a sum over a cell that cannot be read is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portal.content.amounts import is_blank, read_amount, read_number
from portal.content.grid import column_kinds
from portal.content.schema import Node
from portal.content.sum_words import sum_word, summed
from portal.content.table_text import TextRow, headings, text_rows
from portal.content.tree import attr
from portal.i18n import _

_RATE = re.compile(r"[율률]$|비율|비중|평균|%|단가|순위|연번|번호|연도|년도")
_TERM = re.compile(r"\s*([+\-−])?\s*([^+\-−=;]+)")
Cells = dict[tuple[int, int], Fraction]


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody says must hold, read: the column or row ``whole`` is the sum of ``parts`` with their signs."""

    whole: int
    parts: tuple[tuple[int, int], ...]
    of_columns: bool


class Figures:
    """An ordinary table as figures: ``values`` of the cells that can be read, a dash or blank as nothing (None)."""

    def __init__(self, table: Node) -> None:
        head, self.body = text_rows(table)
        self.kinds = column_kinds(table)
        self.names = headings(head, len(self.kinds))
        self.head = head
        self.columns = [place for place, kind in enumerate(self.kinds) if kind in {"number", "money"}]
        self.labels = [self._label(row) for row in self.body]
        self.words = [sum_word(label) for label in self.labels]
        self.identity = attr(table, "identity")
        self._values = [{place: self._value(row, place) for place in self.columns} for row in self.body]

    def _label(self, row: TextRow) -> str:
        """What a row is called: its last text outside the columns of figures."""
        texts = [text for place, text in enumerate(row.texts) if text and place not in self.columns]
        return next((text for text in texts if sum_word(text)), texts[-1] if texts else "")

    def _value(self, row: TextRow, column: int) -> Fraction | None:
        text = row.texts[column]
        if is_blank(text):
            return Fraction(0)
        if "%" in text:
            return None
        if self.kinds[column] == "money":
            won = read_amount(text)
            return None if won is None else Fraction(won)
        return read_number(text)

    def value(self, row: int, column: int) -> Fraction | None:
        """The figure in a cell; 0 for none, None for what cannot be read or is a rate."""
        return self._values[row].get(column)

    def is_stated(self, row: int, column: int) -> bool:
        """Whether the cell states a figure."""
        return self.value(row, column) is not None and not is_blank(self.body[row].texts[column])

    def is_summed(self, column: int) -> bool:
        """Whether figures of the column may be added up."""
        return not _RATE.search("".join(self.names[column].split()))


def differences(table: Node) -> Cells:
    """The figures that differ from what they should be, by row (of the whole table) and column, with the right ones."""
    if attr(table, "identity") == "" and not {"number", "money"} & set(column_kinds(table)):
        return {}
    figures = Figures(table)
    found: Cells = {}
    for cells in (_row_sums(figures), _column_sums(figures), _stated_identities(figures)):
        for row, column, right in cells:
            found.setdefault((figures.body[row].number, column), right)
    return found


def _row_sums(figures: Figures) -> Iterator[tuple[int, int, Fraction]]:
    plain = [row for row, word in enumerate(figures.words) if not word]
    for column in filter(figures.is_summed, figures.columns):
        sums = _running([figures.value(row, column) for row in plain])
        for row, covered in summed(figures.words):
            right = sums(covered)
            if covered and right is not None and _differs(figures, (row, column), right):
                yield row, column, right


def _differs(figures: Figures, place: tuple[int, int], right: Fraction) -> bool:
    return figures.is_stated(*place) and figures.value(*place) != right


def _running(values: Sequence[Fraction | None]) -> Any:
    """A function that sums a range of values, None where one of them is missing."""
    sums, gaps = [Fraction(0)], [0]
    for value in values:
        sums.append(sums[-1] + (value or 0))
        gaps.append(gaps[-1] + (value is None))
    return lambda span: None if gaps[span.stop] > gaps[span.start] else sums[span.stop] - sums[span.start]


def _column_sums(figures: Figures) -> Iterator[tuple[int, int, Fraction]]:
    """Of the sums that a column may state, the one that most rows bear out; the other rows are wrong."""
    for column in figures.columns:
        if not sum_word(figures.names[column]):
            continue
        best, wrong = -1, list[tuple[int, Fraction]]()
        for totals in _candidates(figures, column):
            differing = [(row, right) for row, right in totals if figures.value(row, column) != right]
            if len(totals) - len(differing) > best:
                best, wrong = len(totals) - len(differing), differing
        for row, right in wrong:
            if figures.is_stated(row, column):
                yield row, column, right


def _candidates(figures: Figures, column: int) -> Iterator[list[tuple[int, Fraction]]]:
    """What a sum may come to in each row, the likeliest first: of all columns on one side, or of the nearest two up."""
    low, high = _group(figures, column)
    left, right = _beside(figures, column, low, -1), _beside(figures, column, high, 1)
    for side in (left, right) if left else (right,):
        totals: list[tuple[Fraction, bool] | None] = [(Fraction(0), False)] * len(figures.body)
        found = []
        for part in side:
            for row, known in enumerate(totals):
                value = figures.value(row, part)
                if known is not None:
                    stated = known[1] or figures.is_stated(row, part)
                    totals[row] = None if value is None else (known[0] + value, stated)
            found.append([(row, known[0]) for row, known in enumerate(totals) if known is not None and known[1]])
        yield from reversed(found[1:])


def _beside(figures: Figures, column: int, end: int, step: int) -> list[int]:
    run = []
    place = column + step
    while place != end + step and place in figures.columns and figures.kinds[place] == figures.kinds[column]:
        if not sum_word(figures.names[place]):
            run.append(place)
        place += step
    return run


def _group(figures: Figures, column: int) -> tuple[int, int]:
    """First and last column under the heading that spans the column; all of them where none does."""
    for row in figures.head[:-1]:
        start = max((place for place in range(column + 1) if row.cells[place] is not None), default=0)
        span = (row.cells[start] or {}).get("attrs", {}).get("colspan", 1)
        if span > 1 and start + span > column:
            return start, start + span - 1
    return 0, len(figures.kinds) - 1


def _stated_identities(figures: Figures) -> Iterator[tuple[int, int, Fraction]]:
    for identity in read_identities(figures)[0]:
        for line in range(len(figures.body)) if identity.of_columns else figures.columns:
            place = _place(identity, line, identity.whole)
            values = [(sign, figures.value(*_place(identity, line, part))) for sign, part in identity.parts]
            right = sum((sign * value for sign, value in values if value is not None), Fraction(0))
            if all(value is not None for _sign, value in values) and _differs(figures, place, right):
                yield *place, right


def _place(identity: Identity, line: int, part: int) -> tuple[int, int]:
    return (line, part) if identity.of_columns else (part, line)


def read_identities(figures: Figures) -> tuple[list[Identity], list[Any]]:
    """What the writer of a table says must hold (`의뢰 = 선정 + 미선정`), and messages for what cannot be read."""
    columns = {"".join(name.split()): place for place, name in reversed(list(enumerate(figures.names))) if name}
    rows = {"".join(name.split()): place for place, name in reversed(list(enumerate(figures.labels))) if name}
    found: list[Identity] = []
    faults: list[Any] = []
    for text in filter(None, (one.strip() for one in re.split(r"[;\n]", figures.identity))):
        left, equals, right = text.partition("=")
        terms = [(-1 if sign and sign in "-−" else 1, "".join(name.split())) for sign, name in _TERM.findall(right)]
        names = ["".join(left.split()), *(name for _sign, name in terms)]
        places = next((known for known in (columns, rows) if terms and all(name in known for name in names)), None)
        if not equals or places is None:
            faults.append(_("‘${text}’의 열이나 행을 표에서 찾을 수 없습니다.", mapping={"text": text[:60]}))
            continue
        parts = tuple((sign, places[name]) for sign, name in terms)
        found.append(Identity(places[names[0]], parts, places is columns))
    return found, faults
