"""Personal data in minutes: no 주민등록번호 goes round or is signed."""

from datetime import timedelta
from io import BytesIO

import pytest

from meetings.decisions import actions
from meetings.minutes import circulating, confirming
from meetings.minutes.material import gather
from meetings.minutes.models import Minutes
from meetings.minutes.statutory import elements
from portal import clock
from portal.files.services import attach
from portal.files.stores import blob_store
from portal.jobs.worker import run_all
from portal.records.workflow import Refused
from tests.files import builders
from tests.meetings import minutes_case as case


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("text", "제1호에 주민등록번호가 있습니다. 지우십시오."),
        ("action", "제1호에 주민등록번호가 있습니다. 지우십시오."),
        ("program", "기본 사항이나 참석자 명단에 주민등록번호가 있습니다. 지우십시오."),
    ],
)
def test_minutes_with_a_resident_number_neither_go_round_nor_are_sent_to_be_signed(session, keeper, place, told):
    minutes, number = case.complete(session, keeper), "900101-1234567"
    item = case.items(session, minutes)[0]
    if place == "text":
        case.write(session, minutes, keeper, f"신청인({number})의 사정을 들음")
    elif place == "action":
        actions.add_action(session, item, {"what": f"{number} 확인", "owner": "복지정책과", "due_on": None}, keeper)
    else:
        minutes.program = ["개회", f"{number} 심사"]
    assert_refused(session, minutes, keeper, told)


def assert_refused(session, minutes, keeper, told):
    """Neither way out is open, and both say why."""
    with pytest.raises(Refused) as to_sign:
        confirming.send_to_sign(session, minutes, keeper)
    with pytest.raises(Refused) as round_about:
        circulating.circulate(session, minutes, clock.today() + timedelta(days=3), keeper)
    for refused in (to_sign, round_about):
        assert told in [one.text.interpolate() for one in refused.value.problems]


def test_nor_do_those_with_one_in_a_file(database, keeper, registry):
    with database.writing() as session:
        minutes = case.complete(session, keeper)
        pdf = BytesIO(builders.pdf_bytes(["900101-1234567"]))
        attach(session, blob_store(registry, session), minutes, "명단.pdf", pdf, actor=keeper)
        minutes_id = minutes.id
        remarks = [one.text.interpolate() for one in elements(session, gather(session, minutes))[-1].remarks]
        assert remarks == ["붙임 ‘명단.pdf’에 개인정보가 있는지 아직 살펴보고 있습니다."]
    run_all(registry)
    with database.reading() as session:
        told = "붙임 ‘명단.pdf’에 주민등록번호가 있습니다. 빼거나 가린 파일로 바꾸십시오."
        assert_refused(session, session.get_one(Minutes, minutes_id), keeper, told)
