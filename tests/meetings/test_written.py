"""서면심의: sent out, answered by account, link or paper, counted over the replies, reported at the next meeting."""

import io
from datetime import timedelta

import pytest
from docx import Document
from sqlalchemy import select

from meetings.decisions.written_results import written_results
from meetings.minutes import confirming, making
from meetings.minutes.facts import facts_of
from meetings.minutes.material import gather
from meetings.sittings import agenda, attendance, ballot, convening, notice, written
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import Meeting, WrittenReply
from meetings.sittings.written import Answer, Slip, WrittenFacts
from portal import clock
from portal.files.services import attach, attachments
from portal.files.stores import blob_store
from portal.forms import FormError
from portal.jobs.models import Job
from portal.office.office_files import WORD
from portal.people.account_services import has_account
from portal.records import services as records
from portal.records.models import Link
from portal.records.workflow import NotAllowed, Refused
from portal.security.links import make_link
from tests import institution
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts as made
from tests.meetings.written_case import (
    NO,
    YES,
    answer,
    answered,
    closed,
    members,
    pass_days,
    planned,
    sent,
    stated,
)


@pytest.fixture(autouse=True)
def _today():
    yield
    clock.set_source(None)


# --- sending it out ---------------------------------------------------------------------------------------------------


def test_it_is_not_sent_without_reason_deadline_and_something_to_answer(session, keeper):
    meeting = planned(session, keeper)
    agenda.remove_item(session, agenda.items_of(session, meeting)[0], keeper)
    with pytest.raises(Refused) as refused:
        notice.send_notice(session, meeting, "", "", keeper)
    assert {one.place for one in refused.value.problems} == {"written", "#agenda"}


@pytest.mark.parametrize(("days", "fields"), [(-1, ["reply_until"]), (11, ["reply_until"])])
def test_a_deadline_before_the_sending_or_after_the_day_is_refused(session, keeper, days, fields):
    meeting = planned(session, keeper)
    facts = WrittenFacts("긴급", clock.today() + timedelta(days=days))
    with pytest.raises(FormError) as refused:
        written.state_written(session, meeting, facts, keeper)
    assert [field for field, _text in refused.value.faults] == fields


def test_members_get_the_form_and_five_days_to_answer(session, keeper):
    meeting = sent(session, keeper)
    assert (meeting.state, meeting.sent_on) == ("NOTICED", clock.today())
    mails = [job.payload for job in session.scalars(select(Job).where(Job.kind == "mail"))]
    names = [one["name"] for mail in mails for one in mail["enclosures"]]
    assert "서면심의서(방유나).docx" in names
    assert all("[서면심의]" in mail["subject"] for mail in mails)
    assert "회신 기한" in mails[0]["text"]
    short = stated(session, keeper)
    short.reply_until = clock.today() + timedelta(days=4)
    session.flush()
    with pytest.raises(FormError) as refused:
        notice.send_notice(session, short, "", "", keeper)
    assert refused.value.faults[0][0] == "waiver"


def test_what_was_sent_out_stands(session, keeper):
    meeting = sent(session, keeper)
    item = agenda.items_of(session, meeting)[0]
    with pytest.raises(NotAllowed):
        agenda.add_item(session, meeting, ItemFacts("RESOLVE", "새 안건"), keeper)
    with pytest.raises(NotAllowed):
        agenda.edit_item(session, item, ItemFacts("RESOLVE", "다른 안건"), keeper)
    with pytest.raises(FormError):
        convening.edit(session, meeting, made.facts(session, meeting.held_on, mode="IN_PERSON"), keeper)


# --- answering --------------------------------------------------------------------------------------------------------


def test_who_answers_is_present_and_may_answer_again_until_the_deadline(session, keeper):
    meeting = sent(session, keeper)
    row = members(meeting)[3]
    answer(session, meeting, row)
    answer(session, meeting, row, NO)
    [reply] = session.scalars(select(WrittenReply))
    assert [(vote.choice, vote.opinion) for vote in reply.votes] == [("NO", "예산이 많음")]
    assert row.mark == "PRESENT"
    assert attendance.figures_of(session, meeting).present == 1
    pass_days(9)
    with pytest.raises(FormError):
        answer(session, meeting, row, YES)
    assert reply.votes[0].choice == "NO"


def test_every_item_is_answered_and_only_by_members(session, keeper, viewer):
    meeting = sent(session, keeper)
    row = members(meeting)[3]
    who = case.signer(session, row.name)
    for answers in ({}, {agenda.items_of(session, meeting)[0].id: Answer("MAYBE")}):
        with pytest.raises(FormError):
            written.reply(session, meeting, row.person_id, answers, slip=Slip("ACCOUNT"), actor=who)
    for login in ("outsider", "staff", "officer"):
        with pytest.raises(NotAllowed):
            answer(session, meeting, row, actor=viewer(login))
    with pytest.raises(FormError):
        attendance.mark(session, meeting, row.id, "PRESENT", keeper)


def test_an_excluded_member_is_not_asked_and_not_counted(session, keeper):
    meeting = sent(session, keeper)
    first, second = members(meeting)[3:5]
    item = agenda.items_of(session, meeting)[0]
    answer(session, meeting, first)
    answer(session, meeting, second)
    agenda.exclude(session, item, first.person_id, kind="EXCLUDED", reason="이해관계", actor=keeper)
    assert written.items_to_answer(session, meeting, first.person_id) == []
    present = attendance.item_figures_of(session, item).present_ids
    assert written.count(session, item, present) == written.Count(1, 0, 0)


def test_paper_is_entered_by_the_secretary_with_the_day_it_came(session, keeper):
    meeting = sent(session, keeper)
    row = members(meeting)[5]
    with pytest.raises(FormError) as refused:
        late = Slip("PAPER", meeting.reply_until + timedelta(days=1))
        answer(session, meeting, row, slip=late, actor=keeper)
    assert refused.value.faults[0][0] == "received_on"
    pass_days(9)  # it came in time, and is entered later
    reply = answer(session, meeting, row, slip=Slip("PAPER", meeting.reply_until, "a" * 32), actor=keeper)
    assert (reply.means, reply.recorded_by_id, reply.scan_uid) == ("PAPER", keeper.person_id, "a" * 32)
    with pytest.raises(NotAllowed):
        answer(session, meeting, row, slip=Slip("PAPER", meeting.reply_until), actor=case.signer(session, "방유나"))
    written.take_back(session, meeting, row.person_id, keeper)
    assert (row.mark, session.scalars(select(WrittenReply)).all()) == ("UNKNOWN", [])


def test_paper_never_takes_the_place_of_a_reply_of_somebodys_own(session, keeper):
    meeting = sent(session, keeper)
    row = members(meeting)[5]
    answer(session, meeting, row, YES)
    with pytest.raises(FormError) as refused:
        answer(session, meeting, row, NO, slip=Slip("PAPER", clock.today()), actor=keeper)
    assert "스스로 보낸 회신" in refused.value.faults[0][1]
    reply = session.scalars(select(WrittenReply)).one()
    assert (reply.means, [vote.choice for vote in reply.votes]) == ("ACCOUNT", ["YES"])


def test_the_scan_of_a_ballot_is_nobodys_to_read_and_goes_with_it(session, keeper, registry):
    meeting = sent(session, keeper)
    row = members(meeting)[5]
    scan = attach(
        session, blob_store(registry, session), meeting, "회신.txt", io.BytesIO("반대".encode()), actor=keeper
    )
    answer(session, meeting, row, NO, slip=Slip("PAPER", clock.today(), scan.uid), actor=keeper)
    assert attachments(session, meeting.id, drafts=True) == []
    assert [file.uid for file in attachments(session, meeting.id, drafts=True, scans=True)] == [scan.uid]
    reply = answer(session, meeting, row, YES, slip=Slip("PAPER", clock.today()), actor=keeper)
    assert reply.scan_uid == scan.uid  # entered again without another one
    written.take_back(session, meeting, row.person_id, keeper)
    assert attachments(session, meeting.id, drafts=True, scans=True) == []


def test_a_reply_of_somebodys_own_is_nobody_elses_to_remove(session, keeper):
    meeting = sent(session, keeper)
    row = members(meeting)[5]
    answer(session, meeting, row)
    with pytest.raises(FormError):
        written.take_back(session, meeting, row.person_id, keeper)


def test_a_link_answers_once_and_only_for_who_has_no_account(session, keeper):
    meeting = sent(session, keeper)
    without = next(row for row in members(meeting) if not has_account(session, row.person_id))
    token = make_link(session, written.link_purpose(session, meeting, without.person_id, keeper), keeper)
    session.flush()
    answers = {item.id: YES for item in written.items_to_answer(session, meeting)}
    written.reply_by_link(session, token, answers)
    assert session.scalars(select(WrittenReply)).one().means == "LINK"
    with pytest.raises(LookupError):
        written.reply_by_link(session, token, answers)
    with pytest.raises(FormError):
        written.link_purpose(session, meeting, institution.person(session, "방유나").id, keeper)


# --- counting ---------------------------------------------------------------------------------------------------------


def test_it_is_counted_after_the_deadline_or_when_everybody_answered(session, keeper):
    meeting = sent(session, keeper)
    for row in members(meeting)[:-1]:
        answer(session, meeting, row)
    meeting.held_on = clock.today()
    meeting.reply_until = clock.today()
    session.flush()
    with pytest.raises(Refused) as refused:
        convening.open_meeting(session, meeting, keeper)
    assert [one.place for one in refused.value.problems] == ["written"]
    session.rollback()


def test_as_long_as_replies_come_nothing_is_said_of_the_quorum(session, keeper):
    meeting = sent(session, keeper)
    answer(session, meeting, members(meeting)[3])
    for step in ("open", "adjourn"):
        problems = records.problems(session, meeting, step)
        assert [one.place for one in problems] == ["written"]
        assert "지나지 않았습니다" in problems[0].text.interpolate()
    pass_days(10)
    [too_few] = records.problems(session, meeting, "open")
    assert "유회로 처리" in too_few.text.interpolate()
    assert records.problems(session, meeting, "adjourn") == []


def test_too_few_replies_are_no_meeting(session, keeper):
    meeting = answered(session, keeper, yes=9, no=0, abstain=0)  # 9 of 18 is no majority
    with pytest.raises(Refused), session.begin_nested():
        convening.open_meeting(session, meeting, keeper)
    session.refresh(meeting)
    convening.adjourn(session, meeting, keeper)
    assert meeting.state == "ADJOURNED_NO_QUORUM"


def test_who_did_not_answer_was_not_there_and_the_decision_is_what_was_answered(session, keeper):
    meeting = answered(session, keeper)
    convening.open_meeting(session, meeting, keeper)
    assert {row.mark for row in members(meeting)[15:]} == {"ABSENT"}
    minutes = making.minutes_of(session, meeting.id)
    for wrong in (
        {"method": "SHOW_OF_HANDS", "yes": 12, "no": 2, "abstain": 1},
        {"method": "CONSENSUS", "yes": 0, "no": 0, "abstain": 0},
        {"method": "WRITTEN", "yes": 13, "no": 1, "abstain": 1},
        {"method": "WRITTEN", "yes": 12, "no": 2, "abstain": 1, "outcome": "REJECTED"},
    ):
        with pytest.raises(FormError):
            case.decide(session, minutes, keeper, **wrong)
    case.decide(session, minutes, keeper, method="WRITTEN", yes=12, no=2, abstain=1)


def test_abstention_counts_as_a_reply_and_a_tie_does_not_carry(session, keeper):
    meeting = answered(session, keeper, yes=6, no=4, abstain=2)
    convening.open_meeting(session, meeting, keeper)
    minutes = making.minutes_of(session, meeting.id)
    counts = {"method": "WRITTEN", "yes": 6, "no": 4, "abstain": 2, "present": 12}
    with pytest.raises(FormError):
        case.decide(session, minutes, keeper, **counts)
    assert case.decide(session, minutes, keeper, outcome="REJECTED", **counts).outcome == "REJECTED"


def test_there_is_no_written_vote_in_a_room(session, keeper):
    minutes = case.in_session(session, keeper)
    with pytest.raises(FormError):
        case.decide(session, minutes, keeper, method="WRITTEN")


# --- minutes, form, report --------------------------------------------------------------------------------------------


def test_the_minutes_say_how_it_was_held_and_begin_with_the_opinions(session, keeper):
    _meeting, minutes = closed(session, keeper)
    facts = facts_of(session, gather(session, minutes))
    assert facts["summary"].startswith("총 18명 중 15명 회신 83.3%")
    assert facts["written"]["reason"] == "감염병 확산으로 모이기 어려움"
    assert facts["agenda"][0]["decision"]["vote"] == "서면: 회신 15명 중 찬성 12, 반대 2, 기권 1"
    assert "예산이 많음" in str(facts["agenda"][0]["content"])
    case.write(session, minutes, keeper, "위원들의 의견을 모음", "보고함")
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    assert minutes.state == "CONFIRMED"


def test_the_form_is_printed_empty_and_filled_in(session, keeper):
    meeting = sent(session, keeper)
    row = members(meeting)[3]
    answer(session, meeting, row, NO)
    texts = []
    for one in (None, row):
        document = Document(io.BytesIO(ballot.ballot_file(session, meeting, WORD, one)))
        cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
        texts.append(" ".join([paragraph.text for paragraph in document.paragraphs] + cells))
    empty, filled = texts
    assert all(
        word in empty for word in ("서면심의서", "연차별 시행계획 심의", "□ 찬성", "□ 반대", "□ 기권", "회신 기한")
    )
    assert "■" not in empty
    assert "■ 반대" in filled
    assert "예산이 많음" in filled
    assert row.name in filled


def test_its_result_is_reported_at_the_next_meeting_once(session, keeper):
    meeting, _minutes = closed(session, keeper)
    body, day = institution.body(session), clock.today() + timedelta(days=20)
    [offer] = written_results(session, body, day)
    assert (offer.kind, offer.title) == ("REPORT", f"{meeting.title} 서면심의 결과 보고")
    assert "재적 18명 중 15명 회신" in offer.summary
    assert "찬성 12, 반대 2, 기권 1" in offer.summary
    assert "원안가결" not in offer.summary  # nothing is decided before its minutes are confirmed
    following = made.planned(session, keeper, day)
    [item] = agenda.adopt(session, following, [offer], keeper)
    assert session.scalars(select(Link.target_id).where(Link.source_id == item.id)).all() == [meeting.id]
    assert written_results(session, body, day) == []
    agenda.remove_item(session, item, keeper)
    assert len(written_results(session, body, day)) == 1


def test_the_next_meeting_its_minutes_name_has_the_report_on_its_agenda(session, keeper):
    meeting, minutes = closed(session, keeper)
    case.write(session, minutes, keeper, "위원들의 의견을 모음", "보고함")
    minutes.next_on = clock.today() + timedelta(days=30)
    session.flush()
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    following = session.get_one(Meeting, minutes.next_meeting_id)
    assert (following.state, following.mode) == ("PLANNED", "IN_PERSON")
    [report] = agenda.items_of(session, following)
    assert report.title == f"{meeting.title} 서면심의 결과 보고"
    assert "원안가결 (찬성 12, 반대 2, 기권 1)" in report.summary
    assert agenda.inherit(session, following, keeper) == []


def test_an_agenda_that_was_sent_out_inherits_nothing(session, keeper):
    meeting, _minutes = closed(session, keeper)
    following = made.noticed(session, keeper, clock.today() + timedelta(days=20))
    assert agenda.inherit(session, following, keeper) == []
    assert all(meeting.title not in item.title for item in agenda.items_of(session, following))


def test_put_off_it_is_answered_anew(session, keeper):
    meeting = sent(session, keeper)
    answer(session, meeting, members(meeting)[3])
    notice.postpone(session, meeting, "자료 보완", keeper)
    facts = made.facts(session, clock.today() + timedelta(days=20), mode="WRITTEN", place="")
    convening.reschedule(session, meeting, facts, keeper)
    session.flush()
    assert session.scalars(select(WrittenReply)).all() == []
    assert {row.mark for row in members(meeting)} == {"UNKNOWN"}
    assert meeting.sent_on is None
