"""A real Chromium on the real server: pages that fail the test on any complaint of the browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.commands import backgrounds
from tests.institution import PASSWORD
from tests.serving import served


class Site:
    """The application on a port of this machine, with its worker and indexer when asked for."""

    def __init__(self, registry: Any, *, workers: bool = False) -> None:
        self.registry = registry
        self.workers = workers
        self.address = ""
        self._ending = ExitStack()

    def __enter__(self) -> "Site":
        self.address = self._ending.enter_context(served(self.registry["application"](), threads=6))
        for one in backgrounds(self.registry) if self.workers else ():
            one.start()
            self._ending.callback(one.stop)
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.close()


class Complaints(list[str]):
    """What browsers complained of: errors of scripts, refusals of the content security policy, failed loads."""

    def listen(self, page: Page) -> None:
        """Collect the complaints of one page."""
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self.append(f"{page.url}: {line.text}") if "Security" in line.text else None)
        page.on("response", lambda answer: self.append(f"{answer.url}: 500") if answer.status >= 500 else None)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """The list; the test fails when it is not empty."""
    collected = Complaints()
    yield collected
    assert collected == []


@pytest.fixture
def open_context(chromium: Browser, complaints: Complaints) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser contexts (each a person at a device of their own)."""
    contexts: list[BrowserContext] = []

    def open_one(width: int = 1280, height: int = 900, language: str = "ko-KR", **options: Any) -> BrowserContext:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale=language, timezone_id="Asia/Seoul",
            reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        context.on("page", complaints.listen)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def site(config: Any) -> Iterator[Site]:
    """The small institution, served with worker and indexer."""
    with Site(config.registry, workers=True) as running:
        yield running


@pytest.fixture
def signed_in(site: Site, open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A function that opens a page of the site signed in as somebody."""

    def sign_in(login: str, path: str = "/", **options: Any) -> Page:
        page = open_context(**options).new_page()
        enter(page, site.address, login)
        page.goto(site.address + path)
        return page

    return sign_in


def enter(page: Page, address: str, login: str, password: str = PASSWORD) -> None:
    """Sign in through the page."""
    page.goto(address + "/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
