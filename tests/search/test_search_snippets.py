"""The passage that shows why a record was found."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index.query import parse
from search_index.snippets import WINDOW, Snippet, Text, best_snippet, marked


def _snippet(text: str, typed: str) -> Snippet:
    snippet = best_snippet([Text("section-1", "본문", text)], parse(typed))
    assert snippet is not None
    return snippet


def _marked(text: str, typed: str) -> list[str]:
    return [span.text for span in _snippet(text, typed).spans if span.is_hit]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("통합 사례 관리 대상", "사례관리", ["사례 관리"]),
        ("지역사회보\n장협의체", "보장협의체", ["보 장협의체"]),
        ("사업비 1,234만 원", "1234만원", ["1,234만 원"]),
        ("ＡＩ 돌봄 사업", "ai돌봄", ["ＡＩ 돌봄"]),
        ("13386과 3386", "3386", ["3386"]),
        ("2021년 7월 15일 회의", "2021. 7. 15.", ["2021년 7월 15일"]),
        ("의결되었다", "의결하다", ["의결"]),
        ("협의체의 결정", "협의체를", ["협의체"]),
        ("\u1109\u1161\u1105\u1168관리", "사례관리", ["\u1109\u1161\u1105\u1168관리"]),
        ("민·관 협력", "민관", ["민·관"]),
        ("아무 말", "예산", []),
    ],
)
def test_words_are_marked_as_they_are_written(text: str, typed: str, found: list[str]) -> None:
    assert _marked(text, typed) == found


def test_snippet_is_text_and_not_markup() -> None:
    snippet = _snippet("<script>alert('사례')</script> & 사례관리", "<script> 사례관리")
    assert "".join(span.text for span in snippet.spans) == "<script>alert('사례')</script> & 사례관리"


def test_best_window_shows_the_most_words() -> None:
    text = "예산 " + "가나다라 " * 100 + "고독사 예방 예산" + " 마바사아" * 100
    snippet = _snippet(text, "고독사 예방 예산")
    assert snippet.marks == 3
    assert snippet.spans[0].text == "… "
    assert len("".join(span.text for span in snippet.spans)) < WINDOW + 40


def test_place_of_the_best_part_is_given() -> None:
    texts = [Text("a", "가", "예산"), Text("b", "나", "고독사 예방 예산"), Text("c", "다", "고독사")]
    snippet = best_snippet(texts, parse("고독사 예산"))
    assert snippet is not None
    assert (snippet.key, snippet.label) == ("b", "나")


def test_record_without_text_has_no_snippet() -> None:
    assert best_snippet([Text("a", "가", " \n")], parse("예산")) is None


def test_title_is_marked_whole() -> None:
    assert [tuple(span) for span in marked("제7차 회의록", parse("회의록"))] == [("제7차 ", False), ("회의록", True)]


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="가나사례관리 1,3.\n\"'<&Ａa사ㆍB-", max_size=400),
    st.sampled_from(["사례관리", "a1", "3,1", "가 나", "-"]),
)
def test_snippet_shows_nothing_but_the_text(text: str, typed: str) -> None:
    snippet = best_snippet([Text("k", "l", text)], parse(typed))
    shown = "".join(span.text for span in snippet.spans) if snippet else ""
    assert shown.removeprefix("… ").removesuffix(" …") in text.replace("\n", " ").join(["… ", " …"])


def test_large_text_is_marked_in_no_time() -> None:
    text = "사 례 관 리 " * 20_000
    query = parse("사례관리계획 수립 대상자 발굴")
    began = time.perf_counter()
    best_snippet([Text("k", "l", text)], query)
    assert time.perf_counter() - began < 1
