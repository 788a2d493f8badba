"""What changed: blocks that came, went, moved or differ, with the words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import build
from portal.content.diff import Span, diff, word_spans


def block(name, text, level=1):
    return build.node("paragraph", build.text(text), id=name, level=level)


def docs(**blocks):
    return build.doc(*[block(name, text) for name, text in blocks.items()])


def test_equal_documents_have_no_changes():
    assert diff(docs(a="가", b="나"), docs(a="가", b="나")) == []


def test_changed_words_are_shown_within_the_block():
    (change,) = diff(docs(a="위원장이 개회를 선언하다"), docs(a="부위원장이 개회를 선언하다"))
    assert (change.kind, change.id, change.text_changed) == ("changed", "a", True)
    assert change.spans == (
        Span("removed", "위원장이 "),
        Span("added", "부위원장이 "),
        Span("same", "개회를 선언하다"),
    )


def test_added_and_removed_blocks_stand_in_reading_order():
    changes = diff(docs(a="가", b="나", c="다"), docs(x="새", a="가", c="다", y="끝"))
    assert [(change.kind, change.id) for change in changes] == [("added", "x"), ("removed", "b"), ("added", "y")]
    assert changes[1].spans == (Span("removed", "나"),)


def test_block_removed_from_the_start_comes_first():
    changes = diff(docs(a="가", b="나"), docs(b="다"))
    assert [(change.kind, change.id) for change in changes] == [("removed", "a"), ("changed", "b")]


def test_moved_block_is_named_once():
    changes = diff(docs(a="가", b="나", c="다"), docs(b="나", c="다", a="가"))
    assert [(change.kind, change.id, change.moved) for change in changes] == [("moved", "a", True)]
    assert not changes[0].text_changed


def test_level_alone_is_an_attribute_change():
    (change,) = diff(build.doc(block("a", "가", 1)), build.doc(block("a", "가", 2)))
    assert [(item.name, item.old, item.new) for item in change.attributes] == [("level", 1, 2)]
    assert not change.text_changed


def test_looks_alone_are_a_change_without_words():
    bold = build.node("paragraph", build.text("가", bold=True), id="a", level=1)
    (change,) = diff(docs(a="가"), build.doc(bold))
    assert (change.kind, change.text_changed, change.attributes) == ("changed", False, ())


def test_changed_cell_is_found_by_its_words():
    table = build.table(["구분"], [["하나"], ["둘"]])
    other = build.node("table", build.table(["구분"], [["하나"], ["셋"]])["content"], **table["attrs"])
    (change,) = diff(build.doc(table), build.doc(other))
    assert [span for span in change.spans if span.op != "same"] == [Span("removed", "둘"), Span("added", "셋")]


def test_long_texts_differ_as_a_whole_but_keep_their_common_ends():
    old = " ".join(["앞", *[f"a{number}" for number in range(4000)], "뒤"])
    new = " ".join(["앞", *[f"b{number}" for number in range(4000)], "뒤"])
    assert [span.op for span in word_spans(old, new)] == ["same", "removed", "added", "same"]


def test_appended_words_leave_the_rest_the_same():
    assert word_spans("가 나", "가 나 다") == [Span("same", "가 나"), Span("added", " 다")]


WORDS = st.lists(st.sampled_from(["가", "나", "다", "라 ", " ", "\n"]), max_size=12).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_spans_hold_both_texts(old, new):
    spans = word_spans(old, new)
    before = "".join(span.text for span in spans if span.op != "added")
    after = "".join(span.text for span in spans if span.op != "removed")
    assert before == old
    assert after == new
