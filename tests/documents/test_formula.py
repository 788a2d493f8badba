"""산출기초: what is a formula, what it comes to, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.blocks.formula import read_formula, tidy


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("350,000×2명", 700_000),
        ("350,000원*2명", 700_000),
        ("2,000×4명×2회", 16_000),
        ("2,000원 x 4명 X 2회", 16_000),
        ("4,000,000✕1식", 4_000_000),
        ("@150,000×2", 300_000),
        ("강사비 350,000원 × 2명 × 3시간(상반기)", 2_100_000),
        ("10,000천원×5%", 500_000),
        ("1,000×33.3%", 333),
        ("1,111×50%", 556),
        ("(350,000×2명)+(100,000×1명)", 800_000),
        ("7,500,000원", 7_500_000),
        ("7,500,000", 7_500_000),
        ("3개월×100,000원", 300_000),
        ("１００，０００×２명", 200_000),
        ("0×3회", 0),
        ("10,000원×3\n5,000원×2", 40_000),  # two lines of a cell
        ("강사비\n350,000원×2명\n재료비 10,000원×20명", 900_000),
        ("350,000원\n×2\n명", 700_000),  # one line that did not fit
        ("(1,000+2,000)×3", 9_000),
        ("(100,000원+50,000원)×4명", 600_000),
        ("350,000×(2명+3)", 1_750_000),
        ("(10,000원×2+5,000원)×3회", 75_000),
        ("강사비(350,000원×2명)×2회", 1_400_000),
        ("(1+2)천원×2회", 6_000),
        ("500원×100부\n(A4)", 50_000),  # beside what reckons, other lines only say something
        ("KF94\n500원×100개", 50_000),
        ("10,000원×2명\n(부가세 2,000원)", 20_000),
        ("10,000원×2명\n(2026)", 20_000),
        ("500원×100부\n※1", 50_000),
        ("(1)\n10,000원×2명\n(2)\n5,000원×2명", 30_000),
        ("① 10,000원×2명\n② 5,000원×2명", 30_000),
        ("1. 10,000원×2명\n2. 5,000원×2명", 30_000),
        ("10,000원×3\n강사비 5,000원×2", 40_000),
        ("5,000원×10명(1일 2회)", 50_000),  # in brackets nothing is reckoned
        ("강사료(1급) 200,000원×3시간", 600_000),
        ("(주간 3회×4주)×10,000원", 120_000),
    ],
)
def test_formulas_are_reckoned(text, won):
    assert read_formula(text).won == won


@pytest.mark.parametrize(
    "text",
    ["", "-", "견적에 따름", "교육 5회", "2명×3회", "350,000×", "×2명", "350,000/2", "1,00×2", "2016. 4. 1.",
     "100,000×2명 별도 3건", "=", "3=가", "9" * 400, "1,000×" * 200, "😀×2명",
     "10,000원×2명\n△5,000원", "10,000원×2명\n-5,000원×1명", "△100,000원×3회", "100원×-3명",
     "20,000×5 30,000×2", "(2명+3명)×2회", "(1,000×2", "1,000)×2", "(" * 150 + "1", "1,000×()", "\u0000×1"],
)  # fmt: skip
def test_remarks_are_left_alone(text):
    assert read_formula(text) is None
    assert tidy(text) == text


def test_an_amount_behind_equals_is_what_the_writer_says():
    formula = read_formula("350,000원×2명 = 650,000원")
    assert (formula.won, formula.stated) == (700_000, 650_000)
    assert read_formula("7,500×1식=7,500", 1000).stated == 7_500_000


@pytest.mark.parametrize(
    ("text", "won", "stated"),
    [
        ("10,000원×20명=200,000원\n5,000원×2명=10,000원", 210_000, 210_000),
        ("10,000원×2명\n계 20,000원", 20_000, 20_000),
        ("10,000원×2명\n소계: 30,000원", 20_000, 30_000),
        ("10,000원×20명=200,000원\n5,000원×2명", 210_000, None),
    ],
)
def test_each_line_may_say_its_amount_and_a_last_one_their_sum(text, won, stated):
    formula = read_formula(text)
    assert (formula.won, formula.stated) == (won, stated)


def test_any_sign_of_multiplication_is_printed_as_one():
    assert tidy("350,000원 * 2명 x 3회") == "350,000원×2명×3회"
    assert tidy("box 3개") == "box 3개"


@given(st.lists(st.tuples(st.integers(0, 10**7), st.lists(st.integers(0, 99), max_size=3)), min_size=1, max_size=3))
def test_a_formula_is_the_sum_of_its_products(terms):
    text, expected = [], 0
    for price, counts in terms:
        value = price
        for count in counts:
            value *= count
        expected += value
        text.append("×".join([f"{price:,}원", *(f"{count}회" for count in counts)]))
    assert read_formula(" + ".join(text)).won == expected


@given(st.text(max_size=40))
def test_any_text_is_read_or_left(text):
    found = read_formula(text)
    assert found is None or found.won >= 0
