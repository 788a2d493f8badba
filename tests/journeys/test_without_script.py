"""A browser without JavaScript: the secretary writes a block and a decision, and the minutes are confirmed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.db import Database
from tests.browser.conftest import Site
from tests.institution import PASSWORD
from tests.journeys.minutes_page import begun

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full]
SAID = "자바스크립트 없이 적은 발언 요지"


def write_block(page: Page, number: int) -> None:
    """One block of one item, by the form."""
    page.get_by_role("link", name="한 덩이씩 고치기").nth(number).click()
    page.get_by_role("link", name="고치기").first.click()
    page.locator("main textarea[name=text]").fill(f"{SAID} {number}")
    page.locator("main").get_by_role("button", name="저장", exact=True).click()
    expect(page.locator(".block-list")).to_contain_text(f"{SAID} {number}")
    page.get_by_role("link", name="기록으로 돌아가기").click()
    page.get_by_role("link", name="쓰기", exact=True).click()


def sign(page: Page) -> None:
    """Sign with the password given again."""
    page.get_by_role("link", name="읽고 서명하기").click()
    if page.locator("input[type=password]").count():
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="확인", exact=True).click()
    page.get_by_role("button", name="위 회의록이 사실과 다름없음을 확인하고 서명합니다").click()


def test_minutes_are_written_and_confirmed_without_script(
    signed_in: Any, site: Site, database: Database, viewer: Any
) -> None:
    uid = begun(database, viewer)
    page = signed_in("secretary", f"/minutes/{uid}/edit", java_script_enabled=False)
    for number in (0, 1):
        write_block(page, number)
    decision = page.locator("[id^=part-decision-]").first
    decision.locator("[name=outcome]").select_option(label="원안가결")
    decision.locator("[name=text]").fill("계획대로 함")
    decision.get_by_role("button", name="결정 저장").click()
    expect(page.locator("[id^=part-decision-] summary").first).to_contain_text("원안가결")
    page.goto(f"{site.address}/minutes/{uid}")
    page.get_by_role("link", name="회의로 돌아가기").click()
    page.get_by_role("link", name="회의 정보 고치기").click()
    page.fill("[name=starts_at]", "00:01")
    page.fill("[name=ends_at]", "23:59")
    page.get_by_role("main").get_by_role("button", name="저장", exact=True).click()
    page.get_by_role("button", name="폐회", exact=True).click()
    page.goto(f"{site.address}/minutes/{uid}")
    expect(page.locator("#next")).to_contain_text("빠진 것이 없습니다")
    page.get_by_role("button", name="서명 요청", exact=True).click()
    for login in ("chair", "cochair"):
        sign(signed_in(login, f"/minutes/{uid}", java_script_enabled=False))
    page.reload()
    expect(page.locator("main, .page-title").first).to_contain_text("확정")
    expect(page.locator(".minutes-item").first).to_contain_text(f"{SAID} 0")
