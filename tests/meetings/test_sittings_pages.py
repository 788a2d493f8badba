"""The pages of meetings, in a browser without script: what is shown to whom, what is refused, what two clicks do."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar
from sqlalchemy import func, select

from meetings.sittings import agenda
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import AgendaItem, Attendance, Meeting, NoticeReceipt
from portal import clock
from portal.db import Database
from tests import institution
from tests.meetings import sitting_facts as made
from tests.office.hwpx_inspection import all_text as hwpx_text
from tests.office.hwpx_inspection import findings as hwpx_findings


def text_of(page: Any) -> str:
    """The words of a page's main part."""
    return " ".join(page.html.find("main").get_text(" ").split())


def make(database: Database, actor: Any, how: Any = made.planned, **given: Any) -> str:
    """A meeting made by the services; answers its address."""
    with database.writing() as session:
        return f"/meetings/{how(session, actor, **given).uid}"


def choose(form: Any, value: str) -> None:
    """Choose one of the radio buttons of a form."""
    field = next(
        one for one in form.fields.values() if value in [option[0] for option in getattr(one[0], "options", ())]
    )
    field[0].value = value


def only_meeting(database: Database) -> Meeting:
    """The one meeting there is."""
    with database.reading() as session:
        return session.scalars(select(Meeting)).one()


def test_a_secretary_plans_a_meeting_and_puts_an_item_on_it(secretary: Any, database: Database) -> None:
    form = secretary.get("/meetings/new").forms["meeting"]
    day = clock.today() + timedelta(days=21)
    form["held_on"], form["starts_at"], form["ends_at"] = day.isoformat(), "10:00", "12:00"
    form["place"] = "시청 3층 회의실"
    page = form.submit("save", status=303).follow()
    assert f"{day.year}년 제1차 연구기획분과 회의" in page.html.find("h1").get_text()
    assert "안건이 없습니다" in text_of(page)
    item = page.click("안건 올리기").forms["item"]
    item["title"], item["presenter"] = "연차별 시행계획 심의", "복지정책과 한도윤"
    page = item.submit("save", status=303).follow()
    assert "제1호 심의 연차별 시행계획 심의" in text_of(page)


def test_what_is_wrong_is_said_beside_the_field_and_kept(secretary: Any, database: Database) -> None:
    form = secretary.get("/meetings/new").forms["meeting"]
    form["held_on"] = (clock.today() - timedelta(days=1)).isoformat()
    form["starts_at"], form["ends_at"], form["place"] = "10:00", "09:00", "별관"
    page = form.submit("save", status=400)
    said = " ".join(one.get_text() for one in page.html.select(".form-hint-invalid"))
    assert "지난 날짜입니다" in said
    assert "시작 시각보다 늦어야" in said
    assert page.forms["meeting"]["place"].value == "별관"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Meeting)) == 0


def test_two_clicks_on_make_give_one_meeting(secretary: Any, database: Database) -> None:
    form = secretary.get("/meetings/new").forms["meeting"]
    form["held_on"], form["starts_at"] = (clock.today() + timedelta(days=9)).isoformat(), "10:00"
    first, second = form.submit("save", status=303), form.submit("save", status=303)
    assert first.location == second.location


def test_two_clicks_on_send_give_one_notice(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"))
    form = secretary.get(f"{address}/notice").forms["notice"]
    form.submit("save", status=303)
    page = form.submit("save", status=303).follow()
    assert "이미 보냈습니다" in text_of(page)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(NoticeReceipt)) == 21


def test_a_late_notice_asks_for_the_reason_and_keeps_the_text(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"), held_on=clock.today() + timedelta(days=2))
    form = secretary.get(f"{address}/notice").forms["notice"]
    form["text"] = "주차가 어렵습니다."
    page = form.submit("save", status=400)
    assert page.forms["notice"]["text"].value == "주차가 어렵습니다."
    page.forms["notice"]["waiver"] = "긴급 현안"
    page = page.forms["notice"].submit("save", status=303).follow()
    assert "기한 예외 사유: 긴급 현안" in text_of(page)


def test_attendance_is_one_tap_a_person(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"), made.noticed, held_on=clock.today())
    page = secretary.get(f"{address}/attendance")
    taps = page.html.select("form[data-tap]")
    assert len(taps) == 21
    token = page.html.find("input", {"name": "csrf_token"})["value"]
    row = taps[0].find("input", {"name": "row"})["value"]
    tap = {"csrf_token": token, "row": row, "mark": "PRESENT"}
    page = secretary.post(f"{address}/attendance", tap, status=303).follow()
    assert "총 18명 중 1 명 출석 5.6%" in text_of(page)
    answer = secretary.post(f"{address}/attendance", tap | {"mark": "ABSENT"}, headers={"X-Attendance": "1"})
    assert (answer.json["mark"], answer.json["said"]) == ("ABSENT", "한도윤: 불참")
    refused = secretary.post(
        f"{address}/attendance", tap | {"mark": "PROXY"}, headers={"X-Attendance": "1"}, status=400
    )
    assert "대리 출석을 인정하지 않습니다" in refused.json["message"]
    secretary.post(f"{address}/attendance", tap | {"row": "999999"}, status=404)
    secretary.post(f"{address}/attendance", tap | {"mark": "<script>"}, status=303)
    with database.reading() as session:
        assert session.scalars(select(Attendance.mark).where(Attendance.id == int(row))).one() == "ABSENT"


def test_a_row_of_another_meeting_is_not_marked(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"), made.noticed, held_on=clock.today())
    make(database, viewer("secretary"))
    with database.reading() as session:
        other = session.scalars(select(Attendance.id).order_by(Attendance.id.desc()).limit(1)).one()
    tap = {"csrf_token": secretary.csrf(), "row": str(other), "mark": "PRESENT"}
    secretary.post(f"{address}/attendance", tap, status=404)
    secretary.get(f"{address}/attendance/{other}", status=404)


def test_opening_without_quorum_says_why_and_offers_to_adjourn(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"), made.noticed, held_on=clock.today())
    page = secretary.get(address)
    step = next(form for form in page.forms.values() if "step" in form.fields and form["step"].value == "open")
    page = step.submit(status=400)
    assert "0명의 출석을 확인했습니다. 개의 정족수는 10명" in page.html.select_one(".error-summary").get_text()
    with database.writing() as session:
        made.mark_members(session, session.scalars(select(Meeting)).one(), 9, viewer("secretary"))
    page = step.submit(status=400)
    assert "정족수(10명)에 이르지 못했습니다. 유회로" in page.html.select_one(".error-summary").get_text()
    assert any("step" in form.fields and form["step"].value == "adjourn" for form in page.forms.values())
    with database.writing() as session:
        meeting = session.scalars(select(Meeting)).one()
        made.mark_members(session, meeting, 12, viewer("secretary"))
    page = step.submit(status=303).follow()
    step.submit(status=303)  # the second click
    assert only_meeting(database).state == "IN_SESSION"
    close = next(form for form in page.forms.values() if "step" in form.fields and form["step"].value == "close")
    close.submit(status=303)
    assert only_meeting(database).state == "CLOSED"


def test_cancelling_asks_for_a_reason(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"))
    form = secretary.get(f"{address}/cancel").forms["reason"]
    form.submit("save", status=400)
    form["reason"] = "안건 철회"
    form.submit("save", status=303)
    form.submit("save", status=303)
    assert only_meeting(database).state == "CANCELLED"


@pytest.mark.parametrize("page", ["edit", "attendance", "notice", "cancel", "agenda/new", "signin.docx", "notice.hwpx"])
def test_a_member_reads_but_does_not_keep(member: Any, database: Database, viewer: Any, page: str) -> None:
    address = make(database, viewer("secretary"), made.noticed)
    assert "연차별 시행계획" in text_of(member.get(address))
    member.get(f"{address}/{page}", status=403)


def test_a_stranger_finds_nothing(outsider: Any, anonymous: Any, staff: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"))
    for page in ("", "/edit", "/attendance", "/meeting.ics"):
        outsider.get(address + page, status=404)
        assert "/login" in anonymous.get(address + page, status=303).location
    staff.get(address, status=404)
    outsider.get("/meetings/new", status=403)
    assert "제1차" not in outsider.get("/meetings").text


def test_a_closed_item_is_a_number_without_words_for_others(
    staff: Any, member: Any, secretary: Any, database: Database, viewer: Any
) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.noticed(session, actor)
        facts = ItemFacts("RESOLVE", "수탁기관 선정", disclosure="CLOSED", grounds=[5])
        item = agenda.add_item(session, meeting, facts, actor)
        excluded = institution.person(session, "방유나")
        agenda.exclude(session, item, excluded.id, kind="EXCLUDED", reason="이해관계", actor=actor)
        address, item_address = f"/meetings/{meeting.uid}", f"/agenda/{item.uid}"
    for browser in (staff, member):
        page = browser.get(address)
        assert "수탁기관" not in page.text
        assert "비공개 안건" in page.text
        assert "수탁기관" not in browser.get(f"{address}/meeting.ics").body.decode()
        browser.get(item_address, status=404)
    assert "수탁기관" in secretary.get(address).text
    assert "제척: 방유나" in text_of(secretary.get(item_address))


def test_the_papers_are_files_in_the_words_of_the_meeting(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"))
    notice = secretary.get(f"{address}/notice.docx")
    words = "\n".join(one.text for one in Document(BytesIO(notice.body)).paragraphs)
    assert "연구기획분과 회의 개최 알림" in words
    assert "제1호 [심의] 연차별 시행계획 심의" in words
    signin = Document(BytesIO(secretary.get(f"{address}/signin.docx").body))
    cells = [cell.text for table in signin.tables for row in table.rows for cell in row.cells]
    assert {"한도윤", "제갈윤슬", "피예준"} <= set(cells)
    for paper, name in (("notice", "수신자 참조"), ("signin", "제갈윤슬")):
        hangul = secretary.get(f"{address}/{paper}.hwpx")
        assert hangul.content_type == "application/hwp+zip"
        assert hwpx_findings(hangul.body) == []
        assert name in hwpx_text(hangul.body)
    calendar = Calendar.from_ical(secretary.get(f"{address}/meeting.ics").body)
    assert calendar.walk("VEVENT")[0]["SUMMARY"].startswith(str(only_meeting(database).year))


def test_items_change_places_and_leave(secretary: Any, database: Database, viewer: Any) -> None:
    actor = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, actor)
        second = agenda.add_item(session, meeting, ItemFacts("REPORT", "현황 보고"), actor)
        uid, address = second.uid, f"/meetings/{meeting.uid}"
    token = secretary.csrf()
    secretary.post(f"/agenda/{uid}/move", {"csrf_token": token, "to": "up"}, status=303)
    assert "제1호 보고 현황 보고" in text_of(secretary.get(address))
    secretary.post(f"/agenda/{uid}/remove", {"csrf_token": token}, status=303)
    assert "현황 보고" not in text_of(secretary.get(address))
    with database.reading() as session:
        ranks = session.scalars(select(AgendaItem.rank).where(AgendaItem.binned_at.is_(None))).all()
    assert ranks == [1]


def test_a_meeting_is_copied_with_its_place_and_agenda(secretary: Any, database: Database, viewer: Any) -> None:
    address = make(database, viewer("secretary"), held_on=made.next_spring())
    form = secretary.get(address).click("복사하여").forms["meeting"]
    assert form["place"].value == "시청 3층 회의실"
    form["held_on"] = (made.next_spring() + timedelta(days=7)).isoformat()
    page = form.submit("save", status=303).follow()
    assert "제2차" in page.html.find("h1").get_text()
    assert "연차별 시행계획 심의" in text_of(page)


def test_an_item_is_edited_excluded_from_and_taken_up(secretary: Any, database: Database, viewer: Any) -> None:
    with database.writing() as session:
        meeting = made.opened(session, viewer("secretary"))
        address = f"/agenda/{agenda.items_of(session, meeting)[0].uid}"
    form = secretary.get(f"{address}/edit").forms["item"]
    choose(form, "PARTIAL")
    assert "근거 호" in form.submit("save", status=400).text
    form.set("title", "시행계획(안) 심의")
    choose(form, "OPEN")
    form.submit("save", status=303)
    page = secretary.get(address)
    page = next(form for form in page.forms.values() if form.action.endswith("/begin")).submit(status=303).follow()
    assert "상정 시각" in text_of(page)
    form = secretary.get(f"{address}/exclusions").forms["exclusion"]
    form["person"].select(text="한도윤 (복지정책과)")
    page = form.submit("save", status=303).follow()
    assert "출석 14명" in text_of(page)
    assert "시행계획(안) 심의" in page.html.find("h1").get_text()


def test_the_list_is_filtered(secretary: Any, database: Database, viewer: Any) -> None:
    make(database, viewer("secretary"))
    make(database, viewer("secretary"), made.noticed, held_on=clock.today() + timedelta(days=30))
    assert len(secretary.get("/meetings").html.select("tbody tr")) == 2
    assert len(secretary.get("/meetings?state=NOTICED").html.select("tbody tr")) == 1
    assert "조건에 맞는 회의가 없습니다" in secretary.get("/meetings?year=1999").text
    assert secretary.get("/meetings?year=%EA%B0%80&state=x&page=-3&body=q").status_int == 200


@pytest.mark.parametrize("address", ["/meetings", "/"])
def test_a_list_asks_the_same_few_questions_however_long(
    secretary: Any, database: Database, viewer: Any, count_queries: Any, address: str
) -> None:
    actor, counts = viewer("secretary"), []
    for upto in (5, 60):
        with database.writing() as session:
            body = institution.body(session)
            have = session.scalar(select(func.count()).select_from(Meeting)) or 0
            for n in range(have, upto):
                facts = made.facts(session, clock.today() + timedelta(days=9 + n))
                made.convening.create(session, body, facts, actor)
        secretary.get(address)  # the first page of a sign-in keeps its form token
        counts.append(count_queries(lambda: secretary.get(address)))
    assert counts[0] == counts[1] <= 15


def test_home_tells_what_comes_and_what_waits(secretary: Any, member: Any, database: Database, viewer: Any) -> None:
    make(database, viewer("secretary"))
    words = text_of(secretary.get("/"))
    assert "다가오는 회의" in words
    assert "소집 통지를 보내십시오" in words
    assert "소집 통지를 보내십시오" not in text_of(member.get("/"))
