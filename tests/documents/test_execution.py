"""The execution form: cumulative amounts, whole per cents half up, increments, what is left."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks.execution import ExecutionForm
from documents.blocks.execution_reading import checkpoint_month
from portal.content import build
from portal.content.page import page_html
from portal.content.table_forms import blank_form
from tests.content.test_content_page import Elements
from tests.documents.tables import form_table, grid_of, lost, told

EXECUTION = ExecutionForm()
HEAD = ["사업명", "예산", "3월", "6월", "9월", "11월"]
LINE = ["역량강화", "23,216", "7,500", "11,350", "15,716", "23,216"]


def table(*rows, head=HEAD):
    return form_table(EXECUTION, list(rows), head, unit="천원")


def test_shares_and_increments_of_a_real_plan():
    made = table(LINE)
    (project,) = EXECUTION.read(made).projects
    assert [project.share_at(place) for place in range(4)] == [32, 49, 68, 100]
    assert project.increments == [7_500_000, 3_850_000, 4_366_000, 7_500_000]
    assert told(EXECUTION, made) == []
    assert grid_of(EXECUTION, made) == [
        HEAD,
        ["역량강화", "23,216\n(100%)", "7,500\n(32%)", "11,350\n(49%)", "15,716\n(68%)", "23,216\n(100%)"],
        ["증가분", "", "7,500", "3,850", "4,366", "7,500"],
    ]
    assert "※ 금액과 비율은 누계" in Elements(page_html(build.doc(made))).text


def test_shares_may_be_written_beside_or_below():
    beside = table(["가", "23,216", "7,500(32%)", "11,350 (50%)", "", "23,216"])
    below = table(["가", "23,216", "7,500", "11,350", "", "23,216"], ["", "(100%)", "(32%)", "(50%)", "", "(100%)"])
    for made in (beside, below):
        assert told(EXECUTION, made) == [("BUD-3", 1, "6월 비율은 49%인데 50%로 적혀 있습니다.")]
        assert grid_of(EXECUTION, made)[1][3] == "11,350\n(49%) (적힌 값 50%)"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["가", "100", "50", "40", "60", "100"], ["6월 누계가 앞보다 줄었습니다."]),
        (["가", "100", "50", "60", "70", "120"], ["11월 누계가 예산보다 많습니다."]),
        (["가", "", "50", "60", "70", "80"], ["예산이 없어 비율을 셈할 수 없습니다."]),
        (["가", "백", "50", "반", "70", "80"],
         ["‘백’을(를) 금액으로 읽을 수 없습니다.", "‘반’을(를) 금액으로 읽을 수 없습니다."]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(row, says):
    assert told(EXECUTION, table(row)) == [("BUD-3", 1, text) for text in says]


def test_what_is_left_is_shown():
    printed = grid_of(EXECUTION, table(["가", "100", "50", "60", "70", "80"]))
    assert [row[-1] for row in printed] == ["잔액", "20", ""]


def test_several_projects_are_summed_and_a_typed_sum_is_checked():
    made = table(
        ["가", "100", "50", "60", "70", "100"],
        ["나", "50", "", "10", "20", "50"],
        ["계", "150", "50", "70", "91", "150"],
    )
    assert told(EXECUTION, made) == [("BUD-3", 3, "9월 열을 더하면 90,000원인데 91,000원으로 적혀 있습니다.")]
    assert grid_of(EXECUTION, made)[3] == [
        "합계", "150\n(100%)", "", "70\n(47%)", "90\n(60%) (적힌 값 91)", "150\n(100%)",
    ]  # fmt: skip


def test_other_columns_stay_and_a_table_without_checkpoints_is_told():
    made = table(["가", "100", "100", "선집행"], head=["사업명", "예산", "6월", "비고"])
    assert [row[-1] for row in grid_of(EXECUTION, made)] == ["비고", "선집행", ""]
    assert told(EXECUTION, form_table(EXECUTION, [["가", "1"]], ["사업명", "예산"])) == [
        ("BUD-3", None, "‘3월’처럼 집행 시점을 적은 열이 없습니다.")
    ]


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("3월", 3),
        ("11월말", 11),
        ("2분기", 6),
        ("4/4분기", 12),
        ("상반기", 6),
        ("하반기(누계)", 0),
        ("13월", 0),
        ("비고", 0),
    ],
)
def test_checkpoints(heading, month):
    assert checkpoint_month(heading) == month


def test_a_new_table_has_its_checkpoints():
    assert EXECUTION.read(blank_form(EXECUTION)).months == [3, 6, 9, 12]


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 10**6), st.lists(st.integers(0, 1000), min_size=4, max_size=4).map(sorted))
def test_shares_are_rounded_half_up(budget, thousandths):
    marks = [budget * one // 1000 for one in thousandths]
    made = table(["가", str(budget), *map(str, marks)])
    (project,) = EXECUTION.read(made).projects
    for place, mark in enumerate(marks):
        right = (Decimal(mark * 100) / budget).quantize(Decimal(1), ROUND_HALF_UP)
        assert project.share_at(place) == right
    assert sum(step for step in project.increments if step) == marks[-1] * 1000
    assert told(EXECUTION, made) == []


WORDS = st.sampled_from(
    ["", "-", "합계", "가", "메모", "50", "(32%)", "1,000(32%)", "1,000", "😀", "9" * 30, "-5", "0"]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=6, max_size=6), min_size=1, max_size=6))
def test_any_table_is_read_and_shown(rows):
    made = table(*rows)
    EXECUTION.problems(made)
    Elements(page_html(build.doc(made)))
    assert lost(EXECUTION, made) == []
