"""Minutes to 한글 (HWPX), in one run: our writer, and python-hwpx by its manual and with more care.

`python -m bench.hwpx_minutes` prints the medians side by side and writes docs/bench/hwpx_minutes.md. All get the same
facts and must print all of them before anything is timed. `--short` leaves out the table filled by place, which alone
takes minutes.
"""

from collections.abc import Callable, Sequence
from typing import Any

from hwpx import HwpxDocument

from bench.comparison import Comparison, Way, run
from bench.minutes import LABELS, pairs, values
from meetings.minutes.office import minutes_blocks, minutes_facts
from meetings.minutes.sheet import MinutesSheet
from portal.office.hwpx import hwpx_document

Fill = Callable[[Any, Sequence[Sequence[str]], int], None]


def ours(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
    """Our writer, from the content as it is stored."""
    return hwpx_document(minutes_blocks(sheet), minutes_facts(sheet))


def by_place(table: Any, rows: Sequence[Sequence[str]], first_column: int) -> None:
    """Fill a table as the manual shows it: by row and column."""
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts, first_column):
            table.set_cell_text(number, column, text)


def in_order(table: Any, rows: Sequence[Sequence[str]], first_column: int) -> None:
    """Fill a table through its rows, which does not look for each cell anew."""
    for row, texts in zip(table.rows, rows, strict=False):
        for cell, text in zip(row.cells[first_column:], texts, strict=False):
            cell.set_text(text)


def by_python_hwpx(fill: Fill) -> Callable[[MinutesSheet, list[list[str]]], bytes]:
    """python-hwpx with one of the two ways to fill its tables."""

    def make(sheet: MinutesSheet, cells: list[list[str]]) -> bytes:
        texts_of = values(sheet)
        document = HwpxDocument.new()
        document.add_paragraph(texts_of["title"])
        heads = ("when", "place", "host", "recorder", "confirmer", "summary", "subject", "program")
        top = document.add_table(len(heads), 2)
        fill(top, [(name, texts_of[name]) for name in heads], 0)
        people = [list(pair.values()) for pair in pairs(sheet)]
        grid = document.add_table(len(people), 9)
        fill(grid, people, 1)
        for text in texts_of["items"]:
            document.add_paragraph(text)
        if cells:
            long = document.add_table(len(cells) + 1, 6)
            fill(long, [LABELS, *cells], 0)
        for name in ("decision", "vote", "action", "next"):
            document.add_paragraph(texts_of[name])
        return document.to_bytes()

    return make


COMPARISON = Comparison(
    name="hwpx_minutes",
    title="Minutes to 한글 (HWPX)",
    part="Contents/section0.xml",
    ways=(
        Way("Sillok", ours, 60),
        Way("python-hwpx, table.rows", by_python_hwpx(in_order), 5),
        Way("python-hwpx, set_cell_text()", by_python_hwpx(by_place), 1),
    ),
    packages=("python-hwpx", "lxml"),
)

if __name__ == "__main__":
    run(COMPARISON)
