"""A meeting called into being: numbers, dates, roll, postponed and cancelled."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from meetings.sittings import attendance, convening, notice
from meetings.sittings.models import Meeting
from meetings.sittings.numbering import next_number
from portal import clock
from portal.db import Database
from portal.forms import FormError
from portal.people.models import Membership
from portal.records import services as records
from portal.records.workflow import NotAllowed, Refused
from tests import institution
from tests.meetings import sitting_facts as made


def faults(error: pytest.ExceptionInfo[FormError]) -> set[str]:
    """The fields a refusal names."""
    return {field for field, _message in error.value.faults}


def test_meetings_are_numbered_by_body_and_year(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        first = made.planned(session, actor, made.next_spring())
        second = made.planned(session, actor, first.held_on + timedelta(days=1))
        year = first.held_on.year
        assert (first.number, second.number) == (1, 2)
        assert second.title == f"{year}년 제2차 연구기획분과 회의"
        assert next_number(session, institution.body(session), year + 1) == 1
        assert next_number(session, institution.body(session, "아동청소년분과"), year) == 1


def test_numbering_goes_on_from_paper(database: Database, viewer: Any) -> None:
    year = clock.today().year + 1
    with database.writing() as session:
        institution.body(session).rules = {"start_numbers": [[year, 6]]}
        session.flush()
        assert made.planned(session, viewer("secretary"), date(year, 1, 15)).number == 7


def test_a_number_is_given_once(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        first = made.planned(session, actor, made.next_spring())
        with pytest.raises(FormError) as error:
            made.planned(session, actor, first.held_on + timedelta(days=7), number=first.number)
    assert faults(error) == {"number"}


def test_the_same_form_sent_twice_makes_one_meeting(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        body, facts = institution.body(session), made.facts(session)
        assert convening.create(session, body, facts, actor) is convening.create(session, body, facts, actor)
        assert len(session.scalars(select(Meeting)).all()) == 1


def test_a_past_date_needs_the_retroactive_mark(database: Database, viewer: Any) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with database.writing() as session:
        with pytest.raises(FormError) as error:
            made.planned(session, viewer("secretary"), yesterday)
        past = made.planned(session, viewer("secretary"), yesterday, retroactive=True)
        made.mark_members(session, past, 15, viewer("secretary"))
        convening.open_meeting(session, past, viewer("secretary"))
        convening.close_meeting(session, past, viewer("secretary"))
        assert (past.state, past.noticed_at) == ("CLOSED", None)
    assert faults(error) == {"held_on"}


def test_a_meeting_of_today_is_not_entered_after_the_fact_to_go_round_its_notice(
    database: Database, viewer: Any
) -> None:
    with database.writing() as session, pytest.raises(FormError) as error:
        made.planned(session, viewer("secretary"), clock.today(), retroactive=True)
    assert faults(error) == {"held_on"}


def test_a_meeting_moved_to_another_year_is_numbered_there(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    day = made.next_spring()
    with database.writing() as session:
        made.planned(session, actor, day)
        meeting = made.planned(session, actor, day + timedelta(days=7))
        assert meeting.number == 2
        following = day.replace(year=day.year + 1)
        convening.edit(session, meeting, made.facts(session, following, number=2), actor)
        assert (meeting.year, meeting.number) == (following.year, 1)
        assert meeting.title.startswith(f"{following.year}년 제1차")
        convening.edit(session, meeting, made.facts(session, following, number=2), actor)  # said again, it is meant
        assert meeting.number == 2


def test_who_has_no_vote_sits_outside_the_count(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        person = institution.person(session, "선우담")
        [seat] = person.memberships
        seat.votes = False
        session.flush()
        meeting = made.planned(session, actor)
        rows = {row.person_id: row.seat for row in meeting.attendances}
        assert rows[person.id] == "OBSERVER"
        assert list(rows.values()).count("MEMBER") == 17


def test_all_faults_of_a_meeting_are_told_at_once(database: Database, viewer: Any) -> None:
    with database.writing() as session, pytest.raises(FormError) as error:
        made.planned(
            session, viewer("secretary"), clock.today() - timedelta(days=1), ends_at=time(9), disclosure="CLOSED"
        )
    assert faults(error) == {"held_on", "ends_at", "grounds"}


def test_the_roll_holds_who_is_in_term_that_day(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        leaver = institution.person(session, "진서율")
        seat = session.scalars(select(Membership).where(Membership.person_id == leaver.id)).one()
        seat.ends_on = clock.today() + timedelta(days=10)
        before = made.planned(session, actor, clock.today() + timedelta(days=10))
        after = made.planned(session, actor, clock.today() + timedelta(days=11))
        seats = [row.seat for row in before.attendances]
        assert (seats.count("MEMBER"), seats.count("OBSERVER"), seats.count("OFFICER")) == (18, 2, 1)
        assert leaver.id not in {row.person_id for row in after.attendances}
        convening.edit(session, before, made.facts(session, after.held_on, number=before.number), actor)
        session.refresh(before)
        assert len(before.attendances) == 20


def test_two_seats_of_one_person_count_once(database: Database, viewer: Any) -> None:
    with database.writing() as session:
        double = institution.person(session, "설지안")  # an adviser who is a member as well
        session.add(
            Membership(
                person_id=double.id, body_id=institution.body(session).id, role="MEMBER", sector="PRIVATE",
                starts_on=clock.today() - timedelta(days=5), rank=99,
            )
        )  # fmt: skip
        session.flush()
        meeting = made.planned(session, viewer("secretary"))
        rows = [row for row in meeting.attendances if row.person_id == double.id]
        assert [row.seat for row in rows] == ["MEMBER"]


def test_opening_without_a_quorum_is_refused_and_adjourned_instead(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor, clock.today())
        made.mark_members(session, meeting, 9, actor)
        with pytest.raises(Refused) as error:
            convening.open_meeting(session, meeting, actor)
        assert "재적 18명 중 9명" in error.value.problems[0].text.interpolate()
        convening.adjourn(session, meeting, actor)
        assert meeting.state == "ADJOURNED_NO_QUORUM"


def test_a_quorate_meeting_opens_and_closes(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor, clock.today())
        made.mark_members(session, meeting, 10, actor)
        with pytest.raises(Refused):
            convening.adjourn(session, meeting, actor)
        convening.open_meeting(session, meeting, actor)
        convening.close_meeting(session, meeting, actor)
        assert meeting.state == "CLOSED"
        assert meeting.closed_at is not None


def test_a_meeting_is_not_opened_before_its_day_nor_without_notice(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        places = {problem.place for problem in records.problems(session, meeting, "open")}
        assert {"notice", "edit"} <= places
        assert "attendance" not in places  # nobody can be there before the day


def test_closing_waits_until_everybody_is_marked(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.opened(session, actor)
        row = meeting.attendances[0]
        row.mark = "UNKNOWN"
        session.flush()
        with pytest.raises(Refused) as error:
            convening.close_meeting(session, meeting, actor)
        assert row.name in error.value.problems[0].text.interpolate()


def test_a_cancelled_meeting_gives_its_number_back(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor, made.next_spring())
        convening.stop(session, meeting, "cancel", "안건 철회", actor)
        session.flush()
        assert made.planned(session, actor, meeting.held_on + timedelta(days=7)).number == meeting.number


def test_a_postponed_meeting_keeps_its_number_and_is_noticed_anew(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor)
        convening.stop(session, meeting, "postpone", "감염병 확산", actor)
        later = made.facts(session, meeting.held_on + timedelta(days=14), number=meeting.number)
        convening.reschedule(session, meeting, later, actor)
        assert (meeting.state, meeting.number, meeting.noticed_at) == ("PLANNED", 1, None)


@pytest.mark.parametrize("login", ["member", "outsider", "staff"])
def test_only_those_who_keep_the_body_arrange_its_meetings(database: Database, viewer: Any, login: str) -> None:
    with database.writing() as session:
        meeting = made.planned(session, viewer("secretary"))
        with pytest.raises(NotAllowed):
            convening.stop(session, meeting, "cancel", "사유", viewer(login))
        assert meeting.state == "PLANNED"


def test_a_meeting_is_read_by_body_first_and_by_staff_once_noticed(database: Database, viewer: Any) -> None:
    from portal.records.readers import principals_of

    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        assert "staff" not in principals_of(session, meeting)
        closed = made.noticed(session, actor, meeting.held_on + timedelta(days=1), disclosure="CLOSED", grounds=[5])
        noticed = made.noticed(session, actor, meeting.held_on + timedelta(days=2))
        assert "staff" in principals_of(session, noticed)
        assert "staff" not in principals_of(session, closed)
        member = institution.person(session, "방유나")
        assert {f"person:{member.id}", f"body:{closed.body_id}"} <= principals_of(session, closed)


def test_a_meeting_that_changed_after_its_notice_is_noticed_again_before_it_opens(
    database: Database, viewer: Any
) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor, clock.today() + timedelta(days=10))
        convening.edit(session, meeting, made.facts(session, clock.today(), number=meeting.number), actor)
        made.mark_members(session, meeting, 15, actor)
        with pytest.raises(Refused) as refused:
            convening.open_meeting(session, meeting, actor)
        assert [one.place for one in refused.value.problems] == ["notice"]
        notice.send_notice(session, meeting, "", "일정이 앞당겨짐", actor)
        convening.open_meeting(session, meeting, actor)
        assert meeting.state == "IN_SESSION"


def test_nobody_marked_is_no_want_of_a_quorum(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor, clock.today())
        with pytest.raises(Refused) as refused:
            convening.adjourn(session, meeting, actor)
        assert "아무도 확인하지 않았습니다" in refused.value.problems[0].text.interpolate()
        made.mark_members(session, meeting, 1, actor)
        convening.adjourn(session, meeting, actor)
        assert meeting.state == "ADJOURNED_NO_QUORUM"


def test_a_former_member_added_by_hand_stays_when_the_meeting_opens(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        seat = session.scalars(select(Membership).where(Membership.role == "MEMBER")).all()[-2]
        seat.ends_on = clock.today() - timedelta(days=1)
        session.flush()
        name, affiliation = seat.person.name, seat.person.affiliation
        meeting = made.noticed(session, actor, clock.today())
        attendance.sit_in(session, meeting, name=name, affiliation=affiliation, seat="OBSERVER", actor=actor)
        made.mark_members(session, meeting, 15, actor)
        convening.open_meeting(session, meeting, actor)
        assert [row.seat for row in meeting.attendances if row.name == name] == ["OBSERVER"]
