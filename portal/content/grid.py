"""Where the cells of a table stand once merged cells are counted: column numbers, holes and overlaps."""

from typing import NamedTuple

from portal.content.schema import Node

# Word refuses tables wider than this.
MAX_COLUMNS = 63


class GridError(ValueError):
    """The merged cells of a table overlap, leave a hole or reach beyond it; ``row`` counts from 0."""

    def __init__(self, row: int, problem: str) -> None:
        super().__init__(f"row {row}: {problem}")
        self.row = row


class Placed(NamedTuple):
    """A cell and the place of its upper left corner; rows and columns count from 0."""

    row: int
    column: int
    colspan: int
    rowspan: int
    cell: Node


def _spans(cell: Node) -> tuple[int, int]:
    attrs = cell.get("attrs", {})
    return attrs.get("colspan", 1), attrs.get("rowspan", 1)


def table_width(table: Node) -> int:
    """Number of columns: nothing from above can reach into the first row."""
    return sum(_spans(cell)[0] for cell in table["content"][0].get("content", ()))


def place_cells(table: Node) -> list[list[Placed]]:
    """The cells of each row with their columns. Raises GridError unless they tile the table exactly."""
    width = table_width(table)
    if not 1 <= width <= MAX_COLUMNS:
        raise GridError(0, f"{width} columns")
    taken = [0] * width  # rows that a cell standing in the column still covers, this one included
    placed: list[list[Placed]] = []
    for number, row in enumerate(table["content"]):
        column, here = 0, []
        for cell in row.get("content", ()):
            colspan, rowspan = _spans(cell)
            while column < width and taken[column]:
                column += 1
            end = column + colspan
            if end > width or any(taken[column:end]):
                raise GridError(number, "cells overlap or reach beyond the last column")
            taken[column:end] = [rowspan] * colspan
            here.append(Placed(number, column, colspan, rowspan, cell))
            column = end
        if 0 in taken:
            raise GridError(number, "a column has no cell")
        taken = [left - 1 for left in taken]
        placed.append(here)
    if any(taken):
        raise GridError(len(placed) - 1, "a cell reaches below the last row")
    return placed


def header_row_count(table: Node) -> int:
    """Leading rows made of header cells only, as far as no header cell reaches below them.

    A row without cells is covered from above and counts as the rows around it do.
    """
    count, reach = 0, 0
    for number, row in enumerate(table["content"]):
        cells = row.get("content", ())
        if any(cell["type"] != "table_header" for cell in cells) or (not cells and number >= reach):
            break
        reach = max([reach, *(number + _spans(cell)[1] for cell in cells)])
        if reach <= number + 1:
            count = number + 1
    return count


def column_kinds(table: Node) -> list[str]:
    """What each column holds (text, number, money, date): as its first header cell says that is not plain text.

    The editor aligns columns by the same rule.
    """
    kinds = ["text"] * table_width(table)
    for row in place_cells(table):
        for place in row:
            kind = place.cell.get("attrs", {}).get("kind", "text")
            for column in range(place.column, place.column + place.colspan):
                if kinds[column] == "text":
                    kinds[column] = kind
    return kinds
