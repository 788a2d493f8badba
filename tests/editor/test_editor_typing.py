"""Writing by keyboard: levels, Enter, Backspace, moving, undo, tables, leaving the editor."""

import pytest
from playwright.sync_api import expect

from tests.editor.conftest import item, words


def test_typed_text_and_levels_show_marks(open_editor):
    editor = open_editor()
    editor.caret(0)
    editor.keys.type("1. ")
    editor.keys.type("first")
    editor.keys.press("Enter")
    editor.keys.type("second")
    editor.keys.press("Tab")
    editor.keys.press("Enter")
    editor.keys.type("third")
    editor.keys.press("Enter")
    editor.keys.press("Shift+Tab")
    editor.keys.type("fourth")
    assert editor.lines() == [(1, "first"), (2, "second"), (2, "third"), (1, "fourth")]
    assert editor.shown_marks() == ["1.", "가.", "나.", "2."]


@pytest.mark.full
def test_single_item_takes_no_mark(open_editor):
    editor = open_editor(item("하나", 1))
    assert editor.shown_marks() == [""]


def test_mark_typed_at_the_start_becomes_a_level(open_editor):
    editor = open_editor()
    editor.caret(0)
    found = {}
    for typed in ("1. ", "가. ", "- ", "○ ", "1) ", "7. ", "나. "):
        editor.keys.type(typed)
        editor.keys.type("x")
        found[typed] = editor.lines()
        editor.keys.press("Control+a")
        editor.keys.press("Delete")
        editor.keys.press("Backspace")
        for _ in range(4):
            editor.keys.press("Shift+Tab")
    assert [lines[0][0] for lines in found.values()] == [1, 2, 3, 2, 3, 0, 0]
    assert found["7. "] == [(0, "7. x")], "a number out of order stays text"


@pytest.mark.full
def test_reference_mark_becomes_a_note_and_backspace_takes_it_back(open_editor):
    editor = open_editor()
    editor.caret(0)
    editor.keys.type("※ ")
    assert [block["type"] for block in editor.doc()] == ["note"]
    editor.keys.press("Backspace")
    assert editor.lines() == [(0, "※ ")]


def test_enter_on_an_empty_item_steps_out(open_editor):
    editor = open_editor(item("가", 2), item("", 2, "e"))
    editor.caret(1)
    levels = []
    for _ in range(2):
        editor.keys.press("Enter")
        levels.append(editor.lines()[1][0])
    assert levels == [1, 0]
    assert len(editor.doc()) == 2


def test_backspace_at_the_start_lowers_the_level_then_joins(open_editor):
    editor = open_editor(item("가", 1), item("나", 1))
    editor.caret(1, 0)
    editor.keys.press("Backspace")
    assert editor.lines() == [(1, "가"), (0, "나")]
    editor.keys.press("Backspace")
    assert editor.lines() == [(1, "가나")]


def test_moving_blocks_keeps_caret_and_ids(open_editor):
    editor = open_editor(item("가", 1), item("나", 1), item("다", 1))
    names = {block["attrs"]["id"] for block in editor.doc()}
    editor.caret(0)
    editor.keys.press("Alt+ArrowDown")
    editor.keys.press("Alt+ArrowDown")
    editor.keys.type("!")
    assert [text for _, text in editor.lines()] == ["나", "다", "가!"]
    editor.keys.press("Alt+ArrowUp")
    assert [text for _, text in editor.lines()] == ["나", "가!", "다"]
    assert {block["attrs"]["id"] for block in editor.doc()} == names


def test_fifty_steps_are_undone_with_the_caret_where_it_was(open_editor):
    editor = open_editor(item("가", 1))
    editor.caret(0)
    for number in range(28):
        editor.keys.press("Enter")
        editor.keys.type(str(number % 10))
        editor.keys.press("Shift+Tab" if number % 2 else "Tab")
    assert len(editor.doc()) == 29
    for _ in range(50):
        editor.keys.press("Control+z")
    left = len(editor.doc())
    for _ in range(10):
        editor.keys.press("Control+z")
    assert left > 1, "fifty steps are fewer than all"
    assert editor.lines() == [(1, "가")]
    editor.keys.type("X")
    assert editor.lines() == [(1, "가X")]


@pytest.mark.full
def test_each_command_is_one_step(open_editor):
    editor = open_editor(item("가"))
    editor.caret(0)
    for _ in range(6):
        editor.keys.press("Tab")
    seen = []
    for _ in range(6):
        editor.keys.press("Control+z")
        seen.append(editor.lines()[0][0])
    assert seen == [5, 4, 3, 2, 1, 0]
    editor.keys.press("Control+y")
    assert editor.lines()[0][0] == 1


def test_ids_stay_unique_after_split_copy_and_undo(open_editor):
    editor = open_editor(item("하나"), item("둘"))
    editor.caret(0, 1)
    editor.keys.press("Enter")
    editor.keys.press("Control+a")
    editor.keys.press("Control+c")
    editor.caret(2)
    editor.keys.press("Enter")
    editor.keys.press("Control+v")
    names = [block["attrs"]["id"] for block in editor.doc()]
    assert len(names) == len(set(names)) >= 6
    assert all(names)


def test_questions_answers_boxes_and_notes_are_inserted_by_keys(open_editor):
    editor = open_editor(item("앞"))
    editor.caret(0)
    editor.keys.press("Control+Alt+q")
    editor.keys.type("q")
    editor.keys.press("Enter")
    editor.keys.type("a")
    editor.keys.press("Enter")
    editor.keys.press("Control+Alt+b")
    editor.keys.type("boxed")
    editor.keys.press("Enter")
    editor.keys.press("Enter")
    editor.keys.press("Control+Alt+n")
    editor.keys.type("n")
    assert [(block["type"]) for block in editor.doc()] == ["paragraph", "qa", "box", "note"]
    assert [text for _, text in editor.lines()] == ["앞", "qa", "boxed", "n"]


def test_table_cells_by_tab_rows_and_columns(open_editor):
    editor = open_editor(item("앞"))
    editor.caret(0)
    editor.keys.press("Control+Alt+t")
    for text in "abc":
        editor.keys.type(text)
        editor.keys.press("Tab")
    editor.keys.press("Shift+Tab")
    editor.keys.type("!")
    table = editor.doc()[1]
    assert [
        [
            c["type"][6:] + ":" + "".join(t.get("text", "") for p in c["content"] for t in p.get("content", []))
            for c in row["content"]
        ]
        for row in table["content"]
    ][0] == ["header:a", "header:b", "header:c!"]
    for label in ("아래에 행 넣기", "오른쪽에 열 넣기"):
        editor.page.get_by_role("button", name=label).click()
    table = editor.doc()[1]
    assert (len(table["content"]), len(table["content"][0]["content"])) == (4, 4)
    for _ in range(40):
        editor.keys.press("Tab")
    assert len(editor.doc()[1]["content"]) > 4, "Tab in the last cell adds a row"


def test_column_kind_marks_wrong_values_without_changing_them(open_editor):
    editor = open_editor(item("앞"))
    editor.caret(0)
    editor.keys.press("Control+Alt+t")
    editor.keys.press("Control+Alt+p")
    editor.page.get_by_label("열 종류").select_option("money")
    editor.caret(4)
    editor.keys.type("12a")
    expect(editor.page.locator("td[aria-invalid=true]")).to_have_count(1)
    editor.keys.press("Backspace")
    expect(editor.page.locator("td[aria-invalid=true]")).to_have_count(0)
    assert editor.doc()[1]["content"][0]["content"][0]["attrs"]["kind"] == "money"


@pytest.mark.full
def test_titles_and_speakers_are_edited_in_the_panel(open_editor):
    editor = open_editor(item(""))
    editor.caret(0)
    editor.keys.press("Control+Alt+q")
    editor.keys.press("Control+Alt+p")
    editor.keys.type("kim")
    editor.page.get_by_label("답변한 사람").fill("이 과장")
    editor.keys.press("Escape")
    editor.keys.type("q")
    qa = editor.doc()[0]
    assert [child["attrs"]["who"] for child in qa["content"]] == ["kim", "이 과장"]
    assert qa["content"][0]["content"][0]["text"] == "q"


def test_escape_then_tab_leaves_the_editor(open_editor):
    editor = open_editor(item("가"))
    editor.caret(0)
    editor.keys.press("Tab")
    assert editor.lines() == [(1, "가")]
    editor.keys.press("Escape")
    expect(editor.page.get_by_role("status")).to_contain_text("벗어납니다")
    editor.keys.press("Tab")
    expect(editor.page.get_by_role("button", name="단축키")).to_be_focused()
    editor.keys.press("Tab")
    expect(editor.page.locator("#after")).to_be_focused()
    assert editor.lines() == [(1, "가")]


def test_toolbar_is_one_tab_stop_with_arrow_keys(open_editor):
    editor = open_editor(item("가"))
    editor.caret(0)
    editor.keys.press("Alt+F10")
    expect(editor.page.get_by_role("button", name="되돌리기")).to_be_focused()
    editor.keys.press("ArrowRight")
    editor.keys.press("ArrowRight")
    editor.keys.press("Enter")
    editor.keys.press("Escape")
    editor.keys.type("b")
    assert editor.doc()[0]["content"][1]["marks"] == [{"type": "bold"}]
    assert editor.page.locator(".ce-tool[tabindex='0']").count() == 1


def test_picture_is_uploaded_and_asks_for_its_text(open_editor):
    editor = open_editor(item("앞"))
    editor.caret(0)
    editor.page.locator("input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    )
    expect(editor.page.get_by_label("대체 글")).to_be_focused()
    editor.keys.type("map")
    editor.keys.press("Escape")
    image = editor.doc()[1]
    assert image["attrs"]["attachment"] == "ab" * 16
    assert image["attrs"]["alt"] == "map"


def select_cells(editor, first, last):
    """Chooses a rectangle of cells by dragging."""
    cells = editor.page.locator(".ProseMirror td, .ProseMirror th")
    cells.nth(first).hover()
    editor.page.mouse.down()
    cells.nth(last).hover()
    editor.page.mouse.up()


@pytest.mark.full
def test_cells_merge_and_split_but_no_row_loses_its_last_cell(open_editor):
    editor = open_editor(item("앞"))
    editor.caret(0)
    editor.keys.press("Control+Alt+t")
    merge = editor.page.get_by_role("button", name="셀 합치기")
    select_cells(editor, 0, 5)
    expect(merge).to_have_attribute("aria-disabled", "true")
    select_cells(editor, 3, 4)
    merge.click()
    assert [len(row["content"]) for row in editor.doc()[1]["content"]] == [3, 2, 3]
    editor.page.get_by_role("button", name="셀 나누기").click()
    assert [len(row["content"]) for row in editor.doc()[1]["content"]] == [3, 3, 3]


@pytest.mark.full
def test_own_cells_are_copied_into_cells(open_editor):
    editor = open_editor(item("앞"))
    editor.caret(0)
    editor.keys.press("Control+Alt+t")
    editor.caret(4)
    for text in ("1", "2"):
        editor.keys.type(text)
        editor.keys.press("Tab")
    select_cells(editor, 3, 4)
    editor.keys.press("Control+c")
    editor.caret(8)
    editor.keys.press("Control+v")
    rows = [[words(cell) for cell in row["content"]] for row in editor.doc()[1]["content"]]
    assert rows[1][:2] == ["1", "2"]
    assert ["1", "2"] in [row[1:3] for row in rows] or ["1", "2"] in [row[-2:] for row in rows]
    assert all(len(row) == len(rows[0]) for row in rows)


@pytest.mark.full
def test_a_thousand_blocks_stay_quick(open_editor):
    editor = open_editor(
        *[item(f"글 {number} " + "가나다라 " * 20, number % 4, f"n{number}") for number in range(1000)]
    )
    editor.caret(500)
    spent = editor.page.evaluate(
        """() => { const { view } = document.querySelector('[data-editor]').contentEditor;
             const times = [];
             for (let i = 0; i < 40; i++) {
               const start = performance.now();
               view.dispatch(view.state.tr.insertText('가'));
               times.push(performance.now() - start);
             }
             return times.sort((a, b) => a - b)[36]; }"""
    )
    assert spent < 100
