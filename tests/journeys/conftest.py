"""People at their devices on the served application, with worker and indexer running."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Complaints, Site, complaints, enter, open_context, signed_in, site
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS

__all__ = ["complaints", "open_context", "signed_in", "site"]


PATIENCE = 60_000  # ms: a busy machine answers late; nothing here waits for time to pass
expect.set_options(timeout=PATIENCE)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of these tests wait as long as their expectations do."""
    set_timeout = BrowserContext.set_default_timeout
    monkeypatch.setattr(BrowserContext, "set_default_timeout", lambda self, _less: set_timeout(self, PATIENCE))


@pytest.fixture
def elsewhere(chromium: Browser, site: Site, complaints: Complaints) -> Iterator[Callable[[str, str], Page]]:
    """Sign in at another computer: a browser of its own, which does not take the focus from the first."""
    other = chromium.browser_type.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)

    def sign_in(login: str, path: str) -> Page:
        page = other.new_context(locale="ko-KR", timezone_id="Asia/Seoul").new_page()
        page.set_default_timeout(PATIENCE)
        complaints.listen(page)
        enter(page, site.address, login)
        page.goto(site.address + path)
        return page

    yield sign_in
    other.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[Any]:
    """A journey that fails tells what its pages showed just then."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("chromium")
    if report.failed and call.when == "call" and browser is not None:
        for page in (page for context in browser.contexts for page in context.pages):
            report.sections.append((page.url, page.locator("body").inner_text()))
    return report
