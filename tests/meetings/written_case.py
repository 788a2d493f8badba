"""A written meeting (서면심의) as tests need it: planned, stated, sent out, answered, closed."""

from datetime import timedelta

from meetings.minutes import making
from meetings.sittings import agenda, convening, notice, written
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.written import Answer, Slip, WrittenFacts
from portal import clock
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts as made

YES, NO, ABSTAIN = Answer("YES"), Answer("NO", "예산이 많음"), Answer("ABSTAIN")


def pass_days(days):
    moment = clock.now() + timedelta(days=days)
    clock.set_source(lambda: moment)


def planned(session, keeper, **given):
    """A written meeting in ten days with one item to decide and one report; replies until the eighth day."""
    day = clock.today() + timedelta(days=10)
    meeting = made.planned(session, keeper, day, mode="WRITTEN", place="", **given)
    agenda.add_item(session, meeting, ItemFacts("REPORT", "상반기 실적 보고"), keeper)
    return meeting


def stated(session, keeper, **given):
    meeting = planned(session, keeper, **given)
    facts = WrittenFacts("감염병 확산으로 모이기 어려움", clock.today() + timedelta(days=8))
    written.state_written(session, meeting, facts, keeper)
    return meeting


def sent(session, keeper):
    meeting = stated(session, keeper)
    notice.send_notice(session, meeting, "", "", keeper)
    return meeting


def members(meeting):
    return [row for row in meeting.attendances if row.seat == "MEMBER"]


def answer(session, meeting, row, what=YES, slip=None, actor=None):
    """A member's reply: by themselves, unless on paper."""
    items = written.items_to_answer(session, meeting, row.person_id)
    given = {item.id: what for item in items}
    who = actor or case.signer(session, row.name)
    return written.reply(session, meeting, row.person_id, given, slip=slip or Slip("ACCOUNT"), actor=who)


def answered(session, keeper, yes=12, no=2, abstain=1):
    """A sent meeting with replies, whose deadline is over and whose day has come."""
    meeting = sent(session, keeper)
    for row, what in zip(members(meeting), [YES] * yes + [NO] * no + [ABSTAIN] * abstain, strict=False):
        answer(session, meeting, row, what)
    pass_days(10)
    return meeting


def closed(session, keeper, **counts):
    meeting = answered(session, keeper, **counts)
    convening.open_meeting(session, meeting, keeper)
    minutes = making.minutes_of(session, meeting.id)
    case.decide(session, minutes, keeper, method="WRITTEN", yes=12, no=2, abstain=1)
    convening.close_meeting(session, meeting, keeper)
    return meeting, minutes
