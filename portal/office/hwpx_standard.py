"""Sillok's own 한글 style template.

`python -m portal.office.hwpx_standard` writes templates/hwpx/standard.hwpx again, out of the empty document of
python-hwpx. An institution opens that file in 한글, changes styles, margins, header and footer, and hands it back: what
stands in its body is only a sample.
"""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

from hwpx import HwpxDocument
from lxml import etree

from portal.office.hwpx_opening import SUBLIST
from portal.office.hwpx_package import (
    CONTENT,
    DECLARED,
    HEADER,
    HH,
    HP,
    PREVIEW,
    SECTION,
    XML,
    content_list,
    element,
    static_members,
)
from portal.office.hwpx_styles import HWPX_LOOKS, HeaderTables, lend_style
from portal.office.looks import HEADER as HEADER_STYLE
from portal.office.looks import HEADINGS
from portal.office.model import DocumentFacts, Style
from portal.office.template_parts import PARSER

FONT, SUBSTITUTE = "함초롬바탕", "맑은 고딕"
PAPER = {"width": "59528", "height": "84188", "landscape": "WIDELY"}  # A4
# The margins of the Word template; what it leaves above the header and below the page number, and the room of both.
MARGINS = {"left": 5670, "right": 4250, "top": 2835, "header": 2835, "bottom": 2410, "footer": 2690, "gutter": 0}
FIELD = (
    '<hp:run charPrIDRef="{characters}"><hp:ctrl><hp:fieldBegin id="1" type="CLICK_HERE" name="{tag}" editable="1" '
    'dirty="0" zorder="-1" fieldid="627272811"><hp:parameters cnt="2" name=""><hp:integerParam name="Prop">9'
    '</hp:integerParam><hp:stringParam name="Command" xml:space="preserve">Clickhere:set:42:Direction:wstring:0: '
    "HelpState:wstring:0:  </hp:stringParam></hp:parameters></hp:fieldBegin></hp:ctrl></hp:run>"
    '<hp:run charPrIDRef="{characters}"><hp:ctrl><hp:fieldEnd beginIDRef="1" fieldid="627272811"/></hp:ctrl></hp:run>'
)
PAGE_NUMBER = '<hp:ctrl><hp:pageNum pos="BOTTOM_CENTER" formatType="DIGIT" sideChar="-"/></hp:ctrl>'
SAMPLE = {Style.TITLE: "제목", HEADINGS[0]: "회의결과", HEADINGS[1]: "1. 안건", Style.BODY: "본문"}


def standard_template() -> bytes:
    """The whole template as an .hwpx file."""
    empty = zipfile.ZipFile(io.BytesIO(HwpxDocument.new().to_bytes()))
    header = HeaderTables(etree.fromstring(empty.read(HEADER), PARSER))
    _restyle(header)
    page = etree.fromstring(empty.read(SECTION), PARSER).find(f".//{{{HP}}}secPr")
    page.find(f"{{{HP}}}pagePr").attrib.update(PAPER)
    margin = page.find(f".//{{{HP}}}margin")
    margin.attrib.update({name: str(value) for name, value in MARGINS.items()})
    members = static_members()
    members.add(HEADER, etree.tostring(header.tree, encoding="UTF-8", xml_declaration=True, standalone=True), level=9)
    members.add(SECTION, f"{XML}<hs:sec{DECLARED}>{_sample(header, page)}</hs:sec>".encode(), level=9)
    members.add(CONTENT, content_list(DocumentFacts("실록 서식"), "", ()).encode(), level=9)
    members.add(PREVIEW, "\r\n".join(SAMPLE.values()).encode(), level=9)
    return members.closed()


def _restyle(header: HeaderTables) -> None:
    """Our styles instead of those 한글 begins with, and outline levels that print no number of their own."""
    for face in header.tree.iter(f"{{{HH}}}font"):
        if face.get("face") == FONT:
            attributes = {"face": SUBSTITUTE, "type": "TTF", "isEmbedded": "0", "binaryItemIDRef": ""}
            face.insert(0, element(HH, "substFont", attributes))
    for level in header.tree.iter(f"{{{HH}}}paraHead"):
        level.text = None
        level.attrib.update({"useInstWidth": "0", "autoIndent": "0", "textOffset": "0", "numFormat": "DIGIT"})
    for name in ("styles", "charProperties", "paraProperties"):
        table = header.table(name)
        for row in table[1:]:
            table.remove(row)
        table.set("itemCnt", "1")
    for name, look in HWPX_LOOKS.items():
        lend_style(header, name, look)


def _sample(header: HeaderTables, page: Any) -> str:
    """The opening and a paragraph of some styles."""

    def paragraph(style: str, inner: str) -> str:
        row = header.style(style)
        assert row is not None, "every style was lent"
        return (
            f'<hp:p id="0" paraPrIDRef="{row.get("paraPrIDRef")}" styleIDRef="{row.get("id")}" pageBreak="0" '
            f'columnBreak="0" merged="0">{inner.format(characters=row.get("charPrIDRef"))}</hp:p>'
        )

    mark = paragraph(HEADER_STYLE, FIELD.replace("{tag}", "mark"))
    top = f'<hp:ctrl><hp:header id="1" applyPageType="BOTH"><hp:subList {SUBLIST.format("TOP")}>{mark}</hp:subList>'
    column = '<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/></hp:ctrl>'
    first = etree.tostring(page, encoding="unicode", with_tail=False)
    opening = f'<hp:run charPrIDRef="0">{first}{column}{top}</hp:header></hp:ctrl>{PAGE_NUMBER}</hp:run>'
    text = '<hp:run charPrIDRef="{{characters}}"><hp:t>{}</hp:t></hp:run>'
    lines = [paragraph(style, text.format(words)) for style, words in SAMPLE.items()]
    start, _, rest = "".join(lines).partition(">")
    return f"{start}>{opening}{rest}"


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[2] / "templates" / "hwpx" / "standard.hwpx"
    target.write_bytes(standard_template())
    sys.stdout.write(f"{target}\n")
