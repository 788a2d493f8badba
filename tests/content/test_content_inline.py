"""Text edited without JavaScript: nobody sees signs, and looks stay where the text stays."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import build
from portal.content.inline import looks, marked, retyped, to_text
from portal.content.validate import normalised

BOLD, LINE = [{"type": "bold"}], [{"type": "underline"}]


def t(text, marks=None):
    return {"type": "text", "text": text, "marks": marks} if marks else {"type": "text", "text": text}


BREAK = {"type": "hard_break"}
TEXT = [t("예산은 "), t("삼천만 원", BOLD), t("이며 "), t("내년", LINE), t("에 쓴다")]


def test_a_text_is_shown_as_it_is_read():
    assert to_text(TEXT) == "예산은 삼천만 원이며 내년에 쓴다"
    assert looks(TEXT, "bold") == ["삼천만 원"]
    assert looks([t("가", BOLD), {**BREAK, "marks": BOLD}, t(" 나 ", [*BOLD, *LINE])], "bold") == ["가", "나"]


@pytest.mark.parametrize(
    ("typed", "bold", "underlined"),
    [
        ("예산은 삼천만 원이며 내년에 쓴다", ["삼천만 원"], ["내년"]),
        ("올해 예산은 삼천만 원이며 내년에 다 쓴다", ["삼천만 원"], ["내년"]),
        ("예산은 삼천오백만 원이며 내년에 쓴다", ["삼천오백만 원"], ["내년"]),
        ("예산은 이천만 원이며 내년에 쓴다", ["천만 원"], ["내년"]),
        ("내년에 쓴다", [], ["내년"]),
        ("", [], []),
        ("전혀 다른 글", [], []),
        ("예산은 삼천만\r\n원이며 내년에 쓴다", ["삼천만", "원"], ["내년"]),
    ],
)
def test_looks_stay_where_the_text_stays(typed, bold, underlined):
    found = retyped(TEXT, typed)
    assert to_text(found) == typed.replace("\r\n", "\n")
    assert (looks(found, "bold"), looks(found, "underline")) == (bold, underlined)


@pytest.mark.parametrize("text", ["홍**", "성명: ____", "3 * 4", "**", "a_b", "** 가 **", "\\*가"])
def test_signs_are_letters(text):
    assert retyped([], text) == [t(text)]
    assert to_text([t(text)]) == text


def test_forbidden_characters_are_left_out():
    assert retyped([], "가\x00나\u202e") == [t("가나")]
    assert retyped([], unicodedata.normalize("NFD", "각")) == [t("각")]


def test_words_are_marked_wherever_they_stand():
    assert marked([t("말과 말", LINE)], "bold", ["말"]) == [
        t("말", [*BOLD, *LINE]),
        t("과 ", LINE),
        t("말", [*BOLD, *LINE]),
    ]
    assert marked([t("말", BOLD)], "bold", []) == [t("말")]


def test_a_long_text_keeps_what_is_before_and_behind_a_change():
    long = [t("머리", BOLD), t(" 낱말" * 20_000), t("꼬리", LINE)]
    found = retyped(long, to_text(long).replace("낱말", "말", 1))
    assert (looks(found, "bold"), looks(found, "underline")) == (["머리"], ["꼬리"])


MARKS = st.sampled_from([None, BOLD, LINE, [*BOLD, *LINE]])
WORDS = st.text(st.sampled_from("가나 a*_\\\t\u00a0\u0301"), min_size=1, max_size=6)
INLINE = st.lists(st.tuples(st.one_of(WORDS, st.none()), MARKS), max_size=8)


def inline_of(pieces):
    """Inline nodes as the database would hold them."""
    nodes = [
        t(unicodedata.normalize("NFC", text), marks) if text else ({**BREAK, "marks": marks} if marks else BREAK)
        for text, marks in pieces
    ]
    return normalised(build.doc(build.para(nodes)))["content"][0].get("content", [])


@settings(max_examples=300, deadline=None)
@given(INLINE)
def test_what_is_sent_back_unchanged_changes_nothing(pieces):
    inline = inline_of(pieces)
    assert retyped(inline, to_text(inline).replace("\n", "\r\n")) == inline


@settings(max_examples=300, deadline=None)
@given(INLINE, st.text(st.sampled_from("가나 a*_\\\n"), max_size=20))
def test_whatever_is_typed_is_kept_to_the_letter(pieces, typed):
    found = retyped(inline_of(pieces), typed)
    assert to_text(found) == typed
    doc = normalised(build.doc(build.para(found)))
    assert to_text(doc["content"][0].get("content", [])) == typed
