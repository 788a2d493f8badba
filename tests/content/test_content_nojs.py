"""Editing one block a page: the form shows what is there, and saving it unchanged changes nothing."""

import pytest

from portal.content import build, nojs
from portal.content.inline import looks
from portal.content.plain import block_text, plain_text
from portal.content.tree import block_id, find_block
from portal.content.validate import ContentError, check

UID = "0f" * 16


def whole():
    look = [*build.text("굵게 **", bold=True), {"type": "hard_break"}, *build.text("__ \\ <b>", underline=True)]
    return build.doc(
        build.para(look, 2),
        build.note("참고"),
        build.qa("언제", "내일", "위원", "간사"),
        build.table(["구분", "금액"], [["가", "1"], ["나", "2"]], "예산", "천원", ["text", "money"]),
        build.box(build.para("안"), build.table([], [["칸"]]), title="상자"),
        build.columns([build.para("왼")], [build.para("오른"), build.image(UID, "사진", "모습")]),
        build.image(UID),
    )


def ids(doc):
    return [block_id(block) for block in doc["content"]]


def values(doc, name):
    return {field.name: field.value for field in nojs.block_form(doc, name).fields}


def test_saving_every_form_unchanged_changes_nothing():
    doc = whole()
    for name in ids(doc):
        assert nojs.apply_block(doc, name, values(doc, name)) == doc


def test_field_names_of_a_form_are_distinct():
    doc = whole()
    for name in ids(doc):
        names = [field.name for field in nojs.block_form(doc, name).fields]
        assert len(names) == len(set(names))
        assert names


def test_typed_text_replaces_the_block_only():
    doc = whole()
    first = ids(doc)[0]
    result = nojs.apply_block(doc, first, {"text": "새 글", "level": "3"})
    assert block_text(result["content"][0]) == "새 글"
    assert result["content"][0]["attrs"]["level"] == 3
    assert result["content"][1:] == doc["content"][1:]
    assert block_id(result["content"][0]) == first


def test_words_get_and_lose_their_look_by_name():
    doc = build.doc(build.para([*build.text("굵은 말", bold=True), *build.text("과 여린 말")]))
    [name] = ids(doc)
    assert (values(doc, name)["text"], values(doc, name)["bold"]) == ("굵은 말과 여린 말", "굵은 말")
    result = nojs.apply_block(doc, name, {**values(doc, name), "bold": "여린\r\n", "underline": "말"})
    assert looks(result["content"][0]["content"], "bold") == ["여린"]
    assert looks(result["content"][0]["content"], "underline") == ["말", "말"]
    with pytest.raises(nojs.FieldError) as caught:
        nojs.apply_block(doc, name, {"bold": "없는 말"})
    assert caught.value.name == "bold"


def test_question_and_answer_have_fields_of_their_own():
    doc = whole()
    name = ids(doc)[2]
    shown = {name: value for name, value in values(doc, name).items() if not name.startswith(("bold", "underline"))}
    assert shown == {"who-0": "위원", "text-0": "언제", "who-1": "간사", "text-1": "내일"}
    result = nojs.apply_block(doc, name, {"who-1": "국장", "text-1": "모레"})
    assert block_text(find_block(result, name)) == "위원: 언제\n국장: 모레"


def test_table_has_one_area_a_cell_with_its_place():
    doc = whole()
    areas = [field for field in nojs.block_form(doc, ids(doc)[3]).fields if field.kind == "area"]
    assert [field.place for field in areas] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert areas[3].label.interpolate() == "2행 2열"
    result = nojs.apply_block(doc, ids(doc)[3], {areas[3].name: "3,000"})
    assert "가 | 3,000" in plain_text(result)


def test_fields_that_a_form_did_not_show_are_ignored():
    doc = whole()
    forged = {"attachment": "javascript:1", "id": "x", "colspan-0-0": "9", "text-9-9": "없음", "type": "box"}
    assert nojs.apply_block(doc, ids(doc)[6], forged) == doc
    assert nojs.apply_block(doc, ids(doc)[3], forged) == doc


@pytest.mark.parametrize("level", ["9", "-1", "둘", "", "1.5", "9" * 30, "²"])
def test_impossible_level_names_its_field(level):
    doc = whole()
    with pytest.raises(nojs.FieldError) as caught:
        nojs.apply_block(doc, ids(doc)[0], {"level": level})
    assert caught.value.name == "level"


def test_too_long_caption_names_its_field():
    doc = whole()
    with pytest.raises(nojs.FieldError) as caught:
        nojs.apply_block(doc, ids(doc)[6], {"caption": "가" * 301})
    assert caught.value.name == "caption"
    assert "300" in caught.value.reason.interpolate()


def test_control_characters_are_cleaned_away():
    doc = whole()
    result = nojs.apply_block(doc, ids(doc)[6], {"alt": "가\x00나\u202e", "caption": " 다 "})
    assert result["content"][6]["attrs"]["alt"] == "가나"
    assert result["content"][6]["attrs"]["caption"] == "다"


@pytest.mark.parametrize("kind", ["paragraph", "note", "qa", "table", "box", "columns"])
def test_inserted_block_stands_behind_and_can_be_edited(kind):
    doc = whole()
    result, name = nojs.insert_block(doc, ids(doc)[0], kind)
    check(result)
    assert ids(result)[1] == name
    assert nojs.block_form(result, name).fields


def test_inserted_paragraph_takes_the_level_before_it():
    doc = build.doc(build.para("가", 3))
    result, name = nojs.insert_block(doc, ids(doc)[0], "paragraph")
    assert find_block(result, name)["attrs"]["level"] == 3
    result, name = nojs.insert_block(doc, None, "paragraph")
    assert ids(result)[0] == name


@pytest.mark.parametrize("kind", ["image", "table_row", "text", "doc", "script"])
def test_block_that_cannot_stand_there_is_refused(kind):
    with pytest.raises(ContentError):
        nojs.insert_block(whole(), None, kind)


def test_picture_is_inserted_with_its_file():
    result, name = nojs.insert_block(whole(), None, "image", UID)
    assert find_block(result, name)["attrs"]["attachment"] == UID


def test_moving_stops_at_the_ends():
    doc = build.doc(build.para("가"), build.para("나"), build.para("다"))
    first, second, third = ids(doc)
    assert ids(nojs.move_block(doc, second, -1)) == [second, first, third]
    assert ids(nojs.move_block(doc, second, 1)) == [first, third, second]
    assert ids(nojs.move_block(doc, first, -1)) == [first, second, third]
    assert ids(nojs.move_block(doc, first, 9)) == [second, third, first]


def test_deleting_the_last_block_leaves_an_empty_paragraph():
    doc = build.doc(build.para("가"))
    result = nojs.delete_block(doc, ids(doc)[0])
    check(result)
    assert plain_text(result) == ""


def test_level_is_set_and_a_wrong_one_refused():
    doc = whole()
    assert nojs.set_level(doc, ids(doc)[0], 5)["content"][0]["attrs"]["level"] == 5
    with pytest.raises(ContentError):
        nojs.set_level(doc, ids(doc)[0], 9)
    with pytest.raises(ContentError):
        nojs.set_level(doc, ids(doc)[1], 1)


def test_rows_and_columns_are_edited_and_impossible_edits_refused():
    doc = whole()
    name = ids(doc)[3]
    assert len(find_block(nojs.edit_table(doc, name, "row_before", 1), name)["content"]) == 4
    assert "금액" not in plain_text(nojs.edit_table(doc, name, "column_delete", 1))
    for act, chosen in (("row_delete", 7), ("row_after", -1), ("explode", 0)):
        with pytest.raises(ContentError):
            nojs.edit_table(doc, name, act, chosen)
    with pytest.raises(ContentError):
        nojs.edit_table(doc, ids(doc)[0], "row_before", 0)


def test_every_row_and_column_is_offered_by_its_number_and_first_words():
    doc = whole()
    form = nojs.block_form(doc, ids(doc)[3])
    table = find_block(doc, ids(doc)[3])
    assert [str(one.interpolate()).split()[0] for one in form.rows] == [
        f"{n}행" for n in range(1, len(table["content"]) + 1)
    ]
    assert "금액" in form.columns[1].interpolate()
    last = len(form.rows) - 1
    longer = find_block(nojs.edit_table(doc, ids(doc)[3], "row_after", last), ids(doc)[3])
    assert longer["content"][:-1] == table["content"]
    assert nojs.block_form(doc, ids(doc)[0]).rows == ()


def test_block_that_is_gone_is_a_lookup_error():
    for change in (lambda doc: nojs.block_form(doc, "gone"), lambda doc: nojs.delete_block(doc, "gone")):
        with pytest.raises(LookupError):
            change(whole())


def test_no_change_touches_the_document_given():
    doc = whole()
    before = repr(doc)
    name = ids(doc)[3]
    nojs.apply_block(doc, name, {"caption": "다른 제목", "text-1-0-0": "다름"})
    nojs.edit_table(doc, name, "row_delete", 0)
    nojs.insert_block(doc, name, "paragraph")
    nojs.move_block(doc, name, -2)
    assert repr(doc) == before
