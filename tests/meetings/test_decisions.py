"""Decisions and action items: votes that add up, effect, lists, follow-up, what the next agenda gets."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from meetings.decisions import actions
from meetings.decisions.models import ActionItem
from meetings.decisions.record_type import facts
from meetings.decisions.votes import Hall, Tally, faults
from meetings.minutes import correcting
from meetings.sittings import agenda
from meetings.sittings.proposals import proposed
from portal import clock
from portal.audit.models import AccessLine
from portal.forms import FormError
from tests import institution
from tests.meetings import minutes_case as case

HALL = Hall(voters=15)


def fields(kind, outcome, tally, hall=HALL, detail="까닭"):
    return [field for field, _message in faults(kind, outcome, detail, tally, hall)]


@pytest.mark.parametrize(
    ("kind", "outcome", "tally", "wrong"),
    [
        ("DELIBERATE", "PASSED_AS_IS", Tally("SHOW_OF_HANDS", 8, 7, 0, 15), []),
        ("DELIBERATE", "PASSED_AS_IS", Tally("SHOW_OF_HANDS", 7, 7, 1, 15), ["outcome"]),
        ("DELIBERATE", "REJECTED", Tally("SHOW_OF_HANDS", 8, 7, 0, 15), ["outcome"]),
        ("DELIBERATE", "REJECTED", Tally("SECRET", 7, 8, 0, 15), []),
        ("DELIBERATE", "PASSED_AS_IS", Tally("SHOW_OF_HANDS", 14, 0, 0, 15), ["yes"]),
        ("DELIBERATE", "PASSED_AS_IS", Tally("SHOW_OF_HANDS", 16, 0, 0, 16), ["present"]),
        ("DELIBERATE", "PASSED_AS_IS", Tally("STANDING", 0, 0, 0, 0), ["present", "outcome"]),
        ("RESOLVE", "AGREED", Tally("UNANIMOUS", 14, 1, 0, 15), ["yes"]),
        ("CONSULT", "AGREED", Tally("CONSENSUS"), []),
        ("CONSULT", "AGREED", Tally("CONSENSUS", 1), ["method"]),
        ("REPORT", "PASSED_AS_IS", Tally("CONSENSUS"), ["outcome"]),
        ("REPORT", "RECEIVED", Tally("CONSENSUS"), []),
        ("ADVISE", "ADVICE_GIVEN", Tally("CONSENSUS"), []),
        ("DELIBERATE", "RECEIVED", Tally("CONSENSUS"), ["outcome"]),
        ("DELIBERATE", "PASSED_AS_IS", Tally("SHOW_OF_HANDS", 8, 4, 2, 14), ["present"]),
        ("DELIBERATE", "PASSED_AS_IS", Tally("SHOW_OF_HANDS", 2, 1, 0, 3), ["present"]),
        ("DELIBERATE", "WITHDRAWN", Tally("SHOW_OF_HANDS", 8, 7, 0, 15), ["method"]),
        ("DELIBERATE", "WITHDRAWN", Tally("CONSENSUS"), []),
        ("DELIBERATE", "NO_CHANGE", Tally("SHOW_OF_HANDS", 7, 8, 0, 15), ["outcome"]),
        ("DELIBERATE", "NO_CHANGE", Tally("SHOW_OF_HANDS", 8, 7, 0, 15), []),
        ("ADVISE", "ADVICE_GIVEN", Tally("SHOW_OF_HANDS", 1, 14, 0, 15), ["outcome"]),
    ],
)
def test_a_vote_adds_up_and_its_outcome_follows(kind, outcome, tally, wrong):
    assert fields(kind, outcome, tally) == wrong


def test_the_chair_may_break_a_tie_where_the_rules_say_so():
    tally = Tally("SHOW_OF_HANDS", 7, 7, 0, 14)
    assert fields("DELIBERATE", "PASSED_AS_IS", tally, Hall(14, casting_vote=True)) == []
    assert fields("DELIBERATE", "PASSED_AS_IS", tally, Hall(14)) == ["outcome"]


@pytest.mark.parametrize("outcome", ["PASSED_AMENDED", "PASSED_CONDITIONAL", "DEFERRED"])
def test_some_outcomes_say_why(outcome):
    assert fields("DELIBERATE", outcome, Tally("CONSENSUS"), detail=" ") == ["detail"]


def test_an_excluded_member_does_not_vote(session, keeper):
    minutes = case.in_session(session, keeper)
    item = case.items(session, minutes)[0]
    agenda.exclude(
        session, item, case.signer(session, "한도윤").person_id, kind="EXCLUDED", reason="이해관계", actor=keeper
    )
    session.flush()
    with pytest.raises(FormError) as error:
        case.decide(session, minutes, keeper)
    assert "한도윤" in error.value.faults[0][1].interpolate()
    assert case.decide(session, minutes, keeper, yes=13, present=14).present == 14


def test_a_decision_changed_by_another_is_not_overwritten(session, keeper):
    minutes = case.in_session(session, keeper)
    decision = case.decide(session, minutes, keeper)
    with pytest.raises(FormError):
        case.decide(session, minutes, keeper, outcome="PASSED_AMENDED", detail="고침", lock=1)
    assert decision.outcome == "PASSED_AS_IS"


def test_one_item_has_one_decision(session, keeper):
    minutes = case.in_session(session, keeper)
    assert case.decide(session, minutes, keeper).id == case.decide(session, minutes, keeper, yes=15, no=0).id


def add_action(session, keeper, minutes, owner="방유나", **given):
    item = case.items(session, minutes)[0]
    decided = case.decisions.decision_of(session, minutes.id, item.id)
    values = {"what": "조례안 검토", "owner": owner, "due_on": clock.today() + timedelta(days=7)} | given
    return actions.add_action(session, item, values, keeper, decided or case.decide(session, minutes, keeper))


def test_a_decision_is_indexed_by_its_words(session, keeper):
    minutes = case.in_session(session, keeper)
    decision = case.decide(session, minutes, keeper, text="원안대로 시행한다")
    add_action(session, keeper, minutes)
    text = "\n".join(part.text for part in facts(session, decision).parts)
    assert all(word in text for word in ("원안가결", "원안대로 시행한다", "조례안 검토"))


def test_open_actions_and_deferred_items_come_to_the_next_agenda(session, keeper):
    minutes = case.complete(session, keeper)
    add_action(session, keeper, minutes)
    case.decide(session, minutes, keeper, outcome="DEFERRED", method="CONSENSUS", yes=0, no=0, detail="자료 보완")
    body = institution.body(session)
    found = proposed(session, body, clock.today() + timedelta(days=30)).values()
    titles = {one.title: one for one in found}
    assert "조례안 검토" in titles["전차 회의결과 조치사항 보고"].summary
    again = titles["연차별 시행계획 심의"]
    assert again.deferred_from_id == case.items(session, minutes)[0].id


def test_a_reported_action_no_longer_comes(session, keeper):
    minutes = case.complete(session, keeper)
    action = add_action(session, keeper, minutes)
    actions.report(session, action, "DONE", "검토를 마침", keeper)
    body = institution.body(session)
    assert not proposed(session, body, clock.today() + timedelta(days=30))
    assert action.done_on == clock.today()


def test_dropping_needs_a_reason(session, keeper):
    action = add_action(session, keeper, case.complete(session, keeper))
    with pytest.raises(FormError):
        actions.report(session, action, "DROPPED", " ", keeper)


@pytest.fixture
def decided(database, viewer):
    """The uids of a decision in force and of its action item, owned by the member."""
    with database.writing() as session:
        keeper = viewer("secretary")
        minutes = case.complete(session, keeper)
        action = add_action(session, keeper, minutes)
        case.confirming.send_to_sign(session, minutes, keeper)
        case.sign_all(session, minutes)
        return case.decision(session).uid, action.uid


def test_a_decision_is_found_by_those_who_read_its_minutes(decided, member, staff, outsider, anonymous):
    uid = decided[0]
    for browser in (member, staff):
        assert "원안가결" in browser.get(f"/decisions/{uid}")
        assert uid in browser.get("/decisions")
    assert outsider.get(f"/decisions/{uid}", expect_errors=True).status_int == 404
    assert uid not in outsider.get("/decisions")
    assert anonymous.get("/decisions", status=303)


@pytest.mark.parametrize(
    ("query", "found"),
    [("outcome=PASSED_AS_IS", True), ("outcome=REJECTED", False), ("open=1", True), ("year=1999", False),
     ("year=zzzz&outcome=%01&body=x'", False), ("page=99999", False)],
)  # fmt: skip
def test_decisions_are_filtered(decided, secretary, query, found):
    assert (decided[0] in secretary.get(f"/decisions?{query}")) is found


def test_a_draft_decision_is_not_listed_for_the_body(database, viewer, member):
    with database.writing() as session:
        minutes = case.in_session(session, viewer("secretary"))
        uid = case.decide(session, minutes, viewer("secretary")).uid
    assert uid not in member.get("/decisions")


def test_the_list_is_a_spreadsheet_and_the_download_is_logged(database, decided, secretary):
    response = secretary.get("/decisions.xlsx?outcome=PASSED_AS_IS")
    sheet = openpyxl.load_workbook(io.BytesIO(response.body)).active
    assert [cell.value for cell in sheet[2]][3:5] == ["연차별 시행계획 심의", "원안가결"]
    with database.reading() as session:
        lines = session.scalars(select(AccessLine).where(AccessLine.act == "download")).all()
        assert [line.subject for line in lines] == ["decisions"]


def test_the_owner_reports_and_others_only_read(database, decided, member, staff, outsider):
    path = f"/actions/{decided[1]}"
    assert "조례안 검토" in member.get("/actions")
    form = member.get(path).forms["report"]
    state = next(name for name in form.fields if name and name.startswith("deformField"))
    form[state], form["report"] = "DONE", "검토를 마침"
    form.submit(status=303)
    assert "report" not in staff.get(path).forms
    staff.post(path, {"csrf_token": staff.csrf()}, status=403)
    assert outsider.get(path, expect_errors=True).status_int == 404
    with database.reading() as session:
        assert session.scalars(select(ActionItem.state)).one() == "DONE"


def test_overdue_actions_are_said_to_be(decided, member):
    later = clock.now() + timedelta(days=10)
    clock.set_source(lambda: later)
    member.sign_in("member")
    page = member.get("/actions?whose=mine&state=LATE")
    assert page.html.select(".late")


def test_before_confirmation_the_owner_hears_nothing(database, viewer, member):
    with database.writing() as session:
        uid = add_action(session, viewer("secretary"), case.in_session(session, viewer("secretary"))).uid
    assert uid not in member.get("/actions?state=ALL")
    assert member.get(f"/actions/{uid}", expect_errors=True).status_int == 404


def test_a_decision_and_its_number_survive_a_correction(database, decided, secretary, viewer):
    with database.writing() as session:
        minutes = case.the_minutes(session)
        correcting.correct(session, minutes, "오기", viewer("secretary"))
        with pytest.raises(FormError):
            case.decisions.remove_decision(session, case.decision(session), viewer("secretary"))
    assert "효력 있음" in secretary.get(f"/decisions/{decided[0]}")


def test_members_of_one_name_are_told_apart(session, keeper):
    minutes = case.complete(session, keeper)
    first, second = (institution.person(session, name) for name in ("방유나", "선우담"))
    second.name = "방유나"
    session.flush()
    with pytest.raises(FormError) as error:
        add_action(session, keeper, minutes)
    [(field, message)] = error.value.faults
    assert field == "owner"
    assert "방유나(다솜종합사회복지관 팀장), 방유나(한빛시정연구원 연구위원)" in message.interpolate()
    action = add_action(session, keeper, minutes, owner="방유나(한빛시정연구원 연구위원)")
    assert (action.owner_person_id, action.owner) == (second.id, "방유나(한빛시정연구원 연구위원)")
    assert first.id not in {one.owner_person_id for one in session.scalars(select(ActionItem))}


def test_members_of_one_name_and_place_are_told_apart_by_their_number(session, keeper):
    minutes = case.complete(session, keeper)
    first, second = (institution.person(session, name) for name in ("방유나", "선우담"))
    second.name, second.affiliation, second.position = "방유나", first.affiliation, first.position
    session.flush()
    labels = [f"방유나 ({person.affiliation}) #{person.id}" for person in (first, second)]
    with pytest.raises(FormError) as error:
        add_action(session, keeper, minutes)
    assert all(label in error.value.faults[0][1].interpolate() for label in labels)
    for person, label in zip((first, second), labels, strict=True):
        assert add_action(session, keeper, minutes, owner=label).owner_person_id == person.id
