"""Marks of one tap, proxies, people who sit in."""

from datetime import time
from typing import Any

import pytest

from meetings.sittings import attendance, notice
from portal.db import Database
from portal.forms import FormError
from portal.records.readers import principals_of
from tests import institution
from tests.meetings import sitting_facts as made


def test_marking_twice_is_marking_once(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        row = meeting.attendances[0]
        attendance.mark(session, meeting, row.id, "PRESENT", actor)
        moment = row.marked_at
        attendance.mark(session, meeting, row.id, "PRESENT", actor)
        assert (row.mark, row.marked_at) == ("PRESENT", moment)
        assert attendance.figures_of(session, meeting).present == 1


def test_a_proxy_is_refused_where_the_rules_do_not_know_one(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        row_id = meeting.attendances[0].id
        with pytest.raises(FormError):
            attendance.mark(session, meeting, row_id, "PROXY", actor)
        institution.body(session).rules = {"allow_proxy": True}
        session.flush()
        with pytest.raises(FormError) as error:
            attendance.detail(session, meeting, row_id, value="PROXY", actor=actor)
        assert error.value.faults[0][0] == "proxy_name"
        attendance.detail(session, meeting, row_id, value="PROXY", proxy_name="고대리", actor=actor)
        assert attendance.figures_of(session, meeting).present == 1


def test_departure_follows_arrival(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        row_id = meeting.attendances[0].id
        times = {"arrived_at": time(11), "left_at": time(10)}
        with pytest.raises(FormError) as late:
            attendance.detail(session, meeting, row_id, value="PRESENT", actor=actor, **times)
        with pytest.raises(FormError) as absent:
            attendance.detail(session, meeting, row_id, value="ABSENT", arrived_at=time(10), actor=actor)
        assert (late.value.faults[0][0], absent.value.faults[0][0]) == ("left_at", "arrived_at")


def test_who_sits_in_is_outside_the_count_and_may_read(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        guest = {"name": "손님", "affiliation": "이웃시청", "seat": "OBSERVER"}
        row = attendance.sit_in(session, meeting, actor=actor, **guest)
        with pytest.raises(FormError) as error:
            attendance.sit_in(session, meeting, actor=actor, **guest)
        counted = attendance.figures_of(session, meeting)
        assert (counted.enrolled, counted.observers) == (18, ("손님",))
        assert error.value.faults[0][0] == "name"
        notice.send_notice(session, meeting, "", "", actor)
        assert f"person:{row.person_id}" in principals_of(session, meeting)
        attendance.leave_list(session, meeting, row.id, actor)
        session.flush()
        assert len(meeting.attendances) == 21


def test_a_member_is_not_taken_off_the_list(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        with pytest.raises(FormError):
            attendance.leave_list(session, meeting, meeting.attendances[0].id, actor)


def test_the_rest_is_marked_at_once(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        attendance.mark(session, meeting, meeting.attendances[0].id, "PRESENT", actor)
        assert attendance.mark_rest(session, meeting, "ABSENT", actor) == 20
        assert attendance.figures_of(session, meeting).present == 1
