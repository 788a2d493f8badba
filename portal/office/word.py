"""The Word writer: blocks of the document model as the text of `document.xml`.

Text is built as strings, not as trees: moving parsed trees between documents costs some forty times more than
parsing the finished text. LibreOffice and python-docx open files Word refuses, so the order of properties follows
the schema everywhere and every table cell ends with a paragraph.
"""

from collections.abc import Iterable

from portal.office.looks import SECTION_MARK
from portal.office.model import Block, DocumentFacts, Heading, Image, PageBreak, Paragraph, Style, Table
from portal.office.skeleton import Skeleton, skeleton
from portal.office.styles import run_properties
from portal.office.word_image import WordImages
from portal.office.word_run import runs_xml, text_xml
from portal.office.word_table import table_xml

PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
MARK_LOOK = f"<w:rPr>{run_properties(SECTION_MARK)}</w:rPr>"
# After every table, because two tables without a paragraph between them grow together in Word; and below text.
THIN_LINE = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="80" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="4"/><w:szCs w:val="4"/></w:rPr></w:pPr></w:p>'
)


def word_document(
    blocks: Iterable[Block], facts: DocumentFacts, template: bytes | None = None, base: Skeleton | None = None
) -> bytes:
    """A .docx file of `blocks` in the look of `template` (default: Sillok's own).

    Raises NotATemplate when the template cannot be used.
    """
    base = base or skeleton(template)
    writer = WordWriter(base)
    return base.document(writer.blocks(blocks, base.text_width), facts, writer.images.stored)


class WordWriter:
    """Writes blocks in the styles of one skeleton and collects their pictures."""

    def __init__(self, base: Skeleton) -> None:
        self.style_ids = base.style_ids
        self.half_width = base.body_size * 5  # twips of one 타: half of the body's size
        self.text_width, self.text_height = base.text_width, base.text_height
        self.images = WordImages()
        self._properties: dict[tuple[str, str, float, float, bool, bool], str] = {}

    def blocks(self, blocks: Iterable[Block], width: int, nested: bool = False, style: str = Style.BODY) -> str:
        """Blocks one under the other in a column `width` twips wide; body text inside a cell takes `style`."""
        out = []
        after_text = False
        for block in blocks:
            if isinstance(block, Table) and after_text:
                out.append(THIN_LINE)
            after_text = isinstance(block, Paragraph) and not block.keep_next
            if isinstance(block, Paragraph):
                out.append(self.paragraph(block, style if block.style == Style.BODY else block.style))
            elif isinstance(block, Table):
                out += (table_xml(self, block, width, nested) if block.rows else "", THIN_LINE)
            elif isinstance(block, Heading):
                out.append(self._heading(block))
            elif isinstance(block, Image):
                properties = self.properties(Style.BODY, "center")
                out.append(f"<w:p>{properties}{self.images.run(block, width, self.text_height)}</w:p>")
            elif isinstance(block, PageBreak):
                out.append(PAGE_BREAK)
        return "".join(out)

    def paragraph(self, block: Paragraph, style: str, align: str = "") -> str:
        """One paragraph; `align` holds where the paragraph itself has none."""
        tail = f"<w:r><w:tab/></w:r>{runs_xml(block.tail)}" if block.tail else ""
        align = block.align or align
        properties = self.properties(style, align, block.indent, block.hanging, block.keep_next, leader=bool(tail))
        stamp = self.images.stamp(block.stamp, style) if block.stamp else ""
        return f"<w:p>{properties}{runs_xml(block.runs)}{tail}{stamp}</w:p>"

    def properties(
        self,
        style: str,
        align: str = "",
        indent: float = 0,
        hanging: float = 0,
        keep_next: bool = False,
        *,
        leader: bool = False,
    ) -> str:
        """The `w:pPr` of such a paragraph, made once."""
        key = (style, align, indent, hanging, keep_next, leader)
        known = self._properties.get(key)
        if known is not None:
            return known
        xml = f'<w:pStyle w:val="{self.style_ids[style]}"/>'
        if keep_next:
            xml += "<w:keepNext/>"
        if leader:
            xml += f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self.text_width}"/></w:tabs>'
        if indent or hanging:
            left, hang = round((indent + hanging) * self.half_width), round(hanging * self.half_width)
            xml += f'<w:ind w:left="{left}" w:hanging="{hang}"/>'
        if align:
            xml += f'<w:jc w:val="{align}"/>'
        self._properties[key] = xml = f"<w:pPr>{xml}</w:pPr>"
        return xml

    def _heading(self, block: Heading) -> str:
        style = block.style or f"heading {block.level}"
        mark = ""
        if block.mark:
            mark = f"<w:r>{MARK_LOOK}{text_xml(f'  {block.mark}  ')}</w:r><w:r>{text_xml('  ')}</w:r>"
        return f"<w:p>{self.properties(style)}{mark}{runs_xml(block.text)}</w:p>"
