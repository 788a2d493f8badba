"""Names as people send them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.names import BYTE_LIMIT, NAME_LIMIT, clean_name, extension_of


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("2021년 제7차 회의록.hwpx", "2021년 제7차 회의록.hwpx"),
        (unicodedata.normalize("NFD", "회의록.hwp"), "회의록.hwp"),
        ("C:\\Users\\담당자\\회의록.docx", "회의록.docx"),
        ("../../etc/passwd", "passwd"),
        ("갑\u202efdp.exe", "갑fdp.exe"),
        ("줄\r\n바꿈\x00\x1b.txt", "줄 바꿈.txt"),
        ("제로\u200b폭\ufeff.txt", "제로폭.txt"),
        ('따옴표".txt', "따옴표_.txt"),
        ("  . 점 .. ", "점"),
        ("", "첨부"),
        ("..", "첨부"),
        ("CON.txt", "_CON.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("사진(최종) [수정].JPG", "사진(최종) [수정].JPG"),
    ],
)
def test_names_are_made_harmless_and_stay_readable(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@pytest.mark.parametrize("stem", ["가" * 500, "a" * 500, "😀" * 300])
def test_long_names_keep_their_extension(stem: str) -> None:
    name = clean_name(f"{stem}.hwpx")
    assert name.endswith(".hwpx")
    assert len(name) <= NAME_LIMIT
    assert len(name.encode()) <= BYTE_LIMIT


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_can_be_saved_and_stays_the_same_when_cleaned_again(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned
    assert not set(cleaned) & set('/\\\r\n\x00<>:"|?*')
    assert cleaned not in (".", "..")
    assert clean_name(cleaned) == cleaned


def test_extension_is_in_small_letters() -> None:
    assert extension_of("회의록.HWPX") == "hwpx"
    assert extension_of("회의록") == ""
    assert extension_of("제1.가나다") == ""
