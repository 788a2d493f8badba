"""Minutes through their services: made, completed, signed, confirmed, corrected."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from meetings.decisions.models import Decision
from meetings.minutes import confirming, correcting, disclosing, making, publishing, statutory
from meetings.minutes.material import gather
from meetings.sittings import attendance
from meetings.sittings.models import AgendaItem, Meeting
from portal import clock
from portal.events import DecisionTookEffect
from portal.files.services import attach
from portal.files.stores import blob_store
from portal.forms import FormError
from portal.records import editions
from portal.records import services as records
from portal.records.models import Edition, Link, Record
from portal.records.readers import readable
from portal.records.workflow import NotAllowed, Refused
from tests import institution
from tests.meetings import minutes_case as case


def test_opening_a_meeting_begins_its_minutes(session, keeper):
    minutes = case.in_session(session, keeper)
    assert minutes.state == "DRAFTING"
    assert minutes.title.endswith("연구기획분과 회의록")
    assert minutes.recorder_name == "문가람"
    assert [one.name for one in minutes.confirmers] == ["한도윤", "서하늘"]
    assert {f"item-{item.uid}" for item in case.items(session, minutes)} == {
        f"item-{uid}" for uid in gather(session, minutes).sections
    }


def test_starting_minutes_twice_gives_the_same(session, keeper):
    minutes = case.in_session(session, keeper)
    again = making.start_minutes(session, session.get_one(Meeting, minutes.meeting_id), keeper)
    assert again.id == minutes.id


def test_nothing_is_sent_while_something_is_missing(session, keeper):
    minutes = case.in_session(session, keeper)
    with pytest.raises(Refused) as refused:
        confirming.send_to_sign(session, minutes, keeper)
    places = {problem.place for problem in refused.value.problems}
    item = case.items(session, minutes)[0]
    assert {f"edit#item-{item.uid}", f"edit#part-decision-{item.uid}", "meeting:"} <= places
    assert editions.current(session, minutes) is None


def test_all_nine_elements_are_listed(session, keeper):
    listed = statutory.elements(session, gather(session, case.complete(session, keeper)))
    assert [one.number for one in listed] == list(range(1, 10))
    assert not [problem for one in listed for problem in one.problems]


def test_a_report_needs_no_decision(session, keeper):
    minutes = case.complete(session, keeper)
    report = next(item for item in case.items(session, minutes) if item.kind == "REPORT")
    assert report.id not in gather(session, minutes).decisions
    edition = confirming.send_to_sign(session, minutes, keeper)
    decided = {item["title"]: item["decision"]["label"] for item in edition.facts["agenda"]}
    assert decided["상반기 실적 보고"] == "접수"


def test_both_signatures_confirm(session, keeper):
    minutes = case.sent(session, keeper)
    sha256 = case.hash_of(session, minutes)
    assert not confirming.sign(session, minutes, sha256, case.signer(session, "한도윤"))
    assert minutes.state == "SIGNING"
    assert confirming.sign(session, minutes, sha256, case.signer(session, "서하늘"))
    assert minutes.state == "CONFIRMED"
    assert minutes.confirmed_edition_id == editions.current(session, minutes).id


def test_signing_twice_is_one_signature(session, keeper):
    minutes = case.sent(session, keeper)
    for _time in range(2):
        confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "한도윤"))
    assert len(editions.signatures(session, editions.current(session, minutes), "confirm")) == 1
    assert minutes.state == "SIGNING"


def test_only_a_named_confirmer_signs(session, keeper):
    minutes = case.sent(session, keeper)
    with pytest.raises(NotAllowed):
        confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "방유나"))


def test_a_superseded_edition_is_not_signed(session, keeper):
    minutes = case.sent(session, keeper)
    old = case.hash_of(session, minutes)
    confirming.send_back(session, minutes, "표 수를 고쳐 주십시오", case.signer(session, "한도윤"))
    assert minutes.state == "DRAFTING"
    case.decide(session, minutes, keeper, yes=15, no=0)
    confirming.send_to_sign(session, minutes, keeper)
    assert case.hash_of(session, minutes) != old
    with pytest.raises(confirming.Superseded):
        confirming.sign(session, minutes, old, case.signer(session, "한도윤"))


def test_attendance_mended_while_signing_stops_the_signature(session, keeper):
    minutes = case.sent(session, keeper)
    meeting = session.get_one(Meeting, minutes.meeting_id)
    absent = next(row for row in meeting.attendances if row.mark == "ABSENT")
    attendance.mark(session, meeting, absent.id, "PRESENT", keeper)
    with pytest.raises(Refused):
        confirming.sign(session, minutes, case.hash_of(session, minutes), case.signer(session, "한도윤"))


def test_minutes_without_quorum_are_refused(session, keeper):
    minutes = case.complete(session, keeper)
    meeting = session.get_one(Meeting, minutes.meeting_id)
    for row in [row for row in meeting.attendances if row.seat == "MEMBER"][9:]:
        row.mark = "ABSENT"
    session.flush()
    with pytest.raises(Refused) as refused:
        confirming.send_to_sign(session, minutes, keeper)
    assert "정족수" in str(refused.value)


def test_the_decision_takes_effect_with_the_last_signature(registry, session, keeper):
    heard = []
    registry["subscribers"].setdefault(DecisionTookEffect, []).append(lambda _session, event: heard.append(event))
    minutes = case.sent(session, keeper)
    decision = case.decision(session)
    assert decision.state == "DRAFT"
    case.sign_all(session, minutes)
    assert (decision.state, [event.outcome for event in heard]) == ("EFFECTIVE", ["PASSED_AS_IS"])
    assert {item.state for item in case.items(session, minutes)} == {"DECIDED"}


def test_a_replaced_confirmer_stays_in_the_list(session, keeper):
    minutes = case.sent(session, keeper)
    out, into = case.signer(session, "서하늘"), case.signer(session, "방유나")
    making.replace_confirmer(session, minutes, out.person_id, into.person_id, reason="국외 출장", actor=keeper)
    sha256 = case.hash_of(session, minutes)
    with pytest.raises(NotAllowed):
        confirming.sign(session, minutes, sha256, out)
    confirming.sign(session, minutes, sha256, case.signer(session, "한도윤"))
    assert confirming.sign(session, minutes, sha256, into)
    replaced = next(one for one in minutes.confirmers if one.person_id == out.person_id)
    assert (replaced.replaced_by_id, replaced.replace_reason) == (into.person_id, "국외 출장")


def test_a_link_signs_once_and_says_so(session, keeper):
    minutes = case.sent(session, keeper)
    token = case.link(session, minutes, case.take_account(session, "서하늘"), keeper)
    sha256 = case.hash_of(session, minutes)
    confirming.sign_by_link(session, token, sha256)
    with pytest.raises(confirming.Superseded):
        confirming.sign_by_link(session, token, sha256)
    signed = editions.signatures(session, editions.current(session, minutes), "confirm")
    assert [(one.name, one.means) for one in signed] == [("서하늘", "LINK")]


def test_a_link_expires(session, keeper):
    minutes = case.sent(session, keeper)
    token = case.link(session, minutes, case.take_account(session, "서하늘"), keeper)
    later = clock.now() + timedelta(days=8)
    clock.set_source(lambda: later)
    assert confirming.viewer_of_link(session, token) is None


def test_paper_is_recorded_with_its_scan(session, keeper):
    minutes = case.sent(session, keeper)
    person = case.signer(session, "서하늘").person_id
    with pytest.raises(FormError):  # who can sign in signs for themselves
        confirming.sign_on_paper(
            session, minutes, case.hash_of(session, minutes), person_id=person, scan_uid="a" * 32, actor=keeper
        )
    case.take_account(session, "서하늘")
    confirming.sign_on_paper(
        session, minutes, case.hash_of(session, minutes), person_id=person, scan_uid="a" * 32, actor=keeper
    )
    (signed,) = editions.signatures(session, editions.current(session, minutes), "confirm")
    assert (signed.means, signed.scan_uid, signed.recorded_by_id) == ("PAPER", "a" * 32, keeper.person_id)


def test_a_correction_is_the_next_edition_and_says_why(session, keeper):
    minutes = case.confirmed(session, keeper)
    first = session.get_one(Edition, minutes.confirmed_edition_id)
    correcting.correct(session, minutes, "기권 수 오기", keeper)
    case.decide(session, minutes, keeper, yes=13, abstain=1)
    edition = confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert (edition.number, edition.reason) == (first.number + 1, "기권 수 오기")
    assert minutes.confirmed_edition_id == edition.id
    vote = first.facts["agenda"][0]["decision"]["vote"]
    assert "찬성 14, 반대 1, 기권 0" in vote


def test_an_unchanged_decision_takes_effect_once(registry, session, keeper):
    heard = []
    registry["subscribers"].setdefault(DecisionTookEffect, []).append(lambda _session, event: heard.append(event))
    minutes = case.confirmed(session, keeper)
    correcting.correct(session, minutes, "오탈자", keeper)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert len(heard) == 1


def test_a_correction_keeps_readers_and_number(session, keeper, viewer):
    minutes = case.confirmed(session, keeper)
    number = publishing.register(session, minutes, keeper).display
    disclosing.publish(session, minutes, keeper)
    correcting.correct(session, minutes, "오탈자", keeper)
    session.flush()
    everyone = session.scalar(select(Record.id).where(Record.id == minutes.id, readable(["everyone"])))
    assert everyone == minutes.id
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert publishing.register(session, minutes, keeper).display == number


@pytest.mark.parametrize("act", ["register", "publish", "correct", "confirm"])
def test_steps_in_the_wrong_order_are_refused(session, keeper, act):
    minutes = case.complete(session, keeper)
    with pytest.raises(NotAllowed):
        records.move(session, minutes, act, keeper)


def test_the_next_meeting_is_planned_once(session, keeper):
    minutes = case.complete(session, keeper)
    minutes.next_on = clock.today() + timedelta(days=30)
    session.flush()
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    following = session.get_one(Meeting, minutes.next_meeting_id)
    assert (following.state, following.held_on) == ("PLANNED", minutes.next_on)
    link = select(Link.target_id).where(Link.source_id == following.id, Link.kind == "continues")
    assert session.scalar(link) == minutes.meeting_id
    correcting.correct(session, minutes, "오탈자", keeper)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert len(session.scalars(select(Meeting)).all()) == 2


def test_drafts_are_for_those_who_write_them(session, keeper, viewer):
    minutes = case.in_session(session, keeper)

    def sees(login):
        query = select(Record.id).where(Record.id == minutes.id, readable(viewer(login).principals))
        return session.scalar(query) is not None

    assert [sees(login) for login in ("secretary", "chair", "member", "staff", "outsider")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_confirmed_minutes_are_for_body_and_staff(session, keeper, viewer):
    minutes = case.confirmed(session, keeper)

    def sees(login):
        query = select(Record.id).where(Record.id == minutes.id, readable(viewer(login).principals))
        return session.scalar(query) is not None

    assert [sees(login) for login in ("secretary", "member", "staff", "outsider")] == [True, True, True, False]
    assert session.scalar(select(Record.id).where(Record.id == minutes.id, readable(["everyone"]))) is None


def test_personal_data_keeps_open_minutes_from_publication(session, keeper):
    minutes = case.complete(session, keeper)
    case.write(session, minutes, keeper, "연락처 010-1234-5678로 안내함")
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    publishing.register(session, minutes, keeper)
    with pytest.raises(Refused) as refused:
        disclosing.publish(session, minutes, keeper)
    assert "개인정보" in str(refused.value)


def test_a_file_with_personal_data_keeps_open_minutes_from_publication(session, keeper, registry):
    minutes = case.complete(session, keeper)
    text = BytesIO("대상자 명단 900101-1234567".encode())
    file = attach(session, blob_store(registry, session), minutes, "명단.txt", text, actor=keeper)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    publishing.register(session, minutes, keeper)
    for state, pages, told in (("PENDING", [], "살펴보지 못했습니다"), ("DONE", [["", "900101-1234567"]], "명단.txt")):
        file.text_state, file.pages = state, pages
        session.flush()
        with pytest.raises(Refused) as refused:
            disclosing.publish(session, minutes, keeper)
        assert told in refused.value.problems[0].text.interpolate()
    file.pages = [["", "900101-*******"]]
    session.flush()
    disclosing.publish(session, minutes, keeper)
    assert minutes.state == "PUBLISHED"


def test_items_and_decisions_belong_to_the_same_meeting(session, keeper):
    minutes = case.confirmed(session, keeper)
    decision = session.scalars(select(Decision)).one()
    item = session.get_one(AgendaItem, decision.agenda_item_id)
    assert (decision.parent_id, item.parent_id) == (minutes.id, minutes.meeting_id)


def test_a_vote_with_people_coming_and_going_needs_to_know_when(session, keeper):
    minutes = case.complete(session, keeper)
    meeting = session.get_one(Meeting, minutes.meeting_id)
    row = next(one for one in meeting.attendances if one.mark == "PRESENT")
    row.arrived_at = time(0, 30)
    assert [one.place for one in statutory.missing(session, gather(session, minutes))] == [
        f"item:{case.items(session, minutes)[0].uid}"
    ]
    case.items(session, minutes)[0].begun_at = time(1)
    assert statutory.missing(session, gather(session, minutes)) == []


def test_a_designated_meeting_needs_its_verbatim_record(session, keeper, registry):
    minutes = case.complete(session, keeper)
    institution.body(session).rules = {"designated": True}
    [problem] = statutory.missing(session, gather(session, minutes))
    assert ("속기록" in problem.text, problem.place) == (True, "files")
    attach(session, blob_store(registry, session), minutes, "7차 회의 녹취록.txt", BytesIO("말".encode()), actor=keeper)
    assert statutory.missing(session, gather(session, minutes)) == []


@pytest.mark.parametrize(("days", "told"), [(-1, "지났습니다"), (0, ""), (7, "")])
def test_a_next_meeting_of_a_past_day_is_remarked_but_no_obstacle(session, keeper, days, told):
    minutes = case.complete(session, keeper)
    session.get_one(Meeting, minutes.meeting_id).held_on = clock.today() - timedelta(days=5)
    minutes.next_on = clock.today() + timedelta(days=days)
    session.flush()
    elements = statutory.elements(session, gather(session, minutes))
    remarks = [one.text.interpolate() for element in elements for one in element.remarks]
    assert [told in one for one in remarks] == ([True] if told else [])
    assert not [one for element in elements for one in element.problems if "차기회의" in one.text]
