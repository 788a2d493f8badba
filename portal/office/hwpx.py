"""The 한글 writer: blocks of the document model as the text of `section0.xml` (HWPX, KS X 6101).

Built of strings like the Word writer, of which it is the twin. Nothing is written about where lines break
(`linesegarray`): 한글 lays a document out anew when that is missing, and prints lines over one another when it is
wrong. Heights of rows are therefore our own estimate, which 한글 corrects.
"""

from collections.abc import Iterable, Iterator, Sequence

from portal.office.hwpx_image import HwpxImages
from portal.office.hwpx_properties import Properties
from portal.office.hwpx_run import run_xml, runs_xml, tail_xml
from portal.office.hwpx_skeleton import HwpxSkeleton, hwpx_skeleton
from portal.office.hwpx_styles import GAP, HWPX_LOOKS, MARK, TABLE_PLACE, UNITS_PER_POINT
from portal.office.hwpx_table import table_xml
from portal.office.looks import HEADINGS, LOOKS
from portal.office.model import Block, DocumentFacts, Heading, Image, PageBreak, Paragraph, Style, Table
from portal.office.text_width import line_count, width_of

EMPTY = Paragraph()
PREVIEW_LENGTH = 1000  # characters that file managers show


def hwpx_document(
    blocks: Iterable[Block], facts: DocumentFacts, template: bytes | None = None, base: HwpxSkeleton | None = None
) -> bytes:
    """An .hwpx file of `blocks` in the look of `template` (default: Sillok's own).

    Raises NotATemplate when the template cannot be used.
    """
    base = base or hwpx_skeleton(template)
    blocks = list(blocks)
    writer = HwpxWriter(base)
    body, _ = writer.blocks(blocks or [EMPTY], base.text_width)
    return base.document(body, facts, writer.properties, writer.images.stored, preview(blocks))


class HwpxWriter:
    """Writes blocks in the styles of one skeleton and collects their pictures and looks.

    What it writes comes with its estimated height; lengths are HWPUNIT.
    """

    def __init__(self, base: HwpxSkeleton) -> None:
        self.properties = Properties(base.header)
        self.images = HwpxImages()
        self.text_height = base.text_height
        self.half_width = base.header.styles[Style.BODY].size / 2  # of one 타: half of the body's size
        self._objects = 0
        self._starts: dict[tuple[object, ...], str] = {}

    def blocks(
        self, blocks: Iterable[Block], width: int, nested: bool = False, style: str = Style.BODY
    ) -> tuple[str, int]:
        """Blocks one under the other in a column `width` wide; body text inside a cell takes `style`."""
        out, total, on_new_page = [], 0, False
        for block in blocks:
            if isinstance(block, PageBreak):
                on_new_page = True
            if isinstance(block, PageBreak) or (isinstance(block, Table) and not block.rows):
                continue
            xml, height = self._block(block, width, nested, style)
            out.append(xml.replace('pageBreak="0"', 'pageBreak="1"', 1) if on_new_page else xml)
            total += height
            on_new_page = False
        if on_new_page or not out:
            xml, height = self.paragraph(EMPTY, style, width)
            out.append(xml.replace('pageBreak="0"', 'pageBreak="1"', 1) if on_new_page else xml)
            total += height
        return "".join(out), total

    def paragraph(self, block: Paragraph, style: str, width: int, align: str = "") -> tuple[str, int]:
        """One paragraph; `align` holds where the paragraph itself has none."""
        look = self.properties.styles[style]
        indent, hanging = round(block.indent * self.half_width), round(block.hanging * self.half_width)
        leader = bool(block.tail)
        start = self.start(style, block.align or align, indent, hanging, block.keep_next, leader=leader)
        lines = line_count(block.text, max(width - indent - hanging, look.size) / look.size * 2)
        tail = ""
        if leader:
            gap = max(width - indent - round(width_of(block.text) * look.size / 2), 0)
            tail = tail_xml(block.tail, style, gap, self.properties)
        stamp = self._stamp(block, style, width) if block.stamp else ""
        xml = f"{start}{runs_xml(block.runs, style, self.properties)}{tail}{stamp}</hp:p>"
        return xml, lines * look.line + look.space

    def start(
        self,
        style: str,
        align: str = "",
        indent: int = 0,
        hanging: int = 0,
        keep_next: bool = False,
        *,
        leader: bool = False,
    ) -> str:
        """The start tag of such a paragraph, made once."""
        key = (style, align, indent, hanging, keep_next, leader)
        known = self._starts.get(key)
        if known is None:
            number = self.properties.paragraph(style, align, indent, hanging, keep_next, leader=leader)
            known = self._starts[key] = (
                f'<hp:p id="0" paraPrIDRef="{number}" styleIDRef="{self.properties.styles[style].number}" '
                'pageBreak="0" columnBreak="0" merged="0">'
            )
        return known

    def _stamp(self, block: Paragraph, style: str, width: int) -> str:
        """A picture over the last character of a centred line."""
        assert block.stamp is not None
        look, spacing = self.properties.styles[style], round(LOOKS[style].spacing * UNITS_PER_POINT)
        above = round(LOOKS[style].before * UNITS_PER_POINT)  # counted from above the space before a paragraph
        text = round(width_of(block.text) * look.size / 2) + len(block.text) * spacing
        middle = (width + text) // 2 - spacing - look.size // 2, above + look.line // 2
        picture = self.images.stamp(block.stamp, middle, self.next_object())
        return f'<hp:run charPrIDRef="{self.properties.characters(style)}">{picture}<hp:t/></hp:run>'

    def next_object(self) -> int:
        """The number of the next table or picture."""
        self._objects += 1
        return self._objects

    def _block(self, block: Block, width: int, nested: bool, style: str) -> tuple[str, int]:
        if isinstance(block, Paragraph):
            style = style if block.style == Style.BODY else block.style
            return self._apart(style, *self.paragraph(block, style, width))
        if isinstance(block, Heading):
            style = block.style or HEADINGS[block.level - 1]
            xml, height = self.paragraph(Paragraph(block.text), style, width)
            if block.mark:
                mark = run_xml(f"  {block.mark}  ", self.properties.characters(MARK))
                gap = run_xml("  ", self.properties.characters(style))
                xml = xml.replace("<hp:run ", f"{mark}{gap}<hp:run ", 1)
            return self._apart(style, xml, height)
        if isinstance(block, Image):
            xml, height = self.images.picture(block, width, self.text_height, self.next_object())
            return self._holding(xml, Style.BODY, "center"), height + self.properties.styles[Style.BODY].line
        assert isinstance(block, Table)
        xml, height = table_xml(self, block, width, nested)
        place = self.properties.styles[TABLE_PLACE]
        return self._holding(xml, TABLE_PLACE, block.align), height + place.line + place.space

    def _apart(self, style: str, xml: str, height: int) -> tuple[str, int]:
        """A paragraph with gaps where its style draws lines."""
        look = HWPX_LOOKS[style]
        if not (look.frame or look.rule):
            return xml, height
        gap, space = self.paragraph(EMPTY, GAP, 0)
        return (f"{gap}{xml}{gap}", height + 2 * space) if look.frame else (f"{xml}{gap}", height + space)

    def _holding(self, xml: str, style: str, align: str) -> str:
        characters = self.properties.characters(style)
        return f'{self.start(style, align)}<hp:run charPrIDRef="{characters}">{xml}<hp:t/></hp:run></hp:p>'


def preview(blocks: Sequence[Block]) -> str:
    """The first words of a document, a line a paragraph, cells in angle brackets as 한글 writes them."""
    lines, length = [], 0
    for line in _lines(blocks):
        lines.append(line)
        length += len(line)
        if length > PREVIEW_LENGTH:
            break
    return "\r\n".join(lines)[:PREVIEW_LENGTH].encode(errors="ignore").decode()


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Heading):
            yield f"{block.mark} {block.text}" if block.mark else block.text
        elif isinstance(block, Table):
            for row in block.rows:
                texts = (cell if isinstance(cell, str) else cell.blocks for cell in row)
                yield "".join(f"<{text if isinstance(text, str) else ' '.join(_lines(text))}>" for text in texts)
