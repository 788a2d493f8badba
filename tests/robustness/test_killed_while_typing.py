"""The server is killed under the hands of somebody who types: they go on, and everything is saved by itself."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meetings.minutes.models import Minutes
from portal.content.models import Section
from tests.browser.conftest import complaints, enter, open_context
from tests.journeys.minutes_page import Writer
from tests.meetings import minutes_case as case
from tests.robustness.servers import PASSWORD, Forker, wait_for

__all__ = ["complaints", "open_context"]
pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]
PATIENCE = 60_000  # ms: the editor tries again every few seconds, a busy machine answers late


@pytest.fixture
def section(town: Any) -> Section:
    """The first text of minutes being written."""
    with town.database.writing() as session:
        return case.section(session, case.in_session(session, town.viewer("secretary")))


@pytest.fixture
def server(town: Any) -> Iterator[Forker]:
    """A server that comes back where it was."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    made = Forker(town.folder, SILLOK_PORT=port)
    yield made
    made.close()


@pytest.fixture
def page(town: Any, section: Section, server: Forker, open_context: Any) -> Page:
    """The secretary at the minutes, in a browser."""
    address = f"http://127.0.0.1:{server.start()}"
    page: Page = open_context().new_page()
    page.set_default_timeout(PATIENCE)
    enter(page, address, "secretary", PASSWORD)
    with town.database.reading() as session:
        uid = session.get_one(Minutes, section.record_id).uid
    page.goto(f"{address}/minutes/{uid}/edit")
    return page


def kept(town: Any, section: Section) -> list[str]:
    """The paragraphs as the database has them."""
    with town.database.reading() as session:
        blocks = session.get_one(Section, section.id).content["content"]
    return ["".join(part["text"] for part in block.get("content", ())) for block in blocks]


def test_text_typed_while_the_server_is_dead_is_saved_when_it_is_back(
    page: Page, town: Any, section: Section, server: Forker
) -> None:
    writer = Writer(page)
    writer.into(0)
    writer.type("앞서 저장한 글")
    assert writer.save() == 200
    writer.saved()
    page.keyboard.press("Enter")
    writer.type("보내기 바로 앞의 글")
    server.kill()
    page.keyboard.press("Control+s")
    expect(writer.status).to_have_attribute("data-state", "offline", timeout=PATIENCE)
    page.keyboard.press("Enter")
    writer.type("죽은 동안의 글")
    page.keyboard.press("Enter")
    writer.compose("ㅎ", "하", "한")
    with page.expect_response("**/save"):  # it tries again by itself, in the middle of a syllable
        server.start()
    writer.compose("한ㄱ", "한그", "한글")
    writer.finish("한글")
    typed = ["앞서 저장한 글", "보내기 바로 앞의 글", "죽은 동안의 글", "한글"]
    wait_for(lambda: kept(town, section) == typed)
    writer.saved()
    assert writer.lines() == typed
    page.reload()
    assert Writer(page).lines() == typed
    assert page.locator(".ce-offer").count() == 0


def test_a_page_closed_while_the_server_is_dead_offers_its_text_again(
    page: Page, town: Any, section: Section, server: Forker
) -> None:
    writer = Writer(page)
    place = page.url
    server.kill()
    writer.into(0)
    writer.type("아무에게도 닿지 못한 글")
    page.keyboard.press("Control+s")
    expect(writer.status).to_have_attribute("data-state", "offline", timeout=PATIENCE)
    page.close()
    assert kept(town, section) == [""]
    server.start()
    again = page.context.new_page()
    again.goto(place)
    again.locator(".ce-offer").get_by_role("button", name="되살리기").click()
    writer = Writer(again)
    assert writer.save() == 200
    writer.saved()
    assert writer.lines() == kept(town, section) == ["아무에게도 닿지 못한 글"]
