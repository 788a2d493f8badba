"""Communication, comparison, goals and cover."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks import FORMS
from documents.blocks.communication import Communication
from documents.blocks.comparison import Comparison
from documents.blocks.cover import CoverForm
from documents.blocks.goals import Goals
from portal.content import build
from portal.content.page import page_html
from portal.content.printed import Cover, Grid, Line
from portal.content.table_checks import table_problems
from portal.content.table_forms import blank_form, forms
from portal.office.from_content import content_blocks
from portal.office.model import DocumentFacts, PageBreak
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.documents.tables import checked, form_table, grid_of, lost, told
from tests.office.inspection import findings

COMMUNICATION, COMPARISON, GOALS, COVER = Communication(), Comparison(), Goals(), CoverForm()


def test_ways_of_communication_are_shown_by_stage():
    rows = [
        ["사전 준비", "제공기관", "설문조사, 간담회", "수요 조사"],
        ["사업 진행", "공무원", "교육", ""],
        ["", "이용자", "기타(현장 방문)", ""],
    ]
    table = form_table(COMMUNICATION, rows)
    assert grid_of(COMMUNICATION, table) == [
        ["단계", "대상", "설문조사", "간담회", "교육", "기타", "내용"],
        ["사전 준비", "제공기관", "■", "■", "", "", "수요 조사"],
        ["사업 진행", "공무원", "", "", "■", "", ""],
        ["이용자", "", "", "", "■", "기타: 현장 방문"],
    ]
    assert told(COMMUNICATION, table) == []


def test_more_ways_than_fit_are_listed_and_a_stage_without_any_is_told():
    many = ", ".join(f"방법{n}" for n in range(12))
    table = form_table(COMMUNICATION, [["준비", "", many, ""], ["진행", "", "", ""]])
    assert grid_of(COMMUNICATION, table)[0] == ["단계", "방법"]
    assert told(COMMUNICATION, table) == [("COM-1", 2, "소통 방법이 없습니다.")]


def test_what_is_new_is_underlined():
    rows = [["기간", "4월부터 10월까지", "4월부터 12월까지", "수요 증가"], ["대상", "구민", "구민", ""]]
    table = form_table(COMPARISON, rows)
    html = page_html(build.doc(table))
    assert "4월부터 <u>12월까지</u>" in html
    assert html.count("<u>") == 1
    assert told(COMPARISON, table) == []


def test_a_change_without_a_reason_and_a_table_without_both_sides_are_told():
    table = form_table(COMPARISON, [["기간", "4월", "5월", ""], ["대상", "구민", "(현행과 같음)", ""]])
    assert told(COMPARISON, table) == [("PLAN-1", 1, "바꾸는 사유가 없습니다.")]
    assert told(COMPARISON, form_table(COMPARISON, [["가"]], ["이름"])) == [
        ("PLAN-1", None, "표에 ‘현행’ 열이 없습니다.")
    ]


def test_looks_that_were_typed_stay():
    bold = build.cell(build.para(build.text("12월까지", bold=True), 0))
    html = page_html(build.doc(checked(build.table(["현행", "변경(안)"], [["10월까지", bold]], form="comparison"))))
    assert "<strong>12월까지</strong>" in html
    assert "<u>" not in html


def test_goals_are_boxes_below_one_another():
    rows = [["미션", "모두의 복지", ""], ["목표", "기반 구축", ""], ["", "품질 향상", ""],
            ["과제", "역량 강화", "교육\n컨설팅"], ["", "", "점검"]]  # fmt: skip
    parts = GOALS.printed(form_table(GOALS, rows))
    grids = [[[cell.text for cell in row] for row in part.rows] for part in parts if isinstance(part, Grid)]
    assert grids == [
        [["미션", "모두의 복지"]],
        [["목표", "기반 구축", "품질 향상"]],
        [["과제", "역량 강화", "▶ 교육\n▶ 컨설팅\n▶ 점검"]],
    ]
    assert [part for part in parts if isinstance(part, Line)] == [Line("▼"), Line("▼")]
    assert told(GOALS, form_table(GOALS, [["미션", "", ""]])) == [("GOAL-1", None, "‘미션’의 내용이 없습니다.")]


def test_a_cover_is_a_box_and_with_a_date_a_page(tmp_path):
    box = form_table(COVER, [["제목", "2026 한빛시를 위한"], ["", "역량강화 계획"]])
    page = form_table(COVER, [["제목", "운영계획"], ["일자", "2026. 3."], ["기관", "한빛시\n복지정책과"]])
    assert COVER.read(box) == Cover(["2026 한빛시를 위한", "역량강화 계획"], [])
    assert COVER.read(page) == Cover(["운영계획"], ["2026. 3.", "한빛시", "복지정책과"])
    assert any(isinstance(block, PageBreak) for block in content_blocks(build.doc(page)))
    assert not any(isinstance(block, PageBreak) for block in content_blocks(build.doc(box)))
    assert findings(word_document(content_blocks(build.doc(box, page)), DocumentFacts("표지")), tmp_path) == []
    assert told(COVER, form_table(COVER, [["일자", "3월"]])) == [("COV-1", None, "표지에 제목이 없습니다.")]


WORDS = st.sampled_from(
    ["", "", "-", "가", "나", "제목", "미션", "유", "교육, 기타(다)", "😀", "3월", "■", "1,000", "가\n나"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([COMMUNICATION, COMPARISON, GOALS, COVER]),
    st.lists(st.lists(WORDS, min_size=5, max_size=5), min_size=1, max_size=6),
    st.booleans(),
)
def test_any_table_is_read_and_shown_whole(form, rows, headed):
    titles = [*[column.label for column in form.columns], *["비고", "메모"]][:5]
    rows = [row[: len(titles)] for row in rows]
    table = form_table(form, rows, titles if headed else [])
    table_problems(table)
    Elements(page_html(build.doc(table)))
    word_document(content_blocks(build.doc(table)), DocumentFacts("표"))
    ignored = {"제목", "■", "-"}
    assert [word for word in lost(form, table) if word not in ignored and "," not in word] == []


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
def test_a_new_table_of_each_form_can_be_shown(form):
    table = checked(blank_form(form))
    page = page_html(build.doc(table))
    Elements(page)
    assert f"content-form-{form.name}" in page
    assert word_document(content_blocks(build.doc(table)), DocumentFacts("표")).startswith(b"PK")
    table_problems(table)


def test_every_form_is_registered_under_its_own_name():
    assert {form.name for form in forms()} >= {form.name for form in FORMS}
    assert len({form.name for form in FORMS}) == len(FORMS)


MERGED = [
    build.node("table_row", [build.cell("가", rowspan=2), build.cell("나", colspan=2), build.cell("다", rowspan=3)]),
    build.node("table_row", [build.cell("라", rowspan=2), build.cell("마")]),
    build.node("table_row", [build.cell("바"), build.cell("사")]),
]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
def test_merged_cells_of_any_shape_are_read(form):
    table = checked(build.node("table", MERGED, form=form.name))
    Elements(page_html(build.doc(table)))
    assert word_document(content_blocks(build.doc(table)), DocumentFacts("표")).startswith(b"PK")
    assert lost(form, table) == []


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
def test_many_rows_take_a_moment(form):
    width = len(form.columns)
    rows = [[f"가{n}" if column == 0 and n % 3 == 0 else "3월" for column in range(width)] for n in range(3_000)]
    table = build.table([column.label for column in form.columns], rows, form=form.name)
    table_problems(table)
    assert len(page_html(build.doc(table))) > 1000
