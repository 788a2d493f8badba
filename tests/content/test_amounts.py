"""Figures as people write them."""

from fractions import Fraction

import pytest

from portal.content.amounts import MAX_WON, exact, is_blank, read_amount, read_number, unit_in


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("6,200,000원", 6_200_000),
        ("516,000", 516_000),
        ("금 113,560원정", 113_560),
        ("△30,000", -30_000),
        ("７，５００천원", 7_500_000),
        ("3억원", 300_000_000),
        ("12만원", 120_000),
        (" 1,000 \n원", 1000),
        ("500 300", None),  # two figures, whatever they were meant to be
        ("100\n200", None),
        ("12\n3,000", None),
        ("0", 0),
        ("1,00", None),
        ("12a", None),
        ("약 3,000원", None),
        ("", None),
        ("9" * 17, None),
        ("9" * 5000, None),
        ("😀", None),
        ("٣٠", None),
    ],
)
def test_amounts_are_read_as_they_are_written(text, won):
    assert read_amount(text) == won


def test_an_amount_without_a_unit_is_in_that_of_its_table():
    assert (read_amount("7,500", 1000), read_amount("7,500원", 1000)) == (7_500_000, 7_500)
    assert read_amount(str(MAX_WON)) == MAX_WON
    assert read_amount(str(MAX_WON), 1000) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", Fraction("1234.5")),
        ("83.3%", Fraction("83.3")),
        ("▲3", Fraction(-3)),
        ("3명", None),
        ("1.2.3", None),
        ("12 5", None),
    ],
)
def test_numbers(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [("(단위: 천원)", 1000), ("백만원", 1_000_000), ("원", 1), ("명", 1), ("금액(만원)", 10_000), ("", 1)],
)
def test_units(text, unit):
    assert unit_in(text) == unit


def test_a_dash_says_none_and_zero_says_zero():
    assert [is_blank(text) for text in ("", " ", "-", "―", "0", "없음")] == [True, True, True, True, False, False]


def test_numbers_are_written_exactly():
    assert [exact(Fraction(value)) for value in ("1234", "12.50", "1/3")] == ["1,234", "12.5", "0.333"]
