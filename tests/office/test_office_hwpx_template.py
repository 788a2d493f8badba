"""Institutions' own 한글 style templates: their looks are kept, what is dangerous or needless is not."""

import io
import zipfile
from pathlib import Path

import pytest
from hwpx import HwpxDocument

from portal.office.hwpx import hwpx_document
from portal.office.hwpx_skeleton import hwpx_skeleton
from portal.office.hwpx_standard import standard_template
from portal.office.model import DocumentFacts, Heading, Paragraph, Style, Table
from portal.office.standard_template import standard_template as word_template
from portal.office.template_parts import TEMPLATE_LIMIT, NotATemplate
from tests.office.hwpx_inspection import (
    HH,
    HP,
    all_text,
    cells,
    characters,
    findings,
    looks,
    paragraphs,
    part,
    section,
    tables,
)
from tests.office.test_office_word import PNG

HEADER, SECTION, CONTENT = "Contents/header.xml", "Contents/section0.xml", "Contents/content.hpf"
HEADER_END = "</hp:p></hp:subList></hp:header>"
FACTS = DocumentFacts("제목", "사무국", "복지-1", "(안)", {"slogan": "함께 <사는> 도시"})
BLOCKS = [Paragraph("제목", Style.TITLE), Heading("절"), Paragraph("글"), Table([["가", "나"]], (1, 2))]
LINK = (
    '<hp:ctrl><hp:fieldBegin id="7" type="HYPERLINK" name="" editable="0" dirty="0" zorder="-1" fieldid="8">'
    '<hp:parameters cnt="1" name=""><hp:stringParam name="Path">http://bad.example/x</hp:stringParam></hp:parameters>'
    '</hp:fieldBegin></hp:ctrl><hp:t>누리집</hp:t><hp:ctrl><hp:fieldEnd beginIDRef="7" fieldid="8"/></hp:ctrl>'
)


def other() -> bytes:
    """An empty document as python-hwpx makes them, with text in it and wider margins."""
    document = HwpxDocument.new()
    document.add_paragraph("견본 글")
    document.page.set_margins(left=8504, right=8504)
    return document.to_bytes()


def repacked(template: bytes, **changes: bytes) -> bytes:
    """The template with some members replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name, content in ({name: old.read(name) for name in old.namelist()} | changes).items():
            new.writestr(name, content)
    return buffer.getvalue()


def replaced(template: bytes, name: str, old: str, new: str) -> bytes:
    """The template with a piece of one member replaced."""
    text = part(template, name).decode()
    assert old in text
    return repacked(template, **{name: text.replace(old, new, 1).encode()})


def field(name: str, text: str) -> str:
    """A 누름틀 with text in it, as runs."""
    return (
        f'<hp:run charPrIDRef="0"><hp:ctrl><hp:fieldBegin id="3" type="CLICK_HERE" name="{name}" editable="1" '
        'dirty="0" zorder="-1" fieldid="627272811"/></hp:ctrl></hp:run><hp:run charPrIDRef="0">'
        f"<hp:t>{text}</hp:t></hp:run>"
        '<hp:run charPrIDRef="0"><hp:ctrl><hp:fieldEnd beginIDRef="3" fieldid="627272811"/></hp:ctrl></hp:run>'
    )


def top(data: bytes) -> str:
    """What stands at the top of every page, without the watermark."""
    return "".join(section(data).find(f".//{HP}header").itertext()).removeprefix("(안)")


def names(data: bytes) -> list[str]:
    """Members of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()


def test_shipped_template_is_the_one_the_script_makes():
    shipped = Path(__file__).resolve().parents[2] / "templates" / "hwpx" / "standard.hwpx"
    assert shipped.read_bytes() == standard_template()
    assert findings(standard_template()) == []


def test_template_of_another_program_gives_valid_documents_in_its_look():
    large = replaced(other(), HEADER, '<hh:charPr id="0" height="1000"', '<hh:charPr id="0" height="1300"')
    data = hwpx_document(BLOCKS, FACTS, large)
    assert findings(data) == []
    assert "견본 글" not in all_text(data)
    body = next(one for one in paragraphs(data) if "".join(one.itertext()) == "글")
    assert characters(data, body.find(f"{HP}run")).get("height") == "1300"
    assert sum(one["width"] for one in cells(tables(data)[0])) == 59528 - 2 * 8504
    assert "Preview/PrvImage.png" not in names(data)
    assert "synthetic" not in part(data, CONTENT).decode()
    assert top(data) == "", "a header is lent for the watermark"
    assert "(안)" in part(data, SECTION).decode()


def test_looks_of_the_template_win_and_lacking_styles_are_lent():
    own = replaced(standard_template(), HEADER, 'name="표 글자"', 'name="우리 표"')
    own = replaced(own, HEADER, 'height="950"', 'height="880"')
    data = hwpx_document(BLOCKS, FACTS, own)
    assert findings(data) == []
    found = [style.get("name") for style in looks(data).iter(f"{HH}style")]
    assert {"우리 표", "표 글자"} <= set(found)
    assert len(found) == len(set(found))
    assert "880" in {row.get("height") for row in looks(data).iter(f"{HH}charPr")}


def test_fields_of_the_header_are_filled_by_their_names():
    runs = field("mark", "견본") + field("slogan", "표어") + field("unknown", "그대로")
    own = replaced(standard_template(), SECTION, HEADER_END, runs + HEADER_END)
    data = hwpx_document(BLOCKS, FACTS, own)
    assert findings(data) == []
    assert top(data) == "복지-1복지-1함께 <사는> 도시그대로"
    assert top(hwpx_document(BLOCKS, DocumentFacts("제목"), own)) == "표어그대로"


def test_links_and_objects_of_the_header_are_left_behind():
    ole = '<hp:run charPrIDRef="0"><hp:ole binaryItemIDRef="ole1"/></hp:run>'
    runs = f'<hp:run charPrIDRef="0">{LINK}</hp:run>{ole}'
    own = replaced(standard_template(), SECTION, HEADER_END, runs + HEADER_END)
    own = repacked(own, **{"Scripts/headerScripts": b"run()", "BinData/ole1.ole": b"object", "DocHistory/1": b"old"})
    data = hwpx_document(BLOCKS, FACTS, own)
    assert findings(data) == []
    assert top(data) == "복지-1누리집", "a link keeps its text"
    assert b"bad.example" not in part(data, SECTION)
    assert not [name for name in names(data) if name.startswith(("Scripts", "BinData", "DocHistory"))]


def with_logo(item: str) -> bytes:
    """A template whose header shows a picture that `item` names in the list of parts."""
    document = HwpxDocument.new()
    document.add_picture(PNG, "png", width_mm=10, height_mm=10)
    text = part(document.to_bytes(), SECTION).decode()
    picture = text[text.index("<hp:pic") : text.index("</hp:pic>")].replace("BIN0001", "logo") + "</hp:pic>"
    run = f'<hp:run charPrIDRef="0">{picture}</hp:run>{HEADER_END}'
    own = replaced(standard_template(), SECTION, HEADER_END, run)
    return replaced(own, CONTENT, "</opf:manifest>", f"{item}</opf:manifest>")


def test_logo_in_the_header_is_kept():
    item = '<opf:item id="logo" href="BinData/logo.png" media-type="image/png" isEmbeded="1"/>'
    data = hwpx_document(BLOCKS, FACTS, repacked(with_logo(item), **{"BinData/logo.png": PNG}))
    assert part(data, "BinData/logo.png") == PNG
    assert 'binaryItemIDRef="logo"' in part(data, SECTION).decode()
    assert findings(data) == []


@pytest.mark.parametrize("place", ["http://bad.example/logo.png", "C:/secret/logo.png", "BinData/gone.png"])
def test_picture_outside_the_file_is_not(place):
    data = hwpx_document(BLOCKS, FACTS, with_logo(f'<opf:item id="logo" href="{place}" media-type="image/png"/>'))
    assert b"logo" not in part(data, SECTION) + part(data, CONTENT)
    assert findings(data) == []


def test_embedded_fonts_and_paths_are_left_behind():
    own = replaced(standard_template(), HEADER, 'isEmbedded="0"', 'isEmbedded="1" binaryItemIDRef="font1"')
    own = replaced(own, HEADER, 'linkinfo path=""', 'linkinfo path="C:/Users/hong/main.hwpx"')
    head = part(hwpx_document(BLOCKS, FACTS, own), HEADER)
    assert b"font1" not in head
    assert b"hong" not in head


def test_page_that_lies_on_its_side_is_wide():
    own = replaced(standard_template(), SECTION, "WIDELY", "NARROWLY")
    data = hwpx_document(BLOCKS, FACTS, own)
    assert sum(one["width"] for one in cells(tables(data)[0])) == 84188 - 5670 - 4250


@pytest.mark.parametrize(
    "template",
    [
        b"",
        b"no zip",
        word_template(),
        repacked(standard_template(), **{HEADER: b"<broken"}),
        repacked(standard_template(), **{SECTION: b"<sec/>"}),
        replaced(standard_template(), SECTION, "secPr", "otherPr"),
        replaced(standard_template(), HEADER, "<hh:styles", "<hh:other"),
        repacked(standard_template(), **{HEADER: part(standard_template(), HEADER).replace(b"hp", b"hx")}),
    ],
    ids=["empty", "no zip", "docx", "broken", "no text", "no page", "no styles", "prefixes"],
)
def test_what_is_no_template_is_refused(template):
    with pytest.raises(NotATemplate):
        hwpx_skeleton(template)


def test_far_too_large_template_is_refused_before_it_is_unpacked():
    with pytest.raises(NotATemplate, match="large"):
        hwpx_skeleton(repacked(standard_template(), **{"BinData/huge": b"\0" * (TEMPLATE_LIMIT + 1)}))


def test_entities_of_a_template_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("비밀")
    text = part(standard_template(), SECTION).decode()
    start = text.index("<hs:sec")
    attack = f'{text[:start]}<!DOCTYPE s [<!ENTITY x SYSTEM "file://{secret}">]>{text[start:]}'
    attack = attack.replace(HEADER_END, field("slogan2", "&x;") + HEADER_END)
    own = repacked(standard_template(), **{SECTION: attack.encode()})
    assert "비밀" not in part(hwpx_document(BLOCKS, FACTS, own), SECTION).decode()


def test_template_is_taken_apart_once():
    own = other()
    assert hwpx_skeleton(own) is hwpx_skeleton(bytes(own))
