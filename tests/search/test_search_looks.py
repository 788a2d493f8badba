"""The page of results in a real browser: accessible, in its width on a phone, and used by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.records.models import Record
from search_index.indexer import Indexing
from tests.browser.conftest import *  # noqa: F403 - the fixtures of a real browser

Write = Callable[..., Record]


@pytest.fixture
def thirty_papers(indexing: Indexing, write_paper: Write) -> None:
    """More results than fit on a page."""
    for n in range(30):
        write_paper(f"고독사 예방 계획 {n}", "위기가구를 찾아 고독사를 예방하는 사업을 심의하였다. " * 6)
    indexing.drain()


def _faults(page: Any) -> list[str]:
    found = [f"{rule['id']} {rule['nodes'][0]['html'][:100]}" for rule in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways")
    return found


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.full)])
def test_results_are_accessible_at_every_width(thirty_papers: None, signed_in: Any, width: int) -> None:
    page = signed_in("secretary", "/search?q=고독사", width=width)
    for query in (
        "q=고독사",
        "q=고독사&type=search_paper",
        "q=없는말뿐",
        "q=고독사&type=x",
        "q=",
        "q=" + "가나다" * 120,
    ):
        page.goto(page.url.partition("?")[0] + "?" + query)
        assert _faults(page) == [], query


def test_results_are_narrowed_by_keyboard_on_a_phone(thirty_papers: None, signed_in: Any) -> None:
    page = signed_in("secretary", "/search", width=360)
    page.focus("#search-q")
    page.keyboard.type("고독사")
    page.keyboard.press("Enter")
    page.wait_for_selector(".search-results")
    page.focus(".search-facets.narrow summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**type=search_paper**")
    assert page.locator(".search-facets.narrow [aria-current]").is_visible()
    assert not page.locator(".search-facets.wide").is_visible()
