"""Tables as wide as they say, for seals and signature boxes: in Word and in 한글 alike, in millimetres."""

import pytest

from portal.office.content_table import MARGIN_UNITS, PAGE_UNITS, shared_widths
from portal.office.hwpx import hwpx_document
from portal.office.model import Cell, DocumentFacts, Paragraph, Table
from portal.office.word import word_document
from tests.office import hwpx_inspection
from tests.office.hwpx_inspection import HP, PER_MM
from tests.office.inspection import W, findings, opened

FACTS = DocumentFacts("결재란")
BOX = (8, 22, 22, 22)


def signatures(align: str = "right") -> Table:
    """A box of three signers with a label down its left side."""
    posts = [Cell("결\n재", rowspan=2), Cell("담당"), Cell("팀장"), Cell("과장")]
    return Table([posts, ["", "", ""]], BOX, align=align, row_height_mm=12, description="결재란")


def word_widths(table) -> list[float]:
    """Columns in millimetres."""
    return [int(column.get(f"{W}w")) / 1440 * 25.4 for column in table.findall(f"{W}tblGrid/{W}gridCol")]


def hwpx_widths(table) -> list[float]:
    """Columns in millimetres, by the cells of the first row."""
    return [one["width"] / PER_MM for one in hwpx_inspection.cells(table) if one["rowAddr"] == 0]


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_word_keeps_the_widths_of_a_narrow_table_and_its_place(tmp_path, align):
    data = word_document([signatures(align)], FACTS)
    found = opened(data).element.body.find(f"{W}tbl")
    assert word_widths(found) == [pytest.approx(width, abs=0.05) for width in BOX]
    assert int(found.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) / 1440 * 25.4 == pytest.approx(74, abs=0.1)
    assert found.find(f"{W}tblPr/{W}jc").get(f"{W}val") == align
    assert findings(data, tmp_path) == []


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_hangul_keeps_the_widths_of_a_narrow_table_and_its_place(align):
    data = hwpx_document([signatures(align)], FACTS)
    [found] = hwpx_inspection.tables(data)
    assert hwpx_widths(found) == [pytest.approx(width, abs=0.05) for width in BOX]
    assert found.find(f"{HP}pos").get("horzAlign") == align.upper()
    assert {round(one["height"] / PER_MM) for one in hwpx_inspection.cells(found)} == {12, 24}
    assert hwpx_inspection.findings(data) == []


def side_by_side() -> Table:
    """A label box at the left edge and the signatures at the right one."""
    return Table([[Cell([signatures("left")]), Cell([signatures("right")])]], (90, 84), borders=False)


def test_two_tables_stand_side_by_side_in_word(tmp_path):
    data = word_document([side_by_side()], FACTS)
    outer = opened(data).element.body.find(f"{W}tbl")
    inner = list(outer.iter(f"{W}tbl"))[1:]
    assert [word_widths(one) for one in inner] == [[pytest.approx(width, abs=0.05) for width in BOX]] * 2
    assert [one.find(f"{W}tblPr/{W}jc").get(f"{W}val") for one in inner] == ["left", "right"]
    assert findings(data, tmp_path) == []


def test_two_tables_stand_side_by_side_in_hangul():
    data = hwpx_document([side_by_side()], FACTS)
    _, left, right = hwpx_inspection.tables(data)
    assert [hwpx_widths(one) for one in (left, right)] == [[pytest.approx(width, abs=0.05) for width in BOX]] * 2
    holders = [one.getparent().getparent() for one in (left, right)]
    aligns = [hwpx_inspection.look(data, one).find(f"{hwpx_inspection.HH}align").get("horizontal") for one in holders]
    assert aligns == ["LEFT", "RIGHT"], "a table in a cell stands in a line: its paragraph puts it right"
    assert hwpx_inspection.findings(data) == []


def test_table_wider_than_the_page_is_fitted_to_it(tmp_path):
    wide = [Paragraph("글"), Table([["가", "나"]], (200, 100), align="center")]
    word, hangul = word_document(wide, FACTS), hwpx_document(wide, FACTS)
    page = 210 - 20 - 15
    assert sum(word_widths(opened(word).element.body.find(f"{W}tbl"))) == pytest.approx(page, abs=0.1)
    [found] = hwpx_inspection.tables(hangul)
    assert hwpx_widths(found) == [pytest.approx(page * 2 / 3, abs=0.1), pytest.approx(page / 3, abs=0.1)]
    assert findings(word, tmp_path) == []
    assert hwpx_inspection.findings(hangul) == []


def test_table_without_a_place_fills_the_page_in_both():
    table = Table([["가", "나"]], (1, 2))
    [found] = hwpx_inspection.tables(hwpx_document([table], FACTS))
    assert sum(hwpx_widths(found)) == pytest.approx(175, abs=0.1)
    assert sum(word_widths(opened(word_document([table], FACTS)).element.body.find(f"{W}tbl"))) == pytest.approx(
        175, abs=0.1
    )


def test_table_without_rows_is_left_out(tmp_path):
    blocks = [Paragraph("앞"), Table([], (1, 2)), Paragraph("뒤")]
    assert findings(word_document(blocks, FACTS), tmp_path) == []
    assert opened(word_document(blocks, FACTS)).tables == []
    assert hwpx_inspection.tables(hwpx_document(blocks, FACTS)) == []


def test_columns_hold_their_longest_word_while_the_page_has_room():
    longest, words = [8, 12, 4, 20, 12, 10, 6, 80, 40], [8, 12, 4, 10, 12, 10, 6, 10, 8]
    widths = shared_widths(longest, words)
    assert sum(widths) == pytest.approx(PAGE_UNITS)
    assert all(width >= word + MARGIN_UNITS for width, word in zip(widths, words, strict=True))
    crowded = shared_widths([30] * 9, [30] * 9)  # no room for every word: nobody is given another's
    assert len({round(width, 3) for width in crowded}) == 1
