"""Real files made in memory, good and hostile, for the tests of the files part."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

import xlsxwriter
from docx import Document
from docx.oxml import parse_xml
from hwpx import HwpxDocument

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>'
)
BODY = f"<w:document {W}><w:body><w:p><w:r><w:t>회의록</w:t></w:r></w:p></w:body></w:document>"


def docx_bytes(fragments: Iterable[str] = (), header: str = "") -> bytes:
    """A Word file with paragraphs, a merged table and whatever XML blocks are given."""
    document = Document()
    document.add_paragraph("제7차 회의록")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "일시"
    table.cell(0, 1).text = "2021. 7. 15."
    table.cell(1, 1).text = "14:00"
    for fragment in fragments:
        document.element.body.insert(-1, parse_xml(fragment))
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zip_bytes(members: Iterable[tuple[str, bytes | str]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of the given parts, in this order; names are taken as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return out.getvalue()


def bare_docx(document: bytes | str = BODY, extra: Iterable[tuple[str, bytes | str]] = ()) -> bytes:
    """The smallest package that is taken for a Word file, with a document part of the tester's choice."""
    return zip_bytes(
        [("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELS), ("word/document.xml", document), *extra]
    )


def hwpx_document() -> HwpxDocument:
    """A 한글 document with a paragraph, a tab and a table."""
    document = HwpxDocument.new()
    document.add_paragraph("지역사회보장협의체 회의록")
    table = document.add_table(2, 2)
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            cell.set_text(f"칸{number}{column}")
    document.add_paragraph("끝.")
    return document


def pdf_bytes(pages: Iterable[str]) -> bytes:
    """A PDF with one line of Latin text a page; an empty text gives a page without letters."""
    texts = list(pages)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for text in texts:
        content = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode() if text else b"0 0 m 9 9 l S"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def xlsx_bytes(sheets: dict[str, list[list[object]]]) -> bytes:
    """A workbook with the given rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
    return out.getvalue()


def pptx_bytes(slides: Iterable[str]) -> bytes:
    """A presentation of one line a slide, stored in reverse order of the show."""
    texts = list(slides)
    spaces = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    numbers = range(1, len(texts) + 1)
    order = "".join(f'<p:sldId id="{255 + n}" r:id="s{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="s{n}" Type="http://x/slide" Target="slides/slide{len(texts) + 1 - n}.xml"/>'
        for n in numbers
    )
    parts = [
        ("[Content_Types].xml", CONTENT_TYPES.replace("wordprocessingml.document", "presentationml.presentation")),
        ("_rels/.rels", RELS.replace("word/document", "ppt/presentation")),
        ("ppt/presentation.xml", f"<p:presentation {spaces}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>"),
        ("ppt/_rels/presentation.xml.rels", RELS.partition("<Relationship ")[0] + relations + "</Relationships>"),
    ]
    for n, text in zip(numbers, texts, strict=True):
        slide = f"<p:sld {spaces}><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sld>"
        parts.append((f"ppt/slides/slide{len(texts) + 1 - n}.xml", slide))
    return zip_bytes(parts)


def png_bytes(width: int = 3, height: int = 2) -> bytes:
    """A PNG whose header says these sizes; the picture data is that of a small one."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00\x00\x00\x00" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_bytes(width: int = 3, height: int = 2) -> bytes:
    """The headers of a JPEG: an application segment, then the frame."""
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
        + b"\x00" * 9
        + b"\xff\xc0\x00\x11\x08"
        + struct.pack(">HH", height, width)
        + b"\x03"
        + b"\x00" * 9
        + b"\xff\xd9"
    )


def compound_bytes(content: bytes) -> bytes:
    """Something that begins like a compound (OLE) file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + content


def lying_docx(declared: int, real: int) -> bytes:
    """A Word package whose document part is ``real`` bytes long while both its headers say ``declared``."""
    content = bare_docx(BODY.encode() + b" " * (real - len(BODY.encode())))
    return content.replace(struct.pack("<I", real), struct.pack("<I", declared))
