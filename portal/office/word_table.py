"""Tables for Word: fixed widths on every cell, headers that repeat, merged cells that hold together.

Rows of plain text are filled into one pattern, because long tables are made of them: some microseconds a cell
decide whether three hundred rows take a hundredth of a second or a tenth.
"""

from collections.abc import Sequence
from typing import Protocol

from portal.office.model import Block, Cell, Paragraph, Style, Table, TextRow
from portal.office.table_grid import Placed, column_widths, placed_rows
from portal.office.word_run import TEXT, with_breaks
from portal.office.xml_text import escaped, is_plain

TWIPS_PER_MM = 56.6929
CELL_PADDING = 114  # both sides of a cell, twips
PARAGRAPH_LENGTH = 20  # what a paragraph break counts for in characters
LONG_ROW = 500  # characters: a longer row may break over pages, else it would jump to the next page whole
END_OF_CELL = "</w:t></w:r></w:p></w:tc>"
NO_BORDERS = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


class BlockWriter(Protocol):
    """What a table asks of the document it stands in."""

    style_ids: dict[str, str]

    def properties(self, style: str, align: str = "") -> str:
        """Paragraph properties."""

    def paragraph(self, block: Paragraph, style: str, align: str = "") -> str:
        """One paragraph."""

    def blocks(self, blocks: Sequence[Block], width: int, nested: bool = False, style: str = Style.BODY) -> str:
        """Blocks one under the other."""


def table_xml(writer: BlockWriter, table: Table, available: int, nested: bool = False) -> str:
    """`w:tbl` in a column `available` twips wide. Headers repeat at top level only: Word ignores them in nested tables.

    Raises ValueError for a row with more cells than columns.
    """
    widths = column_widths(table, available, TWIPS_PER_MM)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    place = f'<w:jc w:val="{table.align}"/>' if table.align else ""
    borders = "" if table.borders else f"<w:tblBorders>{NO_BORDERS}</w:tblBorders>"
    described = f'<w:tblDescription w:val="{escaped(table.description)}"/>' if table.description else ""
    headers = 0 if nested or table.header_rows >= len(table.rows) else table.header_rows
    out = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{writer.style_ids["Table Grid"]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{place}{borders}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0000" w:firstRow="{int(headers > 0)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    ]
    _Rows(writer, table, widths).write(out, headers)
    out.append("</w:tbl>")
    return "".join(out)


class _Rows:
    """The rows of one table, written in order."""

    def __init__(self, writer: BlockWriter, table: Table, widths: Sequence[int]) -> None:
        self.writer = writer
        self.table = table
        self.widths = widths
        height = round(table.row_height_mm * TWIPS_PER_MM)
        self.height = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
        self._starts: dict[tuple[object, ...], str] = {}
        aligns = [*table.aligns, *[""] * len(widths)]
        plain = [self._start(column, 1, "", Cell("", align=aligns[column])) for column in range(len(widths))]
        # what stands before, between and after the texts of a plain row
        self.plain = [plain[0], *(END_OF_CELL + start for start in plain[1:]), f"{END_OF_CELL}</w:tr>"] if plain else []

    def write(self, out: list[str], headers: int) -> None:
        """Append all rows to `out`."""
        # LibreOffice 7.4 loses the rows behind a page's end when they keep together below headings of merged rows
        is_loose = any(isinstance(cell, Cell) and cell.rowspan > 1 for row in self.table.rows[:headers] for cell in row)
        for number, row in enumerate(placed_rows(self.table)):
            header = "<w:tblHeader/>" if number < headers else ""
            keeps = not is_loose or number < headers
            if isinstance(row, TextRow):
                together = "".join(row)
                out.append(_row_start(keeps and len(together) <= LONG_ROW, header, self.height))
                out += self._interleaved(row if is_plain(together) else tuple(map(with_breaks, row)))
                continue
            out.append(_row_start(keeps and _length(row) <= LONG_ROW, header, self.height))
            for placed in row:
                self._write_cell(out, placed)
            out.append("</w:tr>")

    def _interleaved(self, texts: tuple[str, ...]) -> list[str]:
        pieces = [""] * (2 * len(texts) + 1)
        pieces[::2] = self.plain
        pieces[1::2] = texts
        return pieces

    def _start(self, column: int, span: int, merge: str, cell: Cell) -> str:
        """Everything of a cell before its text; few cells of a table look unlike all others."""
        key = (column, span, merge, cell.shade, cell.valign, cell.style, cell.align)
        known = self._starts.get(key)
        if known is None:
            width = sum(self.widths[column : column + span])
            spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
            known = self._starts[key] = (
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merge}{shaded}'
                f'<w:vAlign w:val="{cell.valign}"/></w:tcPr>'
                f"<w:p>{self.writer.properties(cell.style, cell.align)}<w:r>{TEXT}"
            )
        return known

    def _write_cell(self, out: list[str], placed: Placed) -> None:
        column, span, rows, cell = placed
        merge = "<w:vMerge/>" if not rows else '<w:vMerge w:val="restart"/>' if rows > 1 else ""
        start = self._start(column, span, merge, cell)
        if isinstance(cell.blocks, str):
            out += (start, with_breaks(cell.blocks), END_OF_CELL)
            return
        width = sum(self.widths[column : column + span]) - CELL_PADDING
        out.append(start[: start.index("<w:p>")])
        for block in cell.blocks or [Paragraph()]:
            if isinstance(block, Paragraph):
                style = cell.style if block.style == Style.BODY else block.style
                out.append(self.writer.paragraph(block, style, cell.align))
            else:
                out.append(self.writer.blocks([block], width, nested=True, style=cell.style))
        out.append("</w:tc>")


def _row_start(keeps_together: bool, header: str, height: str) -> str:
    whole = "<w:cantSplit/>" if keeps_together else ""
    return f"<w:tr><w:trPr>{whole}{height}{header}</w:trPr>" if whole or height or header else "<w:tr>"


def _length(row: Sequence[Placed]) -> int:
    """Characters in a row, roughly; a cell with other blocks than text counts as long."""
    total = 0
    for placed in row:
        blocks = placed.cell.blocks
        if isinstance(blocks, str):
            total += len(blocks)
            continue
        for block in blocks:
            total += block.length + PARAGRAPH_LENGTH if isinstance(block, Paragraph) else LONG_ROW
    return total
