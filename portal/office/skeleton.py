"""An institution's .docx style template, opened once and kept ready to take document bodies.

python-docx opens the template; what a document needs of it (styles, settings, fonts, theme, numbering, header, footer
and their pictures) is cleaned, compressed once and kept. Each document then costs its own body only. Parts nobody
needs (thumbnail, printer settings, macros, custom XML) and every link out of the file are left behind: a template
comes from outside.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import docx

from portal.office.filling import watermark_xml, word_slots
from portal.office.model import DocumentFacts
from portal.office.package import Members
from portal.office.pictures import EXTENSIONS, StoredPicture
from portal.office.slots import Slots, slot_values
from portal.office.standard_template import CONTENT_TYPES, OFFICE, OFFICE_TYPE, PACKAGE_TYPE, RELATIONSHIPS, XML
from portal.office.template_parts import TEMPLATE_LIMIT, NotATemplate, Part, TemplateParts, template_parts
from portal.office.word_image import relationship
from portal.office.xml_text import escaped

DOCUMENT_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
CORE_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
APPLICATION = (
    f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Sillok</Application></Properties>"
)
DOCUMENT_LINKS = "word/_rels/document.xml.rels"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A template without a body. Widths in twips (1/1440 inch), `body_size` in half points.

    `static` are the members every document shares, `linked` the same with the links of a document without pictures.
    """

    static: Members
    linked: Members
    fillings: Sequence[tuple[str, Slots]]
    style_ids: dict[str, str]
    section: str
    relationships: str
    text_width: int
    text_height: int
    body_size: int

    def document(self, body_xml: str, facts: DocumentFacts, images: Sequence[StoredPicture] = ()) -> bytes:
        """The finished file. The same arguments give the same bytes."""
        members = (self.static if images else self.linked).copy()
        body = f"{XML}<w:document {DOCUMENT_NAMESPACES}><w:body>{body_xml}{self.section}</w:body></w:document>"
        members.add("word/document.xml", body.encode())
        if images:
            links = [(relationship(image), f"{OFFICE}/image", f"media/{image.name}") for image in images]
            members.add(DOCUMENT_LINKS, _closed(self.relationships + _links(links)))
        values = slot_values(facts, watermark_xml)
        for name, slots in self.fillings:
            members.add(name, slots.filled(values).encode())
        members.add("docProps/core.xml", _core(facts))
        for image in images:
            members.add(f"word/media/{image.name}", image.data, level=0)  # compressed already
        return members.closed()


def skeleton(template: bytes | None = None) -> Skeleton:
    """The skeleton of `template`, or of Sillok's own. Built once per template, by its bytes.

    Raises NotATemplate when the bytes are no Word document that can be used.
    """
    return _built(_standard_bytes() if template is None else template)


@lru_cache(maxsize=1)
def _standard_bytes() -> bytes:
    return (resources.files("templates") / "word" / "standard.docx").read_bytes()


@lru_cache(maxsize=32)
def _built(template: bytes) -> Skeleton:
    found = _taken_apart(template)
    static = Members(
        [
            ("[Content_Types].xml", _content_types(found.parts)),
            ("_rels/.rels", _package_relationships()),
            ("docProps/app.xml", APPLICATION.encode()),
        ]
    )
    fillings = []
    for part in found.parts:
        slots = word_slots(part.content, header=part.is_header) if part.is_header or part.is_footer else None
        if slots and slots.tags:
            fillings.append((part.name, slots))
        else:
            static.add(part.name, part.content, level=9)
        if part.links:
            folder, _, file_name = part.name.rpartition("/")
            static.add(f"{folder}/_rels/{file_name}.rels", _closed(_relationships(part.links)), level=9)
    relationships = _relationships(found.links)
    linked = static.copy()
    linked.add(DOCUMENT_LINKS, _closed(relationships), level=9)
    return Skeleton(
        static=static,
        linked=linked,
        fillings=tuple(fillings),
        style_ids=found.style_ids,
        section=found.section,
        relationships=relationships,
        text_width=found.text_width,
        text_height=found.text_height,
        body_size=found.body_size,
    )


def _taken_apart(template: bytes) -> TemplateParts:
    """The parts of the template, read by python-docx; refused before unpacking when it is far too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            if sum(member.file_size for member in package.infolist()) > TEMPLATE_LIMIT:
                raise NotATemplate("too large")
        return template_parts(docx.Document(io.BytesIO(template)))
    except NotATemplate:
        raise
    except Exception as error:  # a broken file makes python-docx fail in any way, AttributeError included
        raise NotATemplate(str(error)) from error


def _relationships(links: Sequence[tuple[str, str, str]]) -> str:
    return f'{XML}<Relationships xmlns="{RELATIONSHIPS}">{_links(links)}'


def _links(links: Sequence[tuple[str, str, str]]) -> str:
    return "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{escaped(path)}"/>' for i, kind, path in links)


def _closed(relationships: str) -> bytes:
    return f"{relationships}</Relationships>".encode()


def _package_relationships() -> bytes:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    links = (
        ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
        ("rId2", core, "docProps/core.xml"),
        ("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml"),
    )
    return _closed(_relationships(links))


def _content_types(parts: Sequence[Part]) -> bytes:
    defaults = {"rels": f"{PACKAGE_TYPE}.relationships+xml", "xml": "application/xml"}
    defaults |= {extension: mime for mime, extension in EXTENSIONS.items()}
    overrides = {
        "word/document.xml": f"{OFFICE_TYPE}.wordprocessingml.document.main+xml",
        "docProps/core.xml": f"{PACKAGE_TYPE}.core-properties+xml",
        "docProps/app.xml": f"{OFFICE_TYPE}.extended-properties+xml",
    }
    overrides |= {part.name: part.content_type for part in parts}
    items = [f'<Default Extension="{ending}" ContentType="{mime}"/>' for ending, mime in defaults.items()]
    items += [f'<Override PartName="/{escaped(name)}" ContentType="{mime}"/>' for name, mime in overrides.items()]
    return f'{XML}<Types xmlns="{CONTENT_TYPES}">{"".join(items)}</Types>'.encode()


def _core(facts: DocumentFacts) -> bytes:
    return (
        f"{XML}<cp:coreProperties {CORE_NAMESPACES}><dc:title>{escaped(facts.title)}</dc:title>"
        f"<dc:creator>{escaped(facts.author)}</dc:creator></cp:coreProperties>"
    ).encode()
