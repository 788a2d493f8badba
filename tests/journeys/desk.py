"""What a secretary does at a meeting and with its minutes, in the pages."""

import json
import re
from html import escape

from playwright.sync_api import Locator, Page, expect

from tests.institution import PASSWORD
from tests.journeys.meeting_text import MeetingText

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet>
<style><!-- .xl65 {{font-weight:700; text-align:center; border:.5pt solid windowtext;}} --></style></head><body>
<table border=0 cellpadding=0 cellspacing=0 width=640 style='border-collapse:collapse;width:480pt'><!--StartFragment-->
{rows}<!--EndFragment--></table></body></html>"""
PASTE = """(target, [html, text]) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', text);
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""
SAVED = "saved"


def plan(page: Page, address: str, meeting: MeetingText) -> str:
    """Enter a meeting that was held already; answers the address of its page."""
    page.goto(f"{address}/meetings/new")
    page.fill("[name=number]", str(meeting.number))
    page.fill("[name=held_on]", meeting.held_on.isoformat())
    page.fill("[name=starts_at]", f"{meeting.starts_at:%H:%M}")
    page.fill("[name=ends_at]", f"{meeting.ends_at:%H:%M}")
    choose(page, "온라인" if "줌" in meeting.place else "대면")
    page.fill("[name=place]", meeting.place)
    page.fill("[name=host]", meeting.council)
    tick(page, "retroactive")
    page.get_by_role("button", name="회의 만들기").click()
    page.wait_for_url(re.compile("/meetings/[0-9a-f]{32}"))
    expect(page.locator("h1")).to_have_text(meeting.title)
    return page.url


def choose(page: Page, label: str) -> None:
    """Choose a radio button by clicking its label."""
    page.locator("label").filter(has_text=re.compile(f"^{label}$")).click()
    expect(page.get_by_label(label, exact=True)).to_be_checked()


def tick(page: Page, name: str, wanted: bool = True) -> None:
    """Tick a box by clicking its label, or take the tick away."""
    box = page.locator(f"[name={name}]")
    if box.is_checked() != wanted:
        page.locator(f"[name={name}] + label").click()
    expect(box).to_be_checked(checked=wanted)


def list_item(page: Page, kind: str, title: str, presenter: str = "") -> None:
    """Put an item on the agenda, from the meeting's page and back."""
    page.get_by_role("link", name="안건 올리기").click()
    choose(page, kind)
    page.fill("[name=title]", title)
    page.fill("[name=presenter]", presenter)
    page.get_by_role("button", name="저장").click()
    expect(page.locator(".agenda")).to_contain_text(title)


def take_attendance(page: Page, meeting: MeetingText) -> None:
    """One tap a person, without a reload; the figures follow."""
    page.get_by_role("link", name="출석 확인", exact=True).click()
    page.wait_for_url("**/attendance")
    page.evaluate("document.body.dataset.same = 'yes'")
    for one in meeting.people:
        word = "출석" if one.mark == "○" else "불참"
        button = page.get_by_role("button", name=re.compile(rf"{one.name}\s*{word}"))
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.body.dataset.same") == "yes"


def step(page: Page, name: str) -> None:
    """Press a button of the next step."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


class Writing:
    """One editor of the minutes page, by keyboard."""

    def __init__(self, page: Page, title: str) -> None:
        self.page = page
        self.desk = page.locator(".minutes-item-desk").filter(has=page.get_by_role("heading", name=title))
        self.text = self.desk.locator(".ProseMirror")
        self.level = 0

    def begin(self) -> None:
        """Go into the text, at its end."""
        self.text.focus()
        self.page.keyboard.press("Control+End")

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def item(self, mark: str, text: str) -> None:
        """A line at the level of a mark: ○ or -. The first mark is typed, the next levels come by Tab and Shift+Tab."""
        wanted = {"○": 2, "-": 3}[mark]
        if not self.level:
            self.page.keyboard.type(f"{mark} ")
        else:
            self.press("Enter", *["Tab"] * (wanted - self.level), *["Shift+Tab"] * (self.level - wanted))
        self.level = wanted
        self.page.keyboard.insert_text(text)

    def plain(self) -> None:
        """A plain line below: Enter steps out until no mark is left."""
        self.press(*["Enter"] * (self.level + 1))
        self.level = 0

    def note(self, text: str) -> None:
        """A note; below it a plain line."""
        self.page.keyboard.type("※ ")
        self.page.keyboard.insert_text(text)
        self.press("Enter", "Enter")

    def question(self, question: str, answer: str) -> None:
        """질의응답 by keyboard alone."""
        self.press("Control+Alt+q")
        self.page.keyboard.insert_text(question)
        self.press("Enter")
        self.page.keyboard.insert_text(answer)
        self.press("Enter")

    def paste_table(self, rows: list[list[str]]) -> None:
        """Paste what a spreadsheet puts on the clipboard."""
        lines = []
        for number, row in enumerate(rows):
            style = " class=xl65 style='border-left:none;width:54pt'" if not number else " style='height:16.5pt'"
            cells = "".join(f"<td height=22{style}>{escape(cell, quote=False)}</td>" for cell in row)
            lines.append(f"<tr height=22 style='height:16.5pt'>{cells}</tr>")
        text = "\n".join("\t".join(row) for row in rows)
        self.text.evaluate(PASTE, [EXCEL.format(rows="\n".join(lines)), text])

    def cell(self, row: int, column: int) -> Locator:
        """A cell of the only table."""
        return self.text.locator("tr").nth(row).locator("th, td").nth(column)

    def below_the_table(self) -> None:
        """Leave a table that ends the text: down from its last cell, and a new line."""
        self.text.locator("td").last.click()
        self.press("End", *["ArrowDown"] * 5, "Enter")  # some lines down to the edge, then below it
        expect(self.text.locator(":scope > p")).to_have_count(1)

    def saved(self) -> None:
        """Save by keyboard and wait until the page says so."""
        self.press("Control+s")
        expect(self.desk.locator(".ce-status")).to_have_attribute("data-state", SAVED)

    def lines(self) -> list[str]:
        """The text as it stands in the page, a block a line."""
        found: list[str] = json.loads(
            self.text.evaluate("at => JSON.stringify([...at.children].map(one => one.innerText))")
        )
        return found


def send_part(page: Page, part: Locator, button: str) -> None:
    """Send one of the small forms; only its part of the page is renewed, and has the focus then."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        part.get_by_role("button", name=button, exact=True).click()
    expect(part).to_be_focused()


def sign(page: Page) -> None:
    """Read and sign; the password is asked for again when the sign-in is not fresh."""
    page.get_by_role("link", name="읽고 서명하기").click()
    if "/confirm" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="확인", exact=True).click()
    page.wait_for_url("**/sign")
    with page.expect_navigation():
        page.get_by_role("button", name="위 회의록이 사실과 다름없음을 확인하고 서명합니다").click()
