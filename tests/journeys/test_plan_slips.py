"""A plan with the slips that real ones have: the page lists them while it is written, and leads to each.

Its header is label set A and its schedule is twelve months; a real one lends both and its slips where it is at hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from documents.blocks.schedule import Schedule
from portal.db import Database
from tests.browser.conftest import Site
from tests.documents.plan_text import Piece, PlanText
from tests.journeys import plan_office
from tests.journeys.desk import EXCEL, PASTE
from tests.journeys.plan_office import PlanOffice, Signer
from tests.journeys.typist import Typist

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full, pytest.mark.timeout(300)]
SEED = Path(__file__).parents[3] / "shared" / "seeds" / "001_e7ba4d2795131ac7.txt"
ARROW = r"\leftrightarrow"
SIGNERS = (Signer("drafter", "한여울", "주무관"), Signer("last", "위가온", "과장"))


@dataclass(frozen=True)
class Slips:
    """What is typed, who is given which towns, the towns there are, and what must be found."""

    pieces: list[Piece]
    given: list[list[str]]
    towns: tuple[str, ...]
    past: str
    twice: str
    missing: str
    months: dict[str, str]


def own() -> Slips:
    """A plan written for this."""
    rows = [
        "돌봄 내실화 | 활동가 교육 | 2026. 1,4,7월", " | 사례 나눔 | 2026. 3,6,9,12월",
        "민관 협력 | 권역 모임 | 2026. 2 ~ 12월", " | 합동 교육 | 2026. 4,10월",
    ]  # fmt: skip
    text = [Piece("paragraph", "앞으로의 일정", 1), Piece("paragraph", "활동가 간담회 ‥‥‥ ’26. 1. 15.", 3)]
    given = [["담당", "동"], ["한여울", "물빛동, 솔마루동"], ["모도담", "가온1·2동, 물빛동"]]
    towns = ("물빛동", "솔마루동", "가온1동", "가온2동", "한들동")
    months = {"활동가 교육": "1,4,7월", "권역 모임": "2 ~ 12월"}
    return Slips([*text, Piece("schedule", lines=rows)], given, towns, "’26. 1. 15.", "물빛동", "한들동", months)


def real() -> Slips:
    """The last section of the real one, with the table of who is given which towns."""
    if not SEED.exists():
        pytest.skip(f"the real plan is not beside the checkout ({SEED.name})")
    lines = SEED.read_text("utf-8").splitlines()
    begins = next(n for n, line in enumerate(lines) if line.startswith("향후계획"))
    marks = {"○": 3, "▶": 5, "-": 5}
    pieces = [Piece("paragraph", lines[begins].strip(), 1)]
    for line in lines[begins + 1 :]:
        found = re.match(r"\s*(?:-\s+(?=▶))?([○▶-])\s*(\S.*)", line)
        if found:
            pieces.append(Piece("paragraph", found[2], marks[found[1]]))
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[begins:] if line.startswith("|")]
    tasks = [row for row in cells if ARROW in row]
    pieces.append(Piece("schedule", lines=[f"{row[0]} | {row[1]} | {_period(row[2:14])}" for row in tasks]))
    shares = next(line for line in lines if "최율미" in line and "이혜진" in line).strip(" |").split("|")[-1]
    given = [["담당", "동"], *([who, towns] for towns, who in re.findall(r"([가-힣\d·,]+동) : ([가-힣]{3})", shares))]
    names = "충현 북아현 신촌 남가좌1 남가좌2 홍제1 홍제2 홍제3 천연 연희 홍은1 홍은2 북가좌1 북가좌2"
    towns = tuple(f"{name}동" for name in names.split())
    months = {"동주민센터 교육": "1,4,7월", "권역별회의 정례화": "2", "실행계획서 수립": "2,3,4월"}
    return Slips(pieces, given, towns, "16. 1. 15.", "신촌동", "천연동", months)


def _period(marks: list[str]) -> str:
    return f"2016. {','.join(str(n) for n, mark in enumerate(marks, 1) if mark == ARROW)}월"


@pytest.mark.parametrize("read", [pytest.param(own, id="own"), pytest.param(real, id="real")])
def test_slips_are_listed_with_the_way_to_them(
    read: Callable[[], Slips], signed_in: Any, site: Site, database: Database
) -> None:
    slips = read()
    office = PlanOffice("희망복지과", 3386, "A", SIGNERS, ())
    plan_office.found(signed_in("admin"), site.address, office)
    plan_office.seat(database, office)
    plan_office.add_towns(database, slips.towns)
    page = signed_in("drafter")
    begin(page, site.address)
    typist = Typist(page)
    typist.plan(PlanText("", "plan", slips.pieces))
    paste(page, slips.given)
    report = page.locator("#report")
    expect(report).to_contain_text(f"같은 곳이 표에 두 번 있습니다: {slips.twice}")
    expect(report).to_contain_text(f"표에서 빠진 곳이 있습니다: {slips.missing}")
    past = report.get_by_role("link", name=slips.past).first
    past.click()
    expect(page.locator(".ProseMirror")).to_be_focused()
    here = page.evaluate("getSelection().anchorNode.parentElement.closest('p').innerText")
    assert slips.past in here
    page.keyboard.press("Escape")
    has_header_and_months(page, slips)


def begin(page: Page, address: str) -> None:
    """A draft that is partly open: without a ground it is refused with what was typed kept."""
    page.goto(f"{address}/documents/new")
    page.fill("[name=title]", "2026. 사례관리 운영계획")
    page.select_option("[name=retention]", "5년")
    page.locator("label").filter(has_text=re.compile("^부분공개$")).click()
    page.get_by_role("button", name="기안하기").click()
    expect(page.locator(".error-summary")).to_contain_text("근거")
    expect(page.locator("[name=title]")).to_have_value("2026. 사례관리 운영계획")
    page.get_by_text("6호 개인정보").click()
    page.get_by_role("button", name="기안하기").click()
    page.wait_for_url("**/edit")
    expect(page.locator("[data-ready]")).to_be_attached()


def paste(page: Page, rows: list[list[str]]) -> None:
    """The table of who is given what, as it comes from a spreadsheet; then it is saved."""
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Enter")
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page.locator(".ProseMirror").evaluate(PASTE, [EXCEL.format(rows=lines), ""])
    page.keyboard.press("Control+s")
    expect(page.locator(".ce-status")).to_have_attribute("data-state", "saved")


def has_header_and_months(page: Page, slips: Slips) -> None:
    """The sheet beside the text prints label set A, and each task in its months."""
    sheet = page.locator("#sheet")
    for label in ("등록번호", "등록일자", "결재일자", "공개구분"):
        expect(sheet).to_contain_text(label)
    expect(sheet).to_contain_text("부분공개")
    for quarter in range(1, 5):
        expect(sheet).to_contain_text(f"{quarter}분기")
    table = next(block for block in Typist(page).saved() if block.get("attrs", {}).get("form") == "schedule")
    tasks = {task.name: task.when for task in Schedule().read(table).tasks}
    assert {name: when for name, when in slips.months.items() if when not in tasks.get(name, "")} == {}
    for name in slips.months:
        expect(sheet.locator("tr", has_text=name).first).to_be_attached()
