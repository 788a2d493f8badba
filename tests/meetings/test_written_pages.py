"""The pages of a written meeting: what keepers and members see of it, and how it is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from meetings.sittings import agenda
from meetings.sittings.models import Meeting, WrittenReply
from portal import clock
from portal.office.office_files import WORD
from portal.people.account_services import has_account
from tests.meetings.written_case import ABSTAIN, answer, members, pass_days, planned, sent


@pytest.fixture(autouse=True)
def _today():
    yield
    clock.set_source(None)


def choose(form, item_id, value):
    """Choose an answer: the radio buttons of an item share a generated name."""
    form[radio_of(form, item_id)] = value


def radio_of(form, item_id):
    names = [name for name in form.fields if (name or "").startswith("deformField")]
    ids = [name for name in form.fields if (name or "").startswith("opinion_")]
    return names[ids.index(f"opinion_{item_id}")]


def test_it_goes_through_the_pages(database, keeper, secretary, member, outsider):
    with database.writing() as session:
        meeting = planned(session, keeper)
        uid, item = meeting.uid, agenda.items_of(session, meeting)[0].id
    address = f"/meetings/{uid}"
    page = secretary.get(f"{address}/notice")
    assert f"{address}/written" in [one["href"] for one in page.html.select(".error-summary a")]
    form = secretary.get(f"{address}/written").forms["written"]
    form["reason"] = "감염병 확산"
    form["reply_until"] = (clock.today() + timedelta(days=8)).isoformat()
    form.submit("save", status=303)
    secretary.get(f"{address}/notice").forms["notice"].submit("save", status=303)
    assert "회신할 서면심의" in member.get("/")
    form = member.get(address).click("서면심의에 회신하기").forms["reply"]
    page = form.submit("save", status=400)
    assert page.html.select(".error-summary a")
    choose(page.forms["reply"], item, "NO")
    page.forms["reply"][f"opinion_{item}"] = "사업비를 줄여야 함"
    page.forms["reply"].submit("save", status=303)
    assert "회신할 서면심의" not in member.get("/")
    assert member.get(f"{address}/reply").forms["reply"][f"opinion_{item}"].value == "사업비를 줄여야 함"
    table = secretary.get(f"{address}/written").html.find("table").get_text(" ", strip=True)
    assert "사업비를 줄여야 함" in table
    assert "미회신" in table
    assert "무응답" not in table
    labels = [cell["data-label"] for cell in secretary.get(f"{address}/written").html.select("tbody tr:first-child td")]
    assert labels == ["회신", "제1호", "할 일"]
    assert outsider.get(f"{address}/reply", expect_errors=True).status_int == 404
    assert member.get(f"{address}/written", expect_errors=True).status_int == 403
    assert secretary.get(f"{address}/ballot.docx").content_type == WORD.media_type


def test_a_link_and_paper_go_through_the_pages(database, keeper, secretary, anonymous):
    with database.writing() as session:
        meeting = sent(session, keeper)
        address, item = f"/meetings/{meeting.uid}", agenda.items_of(session, meeting)[0].id
        without = [row for row in members(meeting) if not has_account(session, row.person_id)]
        by_link, on_paper = (row.id for row in without[:2])
    page = secretary.post(f"{address}/written/{by_link}/link", {"csrf_token": secretary.csrf()})
    path = "/reply/" + page.html.select_one(".personal-link code").get_text().rsplit("/", 1)[1]
    form = anonymous.get(path).forms["reply"]
    choose(form, item, "ABSTAIN")
    assert "회신했습니다" in form.submit("save", status=200)
    assert anonymous.get(path, status=410)
    form = secretary.get(f"{address}/written/{on_paper}").forms["reply"]
    choose(form, item, "YES")
    form.submit("save", status=303)
    table = secretary.get(f"{address}/written").html.find("table").get_text(" ", strip=True)
    assert "개인 링크로 회신" in table
    assert "종이로 회신" in table
    with database.reading() as session:
        assert session.get_one(Meeting, session.scalar(select(Meeting.id))).state == "NOTICED"
        assert session.query(WrittenReply).count() == 2


def test_the_page_of_the_meeting_says_who_has_not_replied(database, keeper, secretary, make_browser):
    with database.writing() as session:
        meeting = sent(session, keeper)
        address = f"/meetings/{meeting.uid}"
        rows = members(meeting)
        answer(session, meeting, rows[3])
        names = [row.name for row in rows]
    page = secretary.get(address)
    ahead = page.html.select_one(".ahead").get_text()
    assert "회신 기한" in ahead
    assert "유회" not in ahead
    assert "정족수" not in ahead
    shown = {one.dt.get_text(): one.dd.get_text() for one in page.html.select(".names > div")}
    assert shown["회신"] == names[3]
    assert shown["미회신"] == ", ".join(name for name in names if name != names[3])
    assert set(shown) == {"회신", "미회신"}  # nobody stands in for another in writing
    assert "서명부" not in page
    pass_days(9)
    later = make_browser().signed_in("secretary").get(address)
    assert {one.get_text() for one in later.html.select(".names dt")} == {"회신", "무응답"}


def test_one_answer_is_called_by_its_name_in_english(database, keeper, member, secretary):
    with database.writing() as session:
        meeting = sent(session, keeper)
        answer(session, meeting, members(meeting)[3], ABSTAIN)
        address = f"/meetings/{meeting.uid}"
    for browser in (member, secretary):
        browser.set_cookie("_LOCALE_", "en")
    assert "Abstain" in [label.get_text(strip=True) for label in member.get(f"{address}/reply").html.select("label")]
    assert "Abstain" in [cell.get_text(strip=True) for cell in secretary.get(f"{address}/written").html.select("td")]
