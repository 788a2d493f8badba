"""Lists as spreadsheets: typed columns, a header that stays, text that can never become a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import xlsxwriter

from portal import clock
from portal.office.formats import SEOUL
from portal.office.styles import FONT
from portal.office.text_width import rough_width
from portal.office.xml_text import FORBIDDEN

MEASURED_ROWS = 200
NARROWEST, WIDEST = 6, 60
TEXT_LIMIT = 32_767  # characters Excel holds in a cell
SHEET_NAME_LIMIT = 31
FORBIDDEN_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NUMBER_FORMATS = {
    "text": "@",
    "number": "#,##0",
    "decimal": "#,##0.0#",
    "money": "#,##0",
    "percent": "0.0%",
    "date": 'yyyy". "m". "d"."',
    "moment": 'yyyy". "m". "d". "hh:mm',
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: text, number, decimal, money (won), percent (0.5 is 50 %), date, moment."""

    label: str
    kind: str = "text"


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx file with one sheet. Rows may be an iterator; they are written one by one.

    A value that does not fit its column's kind is written as text, None as an empty cell. Moments are shown in Seoul
    time. Text beyond what a cell holds is cut with `…`.
    """
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        created = clock.now().astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": _clean(title), "created": created})
        sheet = book.add_worksheet(sheet_name(title))
        waiting = iter(rows)
        first = list(islice(waiting, MEASURED_ROWS))
        _prepare(sheet, book, columns, first)
        formats = [_format(book, column) for column in columns]
        written = 0
        for written, row in enumerate(chain(first, waiting), 1):  # noqa: B007 the count is used below
            for place, (value, column) in enumerate(zip(row, columns, strict=True)):
                _write(sheet, (written, place), value, column.kind, formats[place])
        if columns:
            sheet.autofilter(0, 0, written, len(columns) - 1)
    return buffer.getvalue()


def sheet_name(title: str) -> str:
    """A name Excel accepts for a sheet."""
    return _clean(title).translate(FORBIDDEN_IN_SHEET_NAME).strip()[:SHEET_NAME_LIMIT].strip() or "Sheet1"


def _prepare(sheet: Any, book: Any, columns: Sequence[Column], first: Sequence[Sequence[Any]]) -> None:
    head = {"bold": True, "bg_color": "#E7E6E6", "border": 1, "align": "center", "valign": "vcenter", "font_name": FONT}
    head_format = book.add_format(head)
    for place, column in enumerate(columns):
        shown = [rough_width(column.label), *(_width(row[place], column.kind) for row in first)]
        sheet.set_column(place, place, min(max(*shown, NARROWEST) + 2, WIDEST))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, _clean(column.label), head_format)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C- &P -")


def _format(book: Any, column: Column) -> Any:
    look = {"num_format": NUMBER_FORMATS[column.kind], "border": 1, "valign": "vcenter", "font_name": FONT}
    if column.kind == "text":
        look["text_wrap"] = True
    if column.kind in {"date", "moment"}:
        look["align"] = "center"
    return book.add_format(look)


def _write(sheet: Any, cell: tuple[int, int], value: Any, kind: str, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(*cell, None, look)
    elif kind == "moment" and isinstance(value, datetime):
        local = value.astimezone(SEOUL) if value.tzinfo else value
        sheet.write_datetime(*cell, local.replace(tzinfo=None), look)
    elif kind == "date" and isinstance(value, date):
        sheet.write_datetime(*cell, value, look)
    elif kind not in {"text", "date", "moment"} and isinstance(value, int | float | Decimal):
        sheet.write_number(*cell, value, look)
    else:
        sheet.write_string(*cell, _cut(_clean(str(value))), look)


def _width(value: Any, kind: str) -> int:
    if value is None:
        return 0
    if isinstance(value, date):
        return 20 if kind == "moment" else 14
    if kind in {"number", "money", "decimal"} and isinstance(value, int | float | Decimal):
        return len(f"{value:,}")
    return rough_width(str(value)[: WIDEST * 2])


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text)


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"
