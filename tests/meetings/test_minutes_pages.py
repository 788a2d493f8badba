"""The pages of minutes in the browser: writing, circulating, correcting; who may, and what a wrong click does."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from meetings.decisions.models import Decision
from meetings.minutes import confirming
from meetings.minutes.models import Minutes
from meetings.sittings import convening
from portal import clock
from portal.records.workflow import Refused
from tests import institution
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts
from tests.meetings.minutes_pages import file_text, item_uid, make, stored


def test_the_page_of_the_secretary_has_everything(database, viewer, secretary):
    page = secretary.get(make(database, viewer, case.in_session) + "/edit")
    uid = item_uid(database)
    assert page.html.find("div", {"data-editor": True})["data-save-url"].startswith("/sections/")
    assert f"decision-{uid}" in page.forms
    assert f"action-{uid}" in page.forms
    assert "총 18명 중 15명 참석 83.3%" in page
    assert len(page.html.select(".checklist > li")) >= 9


@pytest.mark.parametrize(("who", "status"), [("member", 404), ("staff", 404), ("outsider", 404), ("anonymous", 303)])
def test_a_draft_is_not_shown_to_others(request, database, viewer, who, status):
    address = make(database, viewer, case.in_session)
    browser = request.getfixturevalue(who)
    assert browser.get(address, expect_errors=True).status_int == status
    assert browser.get(f"{address}/edit", expect_errors=True).status_int == status


def test_a_decision_is_typed_and_saved(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"decision-{item_uid(database)}"]
    assert form["present"].value == "15"
    form["outcome"], form["method"], form["yes"], form["no"] = "PASSED_AS_IS", "SHOW_OF_HANDS", "14", "1"
    page = form.submit(status=303).follow()
    assert "찬성 14" in page


def test_votes_that_do_not_add_up_come_back_as_typed(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"decision-{item_uid(database)}"]
    form["outcome"], form["method"], form["yes"], form["text"] = "PASSED_AS_IS", "SHOW_OF_HANDS", "9", "원안대로 한다"
    page = form.submit(status=400)
    again = page.forms[form.id]
    assert (again["yes"].value, again["text"].value) == ("9", "원안대로 한다")
    assert "더하면 9명" in page
    with database.reading() as session:
        assert session.scalars(select(Decision)).all() == []


def test_an_action_item_is_added_once(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"action-{item_uid(database)}"]
    form["what"], form["owner"], form["due_on"] = "조례안 검토", "복지정책과", "2030-01-31"
    form.submit(status=303)
    page = form.submit(status=303).follow()
    assert len(page.html.select(".action-list > li")) == 1


def test_facts_are_saved_and_stale_ones_are_not(database, viewer, secretary, make_browser):
    address = make(database, viewer, case.in_session)
    other = make_browser().signed_in("officer")
    mine, theirs = secretary.get(f"{address}/edit").forms["facts"], other.get(f"{address}/edit").forms["facts"]
    theirs["program"] = "개회\n폐회"
    theirs.submit(status=303)
    mine["program"] = "개회\n안건\n폐회"
    page = mine.submit(status=400)
    assert page.forms["facts"]["program"].value == "개회\n안건\n폐회"
    assert stored(database).program == ["개회", "폐회"]


def test_the_next_meeting_lies_ahead(database, viewer, secretary):
    form = secretary.get(make(database, viewer, case.in_session) + "/edit").forms["facts"]
    form["next_on"] = "2020-01-01"
    assert "차기회의는 이번 회의보다 뒤여야" in form.submit(status=400)


def test_while_a_correction_is_written_others_read_the_old_text(database, viewer, member, secretary):
    address = make(database, viewer, case.confirmed)
    form = secretary.get(f"{address}/correct").forms["correct"]
    form["reason"] = "오기"
    form.submit(status=303)
    with database.writing() as session:
        case.write(session, case.the_minutes(session), viewer("secretary"), "새로 쓰는 글")
    page = member.get(address)
    assert "시행계획을 논의함" in page
    assert "새로 쓰는 글" not in page
    assert member.get(f"{address}?edition=draft", expect_errors=True).status_int == 404
    assert "새로 쓰는 글" in secretary.get(f"{address}?edition=draft")


def test_circulated_minutes_take_opinions_until_their_day(database, viewer, secretary, member, outsider):
    address = make(database, viewer, case.complete)
    secretary.get(f"{address}/circulate").forms["circulate"].submit(status=303)
    form = member.get(f"{address}/opinion").forms["opinion"]
    form["text"] = "2쪽 금액을 확인해 주십시오"
    form.submit(status=303)
    assert "2쪽 금액" in secretary.get(address)
    assert outsider.get(address, expect_errors=True).status_int == 404
    later = clock.now() + timedelta(days=9)
    clock.set_source(lambda: later)
    member.sign_in("member")
    form = member.get(f"{address}/opinion").forms["opinion"]
    form["text"] = "늦은 의견"
    assert "기한이 지났습니다" in form.submit(status=400)


def test_a_hundred_kilobytes_in_a_field_are_refused_and_kept(database, viewer, secretary):
    address = make(database, viewer, case.in_session)
    form = secretary.get(f"{address}/edit").forms[f"decision-{item_uid(database)}"]
    form["outcome"], form["text"] = "PASSED_AS_IS", "가" * 100_000
    assert len(form.submit(status=400).forms[form.id]["text"].value) == 100_000


def test_an_item_added_in_the_meeting_gets_its_text(database, viewer, secretary):
    address = make(database, viewer, case.in_session, report=False)
    with database.writing() as session:
        meeting = session.get(case.Meeting, case.the_minutes(session).meeting_id)
        case.agenda.add_item(session, meeting, case.ItemFacts("REPORT", "긴급 보고"), viewer("secretary"))
    page = secretary.get(f"{address}/edit", status=303).follow()
    assert len(page.html.select("[data-editor]")) == 2


def test_minutes_of_a_past_meeting_are_begun_by_its_secretary(database, viewer, secretary, member):
    with database.writing() as session:
        keeper = viewer("secretary")
        meeting = sitting_facts.planned(session, keeper, clock.today() - timedelta(days=30), retroactive=True)
        sitting_facts.mark_members(session, meeting, 15, keeper)
        convening.open_meeting(session, meeting, keeper)
        path = f"/meetings/{meeting.uid}/minutes"
    address = secretary.get(path, status=303).location
    assert "소급 작성" in file_text(secretary.get(f"{address}/minutes.docx"))
    assert "볼 수 있는 회의록이 아직 없습니다" in member.get(path, status=200)
    assert member.get(address, expect_errors=True).status_int == 404


def test_a_meeting_without_minutes_offers_to_begin_them(database, viewer, secretary, member):
    with database.writing() as session:
        meeting = sitting_facts.planned(session, viewer("secretary"))
        path = f"/meetings/{meeting.uid}/minutes"
    assert "볼 수 있는 회의록이 아직 없습니다" in secretary.get(path)
    secretary.post(path, {"csrf_token": secretary.csrf()}, status=404)
    member.post(path, {"csrf_token": member.csrf()}, expect_errors=True)
    with database.reading() as session:
        assert session.scalars(select(Minutes)).all() == []


def test_each_thing_that_is_missing_has_a_page_where_it_is_mended(database, viewer, secretary):
    address = make(database, viewer, case.complete)
    with database.writing() as session:
        minutes = case.the_minutes(session)
        institution.body(session).rules = {"designated": True}
        meeting = session.get(case.Meeting, minutes.meeting_id)
        meeting.attendances[0].arrived_at, meeting.place, minutes.program = time(0, 30), "", []
    page = secretary.get(f"{address}/edit")
    links = [one["href"] for one in page.html.select(".wanting a[href]")]
    assert len(links) == 4
    for link in links:
        secretary.get(link.partition("#")[0], status=200)


def test_a_reader_who_begins_minutes_that_are_there_is_told_what_they_may_see(database, viewer, staff, secretary):
    address = make(database, viewer, case.in_session)
    with database.reading() as session:
        meeting = session.get(case.Meeting, case.the_minutes(session).meeting_id).uid
    for browser, answer in ((staff, f"/meetings/{meeting}/minutes"), (secretary, f"{address}/edit")):
        reply = browser.post(f"/meetings/{meeting}/minutes", {"csrf_token": browser.csrf()}, status=303)
        assert reply.location == f"http://localhost{answer}"
        reply.follow(status=200)


def test_opinions_are_waited_for_or_a_reason_is_given(database, viewer, secretary, member):
    address = make(database, viewer, case.complete)
    secretary.get(f"{address}/circulate").forms["circulate"].submit(status=303)
    page = secretary.get(address)
    assert "의견을 받는 기한" in page
    with database.writing() as session, pytest.raises(Refused):
        confirming.send_to_sign(session, case.the_minutes(session), viewer("secretary"))
    member.get(f"{address}/end-circulation", status=403)
    form = page.click("의견을 받는 기한").forms["end-circulation"]
    assert form.submit(status=400).forms["end-circulation"]
    form["reason"] = "모두 의견 없음을 전화로 알림"
    assert "모두 의견 없음을 전화로 알림 (문가람)" in form.submit(status=303).follow()
    with database.writing() as session:
        minutes = case.the_minutes(session)
        assert minutes.circulated_until == clock.today()
        confirming.send_to_sign(session, minutes, viewer("secretary"))
    secretary.get(f"{address}/end-circulation", status=403)


def test_a_next_meeting_whose_day_has_passed_is_told_and_made_by_hand(database, viewer, secretary):
    address = make(database, viewer, case.sent)
    with database.writing() as session:
        minutes = case.the_minutes(session)
        confirming.send_back(session, minutes, "차기회의", viewer("secretary"))
        minutes.next_on = clock.today() - timedelta(days=1)
        session.flush()
        confirming.send_to_sign(session, minutes, viewer("secretary"))
        case.sign_all(session, minutes)
        assert minutes.next_meeting_id is None
    page = secretary.get(address)
    assert "차기회의 날짜가 지나" in page
    form = next(one for one in page.forms.values() if "차기회의 만들기" in one.text)
    assert "차기회의 날짜가 지나" not in form.submit(status=303).follow()
    with database.reading() as session:
        following = session.get(case.Meeting, case.the_minutes(session).next_meeting_id)
        assert (following.retroactive, following.held_on) == (True, clock.today() - timedelta(days=1))
