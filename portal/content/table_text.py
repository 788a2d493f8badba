"""A table as rows of text, merged cells laid out: what forms and checks read."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.content.grid import header_row_count, place_cells, table_width
from portal.content.schema import Node
from portal.content.tree import children, inline_text, is_text_block


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row: its number in the table (from 0), the text of each column, and the cell that begins there.

    A place that a merged cell covers has no text: to a form it is a blank cell, and blank means "as above".
    """

    number: int
    texts: tuple[str, ...]
    cells: tuple[Node | None, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything in it."""
        return not any(self.texts)


def text_rows(table: Node) -> tuple[list[TextRow], list[TextRow]]:
    """Heading rows and the others."""
    width, heads = table_width(table), header_row_count(table)
    rows = []
    for number, places in enumerate(place_cells(table)):
        texts = [""] * width
        cells: list[Node | None] = [None] * width
        for place in places:
            texts[place.column] = cell_text(place.cell)
            cells[place.column] = place.cell
        rows.append(TextRow(number, tuple(texts), tuple(cells)))
    return rows[:heads], rows[heads:]


def cell_text(cell: Node) -> str:
    """The text of a cell, a line a paragraph; blank space at its ends and around line ends left out."""
    lines = [line for block in children(cell) if is_text_block(block) for line in inline_text(block).split("\n")]
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def headings(head: Sequence[TextRow], width: int) -> list[str]:
    """What each column is called: the lowest heading that stands over it."""
    names = [""] * width
    for row in head:
        for column, text in enumerate(row.texts):
            names[column] = text or names[column]
    return names
