"""Workbooks: each sheet as rows ``a | b``, as many as a search needs."""

from datetime import date, datetime, time
from typing import IO, Any

from openpyxl import load_workbook

from portal.files.extracted import Extracted

MAX_ROWS = 20_000  # of one sheet; a file may claim a million empty ones
MAX_COLUMNS = 200
MAX_SHEETS = 100


def read(stream: IO[bytes]) -> Extracted:
    """Values as last calculated, never formulas."""
    workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    found = Extracted()
    try:
        sheets = workbook.worksheets
        if len(sheets) > MAX_SHEETS:
            found.warn("cut")
        for sheet in sheets[:MAX_SHEETS]:
            if not found.add(f"sheet:{sheet.title}", _sheet_text(sheet, found)):
                break
    finally:
        workbook.close()
    return found


def _sheet_text(sheet: Any, found: Extracted) -> str:
    sheet.reset_dimensions()  # the size a sheet claims for itself is not believed
    lines = []
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        if number > MAX_ROWS:
            found.warn("cut")
            break
        cells = [_cell_text(value) for value in row]
        if any(cells):
            lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines)


def _cell_text(value: Any) -> str:
    """As a person would write it: whole numbers without a fraction, dates without an empty time of day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return " ".join(str(value).split())
