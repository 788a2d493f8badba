"""One browser for the editor's tests, a page per test that fails on any report of the content security policy."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.editor.harness import Document, Harness

WATCH = """window.violations = [];
addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective + ' ' + event.sample));"""
EDITOR = "document.querySelector('[data-editor]').contentEditor"
PASTE = Path(__file__).parent / "paste"


@pytest.fixture(scope="session")
def harness() -> Iterator[Harness]:
    with Harness().served() as server:
        yield server


def item(text: str, level: int = 0, name: str = "") -> dict[str, Any]:
    """A paragraph as JSON."""
    content = {"content": [{"type": "text", "text": text}]} if text else {}
    return {
        "type": "paragraph",
        "attrs": {"id": name or f"p{text or 'empty'}".encode().hex()[:30], "level": level},
        **content,
    }


class Editor:
    """What a test does in the page and reads from it."""

    def __init__(self, page: Page, document: Document) -> None:
        self.page = page
        self.document = document
        self.keys = page.keyboard
        self.text = page.locator(".ProseMirror")
        self._cdp: CDPSession | None = None

    def caret(self, block: int, offset: int = -1) -> None:
        """Puts the caret into a text block, counted over the whole document; offset -1 is its end."""
        self.page.evaluate(
            """([block, offset]) => {
              const { view } = document.querySelector('[data-editor]').contentEditor;
              let pos = null, count = 0;
              view.state.doc.descendants((node, at) => {
                if (!node.isTextblock) return true;
                if (count++ === block) pos = at + 1 + (offset < 0 ? node.content.size : offset);
                return false;
              });
              view.focus();
              view.dispatch(view.state.tr.setSelection(view.state.selection.constructor.near(view.state.doc.resolve(pos))));
            }""",
            [block, offset],
        )

    def doc(self) -> list[dict[str, Any]]:
        """The blocks as the editor holds them."""
        result = self.page.evaluate(f"{EDITOR}.view.state.doc.toJSON()")
        return list(result["content"])

    def lines(self) -> list[tuple[int, str]]:
        """(level, text) of each top-level block."""
        return [(block.get("attrs", {}).get("level", -1), words(block)) for block in self.doc()]

    def shown_marks(self) -> list[str | None]:
        found = self.page.locator(".ProseMirror > p")
        return [found.nth(i).get_attribute("data-mark") for i in range(found.count())]

    def compose(self, *steps: str, end: bool = True) -> None:
        """Types through the input method: each step replaces the syllables being composed."""
        self._cdp = self._cdp or self.page.context.new_cdp_session(self.page)
        for step in steps:
            self._cdp.send(
                "Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
            )
        if end:
            self.finish(steps[-1])

    def finish(self, text: str) -> None:
        assert self._cdp
        self._cdp.send("Input.insertText", {"text": text})

    def paste(self, html: str = "", text: str = "") -> None:
        """A paste with this clipboard; the browser's own clipboard is not asked."""
        self.page.evaluate(
            """([html, text]) => {
              const data = new DataTransfer();
              if (html) data.setData('text/html', html);
              data.setData('text/plain', text);
              const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
              document.querySelector('.ProseMirror').dispatchEvent(event);
            }""",
            [html, text],
        )

    def wait(self, expression: str) -> None:
        """Waits for something of ``sync`` (Playwright's own waiting needs an eval that the page's policy refuses)."""
        for _ in range(200):
            if self.page.evaluate(f"(({{ sync }}) => {expression})({EDITOR})"):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(expression)

    def save(self) -> None:
        """Saves now and waits for the answer."""
        with self.page.expect_response("**/save"):
            self.keys.press("Control+s")
        self.wait("!sync.busy")

    def kept(self) -> list[str]:
        """What the browser keeps of this document."""
        keys = self.page.evaluate("Object.keys(localStorage)")
        return [key for key in keys if self.page.url.rsplit("/", 1)[1] in key.split(":")]

    def poll(self) -> None:
        self.page.evaluate(f"{EDITOR}.sync.poll()")

    def expect_state(self, text: str) -> None:
        expect(self.page.locator(".ce-state")).to_have_text(text)


def words(node: dict[str, Any]) -> str:
    if node["type"] == "hard_break":
        return "\n"
    return node.get("text", "") + "".join(words(child) for child in node.get("content", ()))


@pytest.fixture(scope="session")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests: every test has a document, and so a draft key, of its own."""
    context = chromium.new_context(locale="ko-KR", viewport={"width": 1000, "height": 800})
    context.set_default_timeout(10_000)
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield page
    reports = page.evaluate("window.violations || []")
    page.close()
    assert problems == []
    assert reports == []


@pytest.fixture
def open_editor(page: Page, harness: Harness) -> Callable[..., Editor]:
    """Opens an editor over the given blocks: paragraphs from ``item`` or any JSON."""

    def open_one(*blocks: dict[str, Any], scheme: str = "legal", extra: str = "") -> Editor:
        address, document = harness.add(list(blocks) or [item("")], scheme, extra)
        page.goto(address)
        page.wait_for_selector("[data-ready]", state="attached")
        return Editor(page, document)

    return open_one


@pytest.fixture
def sample() -> Callable[[str], str]:
    """A clipboard kept as a file in tests/editor/paste."""
    return lambda name: (PASTE / name).read_text(encoding="utf-8")
