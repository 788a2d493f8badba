"""The sign-in ends or the network goes while somebody writes: the text stays in the browser and is offered again."""

from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from portal.db import Database
from portal.security.models import SignIn
from tests.browser.conftest import Site, enter
from tests.institution import account_id
from tests.journeys.minutes_page import Writer, begun

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full]
TYPED = "끊긴 사이에 적은 글"


def offered_again(writer: Writer) -> None:
    """The page offers the kept text; taken, it is saved."""
    offer = writer.page.locator(".ce-offer")
    expect(offer).to_contain_text("저장되지 않은 글이 있습니다")
    assert TYPED not in writer.lines()
    offer.get_by_role("button", name="되살리기").click()
    assert writer.lines() == [TYPED]
    assert writer.save() == 200
    writer.saved()
    writer.page.reload()
    assert Writer(writer.page).lines() == [TYPED]
    assert writer.page.locator(".ce-offer").count() == 0


def test_a_lost_sign_in_loses_no_text(signed_in: Any, site: Site, database: Database, viewer: Any) -> None:
    uid = begun(database, viewer)
    page = signed_in("secretary", f"/minutes/{uid}/edit")
    writer = Writer(page)
    with database.writing() as session:
        session.execute(delete(SignIn).where(SignIn.account_id == account_id(session, "secretary")))
    writer.into(0)
    writer.type(TYPED)
    assert writer.save() == 401
    expect(writer.status).to_contain_text("로그인이 끝났습니다")
    enter(page, site.address, "secretary")
    page.goto(f"{site.address}/minutes/{uid}/edit")
    offered_again(Writer(page))


def test_a_lost_network_loses_no_text(signed_in: Any, database: Database, viewer: Any) -> None:
    uid = begun(database, viewer)
    page = signed_in("secretary", f"/minutes/{uid}/edit")
    place = page.url
    writer = Writer(page)
    page.context.set_offline(True)
    writer.into(0)
    writer.type(TYPED)
    page.keyboard.press("Control+s")
    expect(writer.status).to_contain_text("오프라인")
    kept = page.evaluate("Object.values(localStorage).join()")
    assert TYPED in kept
    page.goto("about:blank")  # the window is closed; what it sends in leaving may or may not get through
    page.context.set_offline(False)
    page.goto(place)
    writer = Writer(page)
    expect(page.locator(".ce-offer").or_(writer.text.get_by_text(TYPED)).first).to_be_visible()
    if page.locator(".ce-offer").count():
        page.get_by_role("button", name="되살리기").click()
        page.keyboard.press("Control+s")
    expect(writer.paragraph(0)).to_have_text(TYPED)
    page.reload()
    assert Writer(page).lines() == [TYPED]


def test_the_network_comes_back_and_the_text_is_saved_by_itself(
    signed_in: Any, database: Database, viewer: Any
) -> None:
    uid = begun(database, viewer)
    page = signed_in("secretary", f"/minutes/{uid}/edit")
    writer = Writer(page)
    page.context.set_offline(True)
    writer.into(0)
    writer.type(TYPED)
    page.keyboard.press("Control+s")
    expect(writer.status).to_contain_text("오프라인")
    page.context.set_offline(False)
    writer.saved()
    page.reload()
    assert Writer(page).lines() == [TYPED]
    assert page.locator(".ce-offer").count() == 0


def test_a_save_without_the_pages_token_is_refused(secretary: Any, database: Database, viewer: Any) -> None:
    page = secretary.get(f"/minutes/{begun(database, viewer)}/edit")
    address = page.html.find(attrs={"data-save-url": True})["data-save-url"]
    secretary.post_json(address, {"lock": 1, "content": {"type": "doc", "content": []}}, status=400)
