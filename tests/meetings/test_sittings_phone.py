"""What only a browser can show: a tap without reloading, pages that fit a phone and have no accessibility fault."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from meetings.sittings import agenda
from portal import clock
from portal.db import Database
from tests import institution
from tests.meetings import sitting_facts as made
from tests.serving import served

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full]
PHONE = {"width": 360, "height": 780}


@pytest.fixture
def address(config: Any) -> Iterator[str]:
    """The application on a port of this machine."""
    with served(config.make_wsgi_app()) as address:
        yield address


@pytest.fixture
def phone(chromium: Any, address: str) -> Iterator[Any]:
    """A phone's browser signed in as the secretary; a complaint of the browser fails the test."""
    complaints: list[str] = []
    context = chromium.new_context(viewport=PHONE, locale="ko-KR", base_url=address, reduced_motion="reduce")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    page.goto("/login")
    page.fill("[name=login]", "secretary")
    page.fill("[name=password]", institution.PASSWORD)
    page.get_by_role("button", name="로그인").click()
    yield page
    context.close()
    assert complaints == []


def faults_of(page: Any) -> list[tuple[str, list[str]]]:
    """Sideways scrolling, and what stands in the way of people who do not see or point."""
    found = Axe().run(page).response["violations"]
    faults = [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]
    fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return faults if fits else [("scrolls sideways", [page.url]), *faults]


def test_a_tap_marks_without_reloading(phone: Any, database: Database, viewer: Any) -> None:
    with database.writing() as session:
        uid = made.noticed(session, viewer("secretary"), clock.today()).uid
    phone.goto(f"/meetings/{uid}/attendance")
    phone.evaluate("document.body.dataset.same = 'yes'")
    for name in ("한도윤", "서하늘"):
        phone.get_by_role("button", name=re.compile(f"{name}\\s*출석")).click()
    expect(phone.locator("[data-figures]")).to_contain_text("총 18명 중 2명 출석 11.1%")
    pressed = phone.get_by_role("button", name=re.compile("서하늘\\s*출석"))
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert phone.evaluate("document.body.dataset.same") == "yes"
    assert faults_of(phone) == []  # at once: nothing fades for who asked for less motion
    fading = phone.get_by_role("button", name=re.compile("한도윤\\s*출석"))
    assert fading.evaluate("button => getComputedStyle(button).transitionDuration") == "0s"


def test_the_pages_fit_a_phone_and_have_no_fault(phone: Any, database: Database, viewer: Any) -> None:
    with database.writing() as session:
        meeting = made.planned(session, viewer("secretary"))
        item = agenda.items_of(session, meeting)[0]
        pages = ("/", "/meetings", "/meetings/new", f"/meetings/{meeting.uid}", f"/meetings/{meeting.uid}/notice")
        pages += (f"/agenda/{item.uid}", f"/meetings/{meeting.uid}/agenda/new")
    for page in pages:
        phone.goto(page)
        assert faults_of(phone) == []
