"""Bold and underline as plain text: what is written reads back as the same nodes."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import build
from portal.content.inline import from_text, to_text
from portal.content.validate import normalised

BOLD = [{"type": "bold"}]
LINE = [{"type": "underline"}]


def t(text, marks=None):
    return {"type": "text", "text": text, "marks": marks} if marks else {"type": "text", "text": text}


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", []),
        ("가 **나** 다", [t("가 "), t("나", BOLD), t(" 다")]),
        ("__가__", [t("가", LINE)]),
        ("**__가__**", [t("가", [*BOLD, *LINE])]),
        ("가**나__다**라__마", [t("가"), t("나", BOLD), t("다", [*BOLD, *LINE]), t("라", LINE), t("마")]),
        ("가\n나", [t("가"), {"type": "hard_break"}, t("나")]),
        ("가\r\n나", [t("가"), {"type": "hard_break"}, t("나")]),
        (r"\*\*가\*\*", [t("**가**")]),
        (r"\\", [t("\\")]),
        (r"C:\문서", [t("C:\\문서")]),
    ],
)
def test_signs_are_read(text, nodes):
    assert from_text(text) == nodes


@pytest.mark.parametrize(
    "text",
    ["홍**", "홍** 김**", "900101-1******", "성명: ____", "3 * 4", "**", "****", "가** 나", "a_b", "__", "** 가 **"],
)
def test_stars_and_blanks_that_mark_nothing_stay(text):
    assert from_text(text) == [t(text)]


@pytest.mark.parametrize(
    ("nodes", "text"),
    [
        ([t("3*4")], "3*4"),
        ([t("홍**")], r"홍\*\*"),
        ([t("* 주의")], "* 주의"),
        ([t(" 가 ", BOLD)], "**\\ 가\\ **"),
        ([t("가*"), t("나", BOLD)], r"가\***나**"),
    ],
)
def test_signs_are_written_and_escaped_where_needed(nodes, text):
    assert to_text(nodes) == text
    assert from_text(text) == nodes


def test_forbidden_characters_are_left_out():
    assert from_text("가\x00나\u202e") == [t("가나")]


MARKS = st.sampled_from([None, BOLD, LINE, [*BOLD, *LINE]])
WORDS = st.text(st.sampled_from("가나 a*_\\\t\u00a0\u0301"), min_size=1, max_size=6)
INLINE = st.lists(st.tuples(st.one_of(WORDS, st.none()), MARKS), max_size=8)


@settings(max_examples=300, deadline=None)
@given(INLINE)
def test_round_trip_is_exact(pieces):
    nodes = [
        t(unicodedata.normalize("NFC", text), marks)
        if text
        else ({"type": "hard_break", "marks": marks} if marks else {"type": "hard_break"})
        for text, marks in pieces
    ]
    inline = normalised(build.doc(build.para(nodes)))["content"][0].get("content", [])
    assert from_text(to_text(inline)) == inline


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("가 *_\\\n"), max_size=20))
def test_whatever_is_typed_becomes_a_valid_document(text):
    doc = build.doc(build.para(from_text(text)))
    inline = normalised(doc)["content"][0].get("content", [])
    assert from_text(to_text(inline)) == inline
