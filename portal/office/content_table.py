"""Tables of the content model as tables of a document: captions, units, column kinds, widths by what stands in them."""

from collections.abc import Callable, Sequence
from math import sqrt

from portal.content.grid import GridError, column_kinds, header_row_count, table_width
from portal.content.schema import Node
from portal.content.tree import attr, children
from portal.office.model import Block, Cell, Paragraph, Style, Table
from portal.office.styles import HEADER_GREY
from portal.office.text_width import rough_width

ALIGN_OF_KIND = {"number": "right", "money": "right", "date": "center", "text": ""}
MEASURED_ROWS = 60  # widths are taken from the first rows: enough, and long tables stay quick
PAGE_UNITS = 100  # half-width characters that fit across a page in the size of table text
MARGIN_UNITS = 2  # white space of a cell
SHORT_UNITS = 10  # columns of short words are centred, as in official tables

Convert = Callable[[Sequence[Node]], list[Block]]


def content_table(node: Node, convert: Convert) -> list[Block]:
    """Caption, unit line and table; `convert` turns what stands in a cell into blocks."""
    caption, unit = attr(node, "caption"), attr(node, "unit")
    out: list[Block] = []
    if caption:
        out.append(Paragraph(f"< {caption} >", Style.CAPTION, align="center", keep_next=True))
    if unit:
        text = unit if unit.startswith("(") else f"(단위: {unit})"
        out.append(Paragraph(text, Style.SMALL_CELL, align="right", keep_next=True))
    return [*out, _table(node, convert, caption)]


def _table(node: Node, convert: Convert, caption: str) -> Table:
    rows, columns = children(node), table_width(node)
    headers = header_row_count(node)
    longest = _longest(rows, headers, columns)
    aligns = _aligns(node, headers, longest)
    simple = [ALIGN_OF_KIND["text"]] * columns == aligns
    cells = [[_cell(cell, convert, number < headers) for cell in children(row)] for number, row in enumerate(rows)]
    if not simple:
        _align_rich(cells[headers:], aligns, columns)
    return Table(cells, shared_widths(longest), headers, aligns, description=caption)


def _cell(cell: Node, convert: Convert, in_header: bool) -> Cell | str:
    if cell["type"] == "table_cell":
        text = _plain_text(cell)
        if text is not None:
            return text
    attrs = cell.get("attrs", {})
    is_header = cell["type"] == "table_header"
    return Cell(
        convert(children(cell)),
        attrs.get("colspan", 1),
        attrs.get("rowspan", 1),
        shade=HEADER_GREY if is_header else "",
        align="center" if is_header and in_header else "",
        style=Style.HEAD_CELL if is_header else Style.CELL,
    )


def _plain_text(cell: Node) -> str | None:
    """The text of a cell that is one unmarked paragraph without spans: nearly every cell of a long table."""
    attrs = cell.get("attrs")
    if attrs and (attrs.get("colspan", 1) != 1 or attrs.get("rowspan", 1) != 1):
        return None
    content = cell["content"]
    block = content[0]
    if len(content) > 1 or block["type"] != "paragraph" or block.get("attrs", {}).get("level"):
        return None
    inline = block.get("content")
    if not inline:
        return ""
    first = inline[0]
    if len(inline) > 1 or first["type"] != "text" or first.get("marks"):
        return None
    text: str = first["text"]
    return text


def _longest(rows: Sequence[Node], headers: int, columns: int) -> list[int]:
    """Per column, the width of its longest text among cells of one column in the first rows."""
    longest = [0] * columns
    for row in rows[: headers + MEASURED_ROWS]:
        cells = children(row)
        if sum(cell.get("attrs", {}).get("colspan", 1) for cell in cells) != columns:
            continue  # cells above reach into this row: its cells stand further right than they are counted
        column = 0
        for cell in cells:
            span = cell.get("attrs", {}).get("colspan", 1)
            if span == 1:
                text = _plain_text(cell)
                width = _blocks_width(cell) if text is None else rough_width(text)
                longest[column] = max(longest[column], width)
            column += span
    return longest


def _blocks_width(cell: Node) -> int:
    lines = ["".join(part.get("text", "\n") for part in children(block)) for block in children(cell)]
    return max(rough_width(line) for line in lines)


def _aligns(node: Node, headers: int, longest: Sequence[int]) -> list[str]:
    if not headers:
        return [""] * len(longest)
    try:
        kinds = column_kinds({**node, "content": children(node)[:headers]})
    except GridError:
        kinds = ["text"] * len(longest)
    return [
        "center" if kind == "text" and width <= SHORT_UNITS else ALIGN_OF_KIND[kind]
        for kind, width in zip(kinds, longest, strict=True)
    ]


def _align_rich(rows: Sequence[Sequence[Cell | str]], aligns: Sequence[str], columns: int) -> None:
    """Alignment for cells with more than plain text, in the rows no merged cell reaches into."""
    for row in rows:
        if len(row) != columns:
            continue
        for cell, align in zip(row, aligns, strict=True):
            if isinstance(cell, Cell) and not cell.align:
                cell.align = align


def shared_widths(longest: Sequence[int]) -> list[float]:
    """Columns as wide as their longest text while the page holds them; the long ones share what the short leave."""
    wanted = [max(width, 4) for width in longest]
    room = max(PAGE_UNITS - MARGIN_UNITS * len(wanted), 4 * len(wanted))
    if sum(wanted) <= room:
        return [width + MARGIN_UNITS for width in wanted]
    return [width + MARGIN_UNITS for width in _squeezed(wanted, room)]


def _squeezed(wanted: Sequence[int], room: int) -> list[float]:
    """Short columns keep their width; what is left goes to the long ones by the square root of what they want.

    Equal shares would make the longest column very high, proportional ones would break every word of the others.
    """
    rest, left = float(room), len(wanted)
    for width in sorted(wanted):
        if width * left > rest:
            break
        rest -= width
        left -= 1
    level = rest / left
    long = sum(sqrt(width) for width in wanted if width > level)
    return [width if width <= level else rest * sqrt(width) / long for width in wanted]
