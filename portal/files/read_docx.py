"""Word documents by a walk over the XML: what python-docx leaves out is read too.

Read: content controls, tracked insertions, text boxes, headers, footers, notes, comments. Left out: deleted and
moved-away text, field instructions, the fallback copies of drawings, cells that only continue a vertical merge.
"""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from portal.files.extracted import Extracted
from portal.files.package_xml import main_part, parse_part, related_parts
from portal.files.zip_guard import open_guarded

_SKIPPED = frozenset(("Fallback", "del", "moveFrom", "instrText", "delText", "pPr", "rPr", "rt", "sectPr", "tblPr"))
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PLACES = {
    "header": "header",
    "footer": "header",
    "footnotes": "notes",
    "endnotes": "notes",
    "comments": "comments",
}


def read(stream: IO[bytes]) -> Extracted:
    """The body first, then what surrounds it."""
    found = Extracted()
    with open_guarded(stream) as package:
        document = main_part(package)
        found.add("body", _part_text(parse_part(package, document)))
        around: dict[str, list[str]] = {}
        for _id, kind, name in related_parts(package, document):
            if place := _PLACES.get(kind):
                texts = around.setdefault(place, [])
                text = _part_text(parse_part(package, name))
                if text and text not in texts:  # each section repeats the same header
                    texts.append(text)
    for place, texts in around.items():
        found.add(place, "\n".join(texts))
    return found


def _part_text(root: etree._Element) -> str:
    return "\n".join(_blocks(root))


def _name(element: etree._Element) -> str:
    """The element's name without its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Paragraphs and table rows below ``parent`` in reading order, one text each."""
    for child in parent:
        name = _name(child)
        if name == "p":
            yield _paragraph(child)
            for box in _text_boxes(child):
                yield from _blocks(box)
        elif name == "tbl":
            yield from _rows(child)
        elif name and name not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[str]:
    """Each row as ``a | b``; a cell of several paragraphs keeps its lines."""
    for child in table:
        name = _name(child)
        if name == "tr":
            cells = ["\n".join(_blocks(cell)) for cell in _cells(child)]
            if any(cell.strip() for cell in cells):
                yield " | ".join(cell.strip("\n") for cell in cells)
        elif name and name not in _SKIPPED:  # rows inside a content control or a tracked insertion
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        name = _name(child)
        if name == "tc":
            if not _continues_merge(child):
                yield child
        elif name and name not in _SKIPPED:
            yield from _cells(child)


def _continues_merge(cell: etree._Element) -> bool:
    for properties in cell:
        if _name(properties) == "tcPr":
            for mark in properties:
                if _name(mark) == "vMerge":
                    return _attribute(mark, "val") in (None, "continue")
    return False


def _attribute(element: etree._Element, name: str) -> str | None:
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def _paragraph(paragraph: etree._Element) -> str:
    """The paragraph's own text, without that of paragraphs inside its text boxes."""
    return "".join(_pieces(paragraph))


def _pieces(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name and name not in _SKIPPED and name != "p":
            yield from _pieces(child)


def _text_boxes(parent: etree._Element) -> Iterator[etree._Element]:
    """Contents of the text boxes anchored in a paragraph; a box inside a box comes with its own paragraph."""
    for child in parent:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name and name not in _SKIPPED and name != "p":
            yield from _text_boxes(child)
