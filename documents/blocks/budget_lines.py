"""The lines of a budget table as they were typed: labels, what they say about an amount, and whether they sum."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.blocks.formula import is_product, read_formula
from portal.content.amounts import MAX_WON, is_blank, read_amount
from portal.content.sum_words import sum_word
from portal.content.table_forms import FormTable

PROJECT = 1  # the place of 사업 among the labels
_MARKED = re.compile(r"^[○◯ㅇ〇◦●□■▶O](?=\s|[가-힣(「『\"'])\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was typed. ``labels`` are 편성목, 사업 and 항목, "" where the cell is blank or covered."""

    row: int
    labels: tuple[str, str, str]
    basis: str
    amount: str
    extras: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """The column of the last label, -1 without any."""
        return max((level for level, label in enumerate(self.labels) if label), default=-1)

    @property
    def sum_word(self) -> str:
        """The word that says this row states a sum; "" for a row that does not."""
        return sum_word(self.labels[self.level]) if self.level >= 0 else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a row says about its amount, in won: by its formula, in figures, or both; ``unreadable`` is what could not
    be read."""

    formula: int | None = None
    stated: int | None = None
    unreadable: str = ""

    @property
    def won(self) -> int | None:
        """The amount: what the formula gives, else what is stated."""
        return self.stated if self.formula is None else self.formula


def lines_of(table: FormTable) -> list[Line]:
    """The rows that say anything."""
    extras = table.extras
    found = [
        Line(
            row.number,
            (table.text(row, "group"), table.text(row, "project"), table.text(row, "item")),
            table.text(row, "basis"),
            table.text(row, "amount"),
            tuple(row.texts[place] for place in extras),
        )
        for row in table.body
        if not row.is_empty
    ]
    return found if "item" in table.places else list(_split(found))


def _split(lines: Sequence[Line]) -> Iterator[Line]:
    """Projects and items that share a column: those marked ○ are projects, the others stand below them."""
    if not any(_MARKED.match(line.labels[PROJECT]) for line in lines):
        yield from lines
        return
    for line in lines:
        group, project, _item = line.labels
        if project and not _MARKED.match(project) and not line.sum_word:
            yield replace(line, labels=(group, "", project))
        else:
            yield line


def plain_name(label: str) -> str:
    """A label without the mark before it."""
    return _MARKED.sub("", label).replace("\n", " ")


def figure_of(line: Line, unit: int) -> Figure:
    """The amount of a row. A single figure where the formula stands is an amount in the wrong column."""
    formula = read_formula(line.basis, unit)
    reckoned = formula.won if formula and is_product(line.basis) else None
    stated, unreadable = formula.stated if formula and reckoned is not None else None, ""
    if not is_blank(line.amount):
        stated = read_amount(line.amount, unit)
        if stated is None or stated < 0:
            stated, unreadable = None, line.amount
    elif formula and reckoned is None:
        stated = formula.won
    if max(reckoned or 0, stated or 0) > MAX_WON:
        return Figure(unreadable=line.basis if is_blank(line.amount) else line.amount)
    return Figure(reckoned, stated, unreadable)
