"""From the sign-in page to signed minutes without a mouse: Tab, arrows, Space, Enter and typing."""

from datetime import time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal import clock
from portal.db import Database
from tests.browser.conftest import Site
from tests.institution import PASSWORD, RESEARCH
from tests.journeys.keys import Keys

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full, pytest.mark.timeout(300)]
ITEM, SAID = "돌봄 공백 가구 찾기", "손을 쓰지 못해도 글판으로 다 적을 수 있음"


def enter(page: Page, address: str, login: str) -> Keys:
    """Sign in."""
    page.goto(f"{address}/login")
    keys = Keys(page)
    keys.write("아이디", login)
    keys.write("비밀번호", PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    return keys


def plan(keys: Keys) -> None:
    """A meeting of yesterday that is entered after the fact, with one item."""
    keys.push("회의")
    keys.push("새 회의")
    keys.day("회의일", clock.today() - timedelta(days=1))
    keys.hour("시작 시각", time(0, 1))
    keys.hour("마치는 시각", time(23, 58))
    keys.write("장소", "시청 2층")
    keys.tick("소급: 이미 연 회의를 나중에 적습니다 (소집 통지를 보내지 않음)")
    keys.push("회의 만들기")
    keys.push("안건 올리기")
    keys.choose("구분", "보고")
    keys.write("안건명", ITEM)
    keys.push("저장")


def take_attendance(keys: Keys) -> None:
    """Everybody but one is there."""
    keys.push("출석 확인")
    keys.to(f"{RESEARCH[0][0]} 불참")
    keys.press("Enter")
    expect(keys.page.locator("[data-said]")).to_contain_text("불참")
    keys.push("나머지 모두 출석")
    keys.push("회의로 돌아가기")


def write(keys: Keys) -> None:
    """From the page of the minutes into their text and out again."""
    keys.push("쓰기")
    page = keys.page
    for _step in range(150):
        if page.evaluate("document.activeElement.classList.contains('ProseMirror')"):
            break
        keys.press("Tab")
    page.keyboard.type("1. ")
    page.keyboard.insert_text(SAID)
    keys.press("Control+s")
    expect(page.locator(".ce-status").first).to_have_attribute("data-state", "saved")
    keys.press("Escape", "Tab")
    assert not page.evaluate("document.activeElement.classList.contains('ProseMirror')"), "Esc, Tab leaves the editor"


def test_from_sign_in_to_signed_minutes_without_a_mouse(site: Site, open_context: Any, database: Database) -> None:
    page = open_context().new_page()
    keys = enter(page, site.address, "secretary")
    plan(keys)
    take_attendance(keys)
    keys.push("개회")
    meeting = page.url
    page.goto(meeting + "/minutes")
    write(keys)
    page.goto(meeting)
    keys.push("폐회")
    page.goto(meeting + "/minutes")
    keys.push("서명 요청")
    minutes = page.url
    for login in ("chair", "cochair"):
        signer = open_context().new_page()
        keys = enter(signer, site.address, login)
        signer.goto(minutes)
        keys.push("읽고 서명하기")
        if "confirm-password" in signer.url:
            keys.write("비밀번호", PASSWORD)
            with signer.expect_navigation():
                keys.press("Enter")
        keys.push("위 회의록이 사실과 다름없음을 확인하고 서명합니다")
    page.reload()
    expect(page.locator("#signatures-part .signatures li")).to_have_count(2)
    expect(page.locator("main")).to_contain_text(SAID)
    expect(page.locator("main")).not_to_contain_text("아직 확정되지 않은 안입니다")
