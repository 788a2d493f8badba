"""Presentations: the text of each slide and of its notes, in the order of the show."""

import zipfile
from typing import IO

from lxml import etree

from portal.files.extracted import Extracted
from portal.files.package_xml import main_part, parse_part, related_parts
from portal.files.zip_guard import open_guarded

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(stream: IO[bytes]) -> Extracted:
    """Slide by slide."""
    found = Extracted()
    with open_guarded(stream) as package:
        for number, name in enumerate(_slides(package), start=1):
            texts = [_part_text(parse_part(package, name))]
            texts += [
                _part_text(parse_part(package, notes))
                for _id, kind, notes in related_parts(package, name)
                if kind == "notesSlide"
            ]
            if not found.add(f"slide:{number}", "\n".join(texts)):
                break
    return found


def _slides(package: zipfile.ZipFile) -> list[str]:
    presentation = main_part(package)
    parts = {relation: name for relation, kind, name in related_parts(package, presentation) if kind == "slide"}
    order = [slide.get(_RELATION_ID, "") for slide in parse_part(package, presentation).iter(f"{_P}sldId")]
    return [parts[relation] for relation in order if relation in parts]


def _part_text(root: etree._Element) -> str:
    """Paragraphs as lines, table rows as ``a | b``."""
    lines: list[str] = []
    for element in root.iter(f"{_A}p", f"{_A}tr"):
        if element.tag == f"{_A}tr":
            lines.append(" | ".join(_cell_text(cell) for cell in element.iter(f"{_A}tc")))
        elif next(element.iterancestors(f"{_A}tc"), None) is None:
            lines.append(_paragraph_text(element))
    return "\n".join(line for line in lines if line.strip())


def _cell_text(cell: etree._Element) -> str:
    return " ".join(_paragraph_text(paragraph) for paragraph in cell.iter(f"{_A}p")).strip()


def _paragraph_text(paragraph: etree._Element) -> str:
    return "".join(
        "\n" if piece.tag == f"{_A}br" else piece.text or "" for piece in paragraph.iter(f"{_A}t", f"{_A}br")
    )
