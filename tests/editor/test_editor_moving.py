"""Getting about while typing: what must be seen stays in sight, and no hand leaves the keys."""

from playwright.sync_api import expect

from tests.editor.conftest import item

HIDDEN = """(() => {
  const { view, head, foot } = document.querySelector('[data-editor]').contentEditor;
  const at = view.coordsAtPos(view.state.selection.head);
  return at.top < head.getBoundingClientRect().bottom || at.bottom > foot.getBoundingClientRect().top;
})()"""


def test_the_caret_keeps_clear_of_toolbar_and_state_which_stay_in_sight(open_editor):
    editor = open_editor(*(item(f"{number}째 줄", 0, f"b{number}") for number in range(60)))
    head, foot = editor.page.locator(".ce-toolbar"), editor.page.locator(".ce-state")
    editor.caret(30)
    editor.keys.press("Control+End")
    for _ in range(5):
        editor.keys.press("Enter")
        editor.keys.type("더")
    assert not editor.page.evaluate(HIDDEN)
    for _ in range(40):
        editor.keys.press("ArrowUp")
    assert not editor.page.evaluate(HIDDEN)
    expect(head).to_be_in_viewport(ratio=1)
    expect(foot).to_be_in_viewport(ratio=1)
    editor.keys.press("Control+Home")
    assert not editor.page.evaluate(HIDDEN)
    editor.keys.type("맨 앞 ")
    assert editor.lines()[0] == (0, "맨 앞 0째 줄")


def test_control_end_leaves_an_empty_cell(open_editor):
    editor = open_editor(item("앞"), item(""), item("뒤"))
    editor.caret(1)
    editor.keys.press("Control+Alt+t")
    editor.keys.press("Control+End")
    editor.keys.type("!")
    assert editor.lines()[-1] == (0, "뒤!")


def test_keys_are_listed_and_escape_leads_back_to_the_caret(open_editor):
    editor = open_editor(item("가나"))
    editor.caret(0, 1)
    keys = editor.page.get_by_role("region", name="단축키")
    expect(keys).to_be_hidden()
    editor.keys.press("Control+/")
    expect(keys).to_be_focused()
    expect(keys).to_contain_text("Ctrl+Alt+Q")
    editor.keys.press("Escape")
    expect(keys).to_be_hidden()
    editor.keys.type("!")
    assert editor.lines() == [(0, "가!나")]
    editor.page.get_by_role("button", name="단축키").click()
    expect(keys).to_be_visible()


def test_a_link_to_a_block_leads_the_caret_into_it(open_editor):
    editor = open_editor(*(item(f"{number}째 줄", 0, f"b{number}") for number in range(60)))
    editor.page.evaluate("""() => {
      const link = Object.assign(document.createElement('a'), {href: '#b-b41', textContent: '여기'});
      document.body.prepend(link);
    }""")
    editor.page.get_by_role("link", name="여기").click()
    expect(editor.text).to_be_focused()
    editor.keys.type("고친 ")
    assert editor.lines()[41] == (0, "고친 41째 줄")
    assert not editor.page.evaluate(HIDDEN)
