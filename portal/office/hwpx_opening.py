"""What a 한글 template has outside its text: page, header and footer, page number. All stand in the first paragraph.

Fields an author makes by 누름틀 in header and footer are filled by their names and become plain text. A watermark is
large grey text behind the page, held by the header, which repeats on every page.
"""

import copy
from typing import Any

from lxml import etree

from portal.office.hwpx_package import HC, HP, element
from portal.office.hwpx_patterns import StylePattern, without_namespaces
from portal.office.slots import WATERMARK, Slots
from portal.office.xml_text import escaped

KEPT = {f"{{{HP}}}{name}" for name in ("colPr", "header", "footer", "pageNum")}
REMOVED = ("linesegarray", "ole", "video", "chart", "fieldBegin", "fieldEnd", "hiddenComment", "indexmark")
SUBLIST = (
    'id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{}" linkListIDRef="0" linkListNextIDRef="0" '
    'textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0"'
)
MATRIX = 'e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"'
BEHIND = (
    '<hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="0" allowOverlap="1" holdAnchorAndSO="0" '
    'vertRelTo="PAPER" horzRelTo="PAPER" vertAlign="TOP" horzAlign="CENTER" vertOffset="{}" horzOffset="0"/>'
)
WATERMARK_TOP = 36_000  # HWPUNIT from the top of the paper


def opening(section: Any, kept_pictures: set[str], header_style: StylePattern) -> Slots:
    """The runs that begin the first paragraph, with places for the fields of header and footer and for a watermark.

    Raises ValueError for a section without a page.
    """
    page = section.find(f".//{{{HP}}}secPr")
    if page is None:
        raise ValueError("no page")
    page = copy.deepcopy(page)
    for master in page.findall(f"{{{HP}}}masterPage"):
        page.remove(master)
    page.set("masterPageCnt", "0")
    slots = Slots()
    controls = [
        copy.deepcopy(one) for one in section.iterfind(f"{{{HP}}}p/{{{HP}}}run/{{{HP}}}ctrl/*") if one.tag in KEPT
    ]
    if not any(control.tag == f"{{{HP}}}header" for control in controls):
        controls.append(_empty_header(header_style))
    for control in controls:
        for paragraph in control.iter(f"{{{HP}}}p"):
            _fields(paragraph, slots)
        _clean(control, kept_pictures)
    for control in controls:
        if control.tag == f"{{{HP}}}header":
            first = control.find(f".//{{{HP}}}p")
            first.text = slots.place(WATERMARK)
    run = element(HP, "run", {"charPrIDRef": "0"})
    run.append(page)
    for control in controls:
        etree.SubElement(run, f"{{{HP}}}ctrl").append(control)
    return slots.cut(without_namespaces(run))


def watermark_xml(text: str, style: StylePattern, header: StylePattern) -> str:
    """A run in the style of `header` with `text` large and grey in the middle of the paper, behind what is written."""
    width, height = round(1.3 * style.size * len(text)), 2 * style.size
    size = f'width="{width}" height="{height}"'
    return (
        f'<hp:run charPrIDRef="{header.characters}"><hp:rect id="1" zOrder="0" numberingType="NONE" '
        'textWrap="BEHIND_TEXT" '
        'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" href="" groupLevel="0" instid="1" ratio="0">'
        f'<hp:offset x="0" y="0"/><hp:orgSz {size}/><hp:curSz {size}/><hp:flip horizontal="0" vertical="0"/>'
        f'<hp:rotationInfo angle="0" centerX="{width // 2}" centerY="{height // 2}" rotateimage="1"/>'
        f"<hp:renderingInfo><hc:transMatrix {MATRIX}/><hc:scaMatrix {MATRIX}/><hc:rotMatrix {MATRIX}/>"
        '</hp:renderingInfo><hp:lineShape color="#000000" width="0" style="NONE" endCap="FLAT" headStyle="NORMAL" '
        'tailStyle="NORMAL" headfill="1" tailfill="1" headSz="SMALL_SMALL" tailSz="SMALL_SMALL" outlineStyle="NORMAL" '
        f'alpha="0"/><hp:drawText lastWidth="{width}" name="" editable="0"><hp:subList {SUBLIST.format("CENTER")}>'
        f'<hp:p id="0" paraPrIDRef="{style.paragraph}" styleIDRef="{style.number}" pageBreak="0" columnBreak="0" '
        f'merged="0"><hp:run charPrIDRef="{style.characters}"><hp:t>{escaped(text)}</hp:t></hp:run></hp:p></hp:subList>'
        '<hp:textMargin left="0" right="0" top="0" bottom="0"/></hp:drawText>'
        f'<hp:shadow type="NONE" color="#B2B2B2" offsetX="0" offsetY="0" alpha="0"/>{corners(width, height)}'
        f'<hp:sz {size} widthRelTo="ABSOLUTE" heightRelTo="ABSOLUTE" protect="0"/>{BEHIND.format(WATERMARK_TOP)}'
        '<hp:outMargin left="0" right="0" top="0" bottom="0"/></hp:rect></hp:run>'
    )


def corners(width: int, height: int) -> str:
    """The corners of an object, from top left clockwise."""
    places = enumerate(((0, 0), (width, 0), (width, height), (0, height)))
    return "".join(f'<hc:pt{number} x="{x}" y="{y}"/>' for number, (x, y) in places)


def _empty_header(style: StylePattern) -> Any:
    header = element(HP, "header", {"id": "1", "applyPageType": "BOTH"})
    attributes = dict(pair.split("=") for pair in SUBLIST.format("TOP").replace('"', "").split())
    holder = etree.SubElement(header, f"{{{HP}}}subList", attributes)
    references = {"id": "0", "paraPrIDRef": style.paragraph, "styleIDRef": style.number, "pageBreak": "0"}
    paragraph = etree.SubElement(holder, f"{{{HP}}}p", references | {"columnBreak": "0", "merged": "0"})
    etree.SubElement(paragraph, f"{{{HP}}}run", charPrIDRef=style.characters)
    return header


def _fields(paragraph: Any, slots: Slots) -> None:
    """누름틀 of one paragraph: the field becomes a place of its name, with the text the template had in it."""
    name, holder = "", None
    texts: list[str] = []

    def close() -> None:
        if holder is not None:
            holder.text = slots.place(name, escaped("".join(texts)))

    for run in paragraph.findall(f"{{{HP}}}run"):
        for child in list(run):
            inner = child[0] if child.tag == f"{{{HP}}}ctrl" and len(child) else None
            if inner is not None and inner.tag == f"{{{HP}}}fieldBegin" and inner.get("type") == "CLICK_HERE":
                close()
                name, holder, texts = inner.get("name", ""), element(HP, "t"), []
                run.replace(child, holder)
            elif inner is not None and inner.tag == f"{{{HP}}}fieldEnd" and holder is not None:
                close()
                holder = None
                run.remove(child)
            elif child.tag == f"{{{HP}}}t" and holder is not None:
                texts += child.itertext()
                run.remove(child)
    close()


def _clean(control: Any, kept_pictures: set[str]) -> None:
    """Remove what points out of the file or at parts that are not kept, and the layout of lines 한글 remembers."""
    for one in list(control.iter(etree.Element)):
        name = etree.QName(one).localname
        lost = name == "pic" and not kept_pictures.issuperset(
            image.get("binaryItemIDRef") for image in one.iter(f"{{{HC}}}img")
        )
        parent = one.getparent()
        if (name in REMOVED or lost) and parent is not None:
            parent.remove(one)
    for holder in list(control.iter(f"{{{HP}}}ctrl")):
        if not len(holder):
            holder.getparent().remove(holder)
