"""Patterns of looks: a row of a template's header.xml with places for what varies from text to text."""

import copy
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from portal.office.hwpx_package import HC, HH
from portal.office.hwpx_styles import HeaderTables, margins, set_bold

NAMESPACE = re.compile(' xmlns:\\w+="[^"]*"')
USUAL_PERCENT = 160  # line spacing 한글 itself begins with
OPEN, CLOSE = "\ue002", "\ue003"


@dataclass(frozen=True, slots=True)
class StylePattern:
    """One style of a template: its number, its rows in the tables and patterns for variants of them.

    `size` and the spaces are HWPUNIT, `line` is the height of a line.
    """

    number: str
    characters: str
    paragraph: str
    character_pattern: str
    paragraph_pattern: str
    align: str
    left: int
    intent: int
    keep_next: str
    tab: str
    size: int
    line: int
    space: int


def style_pattern(tables: HeaderTables, name: str) -> StylePattern:
    """The pattern of one of our styles, which the template has."""
    style = tables.style(name)
    assert style is not None, "styles are lent before"
    characters = tables.row("charProperties", style.get("charPrIDRef"))
    paragraph = tables.row("paraProperties", style.get("paraPrIDRef"))
    size = int(characters.get("height", 1000))
    values = _measures(paragraph)
    spacing = next(paragraph.iter(f"{{{HH}}}lineSpacing"), None)
    percent = int(spacing.get("value")) if spacing is not None and spacing.get("type") == "PERCENT" else USUAL_PERCENT
    return StylePattern(
        number=style.get("id"),
        characters=characters.get("id"),
        paragraph=paragraph.get("id"),
        character_pattern=_character_pattern(characters),
        paragraph_pattern=_paragraph_pattern(paragraph),
        align=paragraph.find(f"{{{HH}}}align").get("horizontal"),
        left=values["left"],
        intent=values["intent"],
        keep_next=paragraph.find(f"{{{HH}}}breakSetting").get("keepWithNext", "0"),
        tab=paragraph.get("tabPrIDRef", "0"),
        size=size,
        line=round(size * percent / 100),
        space=values["prev"] + values["next"],
    )


def _measures(paragraph: Any) -> dict[str, int]:
    """Margins of a paragraph in HWPUNIT."""
    found = margins(paragraph)
    margin, times = min(found, key=lambda one: one[1])
    return {
        name: int(margin.find(f"{{{HC}}}{name}").get("value")) // times for name in ("left", "intent", "prev", "next")
    }


def _character_pattern(row: Any) -> str:
    row = copy.deepcopy(row)
    is_bold = row.find(f"{{{HH}}}bold") is not None
    underline = row.find(f"{{{HH}}}underline")
    underline.set("type", f"{OPEN}underline{CLOSE}")
    set_bold(row, is_bold)
    if not is_bold:
        underline.getprevious().tail = f"{OPEN}bold{CLOSE}"
    return row_pattern(row)


def _paragraph_pattern(row: Any) -> str:
    row = copy.deepcopy(row)
    row.set("tabPrIDRef", f"{OPEN}tab{CLOSE}")
    row.find(f"{{{HH}}}align").set("horizontal", f"{OPEN}align{CLOSE}")
    row.find(f"{{{HH}}}breakSetting").set("keepWithNext", f"{OPEN}keep{CLOSE}")
    for margin, times in margins(row):
        for name in ("left", "intent"):
            field = f"{name}{times}" if times > 1 else name
            margin.find(f"{{{HC}}}{name}").set("value", f"{OPEN}{field}{CLOSE}")
    return row_pattern(row)


def row_pattern(row: Any) -> str:
    """A row as text for `str.format`, with a place for its id."""
    row.set("id", f"{OPEN}id{CLOSE}")
    return without_namespaces(row).replace("{", "{{").replace("}", "}}").replace(OPEN, "{").replace(CLOSE, "}")


def without_namespaces(element: Any) -> str:
    """The text of an element that will stand below a root which declares everything."""
    return NAMESPACE.sub("", etree.tostring(element, encoding="unicode", with_tail=False))
