"""An act that was begun on a page made earlier finds what others did meanwhile, and is refused if it came too late.

On PostgreSQL the act's transaction has read the state before another changes it; on SQLite, where writers take turns,
it comes right after.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from meetings.minutes import confirming, making
from meetings.minutes.models import Confirmer
from meetings.sittings import agenda, attendance
from meetings.sittings.models import Attendance, Meeting
from portal.content import services as content
from portal.content.build import doc, para
from portal.content.models import Section
from portal.db import Database
from portal.records.workflow import NotAllowed, Refused
from tests import institution
from tests.meetings import minutes_case as case

pytestmark = pytest.mark.both_databases

Change = Callable[[Session], Any]


def behind(
    database: Database, look: Callable[[Session], Any], change: Change, act: Callable[[Session, Any], Any]
) -> None:
    """Do ``act`` with what ``look`` read before ``change`` was committed. Nothing of a refused act is kept."""
    if database.is_sqlite:
        with database.writing() as session:
            change(session)
        with database.writing() as session:
            act(session, look(session))
        return
    with database.writing() as session:
        seen = look(session)
        with database.writing() as other:
            change(other)
        act(session, seen)


def while_open(database: Database, first: Change, second: Callable[[], Any]) -> Any:
    """Let ``second`` begin before ``first`` is committed, and answer what it answers once both are done."""
    answers: list[Any] = []
    other = threading.Thread(target=lambda: answers.append(second()), daemon=True)
    with database.writing() as session:
        first(session)
        session.flush()
        other.start()
        while not (answers or waits(database)):
            time.sleep(0.02)
    other.join(60)
    [answer] = answers
    return answer


def waits(database: Database) -> bool:
    """Whether somebody waits for a lock; SQLite's second writer always does."""
    if database.is_sqlite:
        return True
    with database.reading() as session:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return bool(session.scalar(text(query)))


@pytest.fixture
def keeper(viewer: Any) -> Any:
    return viewer("secretary")


@pytest.fixture
def minutes(database: Database, keeper: Any) -> int:
    """Minutes that wait for their last signature."""
    with database.writing() as session:
        made = case.sent(session, keeper)
        confirming.sign(session, made, case.hash_of(session, made), case.signer(session, "한도윤"))
        return made.id


def last_signature(session: Session) -> None:
    minutes = case.the_minutes(session)
    assert confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "서하늘"))


def its_meeting(session: Session) -> Any:
    """The meeting with all that a mark reads."""
    meeting = session.get_one(Meeting, case.the_minutes(session).meeting_id)
    assert meeting.attendances
    return meeting


def its_item(session: Session) -> Any:
    """The first item with all that an exclusion reads."""
    assert its_meeting(session)
    return case.items(session, case.the_minutes(session))[0]


def sign_last(database: Database) -> Any:
    """The last signature by somebody else at the same moment; answers what stood in its way."""
    with database.writing() as session:
        try:
            last_signature(session)
        except Refused as refused:
            return refused
    return None


def exclude(session: Session, keeper: Any) -> None:
    person = institution.person(session, "방유나").id
    agenda.exclude(session, its_item(session), person, kind="EXCLUDED", reason="이해관계", actor=keeper)


def test_no_minutes_are_confirmed_without_an_exclusion_that_came_first(
    database: Database, minutes: int, keeper: Any
) -> None:
    refused = while_open(database, lambda session: exclude(session, keeper), lambda: sign_last(database))
    assert isinstance(refused, Refused)
    with database.reading() as session:
        assert case.the_minutes(session).state == "SIGNING"


def test_no_minutes_are_confirmed_with_an_exclusion_that_was_taken_back_first(database: Database, keeper: Any) -> None:
    with database.writing() as session:
        made = case.complete(session, keeper)
        person = institution.person(session, "진서율").id  # was not there, so the count stays
        agenda.exclude(session, its_item(session), person, kind="EXCLUDED", reason="", actor=keeper)
        confirming.send_to_sign(session, made, keeper)
        confirming.sign(session, made, case.hash_of(session, made), case.signer(session, "한도윤"))

    def include(session: Session) -> None:
        agenda.include(session, its_item(session), person, keeper)

    assert isinstance(while_open(database, include, lambda: sign_last(database)), Refused)


def test_nobody_is_excluded_from_what_was_confirmed_first(database: Database, minutes: int, keeper: Any) -> None:
    with pytest.raises(NotAllowed):
        behind(database, its_item, last_signature, lambda session, _item: exclude(session, keeper))


def test_no_confirmer_is_replaced_in_minutes_that_were_confirmed_meanwhile(
    database: Database, minutes: int, keeper: Any
) -> None:
    def replace(session: Session, found: Any) -> None:
        out, into = (institution.person(session, name).id for name in ("서하늘", "방유나"))
        making.replace_confirmer(session, found, out, into, reason="출장", actor=keeper)

    with pytest.raises(NotAllowed):
        behind(database, case.the_minutes, last_signature, replace)
    with database.reading() as session:
        assert session.scalars(select(Confirmer.replaced_by_id)).all() == [None, None]


def test_a_text_that_was_sent_to_be_signed_meanwhile_is_not_saved_over(database: Database, keeper: Any) -> None:
    with database.writing() as session:
        case.complete(session, keeper)

    def look(session: Session) -> Section:
        return case.section(session, case.the_minutes(session))

    def save(session: Session, section: Section) -> None:
        content.save(session, section, section.lock, doc(para("뒤늦게 고친 글")), keeper)

    with pytest.raises(NotAllowed):
        behind(
            database, look, lambda session: confirming.send_to_sign(session, case.the_minutes(session), keeper), save
        )
    with database.reading() as session:
        minutes = case.the_minutes(session)
        assert "뒤늦게" not in str(case.section(session, minutes).content)


def test_attendance_stands_while_the_last_signature_is_given(database: Database, minutes: int, keeper: Any) -> None:
    """Whoever marks somebody at that moment comes before it, and it is refused, or after it, and is refused."""

    def mark(session: Session, meeting: Any) -> None:
        row = next(one for one in meeting.attendances if one.name == "진서율")
        attendance.mark(session, meeting, row.id, "PRESENT", keeper)

    with pytest.raises(NotAllowed):
        behind(database, its_meeting, last_signature, mark)
    with database.reading() as session:
        row = session.scalars(select(Attendance).where(Attendance.name == "진서율")).one()
        assert row.mark == "ABSENT"
