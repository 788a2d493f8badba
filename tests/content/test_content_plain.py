"""Plain text for search and mail, and the constructors it is tested with."""

import pytest

from portal.content import build
from portal.content.plain import plain_text, text_parts
from portal.content.tree import block_id, is_blank
from portal.content.validate import check

UID = "0f" * 16


def whole():
    return build.doc(
        build.para("첫째"),
        build.para("둘째\n이어서"),
        build.note("참고"),
        build.qa("언제", "내일", "위원"),
        build.table(["구분", "금액"], [["가\n나", "1,000"], ["", ""]], "예산", "천원"),
        build.box(build.para("안"), title="상자"),
        build.columns([build.para("왼")], [build.para("오른")]),
        build.image(UID, alt="모습"),
        build.para(""),
    )


def test_plain_text_has_a_line_a_paragraph_and_rows_with_bars():
    assert plain_text(whole()).split("\n") == [
        "첫째", "둘째", "이어서", "참고", "위원: 언제", "내일", "예산", "구분 | 금액", "가 나 | 1,000",
        "상자", "안", "왼", "오른", "모습", "",
    ]  # fmt: skip


def test_marks_are_written_when_wanted():
    lines = plain_text(whole(), marks=True).split("\n")
    assert lines[:2] == ["1. 첫째", "2. 둘째"]
    assert {"※ 참고", "- 위원: 언제", ": 내일", "(천원)"} <= set(lines)
    assert plain_text(whole(), marks=True, scheme="symbols").startswith("□ 첫째")


def test_parts_lead_to_their_blocks_and_hold_the_whole_text():
    doc = whole()
    parts = text_parts(doc)
    assert [name for name, _text in parts] == [block_id(block) for block in doc["content"][:-1]]
    assert dict(parts)[block_id(doc["content"][4])] == "예산\n구분 | 금액\n가 나 | 1,000"
    assert "\n".join(text for _name, text in parts) == plain_text(doc).rstrip("\n")


def test_one_column_table_has_no_bars():
    assert plain_text(build.doc(build.table([], [["가"], ["나"]]))) == "가\n나"


def test_empty_document_is_valid_and_blank():
    check(build.empty_doc())
    assert is_blank(build.empty_doc())
    assert is_blank(build.doc(build.para("  ")))
    assert not is_blank(whole())
    assert not is_blank(build.doc(build.image(UID)))


def test_new_ids_differ():
    assert len({build.new_id() for _ in range(1000)}) == 1000


def test_missing_and_doubled_ids_are_given_and_the_outer_block_keeps_its_own():
    doc = build.doc(
        {"type": "box", "attrs": {"id": "a"}, "content": [{"type": "paragraph", "attrs": {"id": "b"}}]},
        {"type": "paragraph"},
        {"type": "paragraph", "attrs": {"id": "b"}},
        {"type": "note", "attrs": {"id": "a"}},
    )
    before = repr(doc)
    result = build.ensure_ids(doc)
    check(result)
    names = [block_id(block) for block in result["content"]]
    assert (names[0], names[2]) == ("a", "b")
    assert repr(doc) == before


def test_built_text_is_cleaned_for_imports():
    built = build.doc(build.para("가\x00\u202e\r\n나"), build.box(title="제\n목"))
    check(built)
    assert plain_text(built).startswith("가\n나")
    assert "\n" not in built["content"][1]["attrs"]["title"]


def test_wrong_attribute_of_a_built_block_is_seen_by_the_check():
    with pytest.raises(ValueError, match="속성"):
        check(build.doc(build.para("가", 12)))
