"""A secretary types while people talk: the page keeps up, by the keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.db import Database
from tests.journeys.minutes_page import Writer, begun

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full]


def test_the_page_follows_the_typing_and_the_list_of_what_is_missing_follows_the_text(
    signed_in: Any, database: Database, viewer: Any
) -> None:
    page = signed_in("secretary", f"/minutes/{begun(database, viewer)}/edit")
    writer = Writer(page)
    missing = page.locator("#checklist").get_by_text("발언 요지가 없습니다")
    expect(missing).to_have_count(2)
    writer.into(0)
    for number in range(40):
        writer.type(f"{number}번째 발언")
        page.keyboard.press("Enter")
    writer.type("마지막 발언")
    expect(writer.text.get_by_text("마지막 발언")).to_be_in_viewport(ratio=1)
    expect(writer.status).to_be_in_viewport(ratio=1)
    writer.saved()
    expect(missing).to_have_count(1)
    page.keyboard.press("Alt+PageDown")
    writer.type("둘째 안건의 글")
    expect(page.locator(".ProseMirror").nth(1)).to_have_text("둘째 안건의 글")
    expect(page.locator(".ProseMirror").nth(1)).to_be_in_viewport()
    expect(missing).to_have_count(0)
    page.keyboard.press("Alt+PageUp")
    writer.type(".")
    expect(writer.text.get_by_text("마지막 발언.")).to_be_in_viewport(ratio=1)
