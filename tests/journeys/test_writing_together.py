"""Two people in the same minutes at once, one of them in the middle of a Korean syllable."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.db import Database
from tests.journeys.minutes_page import Writer, begun

pytestmark = pytest.mark.sqlite_only
AT_ONCE = 5_000  # ms: another person's text and presence are told within five seconds


def test_a_syllable_survives_autosave_and_another_persons_change(
    signed_in: Any, elsewhere: Any, database: Database, viewer: Any
) -> None:
    uid = begun(database, viewer)
    first = Writer(signed_in("secretary", f"/minutes/{uid}/edit"))
    first.into(0)
    first.type("첫째 줄")
    first.page.keyboard.press("Enter")
    first.type("둘째 줄")
    assert first.save() == 200
    first.saved()
    second = Writer(elsewhere("officer", f"/minutes/{uid}/edit"))
    assert second.lines() == ["첫째 줄", "둘째 줄"]
    expect(first.page.locator(".ce-people").first).to_have_text("피예준님도 편집 중", timeout=AT_ONCE)
    first.into(0)
    first.type(" ")
    first.compose("ㅎ", "하", "한")
    second.into(1)
    second.type(" 고침")
    assert second.save() == 200
    first.save_while_composing()
    expect(first.paragraph(1)).to_have_text("둘째 줄 고침", timeout=AT_ONCE)
    first.compose("한ㄱ", "한그", "한글")
    first.finish("한글")
    assert first.save() == 200
    first.saved()
    assert first.lines() == ["첫째 줄 한글", "둘째 줄 고침"]
    second.page.reload()
    assert second.lines() == first.lines()


@pytest.mark.full
def test_the_same_block_changed_by_both_is_asked_about(
    signed_in: Any, elsewhere: Any, database: Database, viewer: Any
) -> None:
    uid = begun(database, viewer)
    first = Writer(signed_in("secretary", f"/minutes/{uid}/edit"))
    first.into(0)
    first.type("원안")
    assert first.save() == 200
    first.saved()
    second = Writer(elsewhere("officer", f"/minutes/{uid}/edit"))
    second.into(0)
    second.type(" 나중 사람")
    first.into(0)
    first.type(" 먼저 사람")
    assert first.save() == 200
    assert second.save() == 409
    panel = second.page.locator(".ce-conflict")
    expect(panel).to_have_count(1)
    assert panel.locator(".ce-side-text").all_inner_texts() == ["원안 나중 사람", "원안 먼저 사람"]
    second.page.get_by_role("button", name="둘 다 남기기").click()
    second.saved()
    assert second.lines() == ["원안 먼저 사람", "원안 나중 사람"]
    expect(first.paragraph(1)).to_have_text("원안 나중 사람", timeout=AT_ONCE * 4)
