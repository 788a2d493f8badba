"""Who reads minutes that hold a closed item: the body and who was there, and never somebody who took no part in it."""

import pytest

from meetings.minutes import circulating, confirming, publishing
from meetings.sittings import agenda
from meetings.sittings.agenda import ItemFacts
from portal import clock
from portal.records.classification import Classification
from portal.records.readers import principals_of
from portal.records.workflow import Refused
from tests import institution
from tests.meetings import minutes_case as case
from tests.meetings.test_correcting import stated
from tests.meetings.test_reclassifying import read


def with_closed_item(session, keeper, excluded=""):
    """Minutes ready to be signed, partly open, whose second item is closed."""
    minutes = case.in_session(session, keeper)
    item = case.items(session, minutes)[1]
    facts = ItemFacts(item.kind, item.title, disclosure="CLOSED", grounds=[6])
    agenda.edit_item(session, item, facts, keeper)
    if excluded:
        take_no_part(session, minutes, excluded, keeper)
    case.write(session, minutes, keeper, "시행계획을 논의함", "대상자를 논의함")
    case.decide(session, minutes, keeper)
    case.close(session, minutes, keeper)
    stated(session, minutes, keeper, disclosure="PARTIAL", grounds=[6])
    return minutes


def take_no_part(session, minutes, name, keeper):
    item, person = case.items(session, minutes)[1], institution.person(session, name).id
    agenda.exclude(session, item, person, kind="EXCLUDED", reason="이해관계", actor=keeper)


def registered(session, keeper):
    minutes = with_closed_item(session, keeper)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    publishing.register(session, minutes, keeper)
    return minutes


def test_partly_open_minutes_with_a_closed_item_are_not_for_the_department(session, keeper, viewer):
    minutes = registered(session, keeper)
    decision = case.decision(session)
    assert (minutes.disclosure, minutes.department_id is not None) == ("PARTIAL", True)
    department = frozenset({f"dept:{minutes.department_id}", "staff", "duty:ADMIN"})
    assert read(session, department, minutes, decision) == set()
    assert read(session, viewer("member").principals, minutes, decision) == {minutes, decision}


def test_once_the_item_is_opened_up_the_department_reads(session, keeper):
    minutes = registered(session, keeper)
    department = frozenset({f"dept:{minutes.department_id}"})
    item = case.items(session, minutes)[1]
    agenda.reclassify(session, item, Classification("PARTIAL", [6]), None, reason="종료", actor=keeper)
    assert read(session, department, minutes) == {minutes}
    agenda.reclassify(session, item, Classification("CLOSED", [6]), None, reason="다시 닫음", actor=keeper)
    assert read(session, department, minutes) == set()


def test_who_takes_no_part_in_a_closed_item_does_not_get_the_draft_that_goes_round(session, keeper, viewer):
    minutes = with_closed_item(session, keeper, "선우담")
    circulating.circulate(session, minutes, clock.today(), keeper)
    out, other = (institution.person(session, name).id for name in ("선우담", "한도윤"))
    principals = principals_of(session, minutes)
    assert f"person:{out}" not in principals
    assert f"body:{minutes.body_id}" not in principals
    assert f"person:{other}" in principals
    item = case.items(session, minutes)[1]
    agenda.include(session, item, out, keeper)
    assert f"body:{minutes.body_id}" in principals_of(session, minutes)


def test_without_an_exclusion_the_whole_body_gets_it(session, keeper, viewer):
    minutes = with_closed_item(session, keeper)
    circulating.circulate(session, minutes, clock.today(), keeper)
    assert read(session, viewer("member").principals, minutes) == {minutes}


def test_a_confirmer_who_takes_no_part_in_a_closed_item_neither_reads_nor_signs(session, keeper, viewer):
    minutes = with_closed_item(session, keeper, "서하늘")
    out = institution.person(session, "서하늘").id
    assert f"person:{out}" not in principals_of(session, minutes)
    with pytest.raises(Refused) as refused:
        confirming.send_to_sign(session, minutes, keeper)
    assert [str(one.text) for one in refused.value.problems if "서하늘" in one.text.interpolate()]
    agenda.include(session, case.items(session, minutes)[1], out, keeper)
    confirming.send_to_sign(session, minutes, keeper)
    assert f"person:{out}" in principals_of(session, minutes)


def test_a_draft_goes_round_only_after_the_meeting_and_in_the_class_of_its_items(session, keeper):
    minutes = case.in_session(session, keeper)
    with pytest.raises(Refused) as refused:
        circulating.circulate(session, minutes, clock.today(), keeper)
    assert ["끝나지" in str(one.text) for one in refused.value.problems] == [True]
    assert minutes.state == "DRAFTING"
    item = case.items(session, minutes)[1]
    agenda.edit_item(session, item, ItemFacts(item.kind, item.title, disclosure="CLOSED", grounds=[6]), keeper)
    case.close(session, minutes, keeper)
    with pytest.raises(Refused) as refused:
        circulating.circulate(session, minutes, clock.today(), keeper)
    assert ["공개하지 않는 안건" in str(one.text) for one in refused.value.problems] == [True]
