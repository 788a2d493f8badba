"""Institutions' own style templates: their looks are kept, what is dangerous or needless is not."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from portal.office.model import DocumentFacts, Heading, Paragraph, Style, Table
from portal.office.skeleton import TEMPLATE_LIMIT, skeleton
from portal.office.standard_template import OFFICE, control, standard_template
from portal.office.template_parts import NotATemplate
from portal.office.word import word_document
from tests.office.inspection import W, all_text, findings, opened, part
from tests.office.test_office_word import PNG

FACTS = DocumentFacts("제목", "사무국", "복지-1", "(안)", {"slogan": "함께 사는 도시"})
BLOCKS = [Paragraph("제목", Style.TITLE), Heading("절"), Paragraph("글"), Table([["가", "나"]], (1, 2))]


def saved(document) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(template: bytes, **changes: bytes) -> bytes:
    """The template with some members replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(buffer, "w") as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in members.items():
            new.writestr(name, content)
    return buffer.getvalue()


def names(data: bytes) -> list[str]:
    """Members of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()


def test_shipped_template_is_the_one_the_script_makes(tmp_path):
    shipped = Path(__file__).resolve().parents[2] / "templates" / "word" / "standard.docx"
    assert shipped.read_bytes() == standard_template()
    assert findings(standard_template(), tmp_path) == []


def test_template_of_another_program_gives_valid_documents_in_its_look(tmp_path):
    other = docx.Document()
    other.styles["Normal"].font.name = "바탕"
    other.sections[0].page_width, other.sections[0].left_margin = Mm(200), Mm(30)
    other.add_paragraph("견본 글")
    data = word_document(BLOCKS, FACTS, saved(other))
    assert findings(data, tmp_path) == []
    assert "견본 글" not in all_text(data)
    assert opened(data).styles["Normal"].font.name == "바탕"
    assert opened(data).sections[0].page_width.mm == pytest.approx(200, 0.01)
    unwanted = ("thumbnail", "Effects", "customXml", "printerSettings")
    assert not [name for name in names(data) if any(word in name for word in unwanted)]
    width = sum(int(column.get(f"{W}w")) for column in opened(data).element.body.iter(f"{W}gridCol"))
    area = opened(data).sections[0]
    assert width == pytest.approx((area.page_width - area.left_margin - area.right_margin) / 635, abs=2)


def test_styles_are_found_by_name_whatever_their_ids(tmp_path):
    korean = docx.Document(io.BytesIO(standard_template()))
    for style in korean.styles.element.iter(f"{W}style"):
        if style.get(f"{W}styleId") == "Heading1":
            style.set(f"{W}styleId", "1")
    data = word_document(BLOCKS, FACTS, saved(korean))
    assert opened(data).paragraphs[1]._p.pPr.pStyle.val == "1"
    assert findings(data, tmp_path) == []


def test_missing_styles_are_lent_without_stealing_an_id():
    poor = docx.Document(io.BytesIO(standard_template()))
    for style in list(poor.styles.element.iter(f"{W}style")):
        if style.get(f"{W}styleId") == "SillokCell":
            style.find(f"{W}name").set(f"{W}val", "우리 것")
    data = word_document(BLOCKS, FACTS, saved(poor))
    cell = opened(data).tables[0].cell(0, 0).paragraphs[0]
    assert (cell.style.name, cell.style.style_id) == ("표 글자", "SillokCell_")


def test_controls_of_header_and_footer_are_filled_by_tag(tmp_path):
    own = docx.Document(io.BytesIO(standard_template()))
    for tag in ("slogan", "title", "unknown"):
        inner = control(tag).replace("<w:t></w:t>", f"<w:t>견본 {tag}</w:t>")
        own.sections[0].footer._element.append(parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    data = word_document(BLOCKS, FACTS, saved(own))
    assert findings(data, tmp_path) == []
    shown = part(data, "/word/footer1.xml").xpath("string()")
    assert "함께 사는 도시" in shown
    assert "제목" in shown
    assert "견본 unknown" in shown
    assert "복지-1" in part(data, "/word/header1.xml").xpath("string()")


def test_logo_in_the_header_is_kept_and_links_out_of_the_file_are_cut(tmp_path):
    own = docx.Document(io.BytesIO(standard_template()))
    header = own.sections[0].header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(PNG), width=Mm(20))
    outside = header.part.relate_to("http://outside.example/", RELATIONSHIP_TYPE.HYPERLINK, True)
    link = f'<w:hyperlink {nsdecls("w", "r")} r:id="{outside}"><w:r><w:t>누리집</w:t></w:r></w:hyperlink>'
    header.paragraphs[0]._p.append(parse_xml(link))
    settings = own.part._settings_part
    attached = settings.relate_to("http://outside.example/evil.dotm", f"{OFFICE}/attachedTemplate", True)
    settings.element.insert(0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{attached}"/>'))
    data = word_document(BLOCKS, FACTS, saved(own))
    assert findings(data, tmp_path) == []
    assert [name for name in names(data) if name.startswith("word/media/")]
    assert "누리집" in part(data, "/word/header1.xml").xpath("string()")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if b"outside.example" in package.read(name)]


def test_draft_mark_needs_no_header_in_the_template(tmp_path):
    bare = docx.Document()
    data = word_document(BLOCKS, FACTS, saved(bare))
    assert findings(data, tmp_path) == []
    assert "(안)" in opened(data).sections[0].header._element.xml


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no zip",
        b"PK\x03\x04 almost",
        repacked(standard_template(), **{"word/document.xml": b"<broken"}),
        repacked(standard_template(), **{"word/styles.xml": b"<broken"}),
        repacked(standard_template(), **{"[Content_Types].xml": b"<Types/>"}),
    ],
)
def test_what_is_no_template_is_refused(broken):
    with pytest.raises(NotATemplate):
        skeleton(broken)


def test_template_that_unpacks_to_too_much_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * (TEMPLATE_LIMIT + 1))
    with pytest.raises(NotATemplate, match="too large"):
        skeleton(buffer.getvalue())


def test_skeleton_is_built_once_for_the_same_bytes():
    assert skeleton(bytes(standard_template())) is skeleton(bytes(standard_template()))
    assert skeleton() is skeleton(standard_template())
