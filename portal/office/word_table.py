"""Tables for Word: fixed widths on every cell, headers that repeat, merged cells that hold together.

Rows of plain text are filled into one pattern, because long tables are made of them: some microseconds a cell
decide whether three hundred rows take a hundredth of a second or a tenth.
"""

from collections.abc import Sequence
from typing import Protocol

from portal.office.model import Block, Cell, Paragraph, Style, Table, TextRow
from portal.office.xml_text import TEXT, escaped, is_plain, with_breaks

TWIPS_PER_MM = 56.6929
CELL_PADDING = 114  # both sides of a cell, twips
PARAGRAPH_LENGTH = 20  # what a paragraph break counts for in characters
LONG_ROW = 500  # characters: a longer row may break over pages, else it would jump to the next page whole
EMPTY = Cell()
END_OF_CELL = "</w:t></w:r></w:p></w:tc>"
NO_BORDERS = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

Row = Sequence[Cell | str]


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
    """`w:tbl`, as wide as `available` twips. Headers repeat at top level only: Word ignores them in nested tables.

    Raises ValueError for a row with more cells than columns, rather than losing what they say.
    """
    widths = fitted(table.widths_mm, available)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "" if table.borders else f"<w:tblBorders>{NO_BORDERS}</w:tblBorders>"
    described = f'<w:tblDescription w:val="{escaped(table.description)}"/>' if table.description else ""
    headers = 0 if nested or table.header_rows >= len(table.rows) else table.header_rows
    rows = _Rows(writer, table, widths)
    out = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{writer.style_ids["Table Grid"]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0000" w:firstRow="{int(headers > 0)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    ]
    rows.write(out, headers)
    out.append("</w:tbl>")
    return "".join(out)


def fitted(widths_mm: Sequence[float], available: int) -> list[int]:
    """Column widths in twips, in the given proportions, together exactly `available`."""
    total = sum(widths_mm)
    edges = [0]
    share = 0.0
    for width in widths_mm:
        share += width
        edges.append(round(available * share / total))
    return [right - left for left, right in zip(edges, edges[1:], strict=False)]


class _Rows:
    """The rows of one table, written in order."""

    def __init__(self, writer: BlockWriter, table: Table, widths: Sequence[int]) -> None:
        self.writer = writer
        self.rows = table.rows
        self.widths = widths
        self.aligns = [*table.aligns, *[""] * len(widths)]
        height = round(table.row_height_mm * TWIPS_PER_MM)
        self.height = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
        # per column: rows that a merged cell above still covers, and what continues it
        self.covered: list[tuple[int, Cell]] = [(0, EMPTY)] * len(widths)
        self.is_merging = False
        self._starts: dict[tuple[object, ...], str] = {}
        plain = [self._start(column, 1, "", Cell("", align=self.aligns[column])) for column in range(len(widths))]
        # what stands before, between and after the texts of a plain row
        self.plain = [plain[0], *(END_OF_CELL + start for start in plain[1:]), f"{END_OF_CELL}</w:tr>"] if plain else []

    def write(self, out: list[str], headers: int) -> None:
        """Append all rows to `out`."""
        total, columns = len(self.rows), len(self.widths)
        for number, row in enumerate(self.rows):
            header = "<w:tblHeader/>" if number < headers else ""
            if type(row) is TextRow and len(row) == columns and not self.is_merging:
                together = "".join(row)
                out.append(_row_start(len(together), header, self.height))
                out += self._interleaved(row if is_plain(together) else tuple(map(with_breaks, row)))
            else:
                out.append(_row_start(_length(row), header, self.height))
                self._write_cells(out, row, total - number)
                out.append("</w:tr>")

    def _interleaved(self, texts: tuple[str, ...]) -> list[str]:
        pieces = [""] * (2 * len(texts) + 1)
        pieces[::2] = self.plain
        pieces[1::2] = texts
        return pieces

    def _write_cells(self, out: list[str], row: Row, rows_left: int) -> None:
        """The cells of one row: continued merges, the row's own cells, empty ones where it is too short."""
        column, waiting = 0, iter(row)
        covered, columns = self.covered, len(self.widths)
        merged = self.is_merging
        while column < columns:
            count, above = covered[column]
            if count:
                span = above.colspan
                covered[column : column + span] = [(count - 1, above)] * span
                out += (self._start(column, span, "<w:vMerge/>", above), END_OF_CELL)
            else:
                cell = next(waiting, "")
                if isinstance(cell, str):
                    cell = Cell(cell, align=self.aligns[column])
                span = 1 if cell.colspan <= 1 else self._free_span(column, cell.colspan)
                merge = ""
                if cell.rowspan > 1 and rows_left > 1:
                    merge, merged = '<w:vMerge w:val="restart"/>', True
                    below = Cell("", colspan=span, shade=cell.shade)
                    covered[column : column + span] = [(min(cell.rowspan, rows_left) - 1, below)] * span
                self._write_cell(out, cell, self._start(column, span, merge, cell), column, span)
            column += span
        if next(waiting, None) is not None:
            raise ValueError("a row has more cells than the table has columns")
        if merged:
            self.is_merging = any(count for count, _ in covered)

    def _free_span(self, column: int, wanted: int) -> int:
        span, limit = 1, min(wanted, len(self.widths) - column)
        while span < limit and not self.covered[column + span][0]:
            span += 1
        return span

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

    def _write_cell(self, out: list[str], cell: Cell, start: str, column: int, span: int) -> None:
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


def _row_start(length: int, header: str, height: str) -> str:
    whole = "<w:cantSplit/>" if length <= LONG_ROW else ""
    return f"<w:tr><w:trPr>{whole}{height}{header}</w:trPr>" if whole or height or header else "<w:tr>"


def _length(row: Row) -> int:
    """Characters in a row, roughly; a cell with other blocks than text counts as long."""
    total = 0
    for cell in row:
        blocks = cell if isinstance(cell, str) else cell.blocks
        if isinstance(blocks, str):
            total += len(blocks)
            continue
        for block in blocks:
            total += block.length + PARAGRAPH_LENGTH if isinstance(block, Paragraph) else LONG_ROW
    return total
