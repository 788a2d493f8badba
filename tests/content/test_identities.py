"""Sums in ordinary tables: what is checked, what is left alone, and that nothing is changed."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import build
from portal.content.cell_values import fits_kind
from portal.content.identities import differences
from portal.content.page import page_html
from portal.content.sum_words import sum_word, summed
from portal.content.table_checks import table_problems
from portal.content.validate import normalised
from portal.office.from_content import content_blocks
from portal.office.model import DocumentFacts
from portal.office.word import word_document
from tests.content.test_content_page import Elements
from tests.office.inspection import all_text

VALUES = json.loads(Path(__file__).with_name("cell_values.json").read_text("utf-8"))


def table(head, rows, kinds=(), **attrs):
    kinds = kinds or ["text", *["number"] * (len(head) - 1)]
    return normalised(build.doc(build.table(head, rows, kinds=kinds, **attrs)))["content"][0]


def said(made):
    return {place: str(right) for place, right in differences(made).items()}


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case["kind"])
def test_cells_fit_their_column_as_the_editor_says(case):
    choices = case.get("choices", ())
    assert [text for text in case["fits"] if not fits_kind(text, case["kind"], choices)] == []
    assert [text for text in case["not"] if fits_kind(text, case["kind"], choices)] == []


def test_words_of_sums():
    assert [sum_word(text) for text in ("합 계", "(소계)", "계:", "○ 총계", "관계", "계획", "계" * 30)] == [
        "합계", "소계", "계", "총계", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["", "", "계"], [(2, range(2))]),
        (["계", "", ""], [(0, range(2))]),
        (["", "소계", "", "", "소계", "합계"], [(1, range(1)), (4, range(1, 3)), (5, range(3))]),
        (["총계", "소계", "", "", "소계", ""], [(0, range(3)), (1, range(2)), (4, range(2, 3))]),
        (["", "계", "", "계"], [(1, range(1)), (3, range(1, 2))]),
        (["소계", "소계"], [(0, range(0)), (1, range(0))]),
    ],
)
def test_what_a_row_sums(words, expected):
    assert summed(words) == expected


def test_many_sums_take_a_moment():
    assert len(summed(["소계"] * 20_000)) == 20_000


def test_a_row_called_a_sum_is_that_of_the_others():
    rows = [["가동", "4", "0"], ["나동", "6", "1"], ["다동", "3", "-"], ["총계", "13", "2"]]
    assert said(table(["동", "접수", "선정"], rows)) == {(4, 2): "1"}


def test_a_column_called_a_sum_is_that_of_its_neighbours():
    made = table(["구분", "남", "여", "계", "예산"], [["가", "1", "2", "3", "9"], ["나", "3", "4", "8", "9"]])
    assert said(made) == {(2, 3): "7"}
    first = table(["구분", "계", "남", "여", "예산"], [["가", "3", "1", "2", "9"], ["나", "8", "3", "4", "9"]])
    assert said(first) == {(2, 1): "7"}


def test_a_sum_below_a_shared_heading_is_of_what_stands_below_it():
    head = [
        [build.cell("연도", header=True, rowspan=2), build.cell("의뢰", header=True, rowspan=2, kind="number"),
         build.cell("선정", header=True, colspan=3), build.cell("미선정", header=True, rowspan=2, kind="number")],
        [build.cell(name, header=True, kind="number") for name in ("소계", "진행", "종결")],
    ]  # fmt: skip
    rows = [build.node("table_row", cells) for cells in head]
    rows += [
        build.node("table_row", map(build.cell, row))
        for row in (["15", "68", "62", "43", "19", "6"], ["14", "53", "44", "0", "43", "10"])
    ]
    made = build.node("table", rows, identity="의뢰 = 소계 + 미선정")
    assert said(normalised(build.doc(made))["content"][0]) == {(3, 2): "43", (3, 1): "54"}


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        (["137", "62", "6", "69"], True),
        (["81", "43", "10", "28"], True),
        (["84", "65", "8", "11"], True),
        (["85", "65", "8", "11"], False),
    ],
)
def test_what_the_writer_says_must_hold(line, holds):
    head = ["연도", "의뢰", "선정", "미선정", "서비스 연계"]
    made = table(head, [["2015", *line]], identity="의뢰 = 선정 + 미선정 + 서비스연계")
    assert said(made) == ({} if holds else {(1, 1): "84"})


def test_identities_of_rows_and_differences():
    rows = [["예산", "100"], ["집행", "60"], ["잔액", "30"]]
    assert said(table(["구분", "값"], rows, identity="잔액 = 예산 - 집행")) == {(3, 1): "40"}


def test_an_identity_that_names_nothing_is_told():
    made = table(["구분", "값"], [["가", "1"]], identity="가 = 나 + 다; 아무 말")
    assert [problem.text.interpolate() for problem in table_problems(made)] == [
        "‘가 = 나 + 다’의 열이나 행을 표에서 찾을 수 없습니다.",
        "‘아무 말’의 열이나 행을 표에서 찾을 수 없습니다.",
    ]


@pytest.mark.parametrize(
    "made",
    [
        table(["구분", "달성률"], [["가", "50"], ["나", "70"], ["계", "60"]]),
        table(["구분", "비"], [["가", "50%"], ["나", "70%"], ["계", "60%"]]),
        table(["구분", "명"], [["가", "많음"], ["나", "3"], ["계", "9"]]),
        table(["구분", "명"], [["가", "1"], ["나", "3"], ["계", ""]]),
        table(["구분", "값"], [["가", "1"], ["계", "9"]], kinds=["text", "text"]),
        table(["구분", "남", "계"], [["가", "1", "5"]]),
    ],
)
def test_rates_gaps_and_plain_text_are_left_alone(made):
    assert said(made) == {}


def test_a_figure_that_differs_is_shown_beside_the_right_one_on_the_page_only():
    made = table(["동", "접수"], [["가동", "4"], ["나동", "6"], ["계", "11"]])
    doc = build.doc(made)
    assert "11 (셈한 값 10)" in Elements(page_html(doc)).text
    assert "셈한 값" not in all_text(word_document(content_blocks(doc), DocumentFacts("표")))
    (problem,) = table_problems(made)
    assert (problem.rule, problem.row, problem.text.interpolate()) == (
        "TAB-1",
        3,
        "셈하면 10인데 다르게 적혀 있습니다.",
    )


def test_cells_that_do_not_fit_are_told():
    head = [
        build.cell("방법", header=True, kind="choice", choices="설명회, 간담회"),
        build.cell("수", header=True, kind="number"),
    ]
    made = normalised(build.doc(build.table(head, [["설명회", "3"], ["잔치", "셋"]])))["content"][0]
    assert [(one.rule, one.row, one.level, one.text.interpolate()) for one in table_problems(made)] == [
        ("TAB-2", 2, "warning", "‘잔치’은(는) 열의 종류와 맞지 않습니다."),
        ("TAB-2", 2, "warning", "‘셋’은(는) 열의 종류와 맞지 않습니다."),
    ]


FIGURES = st.integers(-999, 99_999)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(FIGURES, min_size=2, max_size=2), min_size=2, max_size=8), st.integers(-3, 3), st.integers(-3, 3)
)
def test_only_what_is_wrong_is_told(rows, off_below, off_beside):
    below = [sum(row[0] for row in rows) + off_below, sum(row[1] for row in rows)]
    body = [[f"{n}동", *row, sum(row)] for n, row in enumerate(rows)]
    body[0][3] += off_beside
    body.append(["계", *below, sum(below)])
    made = table(["동", "남", "여", "계"], [[str(cell) for cell in row] for row in body])
    found = differences(made)
    assert (len(body), 1) in found if off_below else (len(body), 1) not in found
    if off_beside:
        assert found[1, 3] == Fraction(sum(rows[0]))
    if not off_below and not off_beside:
        assert found == {}


TEXTS = st.sampled_from(["", "-", "계", "소계", "3", "1,000", "5%", "가", "😀", "=", "9" * 40, "남", "여"])


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(TEXTS, min_size=4, max_size=4), min_size=1, max_size=6),
    st.lists(st.sampled_from(["text", "number", "money", "date", "choice"]), min_size=4, max_size=4),
    st.text(st.sampled_from("계남여=+-;소 가"), max_size=12),
)
def test_any_table_is_checked_and_shown(rows, kinds, identity):
    made = table(rows[0], rows[1:] or [["", "", "", ""]], kinds=kinds, identity=identity.strip())
    shown = Elements(page_html(build.doc(made)))
    assert len(shown.all("tr")) >= len(made["content"])
    assert all(0 <= problem.row < len(made["content"]) for problem in table_problems(made) if problem.row is not None)
