"""The styles of Sillok's 한글 documents, also lent to an institution's template that lacks one of them.

한글 keeps looks in tables of header.xml: a style names a row of the table of characters and one of the table of
paragraphs, and both are made here from copies of what 바탕글 of that template has, so that its fonts stay.
"""

import copy
from typing import Any

from lxml import etree

from portal.office.hwpx_package import HC, HH, HP, NAMESPACES, element
from portal.office.looks import FOOTER, HEADER, HEADINGS, LOOKS, RULE_GREY, SECTION_MARK, Look
from portal.office.model import Style

UNITS_PER_POINT = 100
PERCENT_PER_LINE = 135  # 한글 counts line spacing by the size of the characters, of which a line of a font is more
TIGHTER = -5  # percent between characters: so 함초롬바탕 is as wide as the fonts that text_width was measured on
FRAME_INDENT = 140
UNITS_PER_MM = 283.465
SCRIPTS = ("hangul", "latin", "hanja", "japanese", "other", "symbol", "user")
SIDES = ("left", "right", "top", "bottom")
THIN, THICK = "0.12 mm", "0.5 mm"

TABLE_PLACE, GAP, MARK, WATERMARK = "표 자리", "간격", "절 번호", "초안 표시"
HWPX_LOOKS: dict[str, Look] = LOOKS | {
    TABLE_PLACE: Look(6, before=2),  # the paragraph that holds a table
    GAP: Look(4, keep_next=True),  # around a frame and below a rule: spaces of their own would stand inside the lines
    MARK: SECTION_MARK,
    WATERMARK: Look(60, bold=True, align="center", colour="D9D9D9"),
}
NAMES = {
    Style.BODY: "바탕글",
    Style.TITLE: "제목",
    Style.SUBTITLE: "부제",
    HEADINGS[0]: "개요 1",
    HEADINGS[1]: "개요 2",
    HEADINGS[2]: "개요 3",
    Style.CAPTION: "캡션",
    HEADER: "머리말",
    FOOTER: "꼬리말",
}


class HeaderTables:
    """The tables of a header.xml, given as a tree."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree

    def table(self, name: str) -> Any:
        """One of them by its name (borderFills, styles, ...). Raises ValueError where it is missing."""
        found = self.tree.find(f"{{{HH}}}refList/{{{HH}}}{name}")
        if found is None or not len(found):
            raise ValueError(f"no {name}")
        return found

    def row(self, name: str, identifier: str | None) -> Any:
        """The row of a table that some id refers to; the first where it refers to nothing."""
        table = self.table(name)
        return next((row for row in table if row.get("id") == identifier), table[0])

    def add(self, name: str, row: Any) -> str:
        """Append a row; its id."""
        table = self.table(name)
        identifier = str(max(int(other.get("id", 0)) for other in table) + 1)
        row.set("id", identifier)
        table.append(row)
        table.set("itemCnt", str(len(table)))
        return identifier

    def style(self, name: str) -> Any | None:
        """The style of one of our names, if the template has it."""
        wanted = NAMES.get(name, name).casefold()
        return next((row for row in self.table("styles") if row.get("name", "").casefold() == wanted), None)


def lend_styles(header: HeaderTables) -> None:
    """Give the template every style it lacks."""
    for name, look in HWPX_LOOKS.items():
        if header.style(name) is None:
            lend_style(header, name, look)


def lend_style(header: HeaderTables, name: str, look: Look) -> None:
    """Give the template one style, made after its own 바탕글, or make the style it has over."""
    body = header.style(Style.BODY)
    body = header.table("styles")[0] if body is None else body
    characters = copy.deepcopy(header.row("charProperties", body.get("charPrIDRef")))
    paragraph = copy.deepcopy(header.row("paraProperties", body.get("paraPrIDRef")))
    _set_characters(characters, look)
    _set_paragraph(paragraph, look, header)
    style = header.style(name)
    if style is None:
        attributes = {"type": "PARA", "name": NAMES.get(name, name), "engName": name, "langID": "1042", "lockForm": "0"}
        style = element(HH, "style", attributes)
        style.set("nextStyleIDRef", header.add("styles", style))
    style.set("charPrIDRef", header.add("charProperties", characters))
    style.set("paraPrIDRef", header.add("paraProperties", paragraph))


def border_fill(sides: str = "", colour: str = "", width: str = THIN, line_colour: str = "000000") -> Any:
    """A row of borderFills: lines at `sides` (all, bottom or none), filled with `colour`."""
    plain = {"threeD": "0", "shadow": "0", "centerLine": "NONE", "breakCellSeparateLine": "0"}
    row = element(HH, "borderFill", plain)
    for slash in ("slash", "backSlash"):
        etree.SubElement(row, f"{{{HH}}}{slash}", type="NONE", Crooked="0", isCounter="0")
    for side in SIDES:
        kind = "SOLID" if sides in ("all", side) else "NONE"
        etree.SubElement(row, f"{{{HH}}}{side}Border", type=kind, width=width, color=f"#{line_colour}")
    etree.SubElement(row, f"{{{HH}}}diagonal", type="SOLID", width="0.1 mm", color="#000000")
    if colour:
        brush = etree.SubElement(row, f"{{{HC}}}fillBrush")
        etree.SubElement(brush, f"{{{HC}}}winBrush", faceColor=f"#{colour}", hatchColor="#999999", alpha="0")
    return row


def lend_leader(header: HeaderTables, width: int) -> str:
    """The number of a tab that stands right at `width` after a row of dots, for lines with a tail."""
    row = element(HH, "tabPr", {"autoTabLeft": "0", "autoTabRight": "0"})
    switch = etree.SubElement(row, f"{{{HP}}}switch")
    case = etree.SubElement(switch, f"{{{HP}}}case")
    case.set(f"{{{HP}}}required-namespace", NAMESPACES["hwpunitchar"])
    stop = {"type": "RIGHT", "leader": "DASH"}  # which 한글 draws as fine dots
    etree.SubElement(case, f"{{{HH}}}tabItem", {"pos": str(width), **stop, "unit": "HWPUNIT"})
    older = etree.SubElement(switch, f"{{{HP}}}default")
    etree.SubElement(older, f"{{{HH}}}tabItem", {"pos": str(2 * width), **stop})
    return header.add("tabProperties", row)


def _set_characters(row: Any, look: Look) -> None:
    row.set("height", str(round(look.size * UNITS_PER_POINT)))
    row.set("useFontSpace", "1")  # else a space is half as wide as a character, and hanging indents miss their text
    if look.colour:
        row.set("textColor", f"#{look.colour}")
    if look.shade:
        row.set("shadeColor", f"#{look.shade}")
    spacing = row.find(f"{{{HH}}}spacing")
    if spacing is not None:
        for script in SCRIPTS:
            spacing.set(script, str(round(100 * look.spacing / look.size) or TIGHTER))
    set_bold(row, look.bold)


def set_bold(row: Any, bold: bool) -> None:
    """Make characters bold or not."""
    for old in row.findall(f"{{{HH}}}bold"):
        row.remove(old)
    if bold:
        before = next((child for child in row if etree.QName(child).localname in ("underline", "strikeout")), None)
        row.insert(len(row) if before is None else row.index(before), element(HH, "bold"))


def _set_paragraph(row: Any, look: Look, header: HeaderTables) -> None:
    row.find(f"{{{HH}}}align").set("horizontal", ALIGNS[look.align])
    heading = row.find(f"{{{HH}}}heading")
    if look.level and heading is not None:
        heading.attrib.update({"type": "OUTLINE", "idRef": "0", "level": str(look.level - 1)})
    breaks = row.find(f"{{{HH}}}breakSetting")
    # works the reverse of its name in 한글 (python-hwpx measured it): this keeps Hangul words whole
    breaks.attrib.update({"breakNonLatinWord": "BREAK_WORD", "keepLines": str(int(look.level > 0))})
    breaks.set("keepWithNext", str(int(look.keep_next)))
    inset = FRAME_INDENT if look.frame else 0
    values: dict[str, float] = {"intent": 0, "left": inset, "right": inset + look.right * UNITS_PER_MM}
    if not (look.frame or look.rule):
        values |= {"prev": look.before * UNITS_PER_POINT, "next": look.after * UNITS_PER_POINT}
    for margin, times in margins(row):
        for name, value in values.items():
            margin.find(f"{{{HC}}}{name}").set("value", str(round(value * times)))
    for spacing in row.iter(f"{{{HH}}}lineSpacing"):
        spacing.attrib.update({"type": "PERCENT", "value": str(round(look.line * PERCENT_PER_LINE))})
    fill = border_fill("all", look.frame) if look.frame else None
    fill = border_fill("bottom", width=THICK, line_colour=RULE_GREY) if look.rule else fill
    if fill is not None:
        row.find(f"{{{HH}}}border").set("borderFillIDRef", header.add("borderFills", fill))


ALIGNS = {"": "LEFT", "left": "LEFT", "center": "CENTER", "right": "RIGHT", "both": "JUSTIFY"}


def margins(row: Any) -> list[tuple[Any, int]]:
    """The margins of a paragraph, and how many times a HWPUNIT each counts.

    They stand twice: in a case for programs since 2016 as they are, by default for older ones doubled.
    """
    older = f"{{{HP}}}default"
    return [(margin, 2 if margin.getparent().tag == older else 1) for margin in row.iter(f"{{{HH}}}margin")]
