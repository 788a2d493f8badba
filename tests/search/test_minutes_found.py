"""Minutes are found by their text in force; what a correction changes is found once it is confirmed."""

from typing import Any

from meetings.minutes import confirming, correcting
from portal.db import Database
from tests.meetings import minutes_case


def _hits(browser: Any, word: str) -> Any:
    return browser.get("/search", {"q": word, "type": "minutes"}).html.select(".search-results > li")


def _write(database: Database, viewer: Any, word: str) -> None:
    with database.writing() as session:
        minutes = minutes_case.the_minutes(session)
        minutes_case.write(session, minutes, viewer("secretary"), f"{word} 사업을 논의함")


def test_a_correction_is_found_only_when_it_is_confirmed(
    database: Database, viewer: Any, indexing: Any, staff: Any
) -> None:
    secretary = viewer("secretary")
    with database.writing() as session:
        minutes_case.complete(session, secretary)
    _write(database, viewer, "너울가지")
    with database.writing() as session:
        minutes = minutes_case.the_minutes(session)
        confirming.send_to_sign(session, minutes, secretary)
        minutes_case.sign_all(session, minutes)
        session.flush()
        correcting.correct(session, minutes, "사업 이름을 바로잡음", secretary)
    _write(database, viewer, "미리내")
    indexing.drain()
    assert _hits(staff, "미리내") == []
    [hit] = _hits(staff, "너울가지")
    page, _, place = hit.select_one("h2 a")["href"].partition("#")
    assert "너울가지" in staff.get(page).html.find(id=place).get_text()
    with database.writing() as session:
        minutes = minutes_case.the_minutes(session)
        confirming.send_to_sign(session, minutes, secretary)
        minutes_case.sign_all(session, minutes)
    indexing.drain()
    assert len(_hits(staff, "미리내")) == 1
    assert _hits(staff, "너울가지") == []


def test_a_decision_is_found_with_its_outcome(database: Database, viewer: Any, indexing: Any, staff: Any) -> None:
    with database.writing() as session:
        minutes_case.confirmed(session, viewer("secretary"))
    indexing.drain()
    [hit] = staff.get("/search", {"q": "시행계획", "type": "decision"}).html.select(".search-results > li")
    assert [badge.get_text() for badge in hit.select(".krds-badge")] == ["결정", "원안가결"]
