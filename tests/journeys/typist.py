"""A whole plan typed into the editor with the keyboard alone, and how long a person would need for the keys pressed.

Time is reckoned in strokes as Korean typists count them: a jamo is one, so is a space, a sign, a command key and each
key held with it. Nothing is pasted, nothing is clicked.
"""

import json
import unicodedata
from typing import Any

from playwright.sync_api import Locator, Page, expect

from portal.content.editing import prepared_blocks
from tests.documents.plan_text import Piece, PlanText

PACE = 400  # strokes a minute, as people type who write plans for a living
MARKS = {2: "□", 3: "○", 4: "-", 5: "▶"}  # what is typed for the first item of a level below the sections


class Typist:
    """One person at the editor of a draft."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text: Locator = page.locator(".ProseMirror")
        self.words = 0
        self.keys = 0
        self.level = 0
        self.sections = 0

    @property
    def minutes(self) -> float:
        """How long the keys take at :data:`PACE`."""
        return (self.words + self.keys) / PACE

    def write(self, text: str) -> None:
        """Type words."""
        self.page.keyboard.insert_text(text)
        self.words += len(unicodedata.normalize("NFD", text))

    def press(self, *keys: str) -> None:
        """Press command keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1 + key.count("+")

    def plan(self, plan: PlanText) -> None:
        """Everything from the first piece to the last."""
        self.text.focus()
        for piece in plan.pieces:
            if piece.kind == "paragraph":
                self.item(piece)
                continue
            self.below()
            {"box": self.box, "columns": self.columns}.get(piece.kind, self.table)(piece)
        self.press("Control+s")
        expect(self.page.locator(".ce-status")).to_have_attribute("data-state", "saved")

    def item(self, piece: Piece) -> None:
        """A line of a level: below another item Enter and Tab say which, elsewhere its mark is typed."""
        if self.level:
            steps = piece.level - self.level
            self.press("Enter", *["Tab"] * steps, *["Shift+Tab"] * -steps)
        else:
            self.below()
            self.mark(MARKS.get(piece.level) or str(self.sections + 1))
        self.sections += piece.level == 1
        self.level = piece.level
        self.write(piece.text)

    def mark(self, mark: str) -> None:
        """A mark and the space that makes it one."""
        self.page.keyboard.type(f"{mark} ")
        self.keys += len(mark) + 1

    def below(self) -> None:
        """On to an empty line below the block that is being written."""
        self.press("Control+Enter")
        self.level = 0

    def box(self, piece: Piece) -> None:
        """A framed text."""
        self.press("Control+Alt+b")
        self.lines(piece.lines)

    def columns(self, piece: Piece) -> None:
        """Texts side by side."""
        parts = [part.split("\n") for part in "\n".join(piece.lines).split("\n---\n")]
        self.form(f"나란한 단 {len(parts)}개")
        for number, part in enumerate(parts):
            if number:
                self.press("Control+Enter")
            self.lines(part)

    def lines(self, lines: list[str]) -> None:
        """Lines one below the other; a dash begins items, which go on by Enter."""
        in_items = False
        for number, line in enumerate(lines):
            if number:
                self.press("Enter")
            dashed = line.startswith("- ")
            if dashed and not in_items:
                self.mark("-")
            in_items = dashed
            self.write(line.removeprefix("- "))

    def form(self, label: str) -> None:
        """Choose a prepared block from the menu, by the arrow that is nearer."""
        labels = [str(one) for one, _block in prepared_blocks()]
        place = labels.index(label)
        up = len(labels) - place
        self.press("Control+Alt+f", *(["ArrowUp"] * up if up < place else ["ArrowDown"] * place), "Enter")

    def table(self, piece: Piece) -> None:
        """A table form: headings that differ first, then cell after cell by Tab."""
        assert piece.form is not None
        self.form(str(piece.form.label))
        head = [column.label for column in piece.form.columns] if piece.kind != "execution" else self.row_at(0)
        changed = [place for place, (own, there) in enumerate(zip(piece.head, head, strict=True)) if own != there]
        if changed:
            self.press(*["Shift+Tab"] * (len(head) - changed[0]))
            for place in range(changed[0], len(head)):
                self.cell(piece.head[place], head[place])
                self.press("Tab")
        self.rows(piece.cells, len(head))

    def rows(self, rows: list[list[str]], width: int) -> None:
        """The rows; Tab in the last cell makes the next one."""
        prepared = self.prepared_rows()
        for number, row in enumerate(rows):
            there = prepared[number] if number < len(prepared) else [""] * width
            for place in range(width):
                if number or place:
                    self.press("Tab")
                self.cell(row[place] if place < len(row) else "", there[place])

    def cell(self, text: str, there: str) -> None:
        """What a cell is to say in place of what stands there."""
        if text == there:
            return
        if there:
            self.press("Shift+Home")
            self.page.wait_for_timeout(50)  # no hand is faster: the editor hears of a selection a moment later
            if not text:
                self.press("Delete")
        self.write(text) if text else None

    def prepared_rows(self) -> list[list[str]]:
        """What stands in the rows of the table the caret is in, below its headings."""
        count = self._table().locator("tr").count()
        return [self.row_at(number) for number in range(1, count)]

    def row_at(self, number: int) -> list[str]:
        """What a row of the table says before anything is typed."""
        cells = self._table().locator("tr").nth(number).locator("th, td")
        return [text.strip() for text in cells.all_inner_texts()]

    def _table(self) -> Locator:
        return self.text.locator("table").last

    def saved(self) -> list[dict[str, Any]]:
        """The blocks as the editor holds them."""
        doc = self.page.evaluate("JSON.stringify(document.querySelector('[data-editor]').contentEditor.view.state.doc)")
        blocks: list[dict[str, Any]] = json.loads(doc)["content"]
        return blocks
