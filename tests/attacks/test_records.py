"""Getting at records, or changing them, by a way that was left open."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from meetings.decisions import actions
from meetings.decisions.services import remove_decision
from meetings.minutes import confirming, correcting, disclosing, publishing
from meetings.minutes.models import Minutes
from meetings.sittings import agenda, convening
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import AgendaItem, Meeting
from portal import clock
from portal.files.services import attach, index_parts
from portal.files.stores import blob_store
from portal.forms import FormError
from portal.jobs.models import Job
from portal.people.models import Body
from portal.records import services as records
from portal.records.workflow import Refused
from tests.files import builders
from tests.meetings import minutes_case as case

PHONE = "연락처 010-1234-5678"


@pytest.fixture
def keeper(viewer: Any) -> Any:
    return viewer("secretary")


def corrected(session: Any, keeper: Any, first: str, second: str) -> Minutes:
    """Minutes confirmed with one text and corrected to another."""
    minutes = case.complete(session, keeper, report=False)
    case.write(session, minutes, keeper, first)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    correcting.correct(session, minutes, "개인정보 삭제", keeper)
    case.write(session, minutes, keeper, second)
    confirming.send_to_sign(session, minutes, keeper)
    case.sign_all(session, minutes)
    return minutes


def public(session: Any, minutes: Minutes, keeper: Any) -> None:
    publishing.register(session, minutes, keeper)
    disclosing.publish(session, minutes, keeper)


def test_the_public_reads_no_edition_that_was_corrected(
    database: Any, keeper: Any, anonymous: Any, outsider: Any, member: Any
) -> None:
    with database.writing() as session:
        minutes = corrected(session, keeper, PHONE, "연락처를 지움")
        public(session, minutes, keeper)
        address = f"/minutes/{minutes.uid}"
        old, new = minutes.confirmed_numbers
    for browser in (anonymous, outsider):
        assert "연락처를 지움" in browser.get(address)
        assert f"edition={old}" not in browser.get(address)
        assert browser.get(f"{address}?edition={new}").status_int == 200
        browser.get(f"{address}?edition={old}", status=404)
        for kind in ("docx", "hwpx"):
            browser.get(f"{address}/minutes.{kind}?edition={old}", status=404)
    assert PHONE in member.get(f"{address}?edition={old}")


def test_a_correction_with_personal_data_does_not_go_out_by_itself(
    database: Any, keeper: Any, anonymous: Any, member: Any
) -> None:
    with database.writing() as session:
        minutes = case.confirmed(session, keeper, report=False)
        public(session, minutes, keeper)
        correcting.correct(session, minutes, "빠진 말", keeper)
        case.write(session, minutes, keeper, PHONE)
        confirming.send_to_sign(session, minutes, keeper)
        case.sign_all(session, minutes)
        address = f"/minutes/{minutes.uid}"
    assert anonymous.get(address, status=303).location.endswith(f"/login?next=%2Fminutes%2F{address[9:]}")
    assert PHONE in member.get(address)


def test_the_scan_of_a_signature_goes_out_with_no_minutes(
    database: Any, registry: Any, keeper: Any, anonymous: Any, member: Any, secretary: Any
) -> None:
    with database.writing() as session:
        minutes = case.sent(session, keeper)
        person, sha256 = case.take_account(session, "서하늘"), case.hash_of(session, minutes)
        store = blob_store(registry, session)
        data = builders.pdf_bytes(["서명"])
        kept = attach(session, store, minutes, "서명.pdf", BytesIO(data), actor=keeper)
        kept.text_state, kept.pages = "DONE", [["1", "서명"]]
        confirming.sign_on_paper(session, minutes, sha256, person_id=person, scan_uid=kept.uid, actor=keeper)
        confirming.sign(session, minutes, sha256, case.signer(session, "한도윤"))
        public(session, minutes, keeper)
        assert index_parts(session, minutes.id) == ()
        uid, scan = minutes.uid, f"/files/{kept.uid}"
    assert anonymous.get(f"/minutes/{uid}").status_int == 200
    assert anonymous.get(scan, status=303).location.startswith("http://localhost/login")
    member.get(scan, status=404)
    assert scan not in member.get(f"/records/{uid}/files")
    assert scan in secretary.get(f"/records/{uid}/files")
    assert secretary.get(scan).body == data


def test_an_item_that_was_decided_on_stays_on_the_agenda(database: Any, keeper: Any, secretary: Any) -> None:
    with database.writing() as session:
        minutes = case.in_session(session, keeper)
        case.decide(session, minutes, keeper)
        item = case.items(session, minutes)[0]
        uid = item.uid
        with pytest.raises(FormError):
            agenda.remove_item(session, item, keeper)
    answer = secretary.post(f"/agenda/{uid}/remove", {"csrf_token": secretary.csrf()}, status=303)
    assert "결정이 적힌 안건" in answer.follow()
    with database.writing() as session:
        minutes = case.the_minutes(session)
        assert [one.uid for one in case.items(session, minutes)][0] == uid
        remove_decision(session, case.decision(session), keeper)
        agenda.remove_item(session, case.items(session, minutes)[0], keeper)


def test_nothing_comes_back_from_the_bin_into_a_meeting_that_is_over(
    database: Any, keeper: Any, secretary: Any
) -> None:
    with database.writing() as session:
        minutes = case.in_session(session, keeper)
        item = agenda.add_item(
            session, session.get_one(Meeting, minutes.meeting_id), ItemFacts("REPORT", "내린 안건"), keeper
        )
        agenda.remove_item(session, item, keeper)
        case.write(session, minutes, keeper, "발언", "발언")
        case.decide(session, minutes, keeper)
        meeting = session.get_one(Meeting, minutes.meeting_id)
        for row in meeting.attendances:
            row.mark = "PRESENT" if row.mark == "UNKNOWN" else row.mark
        convening.close_meeting(session, meeting, keeper)
        uid = item.uid
        with pytest.raises(Refused):
            records.take_out_of_bin(session, item, keeper)
    answer = secretary.post(f"/bin/{uid}/take-out", {"csrf_token": secretary.csrf()}, status=303)
    assert "되돌릴 수 없습니다" in answer.follow()
    with database.reading() as session:
        assert session.scalars(select(AgendaItem).where(AgendaItem.uid == uid)).one().binned_at is not None


def test_a_closed_item_is_not_told_in_the_report_to_the_next_meeting(database: Any, keeper: Any) -> None:
    with database.writing() as session:
        minutes = case.in_session(session, keeper)
        closed, plain = case.items(session, minutes)[:2]
        closed.disclosure, closed.grounds = "CLOSED", [6]
        for item, what in ((closed, "가구 사례 김한빛 지원"), (plain, "실적 정리")):
            actions.add_action(session, item, {"what": what, "owner": "복지정책과", "due_on": None}, keeper)
        (report,) = actions.open_matters(session, session.get_one(Body, minutes.body_id), clock.today())
        assert report.summary.splitlines() == ["비공개 안건 (복지정책과)", "실적 정리 (복지정책과)"]


def test_nobody_makes_a_link_to_sign_for_somebody_who_can_sign_in(database: Any, keeper: Any, secretary: Any) -> None:
    with database.writing() as session:
        minutes = case.sent(session, keeper)
        person, uid = case.signer(session, "서하늘").person_id, minutes.uid
        with pytest.raises(FormError):
            confirming.link_to_sign(session, minutes, person, keeper)
    values = {"person": str(person), "csrf_token": secretary.csrf()}
    assert "로그인할 수 있는 확인자" in secretary.post(f"/minutes/{uid}/link", values, status=303).follow()


def test_a_forged_host_is_in_no_personal_link(database: Any, registry: Any, keeper: Any, secretary: Any) -> None:
    with database.writing() as session:
        minutes = case.sent(session, keeper)
        person, uid = case.take_account(session, "서하늘"), minutes.uid
    values = {"person": str(person), "csrf_token": secretary.csrf()}
    headers = {"Host": "evil.example", "Cookie": f"sillok={secretary.cookies['sillok']}"}
    page = secretary.post(f"/minutes/{uid}/link", values, headers=headers, status=200)
    assert registry["settings"].base_url in page
    assert "evil.example/confirm" not in page


def test_who_may_read_a_decision_changes_in_the_index_with_its_meeting(database: Any, keeper: Any) -> None:
    with database.writing() as session:
        minutes = case.in_session(session, keeper)
        decision = case.decide(session, minutes, keeper)
        for job in session.scalars(select(Job)):
            session.delete(job)
        session.flush()
        records.changed(session, session.get_one(Meeting, minutes.meeting_id))
        waiting = {job.payload["uid"] for job in session.scalars(select(Job).where(Job.kind == "index"))}
        assert {session.get_one(Meeting, minutes.meeting_id).uid, minutes.uid, decision.uid} <= waiting
