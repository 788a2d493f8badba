"""편철 of minutes: by the secretary, before or after they are confirmed, without another edition; their review."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from documents.filing import review
from portal import clock
from portal.people.models import Department, Duty
from portal.records.filing import holding_of
from portal.records.models import Edition, RecordFile, UnitTask
from tests.meetings import minutes_case as case
from tests.meetings.minutes_pages import make, stored


@pytest.fixture
def files(database):
    """The ids of two files of 복지정책과 (1년, 10년) and one of another department."""
    today, found = clock.today(), {}
    with database.writing() as session:
        own = session.scalars(select(Department).where(Department.name == "복지정책과")).one()
        other = Department(name="감사담당관", starts_on=today)
        session.add(other)
        session.flush()
        for department, retention in ((own, "1년"), (own, "10년"), (other, "3년")):
            task = UnitTask(name=f"협의체 {retention}", department_id=department.id, retention=retention)
            task.starts_on = today
            file = RecordFile(title="회의", year=today.year, unit_task=task)
            session.add(file)
            session.flush()
            found[retention] = file.id
    return found


def choose_file(browser, address, file_id, status=303):
    form = browser.get(f"{address}/filing").forms["filing"]
    form["file"].force_value(str(file_id))
    return form.submit(status=status)


@pytest.mark.parametrize("how", [case.in_session, case.sent, case.confirmed])
def test_the_secretary_files_minutes_and_no_edition_comes_of_it(database, viewer, secretary, files, how):
    address = make(database, viewer, how)
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Edition))
    page = secretary.get(address)
    assert "아직 편철하지 않았습니다" in page.html.select_one("[aria-labelledby=filing]").get_text()
    form = page.click("기록물철 고르기").forms["filing"]
    assert {int(value) for value, _on, _label in form["file"].options[1:]} == {files["1년"], files["10년"]}
    form["file"] = str(files["1년"])
    page = form.submit(status=303).follow()
    form.submit(status=303)  # a second click
    assert f"협의체 1년 › 회의({clock.today().year})" in page.html.select_one("[aria-labelledby=filing]").get_text()
    choose_file(secretary, address, files["10년"])
    minutes = stored(database)
    assert (minutes.record_file_id, minutes.retention) == (files["10년"], "10년")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == before


def test_a_wrong_file_is_refused_in_words(database, viewer, secretary, files):
    address = make(database, viewer, case.confirmed)
    assert "편철할 부서의 기록물철이 아닙니다" in choose_file(secretary, address, files["3년"], 400)
    with database.writing() as session:
        session.get_one(RecordFile, files["1년"]).closed_on = clock.today()
    assert "이미 종결된 기록물철입니다" in choose_file(secretary, address, files["1년"], 400)
    assert stored(database).record_file_id is None


def test_only_the_secretary_files_them(database, viewer, member, staff, files):
    address = make(database, viewer, case.confirmed)
    for browser in (member, staff):
        assert browser.get(address).html.select_one("[aria-labelledby=filing]") is None
        browser.get(f"{address}/filing", status=403)


@pytest.mark.both_databases
def test_minutes_without_a_number_are_kept_from_the_year_after_they_were_confirmed(database, viewer, secretary, files):
    address, year = make(database, viewer, case.confirmed), clock.today().year
    choose_file(secretary, address, files["1년"])
    with database.reading() as session:
        minutes = case.the_minutes(session)
        held = holding_of(session, minutes)
        assert (held.since.year, held.until.year) == (year + 1, year + 1)
        assert not review.is_due(session, minutes, year)
        assert review.is_due(session, minutes, year + 1)
    assert f"{year + 1}. 12. 31." in secretary.get(address)


def test_minutes_that_nobody_confirmed_are_not_due(database, viewer, secretary, files):
    address = make(database, viewer, case.sent)
    choose_file(secretary, address, files["1년"])
    with database.reading() as session:
        minutes = case.the_minutes(session)
        assert holding_of(session, minutes).since is None
        assert not review.is_due(session, minutes, clock.today().year + 50)


@pytest.mark.both_databases
def test_the_officer_finds_them_in_their_file_and_reviews_them(database, viewer, secretary, make_browser, files):
    address = make(database, viewer, case.confirmed)
    choose_file(secretary, address, files["1년"])
    with database.writing() as session:
        who, where = viewer("staff").person_id, case.the_minutes(session).department_id
        session.add(Duty(person_id=who, name="RECORDS_OFFICER", department_id=where, starts_on=clock.today()))
        uid = session.get_one(RecordFile, files["1년"]).uid
    page = make_browser().sign_in("staff").get(f"/documents/filing/files/{uid}")
    assert page.html.select_one("tbody a")["href"].endswith(address)
    moment = clock.now() + timedelta(days=366)
    clock.set_source(lambda: moment)
    page = make_browser().sign_in("staff").get("/documents/retention")
    clock.set_source(None)
    assert stored(database).title in page.html.select_one("tbody").get_text()
