"""Tables for 한글: the twin of the tables for Word.

A short table stands in a line like a character: so it stays whole, and a caption stays with it. A longer one flows
with the text, for 한글 does not break over pages what stands in a line. It takes the page break as a property of the
table: between rows, or inside them where a row is long. Rows of plain text are filled into one pattern, because long
tables are made of them.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

from portal.office.hwpx_image import NO_MARGIN, UNITS_PER_MM
from portal.office.hwpx_opening import SUBLIST
from portal.office.hwpx_properties import Properties
from portal.office.hwpx_run import with_breaks
from portal.office.model import Block, Cell, Paragraph, Style, Table, TextRow
from portal.office.table_grid import Placed, column_widths, placed_rows
from portal.office.text_width import line_count
from portal.office.xml_text import escaped, is_plain

SIDE_PADDING, TOP_PADDING = 285, 200  # of a cell, on each side
CELL_MARGIN = (
    f'<hp:cellMargin left="{SIDE_PADDING}" right="{SIDE_PADDING}" top="{TOP_PADDING}" bottom="{TOP_PADDING}"/>'
)
SHORT_TABLE = 0.33  # of the page: a lower table is kept whole
LONG_ROW = 0.25  # of the page: a higher row may break over pages
PLACES = {"": "LEFT", "left": "LEFT", "center": "CENTER", "right": "RIGHT"}


class BlockWriter(Protocol):
    """What a table asks of the document it stands in."""

    properties: Properties
    text_height: int

    def start(self, style: str, align: str = "") -> str:
        """The start tag of a paragraph."""

    def paragraph(self, block: Paragraph, style: str, width: int, align: str = "") -> tuple[str, int]:
        """One paragraph and its height."""

    def blocks(
        self, blocks: Sequence[Block], width: int, nested: bool = False, style: str = Style.BODY
    ) -> tuple[str, int]:
        """Blocks one under the other and their height."""

    def next_object(self) -> int:
        """The number of an object."""


class Written(NamedTuple):
    """A cell of some height before it is known where its row stands and how high that is."""

    placed: Placed
    xml: str
    height: int


def table_xml(writer: BlockWriter, table: Table, available: int, nested: bool = False) -> tuple[str, int]:
    """`hp:tbl` of a table with rows, in a column `available` wide, and its height.

    Raises ValueError for a row with more cells than columns.
    """
    widths = column_widths(table, available, UNITS_PER_MM)
    headers = 0 if nested or table.header_rows >= len(table.rows) else table.header_rows
    rows, heights = _Rows(writer, table, widths).written(headers)
    number, height = writer.next_object(), sum(heights)
    in_line = nested or height <= SHORT_TABLE * writer.text_height
    breaks = "NONE" if in_line else "CELL" if max(heights) > LONG_ROW * writer.text_height else "TABLE"
    described = f"<hp:shapeComment>{escaped(table.description)}</hp:shapeComment>" if table.description else ""
    xml = (
        f'<hp:tbl id="{number}" zOrder="{number}" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" '
        f'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" pageBreak="{breaks}" repeatHeader="{int(headers > 0)}" '
        f'rowCnt="{len(heights)}" colCnt="{len(widths)}" cellSpacing="0" '
        f'borderFillIDRef="{writer.properties.border(table.borders)}" noAdjust="0">'
        f'<hp:sz width="{sum(widths)}" widthRelTo="ABSOLUTE" height="{height}" heightRelTo="ABSOLUTE" protect="0"/>'
        f'<hp:pos treatAsChar="{int(in_line)}" affectLSpacing="0" flowWithText="1" allowOverlap="0" '
        f'holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="{PLACES[table.align]}" '
        f'vertOffset="0" horzOffset="0"/><hp:outMargin {NO_MARGIN}/>{described}'
        f'<hp:inMargin left="{SIDE_PADDING}" right="{SIDE_PADDING}" top="{TOP_PADDING}" bottom="{TOP_PADDING}"/>'
        f"{rows}</hp:tbl>"
    )
    return xml, height


class _Rows:
    """The rows of one table: first all their cells, then, when heights are known, the rows."""

    def __init__(self, writer: BlockWriter, table: Table, widths: Sequence[int]) -> None:
        self.writer = writer
        self.table = table
        self.widths = widths
        self.least = round(table.row_height_mm * UNITS_PER_MM)
        self._starts: dict[tuple[object, ...], str] = {}
        self.line = writer.properties.styles[Style.CELL].line
        size = writer.properties.styles[Style.CELL].size
        self.room = [(width - 2 * SIDE_PADDING) / size * 2 for width in widths]  # 타 in each column

    def written(self, headers: int) -> tuple[str, list[int]]:
        """All rows and their heights. A row that merged cells cover wholly is none: 한글 knows no such rows."""
        rows = [row if isinstance(row, TextRow) else self._cells(row) for row in placed_rows(self.table)]
        places = list(accumulate((1 if row else 0 for row in rows), initial=0))
        heights = [self._height(row) for row in rows if row]
        ends = {}  # row and column of a cell → the row below it
        for number, row in enumerate(rows):
            for cell in () if isinstance(row, TextRow) else row:
                first, end = places[number], places[number + cell.placed.rows]
                ends[number, cell.placed.column] = end
                heights[end - 1] += max(cell.height - sum(heights[first:end]), 0)
        plain = self._pattern()
        out = []
        for number, row in enumerate(rows):
            place = places[number]
            if isinstance(row, TextRow):
                out.append(_filled(plain, row, place, heights[place]))
                continue
            cells = []
            for cell in row:
                end = ends[number, cell.placed.column]
                cells.append(cell.xml + self._end(cell.placed, place, end - place, sum(heights[place:end])))
            out.append(f"<hp:tr>{''.join(cells)}</hp:tr>" if cells else "")
        header = "".join(out[:headers]).replace('header="0"', 'header="1"')
        return header + "".join(out[headers:]), heights

    def _cells(self, row: Sequence[Placed]) -> list[Written]:
        return [self._cell(placed) for placed in row if placed.rows]

    def _cell(self, placed: Placed) -> Written:
        column, span, _, cell = placed
        width = sum(self.widths[column : column + span]) - 2 * SIDE_PADDING
        out, height = [self._start(cell)], 2 * TOP_PADDING
        blocks = [Paragraph(cell.blocks)] if isinstance(cell.blocks, str) else cell.blocks or [Paragraph()]
        for block in blocks:
            if isinstance(block, Paragraph):
                style = cell.style if block.style == Style.BODY else block.style
                xml, tall = self.writer.paragraph(block, style, width, cell.align)
            else:
                xml, tall = self.writer.blocks([block], width, nested=True, style=cell.style)
            out.append(xml)
            height += tall
        return Written(placed, "".join(out), max(height, self.least))

    def _height(self, row: TextRow | list[Written]) -> int:
        """What the cells of one row need, those that reach further down aside."""
        if isinstance(row, TextRow):
            return max(max(map(line_count, row, self.room)) * self.line + 2 * TOP_PADDING, self.least)
        empty = max(self.line + 2 * TOP_PADDING, self.least)
        return max((cell.height for cell in row if cell.placed.rows == 1), default=empty)

    def _start(self, cell: Cell) -> str:
        """Everything of a cell before its text; few cells of a table look unlike all others."""
        key = (cell.shade, cell.valign)
        known = self._starts.get(key)
        if known is None:
            border = self.writer.properties.border(self.table.borders, cell.shade)
            known = self._starts[key] = (
                '<hp:tc name="" header="0" hasMargin="0" protect="0" editable="0" dirty="0" '
                f'borderFillIDRef="{border}">'
                f"<hp:subList {SUBLIST.format(cell.valign.upper())}>"
            )
        return known

    def _end(self, placed: Placed, row: int | str, rows: int, height: int | str) -> str:
        width = sum(self.widths[placed.column : placed.column + placed.span])
        return (
            f'</hp:subList><hp:cellAddr colAddr="{placed.column}" rowAddr="{row}"/>'
            f'<hp:cellSpan colSpan="{placed.span}" rowSpan="{rows}"/><hp:cellSz width="{width}" height="{height}"/>'
            f"{CELL_MARGIN}</hp:tc>"
        )

    def _pattern(self) -> str:
        """A row of plain texts, for `%`: text, number of the row and height, cell by cell."""
        characters = self.writer.properties.characters(Style.CELL)
        aligns = [*self.table.aligns, *[""] * len(self.widths)]
        out = ["<hp:tr>"]
        for column in range(len(self.widths)):
            cell = Cell(align=aligns[column])
            out += (
                self._start(cell),
                self.writer.start(cell.style, cell.align),
                f'<hp:run charPrIDRef="{characters}"><hp:t>%s</hp:t></hp:run></hp:p>',
                self._end(Placed(column, 1, 1, cell), "%d", 1, "%d"),
            )
        return "".join([*out, "</hp:tr>"])


def _filled(pattern: str, row: TextRow, place: int, height: int) -> str:
    texts = row if is_plain("".join(row)) else map(with_breaks, row)
    return pattern % tuple(value for text in texts for value in (text, place, height))
