"""Looks of one 한글 document: text refers to them by number, so a look nobody had before becomes a row of header.xml.

What Word writes into the paragraph itself (indent, alignment, bold) 한글 keeps in tables of the header. The rows of
the template are turned into patterns once; a document adds the variants it needs and no others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from portal.office.hwpx_patterns import StylePattern, row_pattern, style_pattern
from portal.office.hwpx_styles import ALIGNS, HWPX_LOOKS, HeaderTables, border_fill
from portal.office.slots import Slots

TABLES = ("borderFills", "charProperties", "paraProperties")


@dataclass(frozen=True, slots=True)
class HeaderText:
    """The header.xml of a template, with room in its tables: how many rows each has, which number the next one gets."""

    slots: Slots
    counts: Mapping[str, int]
    first_free: Mapping[str, int]
    styles: Mapping[str, StylePattern]
    leader: str


class Properties:
    """The looks of one document."""

    def __init__(self, header: HeaderText) -> None:
        self.styles = header.styles
        self._header = header
        self._rows: dict[str, list[str]] = {table: [] for table in TABLES}
        self._known: dict[tuple[object, ...], int | str] = {}

    def characters(self, style: str, bold: bool = False, underline: bool = False) -> int | str:
        """The number of characters of `style`, perhaps bold or underlined."""
        pattern = self.styles[style]
        if not (bold or underline):
            return pattern.characters
        key = (style, bold, underline)
        if key not in self._known:
            marks = {"bold": "<hh:bold/>" if bold else "", "underline": "BOTTOM" if underline else "NONE"}
            self._known[key] = self._add("charProperties", pattern.character_pattern, marks)
        return self._known[key]

    def paragraph(
        self,
        style: str,
        align: str = "",
        indent: int = 0,
        hanging: int = 0,
        keep_next: bool = False,
        *,
        leader: bool = False,
    ) -> int | str:
        """The number of such a paragraph; lengths in HWPUNIT."""
        pattern = self.styles[style]
        if not (align or indent or hanging or keep_next or leader):
            return pattern.paragraph
        key = (style, align, indent, hanging, keep_next, leader)
        if key not in self._known:
            # a negative intent moves the first line to the left of the others, which 한글 counts from that line
            left, intent = (indent, -hanging) if indent or hanging else (pattern.left, pattern.intent)
            values: dict[str, object] = {"align": ALIGNS[align] if align else pattern.align}
            values |= {"left": left, "left2": 2 * left, "intent": intent, "intent2": 2 * intent}
            values |= {"keep": "1" if keep_next else pattern.keep_next}
            values |= {"tab": self._header.leader if leader else pattern.tab}
            self._known[key] = self._add("paraProperties", pattern.paragraph_pattern, values)
        return self._known[key]

    def border(self, has_lines: bool, shade: str = "") -> int | str:
        """The number of lines and colour of a cell."""
        key = (has_lines, shade)
        if key not in self._known:
            row = border_fill("all" if has_lines else "", shade)
            self._known[key] = self._add("borderFills", row_pattern(row), {})
        return self._known[key]

    def header_xml(self) -> str:
        """header.xml with the rows of this document."""
        values = {}
        for table, rows in self._rows.items():
            values[f"{table} count"] = str(self._header.counts[table] + len(rows))
            values[table] = "".join(rows)
        return self._header.slots.filled(values)

    def _add(self, table: str, pattern: str, values: Mapping[str, object]) -> int:
        number = self._header.first_free[table] + len(self._rows[table])
        self._rows[table].append(pattern.format(id=number, **values))
        return number


def header_text(tables: HeaderTables, leader: str) -> HeaderText:
    """A header that has every style, ready for documents; `leader` is the number of its tab with dots."""
    styles = {name: style_pattern(tables, name) for name in HWPX_LOOKS}
    slots = Slots()
    counts, first_free = {}, {}
    for name in TABLES:
        table = tables.table(name)
        first_free[name] = max(int(row.get("id", 0)) for row in table) + 1
        counts[name] = len(table)
        table.set("itemCnt", slots.place(f"{name} count"))
        table[-1].tail = slots.place(name)
    text = etree.tostring(tables.tree, encoding="unicode")
    return HeaderText(slots.cut(text), counts, first_free, styles, leader)
