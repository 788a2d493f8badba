"""Tables for Word: fixed widths on every cell, headers that repeat, merged cells that hold together.

Rows of plain strings take a short way, because long tables are made of them: some microseconds a cell decide whether
three hundred rows take a hundredth of a second or a tenth.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from portal.office.model import Block, Cell, Paragraph, Style, Table
from portal.office.xml_text import SPECIAL, TEXT, escaped, with_breaks

TWIPS_PER_MM = 56.6929
CELL_PADDING = 114  # both sides of a cell, twips
PARAGRAPH_LENGTH = 20  # what a paragraph break counts for in characters
LONG_ROW = 500  # characters: a longer row may break over pages, else it would jump to the next page whole
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
    """`w:tbl`, as wide as `available` twips. Headers repeat at top level only: Word ignores them in nested tables."""
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
        height = round(table.row_height_mm * TWIPS_PER_MM)
        self.height = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
        aligns = [*table.aligns, *[""] * len(widths)]
        self.plain = [self._plain_start(width, align) for width, align in zip(widths, aligns, strict=False)]
        self.plain_aligns = aligns
        # per column: rows a merged cell above still covers, and the cell
        self.covered: list[tuple[int, Cell | None]] = [(0, None)] * len(widths)
        self.merging = 0  # rows for which some column is covered

    def write(self, out: list[str], headers: int) -> None:
        """Append all rows to `out`."""
        left = len(self.rows)
        for number, row in enumerate(self.rows):
            header = "<w:tblHeader/>" if number < headers else ""
            plain = not self.merging and len(row) == len(self.plain) and all(type(cell) is str for cell in row)
            if plain:
                self._write_plain(out, row, header)  # type: ignore[arg-type]
            else:
                out.append(f"<w:tr>{_row_properties(_length(row), header, self.height)}")
                out += self._cells(row, left)
                out.append("</w:tr>")
            left -= 1

    def _write_plain(self, out: list[str], row: Sequence[str], header: str) -> None:
        together = "".join(row)
        if SPECIAL.search(together):
            row = [with_breaks(text) for text in row]
        out.append(f"<w:tr>{_row_properties(len(together), header, self.height)}")
        for start, text in zip(self.plain, row, strict=True):
            out += (start, text, END_OF_CELL)
        out.append("</w:tr>")

    def _plain_start(self, width: int, align: str) -> str:
        properties = self.writer.properties(Style.CELL, align)
        return f"<w:tc>{_cell_properties(width)}<w:p>{properties}<w:r>{TEXT}"

    def _cells(self, row: Row, rows_left: int) -> Iterator[str]:
        """The cells of one row: continued merges, the row's own cells, empty ones where it is too short."""
        column, waiting = 0, iter(row)
        while column < len(self.widths):
            count, above = self.covered[column]
            if count and above is not None:
                span = self._span(column, above.colspan)
                self._cover(column, span, count - 1, above)
                yield self._continued(column, span, above)
            else:
                cell = next(waiting, "")
                if isinstance(cell, str):
                    cell = Cell(cell, align=self.plain_aligns[column])
                span = self._free_span(column, cell.colspan)
                down = min(max(cell.rowspan, 1), rows_left)
                if down > 1:
                    self._cover(column, span, down - 1, cell)
                yield self._cell(cell, column, span, down)
            column += span
        self.merging = max((count for count, _ in self.covered), default=0)

    def _span(self, column: int, wanted: int) -> int:
        return max(1, min(wanted, len(self.widths) - column))

    def _free_span(self, column: int, wanted: int) -> int:
        span = 1
        while span < self._span(column, wanted) and not self.covered[column + span][0]:
            span += 1
        return span

    def _cover(self, column: int, span: int, count: int, cell: Cell) -> None:
        cover = (count, Cell("", colspan=span, shade=cell.shade))
        self.covered[column : column + span] = [cover] * span

    def _cell(self, cell: Cell, column: int, span: int, down: int) -> str:
        width = sum(self.widths[column : column + span])
        merge = '<w:vMerge w:val="restart"/>' if down > 1 else ""
        properties = _cell_properties(width, span, merge, cell.shade, cell.valign)
        if isinstance(cell.blocks, str):
            content = self.writer.paragraph(Paragraph(cell.blocks), cell.style, cell.align)
        else:
            content = self._content(cell, width - CELL_PADDING)
        return f"<w:tc>{properties}{content}</w:tc>"

    def _content(self, cell: Cell, width: int) -> str:
        out = []
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                style = cell.style if block.style == Style.BODY else block.style
                out.append(self.writer.paragraph(block, style, cell.align))
            elif not isinstance(block, str):
                out.append(self.writer.blocks([block], width, nested=True, style=cell.style))
        return "".join(out) or self.writer.paragraph(Paragraph(), cell.style)

    def _continued(self, column: int, span: int, above: Cell) -> str:
        width = sum(self.widths[column : column + span])
        empty = self.writer.properties(Style.CELL)
        return f"<w:tc>{_cell_properties(width, span, '<w:vMerge/>', above.shade)}<w:p>{empty}</w:p></w:tc>"


def _cell_properties(width: int, span: int = 1, merge: str = "", shade: str = "", valign: str = "center") -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merge}{shaded}<w:vAlign w:val="{valign}"/></w:tcPr>'


def _row_properties(length: int, header: str, height: str) -> str:
    whole = "<w:cantSplit/>" if length <= LONG_ROW else ""
    return f"<w:trPr>{whole}{height}{header}</w:trPr>" if whole or height or header else ""


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
