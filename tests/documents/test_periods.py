"""기간: months from what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.blocks.periods import read_period


@pytest.mark.parametrize(
    ("text", "year", "months"),
    [
        ("2016. 4 ~ 10월", 2016, "4-10"),
        ("2016. 4. ~ 10월", 2016, "4-10"),
        ("2016. 3월 ~ 4월", 2016, "3-4"),
        ("'16. 3,6,9,12월", 2016, "3 6 9 12"),
        ("3,6,9,12월", None, "3 6 9 12"),
        ("4~6, 9월", None, "4-6 9"),
        ("4. 23.", None, "4"),
        ("4. 23.∼6. 15.", None, "4-6"),
        ("2026. 3. 5.(목) 10:00", 2026, "3"),
        ("3월 2일 14:00~16:00", None, "3"),
        ("'16.2월중", 2016, "2"),
        ("'16.1. 1 ~ 6. 30", 2016, "1-6"),
        ("2015.12.1 ~ 2016.10.31", 2015, "12-22"),
        ("2016. 11 ~ 2017. 2월", 2016, "11-14"),
        ("11월~2월", None, "11-14"),
        ("４월～１０월", None, "4-10"),
        ("3월 초", None, "3"),
        ("4월 중순~5월 초", None, "4-5"),
        ("2026년 3월부터", 2026, "3"),
        ("상반기", None, "1-6"),
        ("2026. 하반기", 2026, "7-12"),
        ("2분기, 4/4분기", None, "4-6 10-12"),
        ("연중", None, "1-12"),
        ("2016년 연중", 2016, "1-12"),
        ("매월", None, "1-12"),
        ("수시", None, ""),
        ("분기별", None, ""),
    ],
)
def test_months_are_read(text, year, months):
    period = read_period(text)
    expected = []
    for one in months.split():
        first, _dash, last = one.partition("-")
        expected += range(int(first) - 1, int(last or first))
    assert (period.year, period.months) == (year, expected)


@pytest.mark.parametrize(
    "text", ["", "-", "5", "13월", "0월", "4. 40.", "내일", "6~", "~6월", "3월~5월~7월", "2016", "99999월", "가월",
             "😀", "3월\x00", "1월," * 60, "2016. 12월 ~ 2015. 1월", "2016. 1월 ~ 2099. 1월"],
)  # fmt: skip
def test_what_is_no_period_is_not_read(text):
    assert read_period(text) is None


def test_stretches_say_what_was_written():
    assert [one.text for one in read_period("'16. 3, 6~8월, 9. 23.").stretches] == ["3월", "6∼8월", "9. 23."]
    assert [one.text for one in read_period("상반기, 10월").stretches] == ["상반기", "10월"]
    assert read_period(" 2016.  4 ~ 10월").stretches[0].text == "2016. 4 ~ 10월"


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True))
def test_any_list_of_months(months):
    assert read_period(",".join(map(str, months)) + "월").months == sorted(month - 1 for month in months)


@given(st.integers(1, 12), st.integers(1, 12))
def test_any_stretch_of_months(first, last):
    assert len(read_period(f"{first}월~{last}월").months) == (last - first) % 12 + 1


@given(st.text(st.sampled_from("0123456789.~,'월일년중 분기상하반()토"), max_size=20))
def test_any_text_is_read_or_left(text):
    period = read_period(text)
    assert period is None or all(0 <= month <= 12 * 6 for month in period.months)
