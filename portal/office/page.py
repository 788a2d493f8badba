"""A printed document as HTML, in A4 width: what the Word writer writes, shown while it is being written.

No style attributes: lengths in 타 become classes of ``static/css/sheet.css``, widths of columns attributes of ``col``.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from markupsafe import Markup

from portal.office.model import Block, Cell, Heading, Image, PageBreak, Paragraph, Run, Style, Table

CLASSES: dict[str, str] = {
    Style.BODY: "", Style.TITLE: "sheet-title", Style.SUBTITLE: "sheet-subtitle", Style.CAPTION: "sheet-caption",
    Style.NOTE: "sheet-note", Style.DOCUMENT_LINE: "sheet-line", Style.AGENCY: "sheet-agency",
    Style.SENDER: "sheet-sender", Style.RULE: "sheet-rule", Style.FOOT: "sheet-foot", Style.CELL: "sheet-cell",
    Style.SMALL_CELL: "sheet-small", Style.HEAD_CELL: "sheet-head", Style.ITEM_TITLE: "sheet-item-title",
}  # fmt: skip
HEADING_CLASSES: dict[str, str] = {
    Style.SECTION: "sheet-section", Style.WIDE_SECTION: "sheet-section sheet-section-wide",
    Style.SUBSECTION: "sheet-subsection",
}  # fmt: skip
PIXELS_PER_MM = 96 / 25.4
FARTHEST = 40  # 타; what lies further in is drawn here


def sheet_html(blocks: Iterable[Block], sources: Mapping[bytes, str] | None = None) -> Markup:
    """The blocks as HTML; ``sources`` are the addresses of pictures by their bytes."""
    return Markup(_blocks(blocks, sources or {}))  # noqa: S704 - escaped below


def _blocks(blocks: Iterable[Block], sources: Mapping[bytes, str], style: str = Style.BODY, align: str = "") -> str:
    """Blocks one under the other; body text inside a cell takes the cell's style and alignment."""
    out = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(_paragraph(block, style, align, sources))
        elif isinstance(block, Heading):
            out.append(_heading(block))
        elif isinstance(block, Table):
            out.append(_table(block, sources))
        elif isinstance(block, Image):
            source = escape(sources.get(block.data, ""))
            out.append(f'<p class="sheet-image"><img src="{source}" alt="{escape(block.alt)}"></p>')
        elif isinstance(block, PageBreak):
            out.append('<hr class="sheet-break">')
    return "".join(out)


def _heading(block: Heading) -> str:
    """The title of a section; its number stands in a box before it."""
    mark = f'<span class="sheet-mark">{escape(block.mark)}</span> ' if block.mark else ""
    name = HEADING_CLASSES.get(block.style, f"sheet-heading-{block.level}")
    return f'<p class="{name}">{mark}{escape(block.text)}</p>'


def _paragraph(block: Paragraph, style: str, align: str, sources: Mapping[bytes, str]) -> str:
    names = [CLASSES.get(style if block.style == Style.BODY else block.style, "")]
    names += [f"sheet-{block.align or align}"] if block.align or align else []
    if block.indent or block.hanging:
        names += [f"sheet-in-{_taps(block.indent)}", f"sheet-hang-{_taps(block.hanging)}"]
    tail = f'<span class="sheet-tail">{escape(block.tail)}</span>' if block.tail else ""
    names += ["sheet-leader"] if tail else []
    shown = " ".join(filter(None, names))
    text = _stamped(block, block.stamp, sources) if block.stamp else _runs(block.runs)
    return f"<p{f' class={shown!r}' if shown else ''}>{text}{tail}</p>"


def _stamped(block: Paragraph, stamp: Image, sources: Mapping[bytes, str]) -> str:
    """The text with a picture over its last character."""
    source, width = escape(sources.get(stamp.data, "")), round(stamp.width_mm * PIXELS_PER_MM)
    picture = f'<img class="sheet-stamp" src="{source}" width="{width}" alt="{escape(stamp.alt)}">'
    return f'{escape(block.text[:-1])}<span class="sheet-stamped">{escape(block.text[-1:])}{picture}</span>'


def _taps(length: float) -> int:
    return max(0, min(round(length), FARTHEST))


def _runs(runs: str | Sequence[Run]) -> str:
    if isinstance(runs, str):
        return _text(runs)
    return "".join(_run(run) for run in runs) or "<br>"


def _run(run: Run) -> str:
    shown = _text(run.text)
    shown = f"<strong>{shown}</strong>" if run.bold else shown
    return f"<u>{shown}</u>" if run.underline else shown


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>") or "<br>"


def _table(table: Table, sources: Mapping[bytes, str]) -> str:
    total = sum(table.widths_mm)
    columns = "".join(f'<col width="{100 * width / total:.2f}%">' for width in table.widths_mm)
    aligns = [*table.aligns, *[""] * len(table.widths_mm)]
    rows = []
    for row in table.rows:
        cells = [cell if isinstance(cell, Cell) else Cell(cell, align=aligns[place]) for place, cell in enumerate(row)]
        rows.append(f"<tr>{''.join(_cell(cell, sources) for cell in cells)}</tr>")
    names = "sheet-table" if table.borders else "sheet-layout"
    names += " sheet-tall" if table.row_height_mm else ""
    # the table of a form is its layout; what it says reads in its own order
    head = f'<table class="{names}" role="presentation"><colgroup>{columns}</colgroup>'
    return f"{head}<tbody>{''.join(rows)}</tbody></table>"


def _cell(cell: Cell, sources: Mapping[bytes, str]) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    names = [CLASSES[cell.style], f"sheet-{cell.align}" if cell.align else "", f"sheet-{cell.valign}"]
    names.append(f"sheet-shade-{cell.shade}" if cell.shade else "")
    inside = (
        _text(cell.blocks) if isinstance(cell.blocks, str) else _blocks(cell.blocks, sources, cell.style, cell.align)
    )
    return f'<td{spans} class="{" ".join(filter(None, names))}">{inside}</td>'
