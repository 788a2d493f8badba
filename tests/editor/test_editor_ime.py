"""Korean input method: a syllable being composed survives saving, other people's changes and our own decorations."""

import pytest
from playwright.sync_api import expect

from tests.editor.conftest import item, words

SYNC = "document.querySelector('[data-editor]').contentEditor.sync"
STEPS = ("ㅎ", "하", "한", "한ㄱ", "한그", "한글")


def test_composition_in_an_item_during_autosave(open_editor):
    editor = open_editor(item("가", 1, "a"), item("", 1, "b"))
    editor.caret(1)
    editor.page.evaluate(
        """() => { window.redrawn = 0;
             new MutationObserver(list => { redrawn += list.filter(one => one.removedNodes.length
               && one.target.matches('.ProseMirror')).length; })
               .observe(document.querySelector('.ProseMirror'), {childList: true, subtree: true}); }"""
    )
    for step in STEPS:
        editor.compose(step, end=False)
        with editor.page.expect_response("**/save"):
            editor.page.evaluate(f"{SYNC}.save()")
        editor.wait("!sync.busy")
    editor.finish("한글")
    assert editor.lines() == [(1, "가"), (1, "한글")]
    assert editor.page.evaluate("redrawn") == 0
    assert [words(p["content"]["content"][1]) for p in editor.document.posts] == list(STEPS)
    editor.keys.press("Control+z")
    assert editor.lines()[1] == (1, "")


def test_composition_in_a_typed_cell(open_editor):
    editor = open_editor(item("", 0, "a"))
    editor.caret(0)
    editor.keys.press("Control+Alt+t")
    editor.keys.press("Control+Alt+p")
    editor.page.get_by_label("열 종류").select_option("number")
    editor.caret(3)
    editor.compose("ㅎ", "하", "한")
    expect(editor.page.locator("td[aria-invalid=true]")).to_have_text("한")
    assert words(editor.doc()[0]) == "한"


@pytest.mark.parametrize(
    "where",
    [pytest.param("above", marks=pytest.mark.full), pytest.param("below", marks=pytest.mark.full), "mark", "gone"],
)
def test_change_elsewhere_arrives_while_composing(open_editor, where):
    a, b, c = item("가", 1, "a"), item("", 1, "b"), item("다", 1, "c")
    editor = open_editor(a, b, c)
    editor.caret(1)
    editor.compose("ㅎ", "하", end=False)
    new = {
        "above": [item("위", 1, "a"), b, c],
        "below": [a, b, item("아래", 1, "c")],
        "mark": [item("가", 0, "a"), b, item("다", 0, "c")],
        "gone": [b],
    }[where]
    editor.document.change({"type": "doc", "content": new})
    editor.page.evaluate(f"{SYNC}.save()")
    editor.wait("!sync.busy && sync.lock > 1")
    editor.compose("한", "한ㄱ", "한그", "한글")
    want = {
        "above": ["위", "한글", "다"],
        "below": ["가", "한글", "아래"],
        "mark": ["가", "한글", "다"],
        "gone": ["한글"],
    }[where]
    assert [text for _, text in editor.lines()] == want
    if where in ("mark", "gone"):
        expect(editor.page.locator("p[data-id=b]")).to_have_attribute("data-mark", "")


def test_change_of_the_composed_block_is_refused_and_asked(open_editor):
    editor = open_editor(item("가", 1, "a"), item("나", 1, "b"))
    editor.caret(1)
    editor.compose("ㅎ", "하", end=False)
    editor.document.change({"type": "doc", "content": [item("가", 1, "a"), item("남", 1, "b")]})
    editor.page.evaluate(f"{SYNC}.save()")
    expect(editor.page.locator(".ce-conflict")).to_have_count(1)
    editor.compose("한", "한ㄱ", "한그", "한글")
    assert [text for _, text in editor.lines()] == ["가", "나한글"]


@pytest.mark.full
def test_syllables_space_and_enter(open_editor):
    editor = open_editor(item("", 1, "a"))
    editor.caret(0)
    for syllable in ("한", "글"):
        editor.compose("ㅎ", syllable)
    editor.keys.press("Space")
    editor.compose("아", "안")
    editor.keys.press("Enter")
    editor.compose("ㄷ", "다")
    assert editor.lines() == [(1, "한글 안"), (1, "다")]


@pytest.mark.full
def test_mark_typed_by_the_input_method(open_editor):
    editor = open_editor(item("", 0, "a"))
    editor.caret(0)
    editor.compose("ㄱ", "가")
    editor.keys.type(". ")
    editor.compose("나")
    assert editor.lines() == [(2, "나")]


@pytest.mark.full
def test_blocks_without_ids_get_them_before_composing(open_editor):
    editor = open_editor(item("", 1, "a"))
    editor.page.evaluate(
        """() => { const { view } = document.querySelector('[data-editor]').contentEditor;
             view.dispatch(view.state.tr.insert(0, view.state.schema.nodes.paragraph.create())); }"""
    )
    editor.caret(0)
    editor.compose("ㅎ", "하", "한")
    ids = [block["attrs"]["id"] for block in editor.doc()]
    assert all(ids)
    assert editor.lines()[0] == (0, "한")


@pytest.mark.full
def test_toolbar_command_in_mid_syllable_waits_for_its_end(open_editor):
    editor = open_editor(item("", 1, "a"))
    editor.caret(0)
    editor.compose("ㅎ", "하", end=False)
    editor.page.get_by_role("button", name="아래 수준으로").click()
    expect(editor.page.locator(".ProseMirror p[data-level='2']")).to_have_count(1)
    assert editor.lines() == [(2, "하")]
