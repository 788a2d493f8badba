"""Decisions while their minutes are corrected: until the correction is confirmed everybody sees what is in force."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from meetings.decisions import actions
from meetings.decisions.listing import DecisionFilter, page_of_decisions
from meetings.decisions.models import ActionItem, Decision
from meetings.decisions.record_type import facts
from meetings.decisions.written import stamp
from meetings.minutes import confirming, correcting
from meetings.minutes.material import gather
from portal import clock
from portal.events import DecisionTookEffect
from portal.forms import FormError
from portal.records.models import Record
from portal.records.readers import readable
from tests.meetings import minutes_case as case

AMENDED = {"outcome": "PASSED_AMENDED", "text": "고친 뒤 시행한다", "detail": "예산을 줄임", "yes": 12, "no": 3}
DEFERRED = {"outcome": "DEFERRED", "detail": "자료 보완", "method": "CONSENSUS", "yes": 0, "no": 0, "present": 0}


@pytest.fixture
def minutes(session, keeper):
    """Minutes in correction, of a decision in force with one action item."""
    found = case.complete(session, keeper)
    _act(session, found, keeper)
    confirming.send_to_sign(session, found, keeper)
    case.sign_all(session, found)
    correcting.correct(session, found, "결정 오기", keeper)
    return found


def _act(session, minutes, keeper, what="조례안 검토", days=7):
    values = {"what": what, "owner": "방유나", "due_on": clock.today() + timedelta(days=days)}
    item = case.items(session, minutes)[0]
    return actions.add_action(session, item, values, keeper, case.decisions.decision_of(session, minutes.id, item.id))


def _outcomes(session, viewer, **wanted):
    session.flush()
    rows, _total = page_of_decisions(session, viewer.principals, DecisionFilter(**wanted), 0)
    return [row.outcome for row in rows]


def _sees(session, viewer, record):
    session.flush()
    return session.scalar(select(Record.id).where(Record.id == record.id, readable(viewer.principals))) is not None


def test_lists_filters_and_index_keep_the_decision_in_force(session, minutes, keeper, viewer):
    decision = case.decide(session, minutes, keeper, **AMENDED)
    for step in (lambda: None, lambda: confirming.send_to_sign(session, minutes, keeper)):
        step()
        assert _outcomes(session, viewer("member")) == ["PASSED_AS_IS"]
        assert _outcomes(session, viewer("member"), outcome="PASSED_AMENDED") == []
        assert (decision.yes, decision.text) == (14, "")
        assert facts(session, decision).badge == "원안가결"
        assert "고친 뒤" not in "\n".join(part.text for part in facts(session, decision).parts)
    case.sign_all(session, minutes)
    assert _outcomes(session, viewer("member"), outcome="PASSED_AMENDED") == ["PASSED_AMENDED"]
    assert (decision.yes, decision.text) == (12, "고친 뒤 시행한다")
    assert "고친 뒤" in "\n".join(part.text for part in facts(session, decision).parts)


def test_its_writers_work_on_the_next_text(session, minutes, keeper):
    decision = case.decide(session, minutes, keeper, **AMENDED)
    item = case.items(session, minutes)[0]
    written = gather(session, minutes).decisions[item.id]
    assert (written.uid, written.outcome, written.detail) == (decision.uid, "PASSED_AMENDED", "예산을 줄임")
    with pytest.raises(FormError):
        case.decide(session, minutes, keeper, yes=13, abstain=1, lock=1)
    case.decide(session, minutes, keeper, yes=13, abstain=1, lock=stamp(written))
    edition = confirming.send_to_sign(session, minutes, keeper)
    assert "찬성 13, 반대 1, 기권 1" in edition.facts["agenda"][0]["decision"]["vote"]


def test_a_correction_that_came_back_changes_nothing_and_can_say_the_first_again(session, minutes, keeper, viewer):
    case.decide(session, minutes, keeper, **AMENDED)
    confirming.send_to_sign(session, minutes, keeper)
    confirming.send_back(session, minutes, "처음이 맞음", case.signer(session, "한도윤"))
    assert _outcomes(session, viewer("member")) == ["PASSED_AS_IS"]
    decision = case.decide(session, minutes, keeper)
    assert decision.proposed is None
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert _outcomes(session, viewer("member")) == ["PASSED_AS_IS"]


def test_subscribers_hear_of_the_corrected_outcome_once_it_is_confirmed(registry, session, minutes, keeper):
    heard = []
    registry["subscribers"].setdefault(DecisionTookEffect, []).append(lambda _session, event: heard.append(event))
    decision = case.decide(session, minutes, keeper, **AMENDED)
    confirming.send_to_sign(session, minutes, keeper)
    assert heard == []
    case.sign_all(session, minutes)
    assert [(one.decision_id, one.outcome) for one in heard] == [(decision.id, "PASSED_AMENDED")]


def test_a_decision_added_by_a_correction_is_a_draft_until_then(session, minutes, keeper, viewer):
    added = case.decide(session, minutes, keeper, number=1, **DEFERRED)
    assert added.state == "DRAFT"
    assert [_sees(session, viewer(login), added) for login in ("secretary", "member", "staff")] == [True, False, False]
    confirming.send_to_sign(session, minutes, keeper)
    assert not _sees(session, viewer("member"), added)
    case.sign_all(session, minutes)
    assert (added.state, _sees(session, viewer("member"), added)) == ("EFFECTIVE", True)


def test_one_in_force_is_not_removed_one_added_is(session, minutes, keeper):
    added = case.decide(session, minutes, keeper, number=1, **DEFERRED)
    case.decisions.remove_decision(session, added, keeper)
    in_force = session.scalars(select(Decision)).one()
    with pytest.raises(FormError):
        case.decisions.remove_decision(session, in_force, keeper)


def test_an_action_item_in_force_keeps_its_day_until_the_correction_is_confirmed(session, minutes, keeper):
    action, before = session.scalars(select(ActionItem)).one(), clock.today() + timedelta(days=7)
    assert _act(session, minutes, keeper, days=20).id == action.id
    edition = confirming.send_to_sign(session, minutes, keeper)
    assert (action.due_on, action.due_as_written) == (before, clock.today() + timedelta(days=20))
    assert edition.facts["agenda"][0]["actions"][0]["due"] == action.due_as_written.isoformat()
    case.sign_all(session, minutes)
    assert action.due_on == clock.today() + timedelta(days=20)


def test_an_action_item_added_by_a_correction_is_nobody_elses_until_then(session, minutes, keeper, viewer):
    decision, first = case.decision(session), session.scalars(select(ActionItem)).one()
    actions.report(session, first, "DONE", "마침", keeper)
    _act(session, minutes, keeper, "다시 보고")
    assert list(session.scalars(actions.actions_in_force(decision))) == [first]
    assert "다시 보고" not in "\n".join(part.text for part in facts(session, decision).parts)
    assert _outcomes(session, viewer("member"), open_only=True) == []
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert len(list(session.scalars(actions.actions_in_force(decision)))) == 2
    assert _outcomes(session, viewer("member"), open_only=True) == ["PASSED_AS_IS"]


def test_the_pages_show_readers_what_is_in_force_and_writers_what_they_write(database, keeper, secretary, member):
    with database.writing() as session:
        minutes = case.confirmed(session, keeper)
        correcting.correct(session, minutes, "결정 오기", keeper)
        decision, uid = case.decide(session, minutes, keeper, **AMENDED), minutes.uid
        _act(session, minutes, keeper, "새 조치사항")
        path = f"/decisions/{decision.uid}"
    for browser in (member, secretary):
        for address in (path, "/decisions", f"/minutes/{uid}"):
            page = browser.get(address)
            assert "원안가결" in page, address
            assert "고친 뒤 시행한다" not in page, address
            assert "새 조치사항" not in page, address
    sheet = openpyxl.load_workbook(io.BytesIO(member.get("/decisions.xlsx").body)).active
    assert [cell.value for cell in sheet[2]][4] == "원안가결"
    assert decision.uid not in member.get("/decisions?outcome=PASSED_AMENDED")
    desk = secretary.get(f"/minutes/{uid}/edit")
    assert "고친 뒤 시행한다" in desk
    assert "찬성 12" in desk.html.select_one("details.part-form summary").get_text().replace("\n", " ")
