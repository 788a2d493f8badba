"""A correction that was begun by mistake is given up: everything says again what the edition in force says."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from meetings.decisions import actions
from meetings.decisions.models import ActionItem, Decision
from meetings.minutes import confirming, correcting, disclosing, making, publishing
from meetings.minutes.facts import facts_of
from meetings.minutes.material import gather
from meetings.minutes.models import Minutes
from meetings.minutes.written import Written, written
from meetings.sittings import attendance
from meetings.sittings.models import Meeting
from portal import clock
from portal.audit.models import AuditEntry
from portal.content.models import Revision
from portal.records.models import Edition, Record
from portal.records.readers import readable
from portal.records.reasons import reasons_of
from portal.records.workflow import NotAllowed, Refused
from tests import institution
from tests.meetings import minutes_case as case


def stated(session, minutes, keeper, confirmers=None, **given):
    """Change facts beside the texts as the form does."""
    said = written(minutes)
    values = {name: getattr(said, name) for name in Written.__dataclass_fields__} | given
    people = confirmers or [one.person_id for one in minutes.confirmers if one.replaced_by_id is None]
    making.state_facts(session, minutes, making.MinutesFacts(Written(**values), people, minutes.lock), keeper)


def act_on(session, minutes, keeper, what):
    item = case.items(session, minutes)[0]
    values = {"what": what, "owner": "방유나", "due_on": clock.today() + timedelta(days=7)}
    decision = case.decisions.decision_of(session, minutes.id, item.id)
    return actions.add_action(session, item, values, keeper, decision)


@pytest.fixture
def minutes(session, keeper):
    """Confirmed minutes with a decision and an action item."""
    made = case.complete(session, keeper)
    act_on(session, made, keeper, "조례안 검토")
    confirming.send_to_sign(session, made, keeper)
    case.sign_all(session, made)
    return made


def rewritten(session, minutes, keeper):
    """Begin a correction and change everything it can change."""
    correcting.correct(session, minutes, "잘못 시작함", keeper)
    case.write(session, minutes, keeper, "고친 발언", "고친 보고")
    case.decide(session, minutes, keeper, outcome="PASSED_AMENDED", detail="예산을 줄임", yes=12, no=3)
    case.decide(session, minutes, keeper, number=1, outcome="DEFERRED", detail="보완", method="CONSENSUS", yes=0, no=0)
    act_on(session, minutes, keeper, "새 조치사항")
    member = institution.person(session, "방유나").id
    stated(
        session, minutes, keeper, confirmers=[member], recorder_id=member, recorder_name="방유나",
        program=["개회"], next_on=clock.today() + timedelta(days=40), disclosure="CLOSED", grounds=[6],
    )  # fmt: skip


@pytest.mark.parametrize("stood", ["CONFIRMED", "REGISTERED", "PUBLISHED"])
def test_everything_is_again_as_in_force(session, minutes, keeper, stood):
    if stood != "CONFIRMED":
        publishing.register(session, minutes, keeper)
    if stood == "PUBLISHED":
        disclosing.publish(session, minutes, keeper)
    edition = session.get_one(Edition, minutes.confirmed_edition_id)
    readers = minutes.reader_set_id
    rewritten(session, minutes, keeper)
    assert facts_of(session, gather(session, minutes)) != edition.facts
    correcting.give_up(session, minutes, "단순 착오", keeper)
    session.flush()
    session.expire_all()
    assert minutes.state == stood
    assert facts_of(session, gather(session, minutes)) == edition.facts
    assert minutes.reader_set_id == readers
    assert [one.name for one in minutes.confirmers] == ["한도윤", "서하늘"]
    assert [(one.outcome, one.proposed) for one in session.scalars(select(Decision))] == [("PASSED_AS_IS", None)]
    assert [one.what for one in session.scalars(select(ActionItem))] == ["조례안 검토"]


def test_what_was_written_and_sent_stays_in_the_history_with_the_reason(session, minutes, keeper):
    rewritten(session, minutes, keeper)
    stated(session, minutes, keeper, confirmers=[institution.person(session, name).id for name in ("한도윤", "서하늘")])
    sent = confirming.send_to_sign(session, minutes, keeper)
    confirming.sign(session, minutes, sent.sha256, case.signer(session, "한도윤"))
    correcting.give_up(session, minutes, "단순 착오", keeper)
    assert session.scalar(select(func.count()).select_from(Edition)) == 2
    kept = session.scalars(select(Revision.content).where(Revision.reason == "save")).all()
    assert any("고친 발언" in str(one) for one in kept)
    [reason] = reasons_of(session, minutes, "give_up")
    assert (reason.text, reason.name) == ("단순 착오", "문가람")
    correcting.correct(session, minutes, "다시", keeper)
    assert minutes.correction_no == 1


def test_a_later_correction_is_numbered_as_if_it_had_not_been_begun(session, minutes, keeper):
    rewritten(session, minutes, keeper)
    correcting.give_up(session, minutes, "단순 착오", keeper)
    correcting.correct(session, minutes, "표 수 오기", keeper)
    edition = confirming.send_to_sign(session, minutes, keeper)
    assert edition.facts["correction"] == {"no": 1, "reason": "표 수 오기"}


def test_what_acts_at_once_is_put_right_first(session, minutes, keeper):
    correcting.correct(session, minutes, "출석 오기", keeper)
    meeting = session.get_one(Meeting, minutes.meeting_id)
    row = next(one for one in meeting.attendances if one.name == "진서율")
    attendance.mark(session, meeting, row.id, "PRESENT", keeper)
    meeting.place = "다른 곳"
    session.flush()
    with pytest.raises(Refused) as refused:
        correcting.give_up(session, minutes, "단순 착오", keeper)
    assert [one.place for one in refused.value.problems] == ["meeting:edit", "meeting:attendance"]
    assert "진서율" in refused.value.problems[1].text.interpolate()
    attendance.mark(session, meeting, row.id, "ABSENT", keeper)
    meeting.place = "시청 3층 회의실"
    session.flush()
    correcting.give_up(session, minutes, "단순 착오", keeper)
    assert minutes.state == "CONFIRMED"


def test_only_a_secretary_and_only_while_it_is_being_made(session, minutes, keeper, viewer):
    with pytest.raises(NotAllowed):
        correcting.give_up(session, minutes, "착오", keeper)
    correcting.correct(session, minutes, "착오", keeper)
    with pytest.raises(NotAllowed):
        correcting.give_up(session, minutes, "착오", viewer("chair"))


# --- what a correction says of itself acts when it is confirmed -------------------------------------------------------


def sees(session, viewer, record):
    session.flush()
    return session.scalar(select(Record.id).where(Record.id == record.id, readable(viewer.principals))) is not None


@pytest.mark.parametrize(("before", "after"), [("OPEN", "CLOSED"), ("CLOSED", "OPEN")])
def test_its_disclosure_acts_on_readers_when_it_is_confirmed(session, keeper, viewer, before, after):
    grounds = {"OPEN": [], "CLOSED": [6]}
    minutes = case.complete(session, keeper)
    stated(session, minutes, keeper, disclosure=before, grounds=grounds[before])
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    decision = case.decision(session)
    correcting.correct(session, minutes, "공개구분 오기", keeper)
    stated(session, minutes, keeper, disclosure=after, grounds=grounds[after])
    for record in (minutes, decision):
        assert (record.disclosure, sees(session, viewer("staff"), record)) == (before, before == "OPEN")
    edition = confirming.send_to_sign(session, minutes, keeper)
    assert (edition.facts["disclosure"], minutes.disclosure) == (after, before)
    case.sign_all(session, minutes)
    for record in (minutes, decision):
        assert (record.disclosure, record.grounds) == (after, grounds[after])
        assert sees(session, viewer("staff"), record) == (after == "OPEN")


def test_a_new_recorder_writes_the_correction_and_the_old_one_keeps_reading(session, minutes, keeper, viewer):
    correcting.correct(session, minutes, "기록자 오기", keeper)
    member = viewer("member")
    stated(session, minutes, keeper, recorder_id=member.person_id, recorder_name=member.name)
    assert "edit" in case.confirming.records.acts(session, minutes, member)
    assert minutes.recorder_name == "문가람"
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert (minutes.recorder_name, minutes.proposed) == ("방유나", None)


def test_the_page_asks_for_a_reason_and_tells_what_is_in_the_way(database, keeper, secretary, member):
    with database.writing() as session:
        made = case.confirmed(session, keeper)
        correcting.correct(session, made, "착오", keeper)
        address, meeting = f"/minutes/{made.uid}", session.get_one(Meeting, made.meeting_id)
        row = next(one for one in meeting.attendances if one.name == "진서율")
        attendance.mark(session, meeting, row.id, "PRESENT", keeper)
        uid, row_id = meeting.uid, row.id
    assert f"{address}/give-up" in secretary.get(address)
    assert member.get(f"{address}/give-up", expect_errors=True).status_int == 403
    form = secretary.get(f"{address}/give-up").forms["give-up"]
    form["reason"] = "단순 착오로 시작함"
    page = form.submit(status=400)
    assert page.html.select_one(".error-summary a")["href"] == f"/meetings/{uid}/attendance"
    assert page.forms["give-up"]["reason"].value == "단순 착오로 시작함"
    with database.writing() as session:
        attendance.mark(
            session, session.get_one(Meeting, session.query(Minutes).one().meeting_id), row_id, "ABSENT", keeper
        )
    assert page.forms["give-up"].submit("save", status=303).location.endswith(address)
    assert "확정" in secretary.get(address).html.select_one(".krds-badge").get_text()
    with database.reading() as session:
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.act == "give_up_to_confirmed"))
