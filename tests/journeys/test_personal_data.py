"""Whoever types a 주민등록번호 into minutes is told beside the text, and what they typed is kept until they mend it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.content.models import Section
from portal.db import Database
from tests.meetings import minutes_case as case

pytestmark = [pytest.mark.sqlite_only, pytest.mark.full]


def test_whoever_types_one_is_told_beside_the_text_and_it_is_saved(
    signed_in: Any, database: Database, viewer: Any
) -> None:
    with database.writing() as session:
        minutes = case.in_session(session, viewer("secretary"))
        uid, item, text = minutes.uid, case.items(session, minutes)[0].uid, case.section(session, minutes).id
    page = signed_in("secretary", f"/minutes/{uid}/edit")
    page.locator(f"#item-{item} .ProseMirror").click()
    page.keyboard.type("900101-1234567")
    page.keyboard.press("Control+s")
    told = page.locator(f"#personal-{item}")
    expect(told).to_contain_text("주민등록번호로 보이는 숫자가 있습니다")
    expect(page.locator("#checklist")).to_contain_text("제1호에 주민등록번호가 있습니다")
    with database.reading() as session:
        assert "900101-1234567" in str(session.get_one(Section, text).content)
    page.locator(f"#item-{item} .ProseMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("신청인의 사정을 들음")
    page.keyboard.press("Control+s")
    expect(told).to_be_empty()
