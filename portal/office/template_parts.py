"""What is taken out of a Word style template, and what is not.

An allow-list: parts of the kinds below, reached from the document, with pictures as their only links. Elements that
point at anything else (an attached template on a server, embedded objects) are removed, a hyperlink keeps its text.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.opc.part import Part as PackagePart
from lxml import etree

from portal.office.standard_template import OFFICE, W_NAMESPACES, XML
from portal.office.styles import STYLES

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KEPT = "styles settings fontTable numbering theme webSettings footnotes endnotes header footer"
KEPT_KINDS = {f"{OFFICE}/{kind}" for kind in KEPT.split()}
REMOVED = (f"{{{W}}}mailMerge", f"{{{W}}}object")
HEADER, FOOTER, STYLES_KIND, IMAGE = (f"{OFFICE}/{kind}" for kind in ("header", "footer", "styles", "image"))
EMPTY_HEADER = ("rIdSillokHeader", "word/sillok_header.xml")
HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
TEMPLATE_LIMIT = 30_000_000  # bytes unpacked: a style template is some tens of kilobytes
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

Link = tuple[str, str, str]


class NotATemplate(ValueError):
    """The bytes are not a Word document whose styles can be used."""


@dataclass(slots=True)
class Part:
    """One file kept from the template, with its links (id, kind, target)."""

    name: str
    content_type: str
    content: bytes
    kind: str
    links: list[Link] = field(default_factory=list)

    @property
    def is_header(self) -> bool:
        """Whether the part is printed at the top of pages."""
        return self.kind == HEADER

    @property
    def is_footer(self) -> bool:
        """Whether the part is printed at the bottom of pages."""
        return self.kind == FOOTER


@dataclass(slots=True)
class TemplateParts:
    """Everything a skeleton is built of."""

    parts: list[Part]
    links: list[Link]
    style_ids: dict[str, str]
    section: str
    text_width: int
    text_height: int
    body_size: int


def template_parts(document: Document) -> TemplateParts:
    """Take apart a template opened by python-docx; lend it the styles and the header it lacks."""
    parts: dict[str, Part] = {}
    links: list[Link] = []
    for relationship in document.part.rels.values():
        if relationship.is_external or relationship.reltype not in KEPT_KINDS:
            continue
        part = _kept(relationship.target_part, relationship.reltype, parts)
        links.append((relationship.rId, relationship.reltype, posixpath.relpath(part.name, "word")))
    styles = next((part for part in parts.values() if part.kind == STYLES_KIND), None)
    if styles is None:
        raise NotATemplate("no styles")
    tree = etree.fromstring(styles.content, PARSER)
    style_ids = _lend_styles(tree)
    styles.content = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
    section = _section(document, {link[0] for link in links})
    if section.find(f"{{{W}}}headerReference") is None:
        parts[EMPTY_HEADER[1]] = _empty_header(style_ids["header"])
        links.append((EMPTY_HEADER[0], HEADER, posixpath.basename(EMPTY_HEADER[1])))
        reference = etree.Element(f"{{{W}}}headerReference", {f"{{{W}}}type": "default", f"{{{R}}}id": EMPTY_HEADER[0]})
        section.insert(0, reference)
    width, height = _text_area(section)
    text = etree.tostring(section, encoding="unicode", with_tail=False)
    return TemplateParts(list(parts.values()), links, style_ids, text, width, height, _body_size(tree))


def _kept(source: PackagePart, kind: str, parts: dict[str, Part]) -> Part:
    name = str(source.partname).lstrip("/")
    if name in parts:
        return parts[name]
    part = parts[name] = Part(name, source.content_type, source.blob, kind)
    for relationship in source.rels.values():
        if relationship.is_external or relationship.reltype != IMAGE:
            continue
        image = _kept(relationship.target_part, IMAGE, parts)
        part.links.append((relationship.rId, IMAGE, posixpath.relpath(image.name, posixpath.dirname(name))))
    if kind != IMAGE and part.content_type.endswith("+xml"):
        part.content = _without_dangling(part.content, {link[0] for link in part.links})
    return part


def _without_dangling(content: bytes, kept_ids: set[str]) -> bytes:
    tree = etree.fromstring(content, PARSER)
    for element in list(tree.iter(etree.Element)):
        pointers = [name for name in element.attrib if name.startswith(f"{{{R}}}")]
        dangling = [name for name in pointers if element.attrib[name] not in kept_ids]
        if not dangling and element.tag not in REMOVED:
            continue
        if element.tag == f"{{{W}}}hyperlink":
            for name in dangling:
                del element.attrib[name]
        elif (parent := element.getparent()) is not None:
            parent.remove(element)
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)


def _lend_styles(tree: Any) -> dict[str, str]:
    """Style name → id in this template. Ids differ between languages of Word, names do not."""
    ids = {name.get(f"{{{W}}}val").casefold(): style.get(f"{{{W}}}styleId") for style, name in _named(tree)}
    taken = set(ids.values())
    for wanted, xml in STYLES.items():
        if wanted.casefold() in ids:
            continue
        style = etree.fromstring(f"<w:styles {W_NAMESPACES}>{xml}</w:styles>")[0]
        style_id = style.get(f"{{{W}}}styleId")
        while style_id in taken:
            style_id += "_"
        taken.add(style_id)
        style.set(f"{{{W}}}styleId", style_id)
        style.attrib.pop(f"{{{W}}}default", None)
        for reference in style.iter(f"{{{W}}}basedOn", f"{{{W}}}next"):
            base = "normal" if reference.get(f"{{{W}}}val") == "Normal" else "normal table"
            reference.set(f"{{{W}}}val", ids.get(base, reference.get(f"{{{W}}}val")))
        tree.append(style)
        ids[wanted.casefold()] = style_id
    return {name: ids[name.casefold()] for name in STYLES}


def _named(tree: Any) -> Iterator[tuple[Any, Any]]:
    for style in tree.iter(f"{{{W}}}style"):
        name = style.find(f"{{{W}}}name")
        if name is not None:
            yield style, name


def _section(document: Document, kept_ids: set[str]) -> Any:
    section = etree.fromstring(etree.tostring(document.sections[-1]._sectPr), PARSER)
    for element in list(section):
        identifier = element.get(f"{{{R}}}id")
        if identifier is not None and identifier not in kept_ids:
            section.remove(element)
    etree.cleanup_namespaces(section, top_nsmap={"w": W, "r": R})
    return section


def _text_area(section: Any) -> tuple[int, int]:
    page, margin = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")

    def twips(element: Any, name: str, default: int) -> int:
        return abs(int(float(element.get(f"{{{W}}}{name}", default)))) if element is not None else default

    width = twips(page, "w", 11906) - twips(margin, "left", 1134) - twips(margin, "right", 850)
    height = twips(page, "h", 16838) - twips(margin, "top", 1134) - twips(margin, "bottom", 1020)
    return max(width, 2000), max(height, 2000)


def _body_size(tree: Any) -> int:
    """Half points of body text: of Normal, else of the document defaults, else Word's own 10 points."""
    normal = f'//w:style[w:name/@w:val="Normal"]/w:rPr/w:sz/@w:val | {"//w:docDefaults//w:sz/@w:val"}'
    sizes = tree.xpath(normal, namespaces={"w": W})
    return int(float(sizes[-1])) if sizes else 20


def _empty_header(style_id: str) -> Part:
    content = f'{XML}<w:hdr {W_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr></w:p></w:hdr>'
    return Part(EMPTY_HEADER[1], HEADER_TYPE, content.encode(), HEADER)
