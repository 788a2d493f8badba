"""Calling a meeting: agenda, a paper, the five days, the reason that lifts them, and the mails that arrive."""

import re
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Page, expect

from portal import clock
from tests.journeys.desk import list_item

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full]
PLACE, ITEM, PAPER = "시청 4층 회의실", "겨울철 위기가구 찾기 계획", "안건 자료.txt"
REASON = "한파특보로 취약가구 보호를 미룰 수 없음"


def plan(page: Page, days: int) -> None:
    """Plan a meeting some days ahead, with an item and its paper."""
    page.goto(page.url.rstrip("/") + "/meetings/new")
    page.fill("[name=held_on]", (clock.today() + timedelta(days=days)).isoformat())
    page.fill("[name=starts_at]", "10:00")
    page.fill("[name=ends_at]", "11:30")
    page.fill("[name=place]", PLACE)
    page.get_by_role("button", name="회의 만들기").click()
    page.wait_for_url(re.compile("/meetings/[0-9a-f]{32}"))
    meeting = page.url
    list_item(page, "심의", ITEM, "문가람")
    page.get_by_role("link", name=ITEM).click()
    page.get_by_role("link", name="자료 붙이기").click()
    page.locator("input[type=file]").set_input_files(
        {"name": PAPER, "mimeType": "text/plain", "buffer": "취약가구 명단은 따로 나눔".encode()}
    )
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=re.compile("붙이기|올리기|저장")).click()
    expect(page.get_by_role("link", name=PAPER).first).to_be_visible()
    page.goto(meeting)


def test_a_late_notice_is_refused_then_sent_with_a_reason(signed_in: Any, mail_server: Any) -> None:
    page = signed_in("secretary")
    plan(page, days=2)
    page.get_by_role("link", name="소집 통지 보내기").click()
    send = page.get_by_role("button", name=re.compile("보내기"))
    waiver = page.locator("[name=waiver]")
    expect(page.locator("main")).to_contain_text("회의일까지 5일이 남지 않았습니다")
    waiver.evaluate("field => field.form.noValidate = true")
    send.click()
    expect(page.get_by_role("alert").first).to_contain_text("사유")
    assert mail_server.mails == []
    waiver.fill(REASON)
    send.click()
    page.wait_for_url(re.compile("/meetings/[0-9a-f]{32}$"))
    expect(page.locator("main")).to_contain_text(REASON)
    for _again in range(200):
        if len(mail_server.mails) >= 5:
            break
        page.wait_for_timeout(100)
    told = {mail["To"] for mail in mail_server.mails}
    assert {f"{login}@example.kr" for login in ("chair", "cochair", "secretary", "member", "officer")} <= told
    mail = next(mail for mail in mail_server.mails if "member@" in mail["To"])
    text = mail.get_body(("plain",)).get_content()
    assert ITEM in text
    assert PLACE in text
    calendars = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
    (event,) = icalendar.Calendar.from_ical(calendars[0].get_content()).walk("VEVENT")
    begins = event.decoded("DTSTART")
    assert (begins.date(), begins.hour, str(event["LOCATION"])) == (clock.today() + timedelta(days=2), 10, PLACE)


def test_a_notice_in_time_needs_no_reason(signed_in: Any, mail_server: Any) -> None:
    page = signed_in("secretary")
    plan(page, days=5)
    page.get_by_role("link", name="소집 통지 보내기").click()
    assert page.locator("[name=waiver]").count() == 0
    page.get_by_role("button", name=re.compile("보내기")).click()
    page.wait_for_url(re.compile("/meetings/[0-9a-f]{32}$"))
    expect(page.locator(".krds-badge", has_text="통지 완료").first).to_be_visible()
