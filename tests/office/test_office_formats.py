"""Official formats against the golden vectors of the rules."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from portal.office.formats import (
    date_range,
    hangul_amount,
    money_in,
    number,
    official_amount,
    official_date,
    official_time,
    percent,
    period,
    rounded,
)

SEOUL = ZoneInfo("Asia/Seoul")


def at(*numbers: int) -> datetime:
    """A moment on the clock of Seoul."""
    return datetime(*numbers, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2021, 7, 15), "2021. 7. 15.(목)"),
        (date(2021, 8, 19), "2021. 8. 19.(목)"),
        (date(2015, 8, 28), "2015. 8. 28.(금)"),
        (date(2015, 10, 30), "2015. 10. 30.(금)"),
        (date(2021, 5, 21), "2021. 5. 21.(금)"),
        (date(2021, 6, 21), "2021. 6. 21.(월)"),
    ],
)
def test_date_with_weekday_is_printed_as_the_rules_want(day, printed):
    assert official_date(day, weekday=True) == printed
    assert official_date(day) == printed[:-3]


def test_moment_is_printed_on_the_calendar_and_clock_of_seoul():
    moment = datetime(2021, 7, 14, 23, 5, tzinfo=UTC)
    assert official_date(moment) == "2021. 7. 15."
    assert official_time(moment) == "08:05"
    assert period(moment) == "2021. 7. 15.(목) 08:05"


def test_time_has_leading_zeros_and_twenty_four_hours():
    assert official_time(time(9, 5)) == "09:05"
    assert official_time(time(21, 0)) == "21:00"


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        (at(2021, 7, 15, 10), at(2021, 7, 15, 12), "2021. 7. 15.(목) 10:00~12:00"),
        (at(2021, 7, 15, 10), None, "2021. 7. 15.(목) 10:00"),
        (at(2021, 7, 15, 10), at(2021, 7, 16, 12), "2021. 7. 15.(목) 10:00~7. 16.(금) 12:00"),
        (at(2021, 12, 31, 22), at(2022, 1, 1, 1), "2021. 12. 31.(금) 22:00~2022. 1. 1.(토) 01:00"),
    ],
)
def test_period_repeats_only_what_differs(start, end, printed):
    assert period(start, end) == printed


def test_civil_time_without_a_zone_is_printed_as_it_is():
    assert period(datetime.combine(date(2021, 7, 15), time(10, 0))) == "2021. 7. 15.(목) 10:00"


def test_date_range_repeats_only_what_differs():
    assert date_range(date(2026, 4, 23), date(2026, 6, 15)) == "2026. 4. 23.~6. 15."
    assert date_range(date(2026, 12, 1), date(2027, 1, 5)) == "2026. 12. 1.~2027. 1. 5."
    assert date_range(date(2026, 4, 23), date(2026, 4, 23)) == "2026. 4. 23."


@pytest.mark.parametrize(
    ("won", "spelt"),
    [
        (113_560, "일십일만삼천오백육십"),
        (23_216_000, "이천삼백이십일만육천"),
        (10_000, "일만"),
        (1_000, "일천"),
        (1_011, "일천일십일"),
        (6_200_000, "육백이십만"),
        (516_000, "오십일만육천"),
        (0, "영"),
        (100_000_000, "일억"),
        (100_010_000, "일억일만"),
        (6_200_000_000, "육십이억"),
        (1_000_000_000_001, "일조일"),
    ],
)
def test_amount_is_spelt_with_every_one(won, spelt):
    assert hangul_amount(won) == spelt


@pytest.mark.parametrize("won", [-1, 10**20])
def test_amount_out_of_range_is_refused(won):
    with pytest.raises(ValueError, match="amount"):
        hangul_amount(won)


def test_official_amount_says_it_twice():
    assert official_amount(113_560) == "금113,560원(금일십일만삼천오백육십원)"


@pytest.mark.parametrize(
    ("part", "whole", "digits", "printed"),
    [
        (15, 18, 1, "83.3%"),
        (7_500, 23_216, 0, "32%"),
        (11_350, 23_216, 0, "49%"),
        (15_716, 23_216, 0, "68%"),
        (23_216, 23_216, 0, "100%"),
        (102, 244, 2, "41.80%"),
        (7_426, 15_165, 2, "48.97%"),
        (54, 79, 1, "68.4%"),
        (1, 800, 1, "0.1%"),
        (1, 2000, 1, "0.1%"),
        (0, 4, 1, "0.0%"),
        (0, 0, 1, "-"),
    ],
)
def test_percent_is_half_up_and_exact(part, whole, digits, printed):
    assert percent(part, whole, digits) == printed


def test_rounding_is_not_caught_by_binary_fractions():
    assert rounded(2.675, 2) == Decimal("2.68")
    assert rounded(Decimal("4.325"), 2) == Decimal("4.33")
    assert rounded(Fraction(20_358, 4_707), 2) == Decimal("4.33")
    assert rounded(-2.5) == Decimal(-3)
    assert str(rounded(Decimal("-0.04"), 1)) == "0.0"


def test_numbers_have_commas_and_amounts_are_rounded_for_show_only():
    assert number(23_216_000) == "23,216,000"
    assert money_in(23_216_500, 1_000) == "23,217"
    assert money_in(6_200_000_000, 1_000_000) == "6,200"
