"""Table forms as blocks of an office document: what a form prints, with what it computes."""

from collections.abc import Sequence

from portal.content.printed import Cover, Grid, Leader, Line, Look, Part, Remark, Shown, korean
from portal.content.tree import children
from portal.office.content_table import Convert, captioned, shared_widths, widest
from portal.office.looks import HEADER_GREY, MARK_BLUE, SUM_GREY, TITLE_BLUE
from portal.office.model import Block, Cell, PageBreak, Paragraph, Run, Style, Table
from portal.office.text_width import word_width

SHADES = {Look.HEAD: HEADER_GREY, Look.SUM: SUM_GREY, Look.MARK: MARK_BLUE}
BOLD = frozenset({Look.SUM, Look.PART})
COVER_HEIGHT_MM = 22
LINES_ABOVE, LINES_BETWEEN = 9, 12  # empty lines on a cover page


def printed_blocks(parts: Sequence[Part], convert: Convert) -> list[Block]:
    """The blocks of what a form prints; `convert` turns what stands in a cell into blocks."""
    out: list[Block] = []
    for part in parts:
        if isinstance(part, Grid):
            out += captioned(part.caption, part.unit, _table(part, convert))
        elif isinstance(part, Leader):
            out.append(Paragraph(part.left, indent=2 * (part.level - 1), tail=part.right))
        elif isinstance(part, Remark):
            out.append(Paragraph(f"※ {korean(part.text)}", Style.NOTE, hanging=2.6))
        elif isinstance(part, Line):
            out.append(Paragraph(part.text, align="center"))
        else:
            out += _cover(part)
    return out


def _table(grid: Grid, convert: Convert) -> Table:
    rows = [[_cell(cell, convert, number < grid.header_rows) for cell in row] for number, row in enumerate(grid.rows)]
    columns = sum(cell.colspan for cell in grid.rows[0])
    widths = grid.widths or shared_widths(widest(rows, columns), widest(rows, columns, word_width))
    return Table(rows, widths, grid.header_rows, description=grid.caption)


def _cell(cell: Shown, convert: Convert, is_head: bool) -> Cell:
    bold = cell.look in BOLD
    if isinstance(cell.content, str):
        runs = [Run(korean(cell.content), bold)]
        if cell.aside:
            runs.append(Run(f"\n({korean(cell.aside)})"))
        blocks: Sequence[Block] = [Paragraph(runs)]
    else:
        blocks = convert(children(cell.content))
    is_title = cell.look == Look.HEAD
    return Cell(
        blocks,
        cell.colspan,
        cell.rowspan,
        shade=SHADES.get(cell.look, ""),
        align=cell.align or ("center" if is_title and is_head else ""),
        style=Style.HEAD_CELL if is_title else Style.CELL,
    )


def _cover(cover: Cover) -> list[Block]:
    """The title in its box; with lines below, a page of its own."""
    *first, last = cover.lines or ("",)
    lines = [Paragraph(line, Style.SUBTITLE) for line in first]
    box = Table([[Cell([*lines, Paragraph(last, Style.TITLE)], shade=TITLE_BLUE)]], (1,), row_height_mm=COVER_HEIGHT_MM)
    if not cover.below:
        return [box]
    space = [Paragraph()] * LINES_BETWEEN
    below = [block for line in cover.below for block in (Paragraph(line, Style.SUBTITLE), Paragraph())]
    return [*[Paragraph()] * LINES_ABOVE, box, *space, *below, PageBreak()]
