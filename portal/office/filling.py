"""Header and footer of a template: content controls filled by their tag, and the mark that lies across a draft."""

from typing import Any

from lxml import etree

from portal.office.slots import WATERMARK, Slots
from portal.office.styles import FONT
from portal.office.xml_text import escaped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WATERMARK_NAMESPACES = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:100pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)


def word_slots(content: bytes, header: bool) -> Slots:
    """One header or footer part, cut at its content controls and, in a header, where a watermark goes."""
    tree, slots = etree.fromstring(content), Slots()
    for control in tree.iter(f"{{{W}}}sdt"):
        _open(control, slots)
    if header:
        _watermark_place(tree, slots)
    text = etree.tostring(tree, encoding="unicode")
    return slots.cut('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)


def _open(control: Any, slots: Slots) -> None:
    tag, content = control.find(f"{{{W}}}sdtPr/{{{W}}}tag"), control.find(f"{{{W}}}sdtContent")
    if tag is None or content is None:
        return
    texts = list(content.iter(f"{{{W}}}t"))
    if not texts:
        return
    for placeholder in control.findall(f"{{{W}}}sdtPr/{{{W}}}showingPlcHdr"):
        placeholder.getparent().remove(placeholder)
    original = escaped("".join(text.text or "" for text in texts))
    for text in texts[1:]:
        text.text = ""
    texts[0].text = slots.place(tag.get(f"{{{W}}}val", ""), original)
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _watermark_place(tree: Any, slots: Slots) -> None:
    paragraph = tree.find(f"{{{W}}}p")
    if paragraph is None:
        paragraph = etree.SubElement(tree, f"{{{W}}}p")
    marker = slots.place(WATERMARK)
    if len(paragraph):
        paragraph[-1].tail = marker
    else:
        paragraph.text = marker


def watermark_xml(text: str) -> str:
    """A run with the text across the page, behind what is written: the shape Word itself makes for 워터마크."""
    width = min(80 * max(len(text), 1), 420)
    text = escaped(text)
    return (
        f'<w:r><w:pict {WATERMARK_NAMESPACES}><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
        'adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
        '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
        f'<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype><v:shape id="SillokDraft" type="#_x0000_t136" '
        f'alt="{text}" style="{PLACE.format(width=width)}" o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
        f'<v:fill opacity=".4"/><v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt" string="{text}"/>'
        "</v:shape></w:pict></w:r>"
    )
