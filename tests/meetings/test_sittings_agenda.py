"""The agenda: order, proposals, exclusions and who may read a closed item."""

from datetime import time
from typing import Any

import pytest

from meetings.sittings import agenda, attendance
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import AgendaItem
from meetings.sittings.proposals import ProposedItem, proposed
from portal.db import Database
from portal.forms import FormError
from portal.records.readers import principals_of
from portal.records.types import type_of
from portal.records.workflow import NotAllowed
from tests import institution
from tests.meetings import sitting_facts as made


def test_items_keep_their_order_without_gaps(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        for title in ("둘째", "셋째"):
            agenda.add_item(session, meeting, ItemFacts("REPORT", title), actor)
        first, second, third = agenda.items_of(session, meeting)
        agenda.move_item(session, third, upward=True, actor=actor)
        agenda.move_item(session, first, upward=True, actor=actor)
        agenda.remove_item(session, second, actor)
        session.flush()
        assert [(item.rank, item.title) for item in agenda.items_of(session, meeting)] == [
            (1, "연차별 시행계획 심의"),
            (2, "셋째"),
        ]


def test_an_item_sent_twice_is_there_once(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        item = ItemFacts("REPORT", "추진 현황 보고")
        assert agenda.add_item(session, meeting, item, actor) is agenda.add_item(session, meeting, item, actor)
        assert len(agenda.items_of(session, meeting)) == 2


def test_other_features_offer_items_that_are_adopted_once(database: Database, registry: Any, viewer: Any) -> None:
    offer = ProposedItem("7", "REPORT", "전차 회의결과 조치사항", note="조치사항 2건")
    registry["agenda_sources"]["decisions"] = lambda session, body, day: [offer]
    actor = viewer("secretary")
    try:
        with database.writing() as session:
            meeting = made.planned(session, actor)
            offers = proposed(session, institution.body(session), meeting.held_on)
            assert list(offers) == ["decisions:7"]
            agenda.adopt(session, meeting, offers.values(), actor)
            assert agenda.adopt(session, meeting, offers.values(), actor) == []
            assert [item.title for item in agenda.items_of(session, meeting)][-1] == offer.title
    finally:
        del registry["agenda_sources"]["decisions"]


def test_the_agenda_is_copied_as_a_skeleton(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        agenda.add_item(session, meeting, ItemFacts("REPORT", "인사", disclosure="CLOSED", grounds=[6]), actor)
        assert [(one.kind, one.title, one.presenter) for one in agenda.skeleton(session, meeting)] == [
            ("DELIBERATE", "연차별 시행계획 심의", "문가람")
        ]


def test_a_closed_item_needs_a_ground(database: Database, viewer: Any) -> None:
    with database.writing() as session:
        meeting = made.planned(session, viewer("secretary"))
        with pytest.raises(FormError) as error:
            agenda.add_item(session, meeting, ItemFacts("RESOLVE", "위탁", disclosure="CLOSED"), viewer("secretary"))
        assert error.value.faults[0][0] == "grounds"


def closed_item(session: Any, actor: Any) -> AgendaItem:
    """A closed item with 방유나 excluded."""
    meeting = made.noticed(session, actor)
    facts = ItemFacts("RESOLVE", "수탁기관 선정", disclosure="CLOSED", grounds=[5])
    item = agenda.add_item(session, meeting, facts, actor)
    excluded = institution.person(session, "방유나")
    agenda.exclude(session, item, excluded.id, kind="EXCLUDED", reason="소속 기관의 안건", actor=actor)
    return item


def test_an_excluded_member_does_not_read_a_closed_item_until_the_decision(database: Database, viewer: Any) -> None:
    excluded = viewer("member")
    with database.writing() as session:
        item = closed_item(session, viewer("secretary"))
        before = principals_of(session, item)
        assert not before & excluded.principals
        assert before & viewer("chair").principals
        assert before & viewer("secretary").principals
        assert not before & viewer("staff").principals
        agenda.settle(session, item, viewer("chair"))
        assert principals_of(session, item) & excluded.principals


def test_an_excluded_member_is_not_told_the_title(database: Database, viewer: Any) -> None:
    from meetings.sittings.notice import agenda_lines

    with database.writing() as session:
        item = closed_item(session, viewer("secretary"))
        meeting = agenda.meeting_of(session, item)
        items = agenda.items_of(session, meeting)
        excluded, other = viewer("member").person_id, viewer("chair").person_id
        assert agenda_lines(items, excluded)[1] == "제2호 [의결] 비공개 안건"
        assert agenda_lines(items, other)[1] == "제2호 [의결] 수탁기관 선정"
        assert agenda_lines(items, None)[1] == "제2호 [의결] 비공개 안건"
        text = " ".join(part.text for part in type_of(session, meeting).index(session, meeting).parts)
        assert "수탁기관" not in text
        assert "연차별" in text


def test_an_exclusion_lowers_the_count_of_its_item_only(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.opened(session, actor, 15)
        other = agenda.add_item(session, meeting, ItemFacts("REPORT", "보고"), actor)
        item = agenda.items_of(session, meeting)[0]
        row = meeting.attendances[0]
        agenda.exclude(session, item, row.person_id, kind="WITHDREW", reason="", actor=actor)
        assert attendance.item_figures_of(session, item).present == 14
        assert attendance.item_figures_of(session, other).present == 15
        agenda.include(session, item, row.person_id, actor)
        assert attendance.item_figures_of(session, item).present == 15


def test_only_members_of_the_roll_are_excluded(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        item = agenda.items_of(session, made.planned(session, actor))[0]
        stranger = institution.person(session, "변하람")
        with pytest.raises(FormError):
            agenda.exclude(session, item, stranger.id, kind="EXCLUDED", reason="", actor=actor)


def test_a_member_does_not_change_the_agenda(database: Database, viewer: Any) -> None:
    with database.writing() as session:
        meeting = made.planned(session, viewer("secretary"))
        with pytest.raises(NotAllowed):
            agenda.add_item(session, meeting, ItemFacts("REPORT", "끼워 넣기"), viewer("member"))


def test_the_moment_an_item_is_taken_up_is_kept(database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        item = agenda.items_of(session, made.opened(session, actor))[0]
        agenda.begin_item(session, item, actor)
        first = item.begun_at
        agenda.begin_item(session, item, actor)
        assert first is not None
        assert item.begun_at == first


def test_the_moment_is_corrected_and_stated_later_within_the_meeting(
    database: Database, viewer: Any, secretary: Any
) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.opened(session, actor)
        meeting.starts_at, meeting.ends_at = time(10), time(12)
        [item] = agenda.items_of(session, meeting)
        agenda.begin_item(session, item, actor)
        row = next(row for row in meeting.attendances if row.mark == "PRESENT")
        row.left_at = time(11)
        page = f"/agenda/{item.uid}"
    form = secretary.get(page).click("상정 시각 적기").forms["begun"]
    form["begun_at"] = "09:30"
    refused = form.submit(status=400)
    assert "시작한 때와 마친 때 사이" in refused
    form = refused.forms["begun"]
    assert form["begun_at"].value == "09:30"
    for at, counted in (("10:30", 15), ("11:30", 14), ("", 15)):
        form["begun_at"] = at
        assert f"이 안건의 출석 {counted}명" in form.submit(status=303).follow()
        form = secretary.get(f"{page}/begun").forms["begun"]


def test_a_member_does_not_state_the_moment(database: Database, viewer: Any, member: Any) -> None:
    with database.writing() as session:
        meeting = made.opened(session, viewer("secretary"))
        [item] = agenda.items_of(session, meeting)
        with pytest.raises(NotAllowed):
            agenda.set_begun(session, item, time(10, 30), viewer("member"))
        uid = item.uid
    member.get(f"/agenda/{uid}/begun", status=403)
