"""Members are called: the five days, one mail each over a real line, calendar files."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from meetings.sittings import convening, notice
from meetings.sittings.ical import Organizer, invitation
from meetings.sittings.models import Meeting, NoticeReceipt
from portal import clock
from portal.db import Database
from portal.forms import FormError
from portal.jobs.services import waiting
from portal.people.rules import BodyRules
from portal.records.workflow import Refused
from tests.meetings import sitting_facts as made


def parts_of(mail: Any) -> tuple[str, Any]:
    """Text and calendar of a mail."""
    calendar = next(part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar")
    data = calendar.get_payload(decode=True)
    return mail.get_body().get_content(), Calendar.from_ical(data)


def test_every_member_with_an_address_gets_a_mail_of_their_own(
    database: Database, viewer: Any, mail_server: Any, do_jobs: Any
) -> None:
    with database.writing() as session:
        meeting = made.noticed(session, viewer("secretary"))
        receipts = [row.means for row in notice.receipts(session, meeting)]
        assert (receipts.count("MAIL"), receipts.count("PAPER")) == (5, 16)
    do_jobs("mail")
    assert len({mail["To"] for mail in mail_server.mails}) == len(mail_server.mails) == 5
    text, calendar = parts_of(mail_server.mails[0])
    event = calendar.walk("VEVENT")[0]
    assert "제1호 [심의] 연차별 시행계획 심의" in text
    assert mail_server.mails[0]["Subject"] == f"[개최 알림] {meeting.title}"
    assert (calendar["METHOD"], event["SEQUENCE"], event["STATUS"]) == ("REQUEST", 0, "CONFIRMED")
    assert str(event["ATTENDEE"]) == f"mailto:{mail_server.mails[0]['To']}"


def test_a_second_press_sends_nothing(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor)
        assert notice.send_notice(session, meeting, "", "", actor) == 0
        assert len(session.scalars(select(NoticeReceipt)).all()) == 21
    with database.reading() as session:
        assert waiting(session, ("mail",)) == 5


@pytest.mark.parametrize(
    ("days", "strict", "expected"), [(5, False, True), (4, False, False), (5, True, False), (6, True, True)]
)
def test_five_days_lie_between_notice_and_meeting(days: int, strict: bool, expected: bool) -> None:
    meeting = Meeting(held_on=date(2026, 3, 20))
    day = date(2026, 3, 20) - timedelta(days=days)
    assert notice.in_time(meeting, BodyRules(strict_notice=strict), day) is expected


def test_a_late_notice_needs_a_reason(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor, clock.today() + timedelta(days=3))
        with pytest.raises(FormError) as error:
            notice.send_notice(session, meeting, "", "  ", actor)
        assert error.value.faults[0][0] == "waiver"
        notice.send_notice(session, meeting, "", "긴급 현안", actor)
        assert (meeting.state, meeting.notice_waiver) == ("NOTICED", "긴급 현안")


def test_a_notice_without_agenda_or_place_is_refused(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        from tests import institution

        meeting = convening.create(session, institution.body(session), made.facts(session, place=""), actor)
        with pytest.raises(Refused) as error:
            notice.send_notice(session, meeting, "", "", actor)
        assert [problem.place for problem in error.value.problems] == ["edit", "#agenda"]


def test_changes_and_cancellation_reach_the_same_calendar_entry(
    database: Database, viewer: Any, mail_server: Any, do_jobs: Any
) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor)
        changed = made.facts(session, meeting.held_on, number=meeting.number, place="구청 대강당")
        convening.edit(session, meeting, changed, actor)
        assert meeting.changed_since_notice
        assert notice.send_notice(session, meeting, "", "", actor) == 5
        assert notice.cancel(session, meeting, "안건 철회", actor) == 5
    do_jobs("mail")
    mine = [parts_of(mail) for mail in mail_server.mails if mail["To"] == "member@example.kr"]
    events = [calendar.walk("VEVENT")[0] for _text, calendar in mine]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [calendar["METHOD"] for _text, calendar in mine] == ["REQUEST", "REQUEST", "CANCEL"]
    assert events[1]["LOCATION"] == "구청 대강당"
    assert "안건 철회" in mine[2][0]


def test_a_meeting_nobody_was_called_to_is_cancelled_silently(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        assert notice.cancel(session, made.planned(session, actor), "안건 없음", actor) == 0


def test_the_calendar_file_keeps_to_the_standard(database: Database, viewer: Any) -> None:
    with database.writing() as session:
        meeting = made.planned(session, viewer("secretary"), date(clock.today().year + 1, 3, 20))
        data = invitation(meeting, ["제1호 [심의] " + "가" * 60], Organizer("한빛시", "a@example.kr", "http://x/"))
    assert b"\r\n" in data
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    data.decode()  # folding does not cut a character in two
    calendar = Calendar.from_ical(data)
    event = calendar.walk("VEVENT")[0]
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert b"DTSTART;TZID=Asia/Seoul:" in data
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(clock.today().year + 1, 3, 20, 1, tzinfo=UTC)
    assert event.decoded("DTSTAMP").tzinfo is not None
    assert event["DESCRIPTION"].startswith("[안건]\n제1호")
