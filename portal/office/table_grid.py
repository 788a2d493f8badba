"""Where the cells of a table stand and how wide its columns are, in the units of whoever asks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal.office.model import Cell, Row, Table, TextRow

EMPTY = Cell()


class Placed(NamedTuple):
    """A cell at its place: first column, columns and rows it covers. `rows` is 0 where a cell above reaches down."""

    column: int
    span: int
    rows: int
    cell: Cell


def column_widths(table: Table, available: int, units_per_mm: float) -> list[int]:
    """Whole widths, together exactly `available`; of an aligned table as wide as it says, where there is room."""
    total = sum(table.widths_mm)
    room = min(available, round(total * units_per_mm)) if table.align else available
    edges = [0]
    share = 0.0
    for width in table.widths_mm:
        share += width
        edges.append(round(room * share / total))
    return [right - left for left, right in zip(edges, edges[1:], strict=False)]


def placed_rows(table: Table) -> Iterator[TextRow | list[Placed]]:
    """Every row whole: a row of plain texts as it is, else its cells, those that reach into it, empty ones at its end.

    Raises ValueError for a row with more cells than columns, rather than losing what they say.
    """
    columns, total = len(table.widths_mm), len(table.rows)
    aligns = [*table.aligns, *[""] * columns]
    # per column: rows that a merged cell above still covers, and what continues it
    covered: list[tuple[int, Cell]] = [(0, EMPTY)] * columns
    is_merging = False
    for number, row in enumerate(table.rows):
        if type(row) is TextRow and len(row) == columns and not is_merging:
            yield row
        else:
            yield _placed(row, aligns, covered, total - number)
            is_merging = any(count for count, _ in covered)


def _placed(row: Row, aligns: Sequence[str], covered: list[tuple[int, Cell]], rows_left: int) -> list[Placed]:
    column, waiting, columns = 0, iter(row), len(covered)
    out = []
    while column < columns:
        count, above = covered[column]
        if count:
            span, rows, cell = above.colspan, 0, above
            covered[column : column + span] = [(count - 1, above)] * span
        else:
            found = next(waiting, "")
            cell = Cell(found, align=aligns[column]) if isinstance(found, str) else found
            span = 1 if cell.colspan <= 1 else _free_span(covered, column, cell.colspan)
            rows = max(min(cell.rowspan, rows_left), 1)
            if rows > 1:
                below = Cell("", colspan=span, shade=cell.shade)
                covered[column : column + span] = [(rows - 1, below)] * span
        out.append(Placed(column, span, rows, cell))
        column += span
    if next(waiting, None) is not None:
        raise ValueError("a row has more cells than the table has columns")
    return out


def _free_span(covered: Sequence[tuple[int, Cell]], column: int, wanted: int) -> int:
    span, limit = 1, min(wanted, len(covered) - column)
    while span < limit and not covered[column + span][0]:
        span += 1
    return span
