"""How a table form is shown, whatever it is shown on: plain values that pages, Word files and plain text all write.

A form reads what people typed and gives parts; each part is written once for HTML (``page_tables``), once for office
documents (``portal.office.printed_blocks``) and once as text. What is computed exists only here and is never stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from translationstring import TranslationString

from portal.content.schema import Node
from portal.content.table_text import cell_text


def korean(message: str) -> str:
    """A message as it stands on paper: in Korean, with its values filled in."""
    return message.interpolate() if isinstance(message, TranslationString) else message


class Look(StrEnum):
    """What a cell is, so that each writer can show it in its own way."""

    TEXT = ""
    HEAD = "head"
    SUM = "sum"  # a computed figure and its name
    PART = "part"  # heads some rows inside the table
    MARK = "mark"  # a month with something in it


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell. ``content`` is text, or a cell of the document whose blocks are shown as they are.

    ``aside`` is said beside it: what was written where the computed figure differs. A message of the program (a
    TranslationString) is shown in the reader's language, and in Korean on paper.
    """

    content: str | Node = ""
    look: Look = Look.TEXT
    align: str = ""
    colspan: int = 1
    rowspan: int = 1
    aside: str = ""

    @property
    def text(self) -> str:
        """The characters."""
        shown = korean(self.content) if isinstance(self.content, str) else cell_text(self.content)
        return f"{shown} ({korean(self.aside)})" if self.aside else shown


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``widths`` are proportions; without them columns are as wide as their text asks."""

    rows: Sequence[Sequence[Shown]]
    header_rows: int = 0
    widths: Sequence[float] = ()
    caption: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    """A line with dots between what stands left and what stands at the right edge; ``level`` moves it to the right."""

    left: str
    right: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of small print under a table, after ※."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in the middle, such as the arrow between two boxes."""

    text: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The title of a document in its box: the last line is the largest. ``below`` makes it a page of its own."""

    lines: Sequence[str]
    below: Sequence[str] = field(default=())


Part = Grid | Leader | Remark | Line | Cover


def heights(begins: Sequence[bool]) -> list[int]:
    """How many rows the merged cell covers that begins in each row, 0 where none does. The first row always begins."""
    starts = [number for number, does in enumerate(begins) if does or not number]
    result = [0] * len(begins)
    for start, following in zip(starts, [*starts[1:], len(begins)], strict=False):
        result[start] = following - start
    return result


def text_lines(parts: Sequence[Part], marks: bool) -> Iterator[str]:
    """The parts as lines of plain text, a row as ``a | b``; with ``marks`` also the signs a reader sees."""
    for part in parts:
        if isinstance(part, Grid):
            yield from _grid_lines(part, marks)
        elif isinstance(part, Leader):
            yield f"{part.left} … {part.right}" if part.right else part.left
        elif isinstance(part, Remark):
            yield f"※ {part.text}" if marks else part.text
        elif isinstance(part, Line):
            if marks:
                yield part.text
        else:
            yield from (*part.lines, *part.below)


def _grid_lines(grid: Grid, marks: bool) -> Iterator[str]:
    if grid.caption:
        yield grid.caption
    if grid.unit and marks:
        yield f"({grid.unit})"
    for row in grid.rows:
        texts = [cell.text.replace("\n", " ") for cell in row]
        if any(texts):
            yield " | ".join(texts)
