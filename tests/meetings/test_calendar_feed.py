"""The personal calendar: a secret address, shown once, that lists what its account may see until it is renewed."""

import logging
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, text

from meetings.sittings import agenda, notice
from meetings.sittings.agenda import ItemFacts
from meetings.sittings.models import Meeting
from portal import clock
from portal.audit.models import AccessLine, AuditEntry
from portal.db import Base
from portal.people.models import Account
from portal.security.models import FeedAddress
from tests import institution
from tests.meetings import sitting_facts as made

FEED = "/account/feeds/meetings.ics"


def make(browser):
    """Make the address anew, as the button does; answers its path."""
    page = browser.post(FEED, {"csrf_token": browser.csrf()})
    return "/feeds/" + page.html.select_one(".personal-link code").get_text().partition("/feeds/")[2]


def titles(anonymous, path):
    calendar = Calendar.from_ical(anonymous.get(path).body)
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


@pytest.fixture
def plan(database, viewer):
    """A function that plans a meeting so many days from today and answers its title."""

    def planned(days=21, **given):
        with database.writing() as session:
            return made.planned(session, viewer("secretary"), clock.today() + timedelta(days=days), **given).title

    return planned


def test_the_account_page_makes_an_address_and_shows_it_once(plan, member, anonymous, registry):
    title = plan()
    page = member.get("/account")
    assert "만든 주소가 없습니다" in page
    shown = next(form for form in page.forms.values() if form.action == FEED).submit()
    address = shown.html.select_one(".personal-link code").get_text()
    assert address.startswith(registry["settings"].base_url.rstrip("/") + "/feeds/")
    path = "/feeds/" + address.partition("/feeds/")[2]
    answer = anonymous.get(path)
    assert answer.content_type == "text/calendar"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers
    assert titles(anonymous, path) == [title]
    page = member.get("/account")
    assert path not in page
    assert "마지막으로 받아 간 때" in page


def test_a_new_address_ends_the_old_one_and_a_revoked_one_is_gone(plan, member, anonymous):
    plan()
    first = make(member)
    second = make(member)
    assert anonymous.get(first, status=404)
    assert anonymous.get(second)
    form = next(form for form in member.get("/account").forms.values() if form.action == f"{FEED}/revoke")
    form.submit(status=303)
    assert anonymous.get(second, status=404)
    assert "만든 주소가 없습니다" in member.get("/account")
    assert anonymous.get("/feeds/" + "x" * 43 + "/meetings.ics", status=404)
    assert anonymous.get(second.replace("meetings.ics", "other.ics"), status=404)


def test_only_a_form_of_the_account_makes_one(member, anonymous):
    member.post(FEED, {}, status=400)
    assert "/login" in anonymous.post(FEED, {"csrf_token": anonymous.csrf()}, status=303).location
    member.post("/account/feeds/nothing", {"csrf_token": member.csrf()}, status=404)


def test_it_holds_what_the_person_may_see_today(plan, database, member, outsider, anonymous, viewer):
    title = plan()
    mine, theirs = make(member), make(outsider)
    assert (titles(anonymous, mine), titles(anonymous, theirs)) == ([title], [])
    with database.writing() as session:
        person = institution.person(session, "방유나")
        account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
        person.memberships[0].ends_on = clock.today() - timedelta(days=1)
        for row in session.query(Meeting).one().attendances:
            if row.person_id == person.id:
                session.delete(row)
    assert titles(anonymous, mine) == []
    with database.writing() as session:
        session.get_one(Account, account.id).active = False
    anonymous.get(mine, status=404)


def test_a_closed_item_is_told_by_its_title_only_to_who_may_read_it(database, viewer, member, secretary, anonymous):
    with database.writing() as session:
        keeper = viewer("secretary")
        meeting = made.planned(session, keeper)
        item = agenda.add_item(
            session, meeting, ItemFacts("RESOLVE", "수탁기관 선정", disclosure="CLOSED", grounds=[5]), keeper
        )
        person = institution.person(session, "방유나").id
        agenda.exclude(session, item, person, kind="EXCLUDED", reason="이해관계", actor=keeper)
    told = {login: anonymous.get(make(browser)).text for login, browser in (("m", member), ("s", secretary))}
    assert "연차별 시행계획" in told["m"]
    assert "수탁기관" not in told["m"].replace("\r\n ", "")
    assert "비공개 안건" in told["m"].replace("\r\n ", "")
    assert "수탁기관" in told["s"].replace("\r\n ", "")


def test_a_planned_meeting_is_tentative_a_called_one_sure_a_cancelled_one_off(database, viewer, member, anonymous):
    with database.writing() as session:
        keeper = viewer("secretary")
        made.planned(session, keeper, clock.today() + timedelta(days=10))
        made.noticed(session, keeper, clock.today() + timedelta(days=20))
        off = made.noticed(session, keeper, clock.today() + timedelta(days=30))
        notice.cancel(session, off, "사정", keeper)
    events = Calendar.from_ical(anonymous.get(make(member)).body).walk("VEVENT")
    assert [str(event["status"]) for event in events] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert len({str(event["uid"]) for event in events}) == 3


def test_what_is_long_over_is_left_out_and_the_questions_stay_few(plan, member, anonymous, count_queries):
    plan(days=-500, retroactive=True)
    plan(days=-30, retroactive=True)
    path = make(member)
    anonymous.get(path)
    assert len(titles(anonymous, path)) == 1
    few = count_queries(lambda: anonymous.get(path))
    for n in range(25):
        plan(days=30 + n)
    assert count_queries(lambda: anonymous.get(path)) == few <= 15
    assert len(titles(anonymous, path)) == 26


def test_the_address_is_in_no_log_and_not_in_the_database(
    plan, member, anonymous, database, registry, caplog, monkeypatch
):
    plan()
    path = make(member)
    token = path.split("/")[2]
    anonymous.get(path)

    def fail(request, viewer):
        raise RuntimeError("no calendar today")

    feed = registry["personal_feeds"]["meetings.ics"]
    monkeypatch.setitem(registry["personal_feeds"], "meetings.ics", type(feed)(feed.name, feed.label, fail))
    with caplog.at_level(logging.INFO):
        anonymous.get(path, status=500)
    assert "/feeds/…/meetings.ics" in caplog.text
    assert token not in caplog.text
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(text(f"SELECT * FROM {table.name}")).all()  # noqa: S608 - our own tables
            assert token not in str(rows), table.name
        assert session.scalars(select(AccessLine)).all() == []
        assert session.scalars(select(FeedAddress)).one().read_at is not None
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.act == "make_feed"))
