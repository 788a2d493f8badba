"""Adding and removing rows and columns of a table, merged cells included. Each function returns a new table."""

from collections.abc import Iterable
from itertools import groupby

from portal.content.build import blank
from portal.content.grid import MAX_COLUMNS, Placed, header_row_count, place_cells, table_width
from portal.content.schema import Node


def _places(table: Node) -> list[Placed]:
    return [place for row in place_cells(table) for place in row]


def _rebuilt(table: Node, places: Iterable[Placed], rows: int) -> Node:
    """The table made of the places; a row that only holds cells from above stays, without cells of its own."""
    by_row = {
        number: [_with_spans(place) for place in sorted(here, key=lambda place: place.column)]
        for number, here in groupby(sorted(places, key=lambda place: place.row), lambda place: place.row)
    }
    content = [
        {"type": "table_row", "content": by_row[number]} if number in by_row else {"type": "table_row"}
        for number in range(rows)
    ]
    return {**table, "content": content}


def _with_spans(place: Placed) -> Node:
    spans = {"colspan": place.colspan, "rowspan": place.rowspan}
    return {**place.cell, "attrs": {**place.cell.get("attrs", {}), **spans}}


def _moved_down(place: Placed, at: int) -> Placed:
    if place.row >= at:
        return place._replace(row=place.row + 1)
    return place._replace(rowspan=place.rowspan + 1) if place.row + place.rowspan > at else place


def insert_row(table: Node, at: int) -> Node:
    """Add an empty row before row ``at`` (from 0; the number of rows adds at the end). Merged cells there grow."""
    rows, width = len(table["content"]), table_width(table)
    if not 0 <= at <= rows:
        raise IndexError(at)
    places = [_moved_down(place, at) for place in _places(table)]
    model = at - 1 if at == rows else at
    as_header = _header_columns(table, model) if header_row_count(table) <= model else set()
    covered = {
        column
        for place in places
        if place.row <= at < place.row + place.rowspan
        for column in range(place.column, place.column + place.colspan)
    }
    for column in set(range(width)) - covered:
        kind = "table_header" if column in as_header else "table_cell"
        places.append(Placed(at, column, 1, 1, blank(kind)))
    return _rebuilt(table, places, rows + 1)


def _header_columns(table: Node, row: int) -> set[int]:
    """Columns whose cell in the row is a header of that row."""
    return {
        column
        for place in _places(table)
        if place.row <= row < place.row + place.rowspan and place.cell["type"] == "table_header"
        for column in range(place.column, place.column + place.colspan)
    }


def delete_row(table: Node, at: int) -> Node:
    """Remove a row. A merged cell that begins there keeps its text in the next row. ValueError for the only row."""
    rows = len(table["content"])
    if not 0 <= at < rows:
        raise IndexError(at)
    if rows == 1:
        raise ValueError("the only row of a table")
    left = []
    for place in _places(table):
        if place.row > at:
            left.append(place._replace(row=place.row - 1))
        elif place.row + place.rowspan <= at:
            left.append(place)
        elif place.rowspan > 1:
            left.append(place._replace(rowspan=place.rowspan - 1))
    return _rebuilt(table, left, rows - 1)


def insert_column(table: Node, at: int) -> Node:
    """Add an empty column before column ``at`` (from 0; the width adds at the end). Merged cells there grow.

    ValueError when the table has as many columns as Word can hold.
    """
    rows, width = len(table["content"]), table_width(table)
    if not 0 <= at <= width:
        raise IndexError(at)
    if width == MAX_COLUMNS:
        raise ValueError("as many columns as a table can have")
    places: list[Placed] = []
    covered: set[int] = set()
    for place in _places(table):
        if place.column >= at:
            places.append(place._replace(column=place.column + 1))
        elif place.column + place.colspan > at:
            places.append(place._replace(colspan=place.colspan + 1))
            covered.update(range(place.row, place.row + place.rowspan))
        else:
            places.append(place)
    headers = header_row_count(table)
    for row in set(range(rows)) - covered:
        places.append(Placed(row, at, 1, 1, blank("table_header" if row < headers else "table_cell")))
    return _rebuilt(table, places, rows)


def delete_column(table: Node, at: int) -> Node:
    """Remove a column; merged cells over it become narrower. ValueError for the only column."""
    width = table_width(table)
    if not 0 <= at < width:
        raise IndexError(at)
    if width == 1:
        raise ValueError("the only column of a table")
    left = []
    for place in _places(table):
        if place.column > at:
            left.append(place._replace(column=place.column - 1))
        elif place.column + place.colspan <= at:
            left.append(place)
        elif place.colspan > 1:
            left.append(place._replace(colspan=place.colspan - 1))
    return _rebuilt(table, left, len(table["content"]))
