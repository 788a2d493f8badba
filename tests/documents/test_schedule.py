"""The schedule forms: twelve months by quarters, or lines with dots."""

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks.schedule import Schedule, ScheduleLines
from portal.content import build
from portal.content.page import page_html
from portal.content.printed import Leader, Look
from portal.content.table_forms import shown
from portal.office.from_content import content_blocks
from portal.office.model import DocumentFacts
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.documents.tables import cells_of, form_table, grid_of, lost, told
from tests.office.inspection import all_text, findings

SCHEDULE, LINES = Schedule(), ScheduleLines()
ROWS = [
    ["역량강화", "맞춤형 교육", "2016. 4 ~ 10월"],
    ["", "컨설팅", "2016년 연중"],
    ["", "지침 개정", "2016. 2 ~ 4월"],
    ["확산", "정기 점검", "3,6,9,12월"],
    ["", "부정 사례 점검", "수시"],
    ["", "시상식", "11. 23."],
]


def test_months_are_shown_by_quarters_with_their_text(tmp_path):
    table = form_table(SCHEDULE, ROWS)
    printed = grid_of(SCHEDULE, table)
    assert printed[0] == ["구분", "세부사업", "2016년 1분기", "2016년 2분기", "2016년 3분기", "2016년 4분기"]
    assert printed[1] == [f"{month}월" for month in range(1, 13)]
    assert printed[2] == ["역량강화", "맞춤형 교육", "", "", "", "4 ~ 10월", "", ""]
    assert printed[3] == ["컨설팅", "연중"]
    assert printed[5] == ["확산", "정기 점검", "", "", "3월", "", "", "6월", "", "", "9월", "", "", "12월"]
    assert printed[6] == ["부정 사례 점검", "수시"]
    assert printed[7] == ["시상식", *[""] * 10, "11. 23.", ""]
    assert told(SCHEDULE, table) == []
    marked = [cell for cell in cells_of(SCHEDULE, table) if cell.look == Look.MARK]
    assert all(cell.text for cell in marked), "shade is never the only sign"
    data = word_document(content_blocks(build.doc(table)), DocumentFacts("일정"))
    assert findings(data, tmp_path) == []
    assert "4 ~ 10월" in all_text(data)


def test_rows_always_fill_twelve_months():
    for row in next(part for part in SCHEDULE.printed(form_table(SCHEDULE, ROWS))).rows[2:]:
        months = [cell for cell in row if cell.rowspan == 1][1:]
        assert sum(cell.colspan for cell in months) == 12


def test_lines_with_dots():
    parts = shown(form_table(LINES, ROWS[:2] + ROWS[3:4]))
    assert parts == [
        Leader("역량강화", ""), Leader("- 맞춤형 교육", "2016. 4 ~ 10월", 2), Leader("- 컨설팅", "2016년 연중", 2),
        Leader("확산", ""), Leader("- 정기 점검", "3,6,9,12월", 2),
    ]  # fmt: skip
    assert shown(form_table(LINES, [["", "시상식", "11월"]])) == [Leader("시상식", "11월")]


def test_what_cannot_be_read_is_told_and_shown():
    table = form_table(SCHEDULE, [["", "가", "언젠가"], ["", "나", ""]])
    assert told(SCHEDULE, table) == [
        ("SCH-1", 1, "‘언젠가’에서 몇 월인지 읽을 수 없습니다."),
        ("SCH-1", 2, "기간이 없습니다."),
    ]
    assert grid_of(SCHEDULE, table)[2] == ["가", "언젠가"]


def test_months_of_another_year_and_overlaps_lose_nothing():
    rows = [
        ["", "가", "2016. 1월"],
        ["", "나", "2016. 11월 ~ 2017. 2월"],
        ["", "다", "2017. 3월"],
        ["", "라", "3~5월, 4월"],
    ]
    printed = grid_of(SCHEDULE, form_table(SCHEDULE, rows))
    assert printed[3] == ["나", *[""] * 10, "11월 ~ 2017. 2월"]
    assert printed[4] == ["다", "2017. 3월"]
    assert printed[5] == ["라", "", "", "3∼5월, 4월", *[""] * 7]


def test_other_columns_stay():
    head = ["구분", "세부사업", "기간", "담당"]
    assert grid_of(SCHEDULE, form_table(SCHEDULE, [["가", "나", "3월", "김 주무관"]], head))[2][-1] == "김 주무관"


WORDS = st.sampled_from(
    ["", "", "-", "가", "나", "3월", "2016. 4 ~ 10월", "11월~2월", "수시", "3,6월", "언젠가", "😀", "2019. 1월"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1, max_size=8), st.sampled_from([SCHEDULE, LINES]))
def test_any_table_is_read_and_shown(rows, form):
    table = form_table(form, rows, ["구분", "세부사업", "기간", "비고"])
    assert [word for word in lost(form, table) if word not in {"3,6월", "2016.", "2019."}] == []  # said by the heading
    for part in SCHEDULE.printed(table):
        assert all(sum(cell.colspan for cell in line) <= 15 for line in part.rows)
    Elements(page_html(build.doc(table)))
    word_document(content_blocks(build.doc(table)), DocumentFacts("일정"))
