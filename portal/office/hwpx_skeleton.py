"""An institution's .hwpx style template, opened once and kept ready to take document bodies.

Taken from it are the tables of looks (header.xml), page, header and footer, and pictures these show. Scripts, history,
embedded objects, fonts and every link out of the file are left behind: a template comes from outside.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from lxml import etree

from portal.office.hwpx_opening import opening, watermark_xml
from portal.office.hwpx_package import (
    CONTENT,
    DECLARED,
    HEADER,
    HH,
    HP,
    NAMESPACES,
    OPF,
    PREVIEW,
    SECTION,
    XML,
    content_list,
    picture_item,
    static_members,
)
from portal.office.hwpx_properties import HeaderText, Properties, header_text
from portal.office.hwpx_styles import WATERMARK, HeaderTables, lend_leader, lend_styles
from portal.office.looks import HEADER as HEADER_STYLE
from portal.office.model import DocumentFacts
from portal.office.package import Members
from portal.office.pictures import StoredPicture
from portal.office.slots import Slots, slot_values
from portal.office.template_parts import PARSER, TEMPLATE_LIMIT, NotATemplate

FIRST_PARAGRAPH = ">"  # the opening stands after the start tag of the first paragraph


@dataclass(frozen=True, slots=True)
class HwpxSkeleton:
    """A template without a body. Lengths in HWPUNIT (1/7200 inch); `items` are its pictures in the list of parts."""

    static: Members
    header: HeaderText
    opening: Slots
    items: str
    text_width: int
    text_height: int

    def document(
        self,
        body_xml: str,
        facts: DocumentFacts,
        properties: Properties,
        pictures: Sequence[StoredPicture] = (),
        preview: str = "",
    ) -> bytes:
        """The finished file of at least one paragraph. The same arguments give the same bytes."""
        members = self.static.copy()
        styles = self.header.styles
        values = slot_values(facts, lambda text: watermark_xml(text, styles[WATERMARK], styles[HEADER_STYLE]))
        tag, _, rest = body_xml.partition(FIRST_PARAGRAPH)
        body = f"{XML}<hs:sec{DECLARED}>{tag}{FIRST_PARAGRAPH}{self.opening.filled(values)}{rest}</hs:sec>"
        members.add(HEADER, f"{XML}{properties.header_xml()}".encode())
        members.add(SECTION, body.encode())
        members.add(CONTENT, content_list(facts, self.items, pictures).encode())
        members.add(PREVIEW, preview.encode())
        for picture in pictures:
            members.add(f"BinData/{picture.name}", picture.data, level=0)  # compressed already
        return members.closed()


def hwpx_skeleton(template: bytes | None = None) -> HwpxSkeleton:
    """The skeleton of `template`, or of Sillok's own. Built once per template, by its bytes.

    Raises NotATemplate when the bytes are no 한글 document that can be used.
    """
    return _built(_standard_bytes() if template is None else template)


@lru_cache(maxsize=1)
def _standard_bytes() -> bytes:
    return (resources.files("templates") / "hwpx" / "standard.hwpx").read_bytes()


@lru_cache(maxsize=32)
def _built(template: bytes) -> HwpxSkeleton:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            if sum(member.file_size for member in package.infolist()) > TEMPLATE_LIMIT:
                raise NotATemplate("too large")
            return _taken_apart(package)
    except NotATemplate:
        raise
    except Exception as error:  # a broken file fails in any way, AttributeError included
        raise NotATemplate(str(error)) from error


def _taken_apart(package: zipfile.ZipFile) -> HwpxSkeleton:
    tree, section = _tree(package, HEADER), _tree(package, SECTION)
    pictures = _pictures(package)
    tables = HeaderTables(tree)
    _clean(tree, set(pictures))
    lend_styles(tables)
    width, height = text_area(section)
    header = header_text(tables, lend_leader(tables, width))
    return HwpxSkeleton(
        static=static_members((name, package.read(name)) for name, _ in pictures.values()),
        header=header,
        opening=opening(section, set(pictures), header.styles[HEADER_STYLE]),
        items="".join(picture_item(identifier, *where) for identifier, where in pictures.items()),
        text_width=width,
        text_height=height,
    )


def _tree(package: zipfile.ZipFile, name: str) -> Any:
    """A part as a tree whose root declares every name space by the prefix 한글 gives it."""
    tree = etree.fromstring(package.read(name), PARSER)
    known = {uri: prefix for prefix, uri in NAMESPACES.items()}
    declared = tree.nsmap.items()
    if any(known.get(uri, prefix) != prefix or NAMESPACES.get(prefix, uri) != uri for prefix, uri in declared):
        raise NotATemplate("name spaces of another program")
    etree.cleanup_namespaces(tree, top_nsmap=NAMESPACES, keep_ns_prefixes=list(NAMESPACES))
    return tree


def _pictures(package: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Pictures inside the file: id → name and kind."""
    names = set(package.namelist())
    found = {}
    for item in etree.fromstring(package.read(CONTENT), PARSER).iter(f"{{{OPF}}}item"):
        name, kind = item.get("href", ""), item.get("media-type", "")
        if name in names and name.startswith("BinData/") and kind.startswith("image/"):
            found[item.get("id", "")] = (name, kind)
    return found


def _clean(tree: Any, kept_pictures: set[str]) -> None:
    """Embedded fonts, pictures that are not there and the path of a linked document leave the tables of looks."""
    for element in list(tree.iter(etree.Element)):
        identifier = element.get("binaryItemIDRef")
        if identifier is None or identifier in kept_pictures:
            continue
        if element.tag in (f"{{{HH}}}font", f"{{{HH}}}substFont"):
            del element.attrib["binaryItemIDRef"]
            element.set("isEmbedded", "0")
        else:
            element.getparent().getparent().remove(element.getparent())
    for link in tree.iter(f"{{{HH}}}linkinfo"):
        link.set("path", "")


def text_area(section: Any) -> tuple[int, int]:
    """Width and height of the area for text on the page of a section."""
    page = section.find(f".//{{{HP}}}pagePr")
    margin = {name: int(value) for name, value in page.find(f"{{{HP}}}margin").attrib.items()}
    sides = int(page.get("width")), int(page.get("height"))
    width, height = reversed(sides) if page.get("landscape") == "NARROWLY" else sides
    width -= margin["left"] + margin["right"] + margin.get("gutter", 0)
    height -= sum(margin[name] for name in ("top", "bottom", "header", "footer"))
    return max(width, 10_000), max(height, 10_000)
