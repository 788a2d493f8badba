"""Two people at one form of a meeting: what one saved is not overwritten by what the other had not seen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from meetings.sittings import agenda
from meetings.sittings.models import Meeting
from portal import clock
from tests.meetings import sitting_facts as made
from tests.meetings import written_case


@pytest.fixture
def both(secretary, make_browser):
    """The secretary, and an officer who may edit as well."""
    return secretary, make_browser().signed_in("officer")


def forms(both, address, formid):
    """The form as each of them opened it."""
    return [browser.get(address).forms[formid] for browser in both]


def summary_of(page):
    return page.html.select_one(".error-summary").get_text(" ", strip=True)


def test_of_a_meeting(database, keeper, both):
    with database.writing() as session:
        meeting = made.planned(session, keeper)
        address = f"/meetings/{meeting.uid}/edit"
    mine, theirs = forms(both, address, "meeting")
    theirs["place"] = "시청 2층 상황실"
    theirs.submit("save", status=303)
    mine["place"] = "복지관 강당"
    mine["host"] = "복지정책과"
    page = mine.submit("save", status=409)
    assert "시청 2층 상황실" in summary_of(page)
    again = page.forms["meeting"]
    assert (again["place"].value, again["host"].value) == ("복지관 강당", "복지정책과")
    with database.reading() as session:
        assert session.scalars(select(Meeting.place)).one() == "시청 2층 상황실"
    again.submit("save", status=303)
    with database.reading() as session:
        assert session.execute(select(Meeting.place, Meeting.host)).one() == ("복지관 강당", "복지정책과")


def test_of_an_agenda_item(database, keeper, both):
    with database.writing() as session:
        item = agenda.items_of(session, made.planned(session, keeper))[0]
        item_id, address = item.id, f"/agenda/{item.uid}/edit"
    mine, theirs = forms(both, address, "item")
    theirs["summary"] = "지원 대상을 넓힘"
    theirs.submit("save", status=303)
    mine["presenter"] = "복지정책과장"
    page = mine.submit("save", status=409)
    again = page.forms["item"]
    assert again["summary"].value == "지원 대상을 넓힘"  # what was not touched takes the other's value
    again.submit("save", status=303)
    with database.reading() as session:
        item = session.get_one(agenda.AgendaItem, item_id)
        assert (item.summary, item.presenter) == ("지원 대상을 넓힘", "복지정책과장")


def test_of_the_reason_for_writing(database, keeper, both):
    with database.writing() as session:
        address = f"/meetings/{written_case.stated(session, keeper).uid}/written"
    mine, theirs = forms(both, address, "written")
    theirs["reply_until"] = (clock.today() + timedelta(days=6)).isoformat()
    theirs.submit("save", status=303)
    mine["reason"] = "위원 다수의 국외 출장"
    assert "그사이 다른 사람이 고친 값입니다" in summary_of(mine.submit("save", status=409))


def test_the_same_form_sent_twice_is_no_conflict(database, keeper, secretary):
    with database.writing() as session:
        address = f"/meetings/{made.planned(session, keeper).uid}/edit"
    form = secretary.get(address).forms["meeting"]
    form["place"] = "복지관 강당"
    form.submit("save", status=303)
    form.submit("save", status=303)
