"""A table of last year's plan comes into this year's, below the caret, without a mouse."""

from typing import Any

import pytest
from playwright.sync_api import expect

from documents.approvals.facts import body_of
from portal.content.build import doc, table
from portal.content.services import save
from portal.db import Database
from tests.documents import line_case
from tests.journeys.keys import Keys

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
    keys.press("Escape", "Tab")
    keys.push("이전 문서에서 가져오기")
    assert "after=" in page.url
    keys.push("지난해 교육 계획")
    keys.tick("표 1")
    keys.push("고른 것 가져오기")
    expect(text).to_be_focused()
    assert page.evaluate("getSelection().anchorNode.parentElement.closest('table') !== null")
    blocks = page.evaluate("[...document.querySelector('.ProseMirror').children].map(one => one.innerText)")
    assert "새로 씀" in blocks[0]
    assert "강사비" in blocks[1]
    assert "점검" in blocks[2]
