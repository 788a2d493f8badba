"""Tables on the reading page: as they were typed, or as their form shows them."""

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from typing import Protocol

from translationstring import TranslationString

from portal.content.amounts import exact
from portal.content.grid import Placed, column_kinds, header_row_count, place_cells
from portal.content.identities import differences
from portal.content.printed import Cover, Grid, Leader, Line, Look, Part, Remark, Shown
from portal.content.schema import Node
from portal.content.table_forms import shown
from portal.content.tree import attr, children
from portal.i18n import _

_ALIGNED = {"number": "content-number", "money": "content-number", "date": "content-date"}
_SIDES = {"right": "content-number", "center": "content-date"}


class Page(Protocol):
    """What a table asks of the page it stands on."""

    def label(self, message: object) -> str:
        """A message of the program, escaped."""

    def blocks(self, nodes: list[Node]) -> str:
        """Blocks, one after the other."""

    def inline(self, node: Node) -> str:
        """The text inside a text block with its looks."""


def table_html(page: Page, node: Node, attributes: str) -> str:
    """A table block."""
    parts = shown(node)
    if parts is not None:
        inside = "".join(_part(page, part) for part in parts)
        return f'<div{attributes} class="content-form content-form-{attr(node, "form")}">{inside}</div>'
    kinds, headers, wrong = column_kinds(node), header_row_count(node), differences(node)
    rows = []
    for number, row in enumerate(place_cells(node)):
        # a header cell in a row of header cells heads its columns, any other its row
        direction = "col" if number < headers or all(_is_header(place) for place in row) else "row"
        cells = [
            _cell(page, place, kinds[place.column], direction, wrong.get((place.row, place.column))) for place in row
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return _framed(page, rows, headers, (attr(node, "caption"), attr(node, "unit")), attributes)


def _framed(page: Page, rows: list[str], headers: int, titles: tuple[str, str], attributes: str = "") -> str:
    caption, unit = titles
    head = f"<thead>{''.join(rows[:headers])}</thead>" if headers else ""
    body = f"<tbody>{''.join(rows[headers:])}</tbody>" if rows[headers:] else ""
    name = escape(caption) or page.label(_("표"))
    # a wide table scrolls by itself, also by keyboard, and not the page
    return (
        f'<div{attributes} class="content-table" role="group" aria-label="{name}" tabindex="0">'
        f"<table>{_caption(page, caption, unit)}{head}{body}</table></div>"
    )


def _caption(page: Page, title: str, unit: str) -> str:
    """The caption with the unit line."""
    parts = [f'<span class="content-caption">{escape(title)}</span>'] if title else []
    if unit:
        line = page.label(_("(단위: ${unit})", mapping={"unit": unit}))
        parts.append(f'<span class="content-unit">{line}</span>')
    return f"<caption>{' '.join(parts)}</caption>" if parts else ""


def _is_header(place: Placed) -> bool:
    return bool(place.cell["type"] == "table_header")


def _spans(colspan: int, rowspan: int) -> str:
    spans = f' colspan="{colspan}"' if colspan > 1 else ""
    return spans + (f' rowspan="{rowspan}"' if rowspan > 1 else "")


def _cell(page: Page, place: Placed, kind: str, direction: str, right: Fraction | None) -> str:
    spans = _spans(place.colspan, place.rowspan)
    if _is_header(place):
        wide = place.colspan > 1 if direction == "col" else place.rowspan > 1
        return f'<th{spans} scope="{direction}{"group" if wide else ""}">{_cell_text(page, place.cell)}</th>'
    aligned = f' class="{_ALIGNED[kind]}"' if kind in _ALIGNED else ""
    aside = "" if right is None else _aside(page, _("셈한 값 ${figure}", mapping={"figure": exact(right)}))
    return f"<td{spans}{aligned}>{_cell_text(page, place.cell)}{aside}</td>"


def _aside(page: Page, text: str) -> str:
    return f' <span class="content-aside">({_text(page, text)})</span>'


def _cell_text(page: Page, cell: Node) -> str:
    inside = children(cell)
    if len(inside) == 1 and inside[0]["type"] == "paragraph" and not attr(inside[0], "level"):
        return page.inline(inside[0]) if children(inside[0]) else ""
    return page.blocks(inside)


def _part(page: Page, part: Part) -> str:
    if isinstance(part, Grid):
        rows = [_grid_row(page, row, number < part.header_rows) for number, row in enumerate(part.rows)]
        return _framed(page, rows, part.header_rows, (part.caption, part.unit))
    if isinstance(part, Leader):
        right = f'<span class="content-leader-dots" aria-hidden="true"></span><span>{escape(part.right)}</span>'
        left = f"<span>{escape(part.left)}</span>{right if part.right else ''}"
        return f'<p class="content-leader content-level-{part.level}">{left}</p>'
    if isinstance(part, Remark):
        return f'<p class="content-note"><span class="content-mark">※</span> <span>{_text(page, part.text)}</span></p>'
    return f'<p class="content-line">{escape(part.text)}</p>' if isinstance(part, Line) else _cover(part)


def _cover(part: Cover) -> str:
    lines = "".join(f"<span>{escape(line)}</span>" for line in part.lines)
    below = "".join(f"<p>{escape(line)}</p>" for line in part.below)
    return f'<p class="content-cover">{lines}</p>{below and f"""<div class="content-cover-below">{below}</div>"""}'


def _grid_row(page: Page, row: Sequence[Shown], is_head: bool) -> str:
    return f"<tr>{''.join(_shown(page, cell, is_head) for cell in row)}</tr>"


def _shown(page: Page, cell: Shown, is_head: bool) -> str:
    spans = _spans(cell.colspan, cell.rowspan)
    aside = _aside(page, cell.aside) if cell.aside else ""
    inside = (_text(page, cell.content) if isinstance(cell.content, str) else _cell_text(page, cell.content)) + aside
    if cell.look == Look.HEAD:
        direction = "col" if is_head else "row"
        wide = cell.colspan > 1 if is_head else cell.rowspan > 1
        return f'<th{spans} scope="{direction}{"group" if wide else ""}">{inside}</th>'
    names = [_SIDES[cell.align]] if cell.align in _SIDES else []
    names += [f"content-cell-{cell.look}"] if cell.look else []
    look = f' class="{" ".join(names)}"' if names else ""
    return f"<td{spans}{look}>{inside}</td>"


def _text(page: Page, text: str) -> str:
    html = page.label(text) if isinstance(text, TranslationString) else escape(text)
    return html.replace("\n", "<br>")
