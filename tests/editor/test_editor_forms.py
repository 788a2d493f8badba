"""Prepared blocks in the editor: put in from the menu by keyboard, filled by typing, choosing and pasting."""

import json
from html import escape

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from portal.content import build
from tests.editor.conftest import item, words

BUDGET = build.table(
    [
        build.cell("편성목", header=True),
        build.cell("산출기초", header=True),
        build.cell("금액", header=True, kind="money"),
        build.cell("구분", header=True, kind="choice", choices="보조, 자체"),
    ],
    [["", "", "", ""]],
    form="budget",
)
PREPARED = [{"label": "예산", "block": BUDGET}, {"label": "나란한 단", "block": build.blank("columns")}]
EXTRA = f'data-blocks="{escape(json.dumps(PREPARED))}"'


@pytest.fixture
def editor(open_editor):
    return open_editor(item("앞"), extra=EXTRA)


def rows(editor):
    (table,) = [block for block in editor.doc() if block["type"] == "table"]
    return [[words(cell) for cell in row["content"]] for row in table["content"]]


def put_in(editor):
    editor.caret(0)
    editor.keys.press("Control+Alt+f")
    expect(editor.page.get_by_role("menuitem", name="예산")).to_be_focused()
    editor.keys.press("Enter")
    expect(editor.text).to_be_focused()


def test_a_form_is_put_in_and_filled_without_leaving_the_keys(editor):
    put_in(editor)
    editor.caret(5)
    for text in ("일반운영비", "350,000원 × 2회", "700,000"):
        editor.keys.type(text)
        editor.keys.press("Tab")
    assert rows(editor) == [["편성목", "산출기초", "금액", "구분"], ["일반운영비", "350,000원 × 2회", "700,000", ""]]
    editor.save()
    (table,) = [block for block in editor.document.content["content"] if block["type"] == "table"]
    assert table["attrs"]["form"] == "budget"


def test_the_menu_is_walked_by_arrows_and_left_by_escape(editor):
    editor.caret(0)
    editor.page.get_by_role("button", name="서식 넣기").click()
    menu = editor.page.get_by_role("menu", name="서식 넣기")
    editor.keys.press("ArrowUp")
    expect(menu.get_by_role("menuitem", name="나란한 단")).to_be_focused()
    editor.keys.press("Home")
    expect(menu.get_by_role("menuitem", name="예산")).to_be_focused()
    assert Axe().run(editor.page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []
    editor.keys.press("Escape")
    expect(menu).to_be_hidden()
    expect(editor.text).to_be_focused()
    assert len(editor.doc()) == 1


def test_two_of_the_same_have_ids_of_their_own(editor):
    put_in(editor)
    editor.caret(0)
    editor.keys.press("Control+Alt+f")
    editor.keys.press("Enter")
    ids = [block["attrs"]["id"] for block in editor.doc()]
    assert len(ids) == len(set(ids)) == 3
    editor.save()


def test_a_value_is_chosen_from_the_column_s_list(editor):
    put_in(editor)
    editor.caret(8)
    editor.keys.press("Control+Alt+p")
    choice = editor.page.get_by_label("이 칸의 값")
    expect(choice).to_be_focused()
    choice.select_option("자체")
    assert rows(editor)[1][3] == "자체"
    editor.caret(8)
    editor.keys.type("?")
    expect(editor.page.locator(".ProseMirror td[aria-invalid=true]")).to_have_text("자체?")


def test_a_column_s_list_is_written_in_the_panel(editor):
    put_in(editor)
    editor.caret(8)
    editor.keys.press("Control+Alt+p")
    editor.page.get_by_label("고를 값").fill("국비, 시비, 구비")
    editor.keys.press("Tab")
    (table,) = [block for block in editor.doc() if block["type"] == "table"]
    assert table["content"][0]["content"][3]["attrs"]["choices"] == "국비, 시비, 구비"


@pytest.mark.parametrize("with_head", [True, False])
def test_pasted_rows_fill_the_form_s_cells(editor, with_head):
    put_in(editor)
    editor.caret(5)
    head = "<tr><th>편성목</th><th>산출기초</th><th>금액</th><th>구분</th></tr>" if with_head else ""
    editor.paste(
        f"<table>{head}<tr><td>강사비</td><td>350,000 × 2</td><td>700,000</td><td>보조</td></tr>"
        "<tr><td>임차료</td><td>1,000,000 × 3</td><td>삼백만</td><td>자체</td></tr></table>"
    )
    assert rows(editor)[1:] == [
        ["강사비", "350,000 × 2", "700,000", "보조"],
        ["임차료", "1,000,000 × 3", "삼백만", "자체"],
    ]
    assert rows(editor)[0] == ["편성목", "산출기초", "금액", "구분"]
    expect(editor.page.locator(".ProseMirror td[aria-invalid=true]")).to_have_text("삼백만")
    expect(editor.page.locator(".ce-status")).to_contain_text("2행")


def test_rows_copied_as_text_fill_it_too_and_merged_cells_stay_merged(editor):
    put_in(editor)
    editor.caret(5)
    editor.paste(text="강사비\t350,000 × 2\t700,000\t보조\n임차료\t1,000,000 × 3\t3,000,000\t자체")
    assert [row[2] for row in rows(editor)] == ["금액", "700,000", "3,000,000"]
    editor.caret(5)
    editor.paste("<table><tr><td rowspan='2'>묶음</td><td>가</td></tr><tr><td>나</td></tr></table>")
    (table,) = [block for block in editor.doc() if block["type"] == "table"]
    assert table["content"][1]["content"][0]["attrs"]["rowspan"] == 2
    editor.save()


def test_a_table_that_is_too_large_is_not_put_in_and_says_so(editor):
    put_in(editor)
    before = editor.doc()
    editor.caret(5)
    editor.paste(text="\n".join(f"사업 {n}\t{n}\t1,000\t보조" for n in range(10_000)))
    assert editor.doc() == before
    expect(editor.page.locator(".ce-status")).to_contain_text("너무 커서")


def test_odd_characters_arrive_or_are_left_out_and_the_text_is_saved(editor):
    put_in(editor)
    editor.caret(5)
    editor.paste(text="강사비 😀\t\u202e거꾸로\x07\t700,000\t보조")
    assert rows(editor)[1] == ["강사비 😀", "거꾸로", "700,000", "보조"]
    editor.save()


def test_the_caret_stands_in_the_first_cell_to_be_filled_and_goes_on_below(editor):
    put_in(editor)
    editor.keys.type("일반운영비")
    editor.keys.press("Control+Enter")
    editor.keys.type("○ 아래")
    assert rows(editor)[1][0] == "일반운영비"
    assert [block["type"] for block in editor.doc()] == ["paragraph", "table", "paragraph"]
    assert editor.doc()[2]["attrs"]["level"] == 2
    editor.save()


def test_control_enter_goes_through_the_columns_and_out_of_a_box(editor):
    editor.caret(0)
    for key in ("Control+Alt+f", "ArrowUp", "Enter"):
        editor.keys.press(key)
    for text in ("왼쪽", "오른쪽"):
        editor.keys.type(text)
        editor.keys.press("Control+Enter")
    editor.keys.press("Control+Alt+b")
    editor.keys.type("상자")
    editor.keys.press("Control+Enter")
    editor.keys.press("Control+Enter")  # stays in the empty line
    editor.keys.type("끝")
    _before, columns, box, last = editor.doc()
    assert [words(column) for column in columns["content"]][0:2] == ["왼쪽", "오른쪽"]
    assert (words(box), words(last)) == ("상자", "끝")
    editor.save()
