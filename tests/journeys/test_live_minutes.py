"""A secretary types while people talk: the page keeps up, by the keyboard alone."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from portal import clock
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


def test_each_small_form_is_sent_once_and_nothing_else_of_the_page_is_loaded_anew(
    signed_in: Any, database: Database, viewer: Any
) -> None:
    page = signed_in("secretary", f"/minutes/{begun(database, viewer)}/edit")
    page.evaluate("document.body.dataset.same = 'yes'")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url.rpartition("/")[2]) if request.method == "POST" else None
    )
    parts = page.locator(".part")
    expect(parts).to_have_count(5)  # a decision and action items for each of two, and what is common
    decision, actions, facts = parts.nth(0), parts.nth(1), parts.nth(4)
    decision.locator("[name=outcome]").select_option(label="원안가결")
    actions.locator("summary").click()
    actions.locator("[name=what]").fill("결과 알리기")
    actions.locator("[name=owner]").fill("복지정책과")
    facts.locator("[name=next_place]").fill("시청 2층")
    facts.locator("[name=next_on]").fill((clock.today() + timedelta(days=30)).isoformat())
    facts.locator("[name=next_at]").fill("10:00")
    for part, button in ((decision, "결정 저장"), (actions, "조치사항 더하기"), (facts, "기본 사항 저장")):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            part.get_by_role("button", name=button, exact=True).click()
        expect(part).to_be_focused()
    expect(decision.locator("summary")).to_contain_text("원안가결")
    expect(actions).to_contain_text("결과 알리기")
    assert len(sent) == 3
    assert page.evaluate("document.body.dataset.same") == "yes"
