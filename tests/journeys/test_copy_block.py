"""A table of last year's plan comes into this year's, below the caret, without a mouse."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from documents.approvals.facts import body_of
from documents.approvals.models import Document
from portal.content.build import doc, table
from portal.content.services import save
from portal.db import Database
from tests.documents import line_case
from tests.journeys.keys import Keys

BLOCKS = "[...document.querySelector('.ProseMirror').children].map(one => one.innerText)"
pytestmark = [pytest.mark.sqlite_only, pytest.mark.full, pytest.mark.timeout(200)]


def test_a_table_comes_from_an_earlier_document(signed_in: Any, database: Database) -> None:
    with database.writing() as session:
        line_case.furnish(session)
        staff = line_case.viewer(session, "staff")
        earlier = line_case.drafted(session, *line_case.USUAL, title="지난해 교육 계획")
        place = body_of(session, earlier)
        save(session, place, place.lock, doc(table(["항목", "금액"], [["강사비", "700,000"]])), staff)
        uid = line_case.drafted(session, *line_case.USUAL, title="올해 교육 계획").uid
    page = signed_in("staff", f"/documents/{uid}/edit")
    keys = Keys(page)
    text = page.locator(".ProseMirror")
    text.focus()
    keys.press("Control+Home", "End")
    page.keyboard.insert_text(" 새로 씀")
    keys.press("Control+Alt+o")
    dialog = page.locator("dialog.ce-copy")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.insert_text("지난해")
    keys.press("Enter")
    expect(dialog.get_by_role("link", name="지난해 교육 계획")).to_be_focused()
    keys.press("Enter")
    expect(dialog.get_by_role("heading", name="지난해 교육 계획")).to_be_visible()
    keys.to("고른 것 가져오기")
    keys.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("가져올 것을 하나 이상 고르십시오.")
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth")
    keys.tick("표 1")
    keys.to("고른 것 가져오기")
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(text).to_be_focused()
    assert page.evaluate("getSelection().anchorNode.parentElement.closest('table') !== null")
    blocks = page.evaluate(BLOCKS)
    assert "새로 씀" in blocks[0]
    assert "강사비" in blocks[1]
    assert "점검" in blocks[2]
    keys.press("Control+z")  # what came over goes again as one step
    assert page.evaluate(BLOCKS) == [blocks[0], *blocks[2:]]
    keys.press("Control+y", "Control+s")
    expect(page.locator(".ce-status")).to_have_attribute("data-state", "saved")
    with database.reading() as session:
        draft = session.query(Document).filter_by(uid=uid).one()
        assert [block["type"] for block in body_of(session, draft).content["content"]][:2] == ["paragraph", "table"]


def test_escape_leaves_everything_as_it_was(signed_in: Any, database: Database) -> None:
    with database.writing() as session:
        line_case.furnish(session)
        uid = line_case.drafted(session, *line_case.USUAL, title="올해 교육 계획").uid
    page = signed_in("staff", f"/documents/{uid}/edit")
    keys = Keys(page)
    before = page.evaluate(BLOCKS)
    page.locator(".ProseMirror").focus()
    keys.press("Escape", "Tab")
    keys.to("이전 문서에서 가져오기")
    keys.press("Enter")
    expect(page.locator("dialog").get_by_role("searchbox")).to_be_focused()
    page.keyboard.insert_text("없는 말")
    keys.press("Enter")
    expect(page.locator("dialog [data-told]")).to_have_text("가져올 글이 있는 기록을 찾지 못했습니다.")
    keys.press("Escape")
    expect(page.locator(".ProseMirror")).to_be_focused()
    assert page.evaluate(BLOCKS) == before
