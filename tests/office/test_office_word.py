"""The Word writer: files that Word accepts, holding every fact they were given."""

import base64
import io
import zipfile

import pytest
from docx.shared import Emu

from portal.office.from_content import content_blocks, register_block
from portal.office.model import (
    Cell,
    DocumentFacts,
    Heading,
    Image,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Style,
    Table,
    TextRow,
)
from portal.office.word import word_document
from tests.counting import grows_evenly
from tests.office.inspection import (
    W,
    all_text,
    block,
    cell,
    doc,
    findings,
    header,
    long_table,
    note,
    opened,
    paragraph,
    qa,
    table,
    text,
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC"
)
FACTS = DocumentFacts("시험 문서", "사무국")
HOSTILE = 'A & B <태그> "인용" ]]> \x00\x08\x0b\x1f\ufffe\ud800 끝\t탭\n줄 {{ 7*7 }} =1+1 \''


def everything() -> dict:
    """A content document with every kind of block."""
    return doc(
        paragraph("첫 항목", 1, "bold"),
        paragraph("둘째 항목", 1),
        *(paragraph(f"{level}단계", level) for level in range(2, 9)),
        paragraph(""),
        {
            "type": "paragraph",
            "attrs": {"id": "br"},
            "content": [text("윗줄"), {"type": "hard_break"}, text("밑줄", "underline")],
        },
        note("참고할 말"),
        qa("언제 시작하는가?", "다음 달 초에 시작한다.", "강예은 위원"),
        table(
            [header("구분", rowspan=2), header("실적", colspan=2), header("비고", rowspan=2)],
            [header("계획", kind="number"), header("집행", kind="money")],
            [cell("가", rowspan=2), cell("10"), cell("1,000"), cell("첫 줄\n둘째 줄")],
            [cell("20"), cell("2,000"), cell("")],
            caption="집행 현황",
            unit="천원",
        ),
        block("image", attachment="here", caption="현장", alt="사람들이 모여 있다"),
        block("image", attachment="gone", caption="없는 그림"),
        block("box", paragraph("상자 안", 1), table([cell("상자 속 표")]), paragraph("상자 끝", 1), title="상자"),
        block(
            "columns",
            block("column", paragraph("왼쪽"), block("image", attachment="here")),
            block("column", note("오른쪽"), block("box", paragraph("좁은 상자"))),
        ),
        paragraph("마지막 문단"),
    )


PICTURES = {"here": Picture(PNG, "image/png")}


@pytest.mark.parametrize("scheme", ["legal", "symbols", "roman"])
def test_document_with_every_block_is_valid_and_complete(tmp_path, scheme):
    data = word_document(content_blocks(everything(), scheme, PICTURES), FACTS)
    assert findings(data, tmp_path) == []
    found = all_text(data)
    for expected in (
        "첫 항목", "8단계", "※ 참고할 말", "- 강예은 위원: 언제 시작하는가?", ": 다음 달 초에 시작한다.", "집행 현황",
        "(단위: 천원)", "1,000", "둘째 줄", "현장", "[그림: 없는 그림]", "상자 안", "상자 속 표", "상자 끝", "왼쪽",
        "오른쪽", "좁은 상자", "마지막 문단",
    ):  # fmt: skip
        assert expected in found, expected


def test_item_marks_are_literal_text_with_hanging_indents():
    data = word_document(content_blocks(doc(*(paragraph(f"글{n}", n) for n in (1, 2, 2, 1))), "legal"), FACTS)
    lines = opened(data).paragraphs
    assert [line.text for line in lines] == ["1. 글1", "가. 글2", "나. 글2", "2. 글1"]
    first, second = lines[0].paragraph_format, lines[1].paragraph_format
    assert first.first_line_indent < 0
    assert first.left_indent == -first.first_line_indent, "level 1 starts at the left edge"
    start = Emu(second.left_indent + second.first_line_indent)
    assert start.pt == 10.5, "level 2 starts one character in"


def test_hostile_text_never_breaks_a_file(tmp_path):
    blocks = [
        Paragraph(HOSTILE),
        Paragraph([Run(HOSTILE, bold=True), Run(HOSTILE, underline=True)]),
        Heading(HOSTILE, 2),
        Table([[HOSTILE, Cell(HOSTILE)]], (1, 1), description=HOSTILE),
        Image(PNG, "image/png", 10, 10, HOSTILE),
    ]
    data = word_document(blocks, DocumentFacts(HOSTILE, HOSTILE, HOSTILE, HOSTILE))
    assert findings(data, tmp_path) == []
    assert all_text(data).count('A & B <태그> "인용" ]]>  끝 탭 줄 {{ 7*7 }} =1+1 \'') == 6


def test_same_content_gives_the_same_bytes():
    first = word_document(content_blocks(everything(), "legal", PICTURES), FACTS)
    assert word_document(content_blocks(everything(), "legal", PICTURES), FACTS) == first


def test_file_holds_no_parts_nobody_needs():
    with zipfile.ZipFile(io.BytesIO(word_document([Paragraph("글")], FACTS))) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [
        name for name in names if any(word in name for word in ("thumbnail", "Effects", "customXml", "printer"))
    ]


def test_hangul_fonts_and_language_are_named_everywhere():
    styles = opened(word_document([Paragraph("글")], FACTS)).styles.element
    defaults, normal = (
        styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"),
        styles.find(f"{W}style[@{W}default='1']/{W}rPr"),
    )
    for place in (defaults, normal):
        fonts = place.find(f"{W}rFonts")
        assert {fonts.get(f"{W}{kind}") for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"맑은 고딕"}
    assert defaults.find(f"{W}lang").get(f"{W}eastAsia") == "ko-KR"
    assert not [name for node in styles.iter(f"{W}rFonts") for name in node.attrib if name.endswith("Theme")]


def test_tables_have_fixed_widths_and_repeating_headers():
    data = word_document(content_blocks(doc(long_table(40))), FACTS)
    found = opened(data).element.body.find(f"{W}tbl")
    widths = [int(column.get(f"{W}w")) for column in found.iter(f"{W}gridCol")]
    assert found.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"
    assert sum(widths) == 11906 - 1134 - 850
    assert all([int(w.get(f"{W}w")) for w in row.iter(f"{W}tcW")] == widths for row in found.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in found.iter(f"{W}tr")][:3] == [True, False, False]


def test_header_rows_with_merged_cells_repeat_together():
    found = opened(word_document(content_blocks(everything(), "legal", PICTURES), FACTS)).element.body.find(f"{W}tbl")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in found.iter(f"{W}tr")] == [True, True, False, False]


def test_long_row_may_break_over_pages_and_short_rows_may_not():
    data = word_document([Table([["짧음"], ["길" * 900], [Cell([Paragraph("길" * 600)])]], (1,))], FACTS)
    rows = opened(data).element.body.iter(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, False, False]


def test_number_columns_stand_right_and_dates_in_the_middle():
    content = doc(table([header("항목"), header("금액", kind="money"), header("날짜", kind="date")],
                        [cell("아주 긴 이름을 가진 항목"), cell("1,000"), cell("2026. 3. 5.")]))  # fmt: skip
    row = list(opened(word_document(content_blocks(content), FACTS)).element.body.iter(f"{W}tr"))[1]
    aligns = [found.find(f"{W}p/{W}pPr/{W}jc") for found in row.iter(f"{W}tc")]
    assert [align.get(f"{W}val") if align is not None else "" for align in aligns] == ["", "right", "center"]


def test_two_tables_never_touch():
    data = word_document([Table([["가"]], (1,)), Table([["나"]], (1,)), Heading("끝")], FACTS)
    tags = [node.tag.removeprefix(W) for node in opened(data).element.body]
    assert tags == ["tbl", "p", "tbl", "p", "p", "sectPr"]


@pytest.mark.parametrize(
    "rows",
    [
        [["하나"], ["둘", "셋"]],
        [[Cell("넓다", colspan=9)], ["가", "나", "다"]],
        [[Cell("높다", rowspan=9), "나"], ["다"]],
        [[Cell("가", rowspan=2, colspan=2), "나"], [Cell("다", colspan=5)], ["라", "마", "바"]],
        [[], [Cell([]), Cell([Table([["속"]], (1,))])]],
        [["가", Cell("나", rowspan=2)], [Cell("다", colspan=2)]],
    ],
)
def test_ragged_tables_become_whole_ones(tmp_path, rows):
    assert findings(word_document([Table(rows, (1, 2, 3), 1)], FACTS), tmp_path) == []


@pytest.mark.parametrize("row", [["가", "나", "다"], TextRow("가나다"), [Cell("가", colspan=2), "나"]])
def test_row_with_too_many_cells_is_refused_rather_than_cut(row):
    with pytest.raises(ValueError, match="more cells"):
        word_document([Table([row], (1, 1))], FACTS)


def test_picture_is_stored_once_fitted_and_described(tmp_path):
    wide = Image(PNG, "image/png", 900, 30, "넓은 그림")
    data = word_document([wide, wide, Image(PNG, "image/png", 10, 5000, "높은 그림"), PageBreak()], FACTS)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [name for name in package.namelist() if "media" in name] == ["word/media/sillok1.png"]
    shapes = opened(data).inline_shapes
    assert shapes[0].width.mm == pytest.approx(175, abs=0.5)
    assert shapes[2].height.mm < 297
    assert "넓은 그림" in opened(data).element.body.xpath("//wp:docPr/@descr")
    assert findings(data, tmp_path) == []


def test_unreadable_picture_is_named_in_its_place():
    content = doc(block("image", attachment="bad", caption="", alt="평면도"))
    data = word_document(content_blocks(content, pictures={"bad": Picture(b"no picture", "image/png")}), FACTS)
    assert "[그림: 평면도]" in all_text(data)


def test_empty_document_is_a_document(tmp_path):
    assert findings(word_document([], FACTS), tmp_path) == []
    assert content_blocks(None) == []
    assert content_blocks({"type": "doc", "content": []}) == []


def test_work_grows_with_the_rows_and_not_faster():
    assert grows_evenly(lambda rows: word_document(content_blocks(doc(long_table(rows))), FACTS))


def test_block_type_of_a_feature_is_printed_by_its_converter(monkeypatch):
    monkeypatch.setattr("portal.office.from_content._converters", {})

    def budget(reader, node):
        return [Paragraph("예산표 자리", Style.NOTE)]

    register_block("test_budget", budget)
    register_block("test_budget", budget)
    assert "예산표 자리" in all_text(word_document(content_blocks(doc(block("test_budget"))), FACTS))
    for taken in ("test_budget", "table", "paragraph"):
        with pytest.raises(ValueError, match="twice"):
            register_block(taken, lambda reader, node: [])


def test_sections_of_plans_are_headings_with_their_number_in_a_box(tmp_path):
    content = doc(
        paragraph("짧은 제목", 1), paragraph("항목", 2), paragraph("세부", 3),
        paragraph("온 줄을 차지하는 아주 긴 절의 제목", 1),
        block("box", paragraph("상자 안", 1)),
    )  # fmt: skip
    blocks = content_blocks(content, "plan")
    assert [one.style for one in blocks if isinstance(one, Heading)] == [Style.SECTION, Style.WIDE_SECTION]
    data = word_document(blocks, FACTS)
    assert findings(data, tmp_path) == []
    section, item, detail = opened(data).paragraphs[:3]
    assert (section.style.name, section.text) == ("절 제목", "  1    짧은 제목")
    assert section.runs[0]._element.find(f"{W}rPr/{W}shd").get(f"{W}fill") == "1F3864"
    assert section.style.element.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == "0"
    assert item.style.name == "항목 제목"
    assert detail.paragraph_format.left_indent > 0


def test_a_roman_plan_has_two_ranks_of_headings():
    content = doc(paragraph("가", 1), paragraph("나", 2), paragraph("다", 2), paragraph("라", 3), paragraph("마", 1))
    found = [
        (one.level, one.mark, one.style) for one in content_blocks(content, "roman_plan") if isinstance(one, Heading)
    ]
    assert found == [
        (1, "Ⅰ", Style.SECTION), (2, "①", Style.SUBSECTION), (2, "②", Style.SUBSECTION), (1, "Ⅱ", Style.SECTION),
    ]  # fmt: skip
