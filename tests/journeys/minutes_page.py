"""The minutes of a meeting in session, opened in real browsers by the people who write them."""

from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, expect

from portal.db import Database
from tests.meetings import minutes_case

SYNC = "document.querySelector('[data-editor]').contentEditor.sync"


def begun(database: Database, viewer: Any) -> str:
    """The uid of minutes of a meeting in session, with two agenda items."""
    with database.writing() as session:
        return minutes_case.in_session(session, viewer("secretary")).uid


class Writer:
    """Somebody at the first item of the minutes page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text: Locator = page.locator(".ProseMirror").first
        self.status: Locator = page.locator(".ce-status").first
        self._cdp: CDPSession | None = None
        expect(self.text).to_be_visible()

    def paragraph(self, number: int) -> Locator:
        """A paragraph, counted from 0."""
        return self.text.locator("p").nth(number)

    def into(self, number: int) -> None:
        """Put the caret at the end of a paragraph."""
        self.paragraph(number).click()
        self.page.keyboard.press("End")

    def compose(self, *steps: str) -> None:
        """Type through a Korean input method, without ending the syllable."""
        self._cdp = self._cdp or self.page.context.new_cdp_session(self.page)
        for step in steps:
            values = {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
            self._cdp.send("Input.imeSetComposition", values)

    def finish(self, text: str) -> None:
        """End the syllable being composed."""
        assert self._cdp
        self._cdp.send("Input.insertText", {"text": text})

    def type(self, text: str) -> None:
        """Type at the caret."""
        self.page.keyboard.insert_text(text)

    def save(self) -> int:
        """Save by keyboard; answers the status of the server's answer."""
        with self.page.expect_response("**/save") as answer:
            self.page.keyboard.press("Control+s")
        return int(answer.value.status)

    def saved(self) -> None:
        """Wait until the page says that all is saved."""
        expect(self.status).to_have_attribute("data-state", "saved")

    def lines(self) -> list[str]:
        """The paragraphs."""
        return [line.strip() for line in self.text.locator("p").all_inner_texts()]

    def save_while_composing(self) -> None:
        """What the autosave does, now."""
        with self.page.expect_response("**/save"):
            self.page.evaluate(f"void {SYNC}.save()")
