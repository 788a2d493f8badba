"""A secretary with a phone in the meeting room: one tap a person, figures at once, and no meeting without a quorum."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meetings.sittings.models import Meeting
from portal import clock
from portal.db import Database
from tests.institution import RESEARCH
from tests.meetings import sitting_facts

pytestmark = pytest.mark.sqlite_only
NEEDED = 10  # a majority of eighteen


def tap(page: Page, name: str, word: str) -> None:
    """One tap; the button says so."""
    button = page.get_by_role("button", name=re.compile(rf"{name}\s*{word}"))
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")


def members() -> list[str]:
    """The eighteen who count, 관 first as in the institution."""
    return [row[0] for row in RESEARCH if row[1] not in ("ADVISER", "OFFICER")]


@pytest.mark.parametrize("language", ["ko", pytest.param("en", marks=pytest.mark.full)])
def test_attendance_on_a_phone_and_too_few_people(
    language: str, signed_in: Any, database: Database, viewer: Any
) -> None:
    with database.writing() as session:
        uid = sitting_facts.noticed(session, viewer("secretary"), clock.today()).uid
    page = signed_in("secretary", f"/meetings/{uid}", width=360, height=740, has_touch=True, is_mobile=True)
    if language == "en":
        page.get_by_role("link", name="English").tap()
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == "en"
    page.goto(f"{page.url.partition('/meetings')[0]}/meetings/{uid}/attendance")
    page.evaluate("document.body.dataset.same = 'yes'")
    figures = page.locator("[data-figures]")
    words = {"ko": ("출석", "불참"), "en": (r"\w+", r"\w+")}[language]
    if language == "en":
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        return
    for count, name in enumerate(members(), 1):
        tap(page, name, words[0] if count < NEEDED else words[1])
        expect(figures.locator("strong").first).to_have_text(str(min(count, NEEDED - 1)))
    expect(figures).to_contain_text("총 18명 중 9명 출석 50.0%")
    expect(figures).to_contain_text("정족수 미달")
    assert page.evaluate("document.body.dataset.same") == "yes", "no tap loaded the page anew"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="회의로 돌아가기").tap()
    page.wait_for_url(f"**/meetings/{uid}")
    page.get_by_role("button", name="개회", exact=True).tap()
    expect(page.get_by_role("alert")).to_contain_text("정족수(10명)에 이르지 못했습니다")
    page.locator("summary", has_text="유회로 처리").tap()
    page.get_by_role("button", name="유회로 처리", exact=True).tap()
    expect(page.locator(".krds-badge", has_text="유회").first).to_be_visible()
    with database.reading() as session:
        meeting = session.query(Meeting).filter_by(uid=uid).one()
        assert meeting.state == "ADJOURNED_NO_QUORUM"
        assert sum(row.mark == "PRESENT" for row in meeting.attendances) == NEEDED - 1
