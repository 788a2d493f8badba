"""Tables of the content model as tables of a document: captions, units, column kinds, widths by what stands in them."""

from collections.abc import Callable, Sequence
from math import sqrt

from portal.content.grid import GridError, column_kinds, header_row_count, table_width
from portal.content.schema import Node
from portal.content.tree import attr, children
from portal.office.looks import HEADER_GREY
from portal.office.model import Block, Cell, Paragraph, Style, Table, TextRow
from portal.office.text_width import rough_width, word_width

ALIGN_OF_KIND = {"number": "right", "money": "right", "date": "center", "text": ""}
MEASURED_ROWS = 40  # widths are taken from the first rows: enough, and long tables stay quick
PAGE_UNITS = 100  # half-width characters that fit across a page in the size of table text
MARGIN_UNITS = 2  # white space of a cell
SHORT_UNITS = 10  # columns of short words are centred, as in official tables
EMPTY = ({"text": ""},)
NO_SPANS = {"colspan": 1, "rowspan": 1}

Convert = Callable[[Sequence[Node]], list[Block]]
Measure = Callable[[str], int]


def content_table(node: Node, convert: Convert) -> list[Block]:
    """Caption, unit line and table; `convert` turns what stands in a cell into blocks."""
    caption = attr(node, "caption")
    return captioned(caption, attr(node, "unit"), _table(node, convert, caption))


def captioned(caption: str, unit: str, table: Table) -> list[Block]:
    """A table under its caption and unit line."""
    out: list[Block] = []
    if caption:
        out.append(Paragraph(f"< {caption} >", Style.CAPTION, align="center", keep_next=True))
    if unit:
        text = unit if unit.startswith("(") else f"(단위: {unit})"
        out.append(Paragraph(text, Style.SMALL_CELL, align="right", keep_next=True))
    return [*out, table]


def _table(node: Node, convert: Convert, caption: str) -> Table:
    rows, columns = children(node), table_width(node)
    headers = header_row_count(node)
    cells: list[Sequence[Cell | str]] = []
    for number, row in enumerate(rows):
        found = children(row)
        cells.append(_plain_row(found) or [_cell(cell, convert, number < headers) for cell in found])
    first = cells[: headers + MEASURED_ROWS]
    longest = widest(first, columns)
    aligns = _aligns(node, headers, longest)
    for row_cells in cells[headers:]:
        _align_rich(row_cells, aligns)
    return Table(
        cells, shared_widths(longest, widest(first, columns, word_width)), headers, aligns, description=caption
    )


def _plain_row(cells: Sequence[Node]) -> TextRow | None:
    """The texts of a row whose every cell is one unmarked paragraph without spans: nearly all rows of a long table.

    Checked content has its defaults written out, so that attributes can be read without asking whether they are there;
    other content takes the long way.
    """
    texts = []
    try:
        for cell in cells:
            (block,) = cell["content"]
            if cell["type"] != "table_cell" or cell["attrs"] != NO_SPANS:
                return None
            if block["type"] != "paragraph" or block["attrs"]["level"]:
                return None
            (inline,) = block.get("content", EMPTY)
            if "marks" in inline:
                return None
            texts.append(inline["text"])
    except (KeyError, ValueError):  # an attribute is missing, or there are more nodes than one
        return None
    return TextRow(texts)


def _cell(cell: Node, convert: Convert, in_header: bool) -> Cell:
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


def widest(rows: Sequence[Sequence[Cell | str]], columns: int, width_of: Measure = rough_width) -> list[int]:
    """Per column, the width of its longest text (or word) among cells of one column in these rows."""
    longest = [0] * columns
    plain = []
    for row in rows:
        if type(row) is TextRow and len(row) == columns:
            plain.append(row)
        elif sum(1 if isinstance(cell, str) else cell.colspan for cell in row) == columns:
            _measure(row, longest, width_of)
        # else cells above reach into this row: its cells stand further right than they are counted
    for column, texts in enumerate(zip(*plain, strict=True)):
        longest[column] = max(longest[column], *map(width_of, set(texts)))  # columns repeat themselves
    return longest


def _measure(row: Sequence[Cell | str], longest: list[int], width_of: Measure) -> None:
    column = 0
    for cell in row:
        if isinstance(cell, str):
            longest[column] = max(longest[column], width_of(cell))
            column += 1
            continue
        if cell.colspan == 1:
            longest[column] = max(longest[column], _cell_width(cell, width_of))
        column += cell.colspan


def _cell_width(cell: Cell, width_of: Measure) -> int:
    return max((width_of(block.text) for block in cell.blocks if isinstance(block, Paragraph)), default=0)


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


def _align_rich(row: Sequence[Cell | str], aligns: Sequence[str]) -> None:
    """Alignment for cells with more than plain text, in a row no merged cell reaches into."""
    if type(row) is TextRow or len(row) != len(aligns):
        return
    for cell, align in zip(row, aligns, strict=True):
        if isinstance(cell, Cell) and not cell.align:
            cell.align = align


def shared_widths(longest: Sequence[int], words: Sequence[int]) -> list[float]:
    """Columns as wide as their longest text while the page holds them; the long ones share what the short leave.

    ``words`` are the longest words: Korean word processors break a word only where its column is narrower.
    """
    wanted = [max(width, 4) for width in longest]
    room = max(PAGE_UNITS - MARGIN_UNITS * len(wanted), 4 * len(wanted))
    if sum(wanted) <= room:
        return [width + MARGIN_UNITS for width in wanted]
    return [width + MARGIN_UNITS for width in _whole_words(_squeezed(wanted, room), words)]


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


def _whole_words(widths: Sequence[float], words: Sequence[int]) -> list[float]:
    """Columns narrower than their longest word take what they lack from those with room to spare."""
    lack = sum(max(word - width, 0) for width, word in zip(widths, words, strict=True))
    spare = sum(max(width - word, 0) for width, word in zip(widths, words, strict=True))
    if not lack or lack > spare:
        return list(widths)
    return [max(width, word) - max(width - word, 0) * lack / spare for width, word in zip(widths, words, strict=True)]
