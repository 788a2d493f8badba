"""The 한글 writer: files that 한글 accepts, holding every fact they were given."""

import io
import zipfile

import pytest
from hwpx import HwpxDocument

from portal.office.from_content import content_blocks
from portal.office.hwpx import hwpx_document
from portal.office.model import Cell, DocumentFacts, Heading, Image, PageBreak, Paragraph, Run, Style, Table, TextRow
from tests.counting import grows_evenly
from tests.office.hwpx_inspection import (
    HH,
    HP,
    all_text,
    cells,
    characters,
    fill,
    findings,
    look,
    looks,
    margin,
    paragraphs,
    part,
    section,
    tables,
)
from tests.office.inspection import cell, doc, header, long_table, paragraph, table
from tests.office.test_office_word import FACTS, HOSTILE, PICTURES, PNG, everything


@pytest.mark.parametrize("scheme", ["legal", "symbols", "roman"])
def test_document_with_every_block_is_valid_and_complete(scheme):
    data = hwpx_document(content_blocks(everything(), scheme, PICTURES), FACTS)
    assert findings(data) == []
    found = all_text(data)
    for expected in (
        "첫 항목", "8단계", "※ 참고할 말", "- 강예은 위원: 언제 시작하는가?", ": 다음 달 초에 시작한다.", "집행 현황",
        "(단위: 천원)", "1,000", "둘째 줄", "현장", "[그림: 없는 그림]", "상자 안", "상자 속 표", "상자 끝", "왼쪽",
        "오른쪽", "좁은 상자", "마지막 문단",
    ):  # fmt: skip
        assert expected in found, expected


def test_python_hwpx_reads_text_tables_and_pictures_back():
    document = HwpxDocument.open(hwpx_document(content_blocks(everything(), "legal", PICTURES), FACTS))
    assert "첫 항목" in document.text.plain()
    grid = document.tables.all[0]
    assert (grid.row_count, grid.column_count) == (4, 4)
    merged = {(place.row, place.column): place.cell.text for place in grid.iter_grid()}
    assert merged[0, 0] == merged[1, 0] == "구분"
    assert merged[0, 1] == merged[0, 2] == "실적"
    assert merged[2, 3] == "첫 줄\n둘째 줄"
    assert len(document.media.images) == 1


def test_file_is_a_package_as_hangul_writes_them():
    data = hwpx_document([Paragraph("글")], DocumentFacts("제목 <&>", "사무국"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        first = package.infolist()[0]
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.read("mimetype") == b"application/hwp+zip"
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert data[30:38] == b"mimetype"
    content = part(data, "Contents/content.hpf").decode()
    assert 'href="version.xml"' in content
    assert "<opf:title>제목 &lt;&amp;&gt;</opf:title>" in content
    assert "사무국" in content
    assert b"tagetApplication" in part(data, "version.xml")
    assert part(data, "Preview/PrvText.txt").decode() == "글"


def test_item_marks_are_literal_text_with_hanging_indents():
    data = hwpx_document(content_blocks(doc(*(paragraph(f"글{n}", n) for n in (1, 2, 2, 1))), "legal"), FACTS)
    assert all_text(data).splitlines() == ["1. 글1", "가. 글2", "나. 글2", "2. 글1"]
    first, second, *_ = paragraphs(data)
    assert margin(data, first, "left") == 0
    assert margin(data, first, "intent") < 0, "the first line stands to the left of the others"
    assert margin(data, second, "left") == 1050, "level 2 starts one character of 10.5 points in"


def test_margins_are_doubled_for_programs_that_count_so():
    data = hwpx_document([Paragraph("글", indent=4)], FACTS)
    new, old = (
        [int(value.get("value")) for value in look(data, paragraphs(data)[0]).find(f".//{HP}{branch}/{HH}margin")]
        for branch in ("case", "default")
    )
    assert [2 * value for value in new] == old
    assert 2100 in new


def test_tail_stands_at_the_right_edge_after_dots():
    data = hwpx_document([Paragraph("3월", indent=2, tail="계획 수립")], FACTS)
    [line] = paragraphs(data)
    tab = line.find(f".//{HP}tab")
    assert (tab.get("type"), tab.get("leader"), tab.tail) == ("2", "3", "계획 수립")
    stops = looks(data).find(f".//{HH}tabPr[@id='{look(data, line).get('tabPrIDRef')}']")
    new, old = stops.iter(f"{HH}tabItem")
    assert (new.get("type"), new.get("leader")) == ("RIGHT", "DASH")
    assert 2 * int(new.get("pos")) == int(old.get("pos")) == 2 * (59528 - 5670 - 4250)
    assert findings(data) == []


def test_headings_are_outline_levels_that_print_no_number_of_their_own():
    data = hwpx_document([Heading("1. 절", 1), Heading("가. 목", 2), Heading("1) 세목", 3)], FACTS)
    found = [
        (look(data, one).find(f"{HH}heading").get("type"), look(data, one).find(f"{HH}heading").get("level"))
        for one in paragraphs(data)
        if "".join(one.itertext()).strip()
    ]
    assert found == [("OUTLINE", "0"), ("OUTLINE", "1"), ("OUTLINE", "2")]
    head = part(data, "Contents/header.xml").decode()
    assert "^1" not in head


def test_bold_and_underline_are_looks_of_their_own():
    data = hwpx_document([Paragraph([Run("가"), Run("나", bold=True), Run("다", underline=True), Run("")])], FACTS)
    plain, bold, underlined = (
        characters(data, run) for run in paragraphs(data)[0].findall(f"{HP}run") if run.find(f"{HP}t") is not None
    )
    assert plain.find(f"{HH}bold") is None
    assert bold.find(f"{HH}bold") is not None
    assert bold.find(f"{HH}underline").get("type") == "NONE"
    assert underlined.find(f"{HH}underline").get("type") == "BOTTOM"


def test_what_follows_a_page_break_begins_a_page():
    data = hwpx_document([Paragraph("앞"), PageBreak(), Table([["표"]], (1,)), Heading("뒤"), PageBreak()], FACTS)
    assert [one.get("pageBreak") for one in paragraphs(data)] == ["0", "1", "0", "0", "0", "1"]
    assert findings(data) == []


def test_hostile_text_never_breaks_a_file():
    blocks = [
        Paragraph(HOSTILE),
        Paragraph([Run(HOSTILE, bold=True), Run(HOSTILE, underline=True)]),
        Heading(HOSTILE, 2),
        Table([[HOSTILE, Cell(HOSTILE)], TextRow((HOSTILE, "100% %s %d"))], (1, 1), description=HOSTILE),
        Image(PNG, "image/png", 10, 10, HOSTILE),
    ]
    data = hwpx_document(blocks, DocumentFacts(HOSTILE, HOSTILE, HOSTILE, HOSTILE))
    assert findings(data) == []
    assert all_text(data).count('A & B <태그> "인용" ]]>  끝 탭 줄 {{ 7*7 }} =1+1 \'') == 7
    assert "100% %s %d" in all_text(data)


def test_same_content_gives_the_same_bytes():
    first = hwpx_document(content_blocks(everything(), "legal", PICTURES), FACTS)
    assert hwpx_document(content_blocks(everything(), "legal", PICTURES), FACTS) == first


def test_mark_page_number_and_watermark_stand_on_every_page():
    data = hwpx_document([Paragraph("글")], DocumentFacts("제목", mark="복지-1 · 공개", watermark="(안)"))
    top = section(data).find(f".//{HP}header")
    assert "".join(top.itertext()) == "(안)복지-1 · 공개"
    assert top.find(f".//{HP}rect").get("textWrap") == "BEHIND_TEXT"
    runs = top.find(f"{HP}subList/{HP}p").findall(f"{HP}run")
    assert len({run.get("charPrIDRef") for run in runs}) == 1, "the watermark does not change how the mark looks"
    number = section(data).find(f".//{HP}pageNum")
    assert (number.get("pos"), number.get("sideChar")) == ("BOTTOM_CENTER", "-")
    assert next(section(data).iter(f"{HP}fieldBegin"), None) is None, "what is filled is plain text"
    assert findings(data) == []
    assert "(안)" not in part(hwpx_document([], FACTS), "Contents/section0.xml").decode()


def test_page_and_font_are_those_of_korean_offices():
    data = hwpx_document([Paragraph("글")], FACTS)
    page = section(data).find(f".//{HP}pagePr")
    assert (page.get("width"), page.get("height")) == ("59528", "84188")
    number = characters(data, paragraphs(data)[0].findall(f"{HP}run")[-1]).find(f"{HH}fontRef").get("hangul")
    font = looks(data).find(f".//{HH}fontface[@lang='HANGUL']/{HH}font[@id='{number}']")
    assert font.get("face") == "함초롬바탕"
    assert font.find(f"{HH}substFont").get("face") == "맑은 고딕"


def test_tables_have_fixed_widths_and_repeating_headers():
    [found] = tables(hwpx_document(content_blocks(doc(long_table(40))), FACTS))
    widths = [one["width"] for one in cells(found)]
    assert sum(widths[:6]) == 59528 - 5670 - 4250
    assert widths == widths[:6] * 41
    assert found.get("repeatHeader") == "1"
    heads = [{one.get("header") for one in row} for row in found.findall(f"{HP}tr")]
    assert heads == [{"1"}, *[{"0"}] * 40]
    assert (found.get("pageBreak"), found.find(f"{HP}pos").get("treatAsChar")) == ("TABLE", "0")


def test_rows_are_as_high_as_their_text_needs():
    words = "돌봄이 필요한 어르신 " * 12
    [found] = tables(hwpx_document([Table([TextRow(("짧음", "짧음")), ["짧음", words]], (1, 1))], FACTS))
    short, _, long, _ = (one["height"] for one in cells(found))
    line = 1349
    assert short == line + 400
    assert (long - 400) % line == 0
    assert 5 <= (long - 400) // line <= 8


def test_short_table_stays_whole_and_keeps_its_place():
    data = hwpx_document([Table([["가"]], (50,), align="right"), Table([["나"]] * 60, (1,))], FACTS)
    short, long = tables(data)
    assert [one.find(f"{HP}pos").get("treatAsChar") for one in (short, long)] == ["1", "0"]
    assert (short.get("pageBreak"), long.get("pageBreak")) == ("NONE", "TABLE")
    holder = look(data, short.getparent().getparent())
    assert holder.find(f"{HH}align").get("horizontal") == "RIGHT", "what stands in a line is put right by its paragraph"


def test_table_with_a_long_row_may_break_inside_it():
    [found] = tables(hwpx_document([Table([["짧음"], ["길다 " * 2000]], (1,))], FACTS))
    assert found.get("pageBreak") == "CELL"


def test_least_height_shade_borders_and_alignment_are_kept():
    rows = [[Cell("가", shade="FFF2CC", valign="top"), "1"]]
    data = hwpx_document([Table(rows, (1, 1), aligns=("", "right"), row_height_mm=11)], FACTS)
    [found] = tables(data)
    left, right = found.findall(f"{HP}tr/{HP}tc")
    assert cells(found)[0]["height"] == round(11 * 7200 / 25.4)
    assert left.find(f"{HP}subList").get("vertAlign") == "TOP"
    assert look(data, right.find(f".//{HP}p")).find(f"{HH}align").get("horizontal") == "RIGHT"
    shaded, plain = (fill(data, one.get("borderFillIDRef")) for one in (left, right))
    assert next(shaded.iter("{*}winBrush")).get("faceColor") == "#FFF2CC"
    assert plain.find(f"{HH}leftBorder").get("type") == "SOLID"
    bare = hwpx_document([Table(rows, (1, 1), borders=False)], FACTS)
    cell_fill = fill(bare, tables(bare)[0].find(f".//{HP}tc").get("borderFillIDRef"))
    assert {cell_fill.find(f"{HH}{side}Border").get("type") for side in ("left", "right", "top", "bottom")} == {"NONE"}


def test_table_in_a_cell_stands_in_a_line_and_fits_it():
    data = hwpx_document([Table([[Cell([Table([["속", "표"]], (1, 1))]), ""]], (1, 1))], FACTS)
    outer, inner = tables(data)
    assert inner.find(f"{HP}pos").get("treatAsChar") == "1"
    assert int(inner.find(f"{HP}sz").get("width")) == cells(outer)[0]["width"] - 2 * 285
    assert cells(outer)[0]["height"] > cells(inner)[0]["height"]
    assert findings(data) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["하나"], ["둘", "셋"]],
        [[Cell("넓다", colspan=9)], ["가", "나", "다"]],
        [[Cell("높다", rowspan=9), "나"], ["다"]],
        [[Cell("가", rowspan=2, colspan=2), "나"], [Cell("다", colspan=5)], ["라", "마", "바"]],
        [[], [Cell([]), Cell([Table([["속"]], (1,))])]],
        [["가", Cell("나", rowspan=2)], [Cell("다", colspan=2)]],
        [[Cell("모두", rowspan=2, colspan=3)], [], ["라", "마", "바"]],
        [[Cell("왼", rowspan=3, colspan=2), Cell("오른", rowspan=2)], [], ["아래"]],
    ],
)
def test_ragged_tables_become_whole_ones(rows):
    assert findings(hwpx_document([Table(rows, (1, 2, 3), 1)], FACTS)) == []


@pytest.mark.parametrize("row", [["가", "나", "다"], TextRow("가나다"), [Cell("가", colspan=2), "나"]])
def test_row_with_too_many_cells_is_refused_rather_than_cut(row):
    with pytest.raises(ValueError, match="more cells"):
        hwpx_document([Table([row], (1, 1))], FACTS)


def test_picture_is_stored_once_fitted_and_described():
    wide = Image(PNG, "image/png", 900, 30, "넓은 그림")
    data = hwpx_document([wide, wide, Image(PNG, "image/png", 10, 5000, "높은 그림"), PageBreak()], FACTS)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [name for name in package.namelist() if "BinData" in name] == ["BinData/sillok1.png"]
    sizes = [one.find(f"{HP}sz") for one in section(data).iter(f"{HP}pic")]
    assert int(sizes[0].get("width")) == 59528 - 5670 - 4250
    assert int(sizes[2].get("height")) < 84188
    assert section(data).find(f".//{HP}shapeComment").text == "넓은 그림"
    assert findings(data) == []


def test_picture_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="image/webp"):
        hwpx_document([Image(b"", "image/webp", 10, 10)], FACTS)


def test_empty_document_is_a_document():
    assert findings(hwpx_document([], FACTS)) == []
    assert findings(hwpx_document([Table([], (1,))], FACTS)) == []


def test_preview_shows_the_first_words():
    blocks = [Paragraph("제목", Style.TITLE), Table([["가", Cell([Paragraph("나")])]], (1, 1)), Paragraph("글 " * 900)]
    preview = part(hwpx_document(blocks, FACTS), "Preview/PrvText.txt").decode()
    assert preview.startswith("제목\r\n<가><나>\r\n글 글")
    assert len(preview) == 1000


def test_number_columns_stand_right_and_dates_in_the_middle():
    content = doc(table([header("항목"), header("금액", kind="money"), header("날짜", kind="date")],
                        [cell("아주 긴 이름을 가진 항목"), cell("1,000"), cell("2026. 3. 5.")]))  # fmt: skip
    data = hwpx_document(content_blocks(content), FACTS)
    row = tables(data)[0].findall(f"{HP}tr")[1]
    aligns = [look(data, one.find(f".//{HP}p")).find(f"{HH}align").get("horizontal") for one in row]
    assert aligns == ["LEFT", "RIGHT", "CENTER"]


def test_work_grows_with_the_rows_and_not_faster():
    assert grows_evenly(lambda rows: hwpx_document(content_blocks(doc(long_table(rows))), FACTS))
