"""The budget form: leaves are summed, whatever way the table is laid out; stated sums are checked, never added."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks.budget import Budget
from portal.content import build
from portal.content.page import page_html
from portal.content.plain import block_text
from portal.office.from_content import content_blocks
from portal.office.model import DocumentFacts
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.documents.tables import checked, form_table, grid_of, lost, told
from tests.office.inspection import all_text, findings

BUDGET = Budget()
# the make-up of a real plan: sub-totals in different columns, two projects of one name, leaves without a formula
REAL = [
    ["일반운영비", "맞춤형 교육", "", "6,200,000원", ""],
    ["", "", "강사비", "350,000원*2명", "700,000원"],
    ["", "", "교육진행비", "500,000원*5회", "2,500,000원"],
    ["", "", "장소대관료", "1,000,000원*3회", "3,000,000원"],
    ["", "우수사례 발굴", "", "", "6,000,000원"],
    ["", "", "포상비", "4,000,000원*1식", "4,000,000원"],
    ["", "", "진행비", "2,000,000원*1식", "2,000,000원"],
    ["회의운영비", "우수사례 발굴", "", "516,000원", ""],
    ["", "", "자문수당", "100,000원*2명", "200,000원"],
    ["", "", "회의비", "2,000원*4명*2회", "16,000원"],
    ["", "", "심사수당", "150,000원*2명", "300,000원"],
    ["도서인쇄비", "안내서 발간비", "", "7,500,000원", ""],
    ["", "자료집", "", "1,500,000원", ""],
    ["", "사례집 발간비", "", "1,500,000원", ""],
]
GROUPS = [("일반운영비", 12_200_000), ("회의운영비", 516_000), ("도서인쇄비", 10_500_000)]


def sums(table):
    facts = BUDGET.read(table)
    return facts.total, [(group.name, facts.sum_of(group)) for group in facts.groups]


def four_columns():
    """The same in four columns, as such a table is pasted: projects marked ○, items below them."""
    return [[row[0], f"O {row[1]}" if row[1] else row[2], row[3], row[4]] for row in REAL]


def test_the_real_budget_is_summed_by_leaves():
    table = form_table(BUDGET, REAL)
    assert sums(table) == (23_216_000, GROUPS)
    assert told(BUDGET, table) == []


def test_a_column_of_sub_totals_and_items_is_never_summed_as_such():
    table = form_table(BUDGET, four_columns(), ["편성목", "예산내역", "세부내역", "예산액"])
    assert sums(table) == (23_216_000, GROUPS)
    assert told(BUDGET, table) == []
    assert "18,716,000" not in block_text(table)


def test_merged_cells_say_what_blank_ones_say():
    rows, heights = [], [7, 4, 3]
    for row in REAL:
        first = [build.cell(row[0], rowspan=heights.pop(0))] if row[0] else []
        rows.append([*first, *row[1:]])
    assert sums(form_table(BUDGET, rows)) == (23_216_000, GROUPS)


def test_names_in_every_row_are_one_group():
    filled, group, project = [], "", ""
    for row in REAL:
        project = row[1] or project
        group = row[0] or group
        filled.append([group, project, *row[2:]])
    assert sums(form_table(BUDGET, filled)) == (23_216_000, GROUPS)


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("word", ["소계", "소 계", "계"])
def test_rows_that_state_sums_are_checked_and_not_added(above, word):
    rows = []
    for number, (name, amount) in enumerate(GROUPS):
        inside = [["", *row[1:]] for row in REAL[[0, 7, 11][number] : [7, 11, 14][number]]]
        stated = ["", word, "", "", f"{amount:,}"]
        block = [stated, *inside] if above else [*inside, stated]
        block[0] = [name, *block[0][1:]]
        rows += block
    total = ["합계", "", "", "", "23,216,000"]
    table = form_table(BUDGET, [total, *rows] if above else [*rows, total])
    assert sums(table) == (23_216_000, GROUPS)
    assert told(BUDGET, table) == []
    assert len(BUDGET.read(table).stated) == 4 + 3


def test_sub_totals_of_projects_may_stand_in_the_project_column():
    rows = [["운영비", "교육", "강사비", "", "100"], ["", "소계", "", "", "100"], ["", "홍보", "인쇄비", "", "50"],
            ["", "소계", "", "", "60"], ["계", "", "", "", "150"]]  # fmt: skip
    assert told(BUDGET, form_table(BUDGET, rows)) == [
        ("BUD-1", 4, "딸린 금액을 더하면 50원인데 60원으로 적혀 있습니다.")
    ]


def test_a_product_that_differs_from_its_amount_is_told_and_shown_beside():
    rows = [row[:] for row in REAL]
    rows[9][4] = "15,000원"
    table = form_table(BUDGET, [*rows, ["총 예산액", "", "", "", "23,215,000"]])
    assert told(BUDGET, table) == [
        ("BUD-1", 10, "산출기초로 셈하면 16,000원인데 15,000원으로 적혀 있습니다."),
        ("BUD-1", 15, "딸린 금액을 더하면 23,216,000원인데 23,215,000원으로 적혀 있습니다."),
    ]
    found = Elements(page_html(build.doc(table)))
    assert "16,000 (적힌 값 15,000)" in found.text
    assert "23,216,000 (적힌 값 23,215,000)" in found.text


def test_figures_may_be_left_to_the_program():
    bare = [[*row[:3], row[3] if "*" in row[3] else "", ""] for row in REAL]
    for number in (11, 12, 13):
        bare[number][4] = REAL[number][3]
    table = form_table(BUDGET, bare)
    assert sums(table) == (23_216_000, GROUPS)
    printed = grid_of(BUDGET, table)
    assert printed[1] == ["일반운영비", "○ 맞춤형 교육", "", "6,200,000"]
    assert printed[2] == ["\u3000- 강사비", "350,000원×2명", "700,000"]
    assert ["소계", "12,200,000"] in printed
    assert printed[-1] == ["합계", "23,216,000"]


@pytest.mark.parametrize(
    ("unit", "shown"), [("천원", "12,346"), ("백만원", "12"), ("", "12,345,600"), ("원", "12,345,600")]
)
def test_amounts_are_shown_in_the_unit_of_the_table(unit, shown):
    rows = [["운영비", "교육", "", "6,172,800원×2회", ""]]
    table = form_table(BUDGET, rows, unit=unit)
    assert BUDGET.read(table).total == 12_345_600
    assert grid_of(BUDGET, table)[-1][-1] == shown


def test_a_unit_in_the_heading_counts_and_rounded_figures_agree():
    head = ["편성목", "사업", "항목", "산출기초", "금액(천원)"]
    table = form_table(BUDGET, [["운영비", "교육", "", "6,172,800원×2회", "12,346"]], head)
    assert told(BUDGET, table) == []
    assert BUDGET.read(table).total == 12_345_600


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["", "교육", "", "", "많음"], "‘많음’을(를) 금액으로 읽을 수 없습니다."),
        (["", "교육", "", "", "△500"], "‘△500’을(를) 금액으로 읽을 수 없습니다."),
        (["", "교육", "", "9,999,999,999,999원×9,999,999,999회", ""], "‘9,999,999,999,999원×9,999,999,999회’을(를)"),
        (["", "교육", "", "견적에 따름", ""], "금액이 없고 산출기초로도 셈할 수 없습니다."),
        (["", "교육", "", "300,000", "500,000"], "산출기초와 금액이 서로 다릅니다."),
        (["", "합계", "", "", "모름"], "‘모름’을(를) 금액으로 읽을 수 없습니다."),
    ],
)
def test_what_cannot_be_read_is_told_at_its_row(cells, says):
    table = form_table(BUDGET, [["운영비", "홍보", "", "", "1,000"], cells])
    ((rule, row, text),) = told(BUDGET, table)
    assert (rule, row) == ("BUD-1", 2)
    assert text.startswith(says)
    assert cells[4] in block_text(table) or cells[1] == "합계"


def test_a_sum_beyond_every_budget_is_told():
    rows = [["운영비", f"{n}", "", "", "9,999,999,999,999,999"] for n in range(2)]
    assert told(BUDGET, form_table(BUDGET, rows))[-1] == ("BUD-1", None, "예산 합계가 너무 큽니다.")


def test_a_missing_column_is_named():
    assert told(BUDGET, form_table(BUDGET, [["가", "나"]], ["이름", "수량"])) == [
        ("BUD-1", None, "표에 ‘사업(예산내역)’ 열이 없습니다.")
    ]


def test_columns_of_one_s_own_are_printed():
    head = ["편성목", "사업", "항목", "산출기초", "금액", "비고"]
    rows = [["운영비", "교육", "강사비", "", "100", "추경"], ["합계", "", "", "", "100", "확정"]]
    printed = grid_of(BUDGET, form_table(BUDGET, rows, head))
    assert [row[-1] for row in printed] == ["비고", "", "추경", "확정"]


def test_the_budget_is_printed_in_word(tmp_path):
    table = form_table(BUDGET, REAL, caption="세부내역", unit="원")
    data = word_document(content_blocks(build.doc(table), "symbols"), DocumentFacts("예산"))
    assert findings(data, tmp_path) == []
    text = all_text(data)
    for amount in ("23,216,000", "12,200,000", "10,500,000", "350,000원×2명"):
        assert amount in text


@pytest.mark.parametrize("rows", [[["", "", "", "", ""]], [["", "", "", "", "-"]], [["합계", "", "", "", ""]]])
def test_an_empty_budget_is_printed_without_a_fault(rows):
    table = form_table(BUDGET, rows)
    assert BUDGET.read(table).total == 0
    assert page_html(build.doc(table))
    assert word_document(content_blocks(build.doc(table)), DocumentFacts("예산"))


def test_ten_thousand_rows_take_a_moment_and_not_more():
    def once(every, n, name):
        return f"{name} {n // every}" if n % every == 0 else ""

    rows = [[once(100, n, "목"), once(10, n, "사업"), f"항목 {n}", "1,000×2회", ""] for n in range(10_000)]
    table = build.table([column.label for column in BUDGET.columns], rows, form="budget")
    assert BUDGET.read(table).total == 20_000_000
    assert len(grid_of(BUDGET, table)) == 1 + 10_000 + 1_000 + 100 + 1


# a budget as a tree -> any of the layouts people use; the tree is summed by itself
ITEMS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 9), st.booleans()), min_size=1, max_size=4)
PROJECTS = st.lists(ITEMS, min_size=1, max_size=3)
TREES = st.lists(PROJECTS, min_size=1, max_size=3)
LAYOUT = st.fixed_dictionaries(
    {
        "repeat": st.booleans(),
        "beside": st.booleans(),
        "rows": st.sampled_from(["", "above", "below"]),
        "marked": st.booleans(),
    }
)


def _laid_out(tree, layout):
    out = []
    for g, projects in enumerate(tree):
        block = []
        for p, items in enumerate(projects):
            amounts = [price * count for price, count, _typed in items]
            lines = [
                ["", "", f"항목 {n}", f"{price:,}×{count}회", f"{amounts[n]:,}" if typed else ""]
                for n, (price, count, typed) in enumerate(items)
            ]
            name = f"사업 {p}"
            if layout["beside"] or layout["marked"]:
                lines.insert(0, ["", name, "", "", f"{sum(amounts):,}" if layout["beside"] else ""])
            lines = [[line[0], name if layout["repeat"] or n == 0 else "", *line[2:]] for n, line in enumerate(lines)]
            block += lines
        total = sum(price * count for items in projects for price, count, _typed in items)
        if layout["rows"]:
            block.insert(0 if layout["rows"] == "above" else len(block), ["", "소계", "", "", f"{total:,}"])
        out += [[f"목 {g}" if layout["repeat"] or n == 0 else "", *line[1:]] for n, line in enumerate(block)]
    return out


@settings(max_examples=150, deadline=None)
@given(TREES, LAYOUT)
def test_any_layout_of_any_budget_has_the_sum_of_its_leaves(tree, layout):
    expected = sum(price * count for projects in tree for items in projects for price, count, _typed in items)
    by_group = [sum(price * count for items in projects for price, count, _typed in items) for projects in tree]
    rows, head = _laid_out(tree, layout), None
    if layout["marked"] and not layout["repeat"]:
        head = ["편성목", "예산내역", "세부내역", "예산액"]
        rows = [[r[0], r[1] if r[1] == "소계" else f"○ {r[1]}" if r[1] else r[2], r[3], r[4]] for r in rows]
    table = form_table(BUDGET, rows, head)
    assert sums(table) == (expected, [(f"목 {n}", amount) for n, amount in enumerate(by_group)])
    assert told(BUDGET, table) == []
    assert grid_of(BUDGET, table)[-1][-1] == f"{expected:,}"


WORDS = st.sampled_from(
    [
        "",
        "",
        "-",
        "소계",
        "합계",
        "계",
        "○ 교육",
        "교육",
        "1,000",
        "1,000×2명",
        "=",
        "😀",
        "×",
        "9" * 30,
        "6,000원",
        "가\n나",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=5, max_size=5), min_size=1, max_size=12), st.booleans())
def test_any_table_is_read_checked_and_shown(rows, headed):
    table = form_table(BUDGET, rows, None if headed else [])
    facts = BUDGET.read(table)
    assert facts.total == sum(leaf.won for leaf in facts.leaves)
    assert sum(facts.sum_of(group) for group in facts.groups) == facts.total
    for group in facts.groups:
        assert sum(facts.sum_of(project) for project in group.projects) == facts.sum_of(group)
        assert all(one.end == following.start for one, following in pairwise(group.projects))
    rows_of_leaves = [leaf.line.row for leaf in facts.leaves]
    assert len(set(rows_of_leaves)) == len(rows_of_leaves)
    assert not {stated.line.row for stated in facts.stated} & set(rows_of_leaves)
    assert all(0 <= stated.start <= stated.end <= len(facts.leaves) for stated in facts.stated)
    assert lost(BUDGET, table) == []
    Elements(page_html(build.doc(table)))
    word_document(content_blocks(build.doc(table)), DocumentFacts("예산"))
    assert checked(table) == table


def test_a_total_beside_a_label_is_that_of_the_label():
    rows = [["운영비", "교육", "강사비", "", "100"], ["", "", "인쇄비", "", "50"], ["운영비", "합계", "", "", "150"],
            ["예비비", "", "", "", "10"], ["합계", "", "", "", "160"]]  # fmt: skip
    assert told(BUDGET, form_table(BUDGET, rows)) == []
