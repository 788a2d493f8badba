"""The gate for documents from outside: each bad document is refused at its place, good ones come out uniform."""

import json
import unicodedata
from functools import partial

import pytest

from portal.content import build
from portal.content.schema import load_schema
from portal.content.validate import MAX_BYTES, ContentError, check, dump, normalised, parse
from tests.counting import calls, grows_evenly

UID = "0f" * 16


def whole():
    """A document with every kind of block."""
    return build.doc(
        build.para("제목"),
        build.para([*build.text("굵게", bold=True), *build.text("밑줄", underline=True), {"type": "hard_break"}], 2),
        build.note("참고"),
        build.qa("언제입니까", "다음 달입니다", "위원", "간사"),
        build.table(["구분", "금액"], [["가", "1,000"], ["나", "2,000"]], "예산", "천원", ["text", "money"]),
        build.box(build.para("안"), build.table([], [["칸"]]), title="상자"),
        build.columns([build.para("왼")], [build.para("오른"), build.image(UID, "사진", "모습")]),
        build.image(UID),
    )


def p(*content, **attrs):
    node = {"type": "paragraph", "attrs": {"id": "p", **attrs}}
    return {**node, "content": list(content)} if content else node


def t(text, **more):
    return {"type": "text", "text": text, **more}


def doc(*blocks):
    return {"type": "doc", "content": list(blocks)}


def cell(**attrs):
    cell.count += 1
    return {"type": "table_cell", "attrs": attrs, "content": [p(id=f"c{cell.count}")]}


cell.count = 0


def table(*rows):
    content = [{"type": "table_row", "content": list(row)} if row else {"type": "table_row"} for row in rows]
    return {"type": "table", "attrs": {"id": "t"}, "content": content}


def image(source):
    return {"type": "image", "attrs": {"id": "i", "attachment": source}}


def nested(depth):
    inner = {"type": "box", "attrs": {"id": "b0"}, "content": [p()]}
    for number in range(1, depth):
        column = {"type": "column", "content": [inner]}
        rest = {"type": "column", "content": [p(id=f"q{number}")]}
        inner = {"type": "columns", "attrs": {"id": f"b{number}"}, "content": [column, rest]}
    return inner


BAD = {
    "not an object": ["doc"],
    "no type": {"content": [p()]},
    "another top": p(),
    "empty": {"type": "doc"},
    "empty list": doc(),
    "content not a list": {"type": "doc", "content": {"0": p()}},
    "child not an object": doc("text"),
    "type not a string": doc({"type": ["paragraph"], "attrs": {"id": "p"}}),
    "unknown node": doc({"type": "iframe", "attrs": {"id": "p"}}),
    "text as block": doc(t("바로")),
    "row as block": doc({"type": "table_row"}),
    "unknown key": doc({**p(), "style": "color: red"}),
    "unknown key of text": doc(p(t("가", attrs={}))),
    "text in a break": doc(p({"type": "hard_break", "text": "가"})),
    "unknown attribute": doc(p(onclick="alert(1)")),
    "attributes not an object": doc({"type": "paragraph", "attrs": ["id"]}),
    "no id": doc({"type": "paragraph"}),
    "id is a number": doc(p(id=1)),
    "id with a quote": doc(p(id='a"b')),
    "id with a line feed": doc(p(id="a\n")),
    "id empty": doc(p(id="")),
    "id too long": doc(p(id="a" * 41)),
    "id twice": doc(p(), p()),
    "id twice, far apart": doc(p(), {"type": "box", "attrs": {"id": "b"}, "content": [p()]}),
    "level below": doc(p(level=-1)),
    "level above": doc(p(level=9)),
    "level as text": doc(p(level="1")),
    "level true": doc(p(level=True)),
    "level a fraction": doc(p(level=1.0)),
    "level null": doc(p(level=None)),
    "unknown mark": doc(p(t("가", marks=[{"type": "link"}]))),
    "mark with attributes": doc(p(t("가", marks=[{"type": "bold", "attrs": {"href": "x"}}]))),
    "mark twice": doc(p(t("가", marks=[{"type": "bold"}, {"type": "bold"}]))),
    "mark a string": doc(p(t("가", marks=["bold"]))),
    "marks not a list": doc(p(t("가", marks={"type": "bold"}))),
    "text empty": doc(p(t(""))),
    "text missing": doc(p({"type": "text"})),
    "text a number": doc(p(t(1))),
    "control character": doc(p(t("가\x00나"))),
    "line feed in text": doc(p(t("가\n나"))),
    "escape character": doc(p(t("\x1b[31m"))),
    "right-to-left override": doc(p(t("가\u202e나"))),
    "isolate": doc(p(t("\u2067나"))),
    "line separator": doc(p(t("가\u2028나"))),
    "lone surrogate": doc(p(t("가\ud83d"))),
    "not a character": doc(p(t("\uffff"))),
    "control character in a caption": doc({**image(UID), "attrs": {"id": "i", "attachment": UID, "alt": "\x07"}}),
    "caption too long": doc({**image(UID), "attrs": {"id": "i", "attachment": UID, "caption": "가" * 301}}),
    "script source": doc(image("javascript:alert(1)")),
    "foreign source": doc(image("https://example.com/a.png")),
    "source with a line feed": doc(image(UID + "\n")),
    "source climbing": doc(image("../../etc/passwd")),
    "no source": doc({"type": "image", "attrs": {"id": "i"}}),
    "children of a picture": doc({**image(UID), "content": [p()]}),
    "question without answer": doc({"type": "qa", "attrs": {"id": "q"}, "content": [{"type": "question"}]}),
    "answer before question": doc(
        {"type": "qa", "attrs": {"id": "q"}, "content": [{"type": "answer"}, {"type": "question"}]}
    ),
    "block in a paragraph": doc(p(p(id="q"))),
    "box in a box": doc({"type": "box", "attrs": {"id": "a"}, "content": [nested(1)]}),
    "empty box": doc({"type": "box", "attrs": {"id": "a"}}),
    "one column": doc({"type": "columns", "attrs": {"id": "a"}, "content": [{"type": "column", "content": [p()]}]}),
    "four columns": doc(
        {
            "type": "columns",
            "attrs": {"id": "a"},
            "content": [{"type": "column", "content": [p(id=f"p{number}")]} for number in range(4)],
        }
    ),
    "text in a cell": doc(table([{"type": "table_cell", "content": [t("가")]}])),
    "paragraph in a row": doc(table([p()])),
    "table without rows": doc({"type": "table", "attrs": {"id": "t"}}),
    "table without cells": doc(table([], [])),
    "rows of unequal length": doc(table([cell(), cell()], [cell()])),
    "row too long": doc(table([cell()], [cell(), cell()])),
    "merged cells overlap": doc(table([cell(), cell(rowspan=2), cell()], [cell(colspan=2), cell()])),
    "cell reaches below": doc(table([cell(rowspan=2), cell()])),
    "hole below a merged cell": doc(table([cell(rowspan=2), cell()], [])),
    "span zero": doc(table([cell(colspan=0)])),
    "span enormous": doc(table([cell(colspan=10**9)])),
    "too many columns": doc(table([cell(colspan=60), cell(colspan=4)])),
    "kind of a cell unknown": doc(table([{"type": "table_header", "attrs": {"kind": "formula"}, "content": [p()]}])),
    "too many nodes": doc(*[p(id=f"n{number}") for number in range(20_001)]),
    "too much text": doc(p(t("가" * 1_000_001))),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_document_is_refused(name):
    with pytest.raises(ContentError):
        check(BAD[name])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        '{"type": "doc", "content": [NaN]}',
        b"\xff\xfe",
        b'{"type": "\xed\xa0\x80"}',
        "[" * 100_000,
        '{"type": "doc", "content": ' * 60_000,
        "1" * 5_000,
        " " * (MAX_BYTES + 1),
    ],
)
def test_text_that_is_no_document_is_refused(text):
    with pytest.raises(ContentError):
        parse(text)


def test_refusal_says_where_and_why():
    with pytest.raises(ContentError) as caught:
        check(doc(p(id="a"), p(t("가"), t("나\x00"), id="b")))
    assert caught.value.path == (1, 1)
    assert "제어 문자" in str(caught.value)
    with pytest.raises(ContentError) as caught:
        check(doc(p(), table([cell()], [cell(), cell()])))
    assert caught.value.path == (1, 1)


def test_depth_is_limited_by_its_own_rule():
    check(doc(nested(1)))
    # a schema in which blocks nest without end, so that only the limit on depth stands in the way
    schema = load_schema()
    schema.register("shelf", {"group": "block", "content": "block+", "attrs": {"id": {"type": "id"}}})
    inner = p()
    for number in range(11):
        inner = {"type": "shelf", "attrs": {"id": f"s{number}"}, "content": [inner]}
    with pytest.raises(ContentError, match="깊이"):
        check(doc(inner), schema)
    check(doc(inner["content"][0]), schema)
    for number in range(2_000):
        inner = {"type": "shelf", "attrs": {"id": f"r{number}"}, "content": [inner]}
    with pytest.raises(ContentError, match="깊이"):
        check(doc(inner), schema)


def test_built_document_is_accepted_unchanged():
    built = whole()
    assert normalised(built) == built
    assert parse(json.dumps(built)) == built
    assert parse(json.dumps(built, ensure_ascii=False).encode()) == built


def test_document_of_an_older_editor_gets_its_defaults_written():
    result = normalised(doc({"type": "paragraph", "attrs": {"id": "a"}, "content": []}))
    assert result == doc({"type": "paragraph", "attrs": {"id": "a", "level": 0}})


def test_text_is_composed_and_joined():
    parts = unicodedata.normalize("NFD", "한글")
    marks = [{"type": "underline"}, {"type": "bold"}]
    result = normalised(doc(p(t(parts[0]), t(parts[1:]), t("끝", marks=marks), t("말", marks=marks[::-1]))))
    assert result["content"][0]["content"] == [t("한글"), t("끝말", marks=marks[::-1])]


def test_input_is_left_alone():
    given = doc(p(t("\u1112\u1161\u11ab"), t("나")))
    before = json.dumps(given)
    normalised(given)
    assert json.dumps(given) == before


@pytest.mark.parametrize(
    "rows",
    [
        [[{"rowspan": 2}, {"colspan": 2}], [{}, {}]],
        [[{"rowspan": 2, "colspan": 2}], []],
        [[{}, {"rowspan": 3}, {}], [{}, {}], [{}, {}]],
        [[{"colspan": 60}, {"colspan": 3}]],
    ],
)
def test_merged_cells_that_tile_the_table_are_accepted(rows):
    made = doc(table(*[[cell(**attrs) for attrs in row] for row in rows]))
    assert normalised(made) == normalised(normalised(made))


def test_emoji_tab_and_old_hangul_are_accepted():
    text = "👩\u200d👧\t〮ᄒᆞᆫ글"
    assert normalised(doc(p(t(text))))["content"][0]["content"] == [t(text)]


def long_document(blocks):
    """Paragraphs, and a table of forty cells after every tenth."""
    rows = [["가나다라"] * 5 for _ in range(7)]
    made = [build.para("참석 위원이 의견을 말하다. " * 5, number % 4) for number in range(blocks)]
    return json.dumps(build.doc(*made, *[build.table(["항목"] * 5, rows) for _ in range(blocks // 10)]))


def test_checking_grows_with_the_document_and_not_faster():
    texts = {number: long_document(number) for number in (50, 100, 200, 500)}
    assert grows_evenly(lambda blocks: parse(texts[blocks]))


def test_checking_a_node_takes_few_steps():
    few, many = (calls(partial(parse, long_document(number))) for number in (100, 200))
    nodes = 100 * 2 + 10 * 40 * 3  # a paragraph and its text; a cell, its paragraph and its text
    assert (many - few) / nodes < 30  # 21 as this is written


def test_equal_documents_are_stored_as_equal_text():
    built = whole()
    turned = json.loads(json.dumps(built, sort_keys=True))
    assert dump(turned) == dump(built)
    assert parse(dump(built)) == built


def test_table_that_is_too_wide_says_so():
    with pytest.raises(ContentError, match="63"):
        check(doc(table([cell() for _ in range(64)])))
