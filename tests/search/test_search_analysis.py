"""What a text is indexed under."""

import json

import pytest

from search_index.analysis import Tokens, analyse
from search_index.exact_terms import exact_terms, registration_number
from search_index.spelling import normalise, squeeze, surface_tokens


@pytest.mark.parametrize(
    ("written", "squeezed"),
    [
        ("사례 관 리", "사례관리"),
        ("2021 년 제 7 차", "2021년제7차"),
        ("2021. 7. 15.(목)", "2021 7 15 목"),
        ("ＡＩ 돌봄", "ai돌봄"),
        ("읍ㆍ면·동", "읍면동"),
        ("「사회보장급여법」 제41조", "사회보장급여법제41조"),
        ("open source 도구", "open source도구"),
        ("의결하였다. 사례", "의결하였다 사례"),
        ("1,234만 원", "1234만원"),
        ("\u1109\u1161\u1105\u1168", "사례"),
        ("\ud800 글\x00자", "글자"),
    ],
)
def test_spelling_is_made_one(written: str, squeezed: str) -> None:
    assert squeeze(normalise(written)) == squeezed


def test_numbers_stay_whole_and_take_their_unit_along() -> None:
    assert list(surface_tokens("제7차회의 3386")) == ["제", "7", "7차", "차회", "회의", "3386"]


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("2021. 7. 15.(목) 10:00", {"2021-07-15", "2021-07", "07-15"}),
        ("2021년 7월 15일", {"2021-07-15", "2021-07", "07-15"}),
        ("2021-07-15", {"2021-07-15", "2021-07", "07-15"}),
        ("'21. 7. 15.", {"2021-07-15", "2021-07", "07-15"}),
        ("2021년 7월 중", {"2021-07"}),
        ("7월 15일", {"07-15"}),
        ("2021. 13. 1.", set()),
        ("버전 1.2.3", set()),
        ("복지정책과-3386(2021. 7. 16.)", {"복지정책과-3386", "2021-07-16", "2021-07", "07-16"}),
        ("복지정책과 - 3386", {"복지정책과-3386"}),
        ("오전 9시 - 10", set()),
        ("02-123-4567", set()),
    ],
)
def test_dates_and_numbers_get_one_spelling(written: str, exact: set[str]) -> None:
    assert {spelling for term in exact_terms(normalise(written)) for spelling in term.spellings} == exact


def test_registration_number_of_a_record_is_read() -> None:
    assert registration_number("복지정책과-03386") == "복지정책과-3386"
    assert registration_number("미등록") is None


def test_nouns_that_touch_are_joined() -> None:
    found = analyse("통합사례관리 대상자를 정했다").morphemes
    assert {"통합", "사례", "관리", "사례관리", "통합사례관리"} <= set(found)
    assert "를" not in found


def test_stored_tokens_come_back_without_a_second_analysis() -> None:
    text = "제7차 회의 2021. 7. 15. 사례관리 계획을 의결하였다\n둘째 줄 " * 3
    tokens = analyse(text)
    assert Tokens.restored(json.loads(json.dumps(tokens.stored())), text) == tokens


def test_tokens_of_another_analysis_are_refused() -> None:
    assert Tokens.restored({"version": 0, "morphemes": {}}, "글") is None


def test_a_page_without_a_line_break_is_analysed_whole() -> None:
    tokens = analyse("사업 " * 5000)
    assert tokens.morphemes["사업"] == 5000
