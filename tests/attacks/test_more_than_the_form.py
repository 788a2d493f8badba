"""A form that sends more than its page asked for: what nobody was asked is not taken (mass assignment)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from meetings.sittings import agenda
from meetings.sittings.models import AgendaItem, Meeting
from portal import clock
from portal.people.models import Account, Body, Duty, Membership, Person
from portal.records.models import Record
from tests.documents import line_case
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts as made

MORE = {
    "id": "999999", "uid": "f" * 32, "type": "decision", "state": "CLOSED", "body_id": "1", "department_id": "1",
    "parent_id": "1", "reader_set_id": "1", "created_by_id": "1", "created_at": "1999-01-01", "lock": "7", "on": "1",
    "confirmed_edition_id": "1", "published_at": "1999-01-01", "noticed_at": "1999-01-01", "binned_at": "1999-01-01",
    "approved_on": "1999-01-01", "approved_edition_id": "1", "retention": "영구", "rank": "77", "meeting_id": "1",
    "password_hash": "x", "is_admin": "true", "admin": "true", "duty": "ADMIN", "duties": "ADMIN", "active": "false",
    "stopped_at": "1999-01-01", "login": "root", "person_id": "1", "account_id": "1", "role": "CHAIR", "votes": "9",
    "recorder_id": "1", "correction_no": "5", "numbering": "1", "reader_tokens": "everyone",
}  # fmt: skip


def facts(database: Any, model: Any, *given: str) -> list[dict[str, Any]]:
    """Every column of every row of a table, but for those that were given."""
    with database.reading() as session:
        names = [column.key for column in inspect(model).column_attrs if column.key not in (*given, "changed_at")]
        rows = session.scalars(select(model).order_by(inspect(model).primary_key[0])).all()
        return [{name: getattr(row, name) for name in names} for row in rows]


def send_more(form: Any, **typed: str) -> Any:
    """Submit a form as filled in, with everything in MORE that it has no field of."""
    for name, value in typed.items():
        form[name] = value
    names = {name for name, _value in form.submit_fields("save")}
    sent = [*form.submit_fields("save"), *((name, value) for name, value in MORE.items() if name not in names)]
    return form.response.goto(form.action or form.response.request.path, method="post", params=sent, status="*")


@pytest.fixture
def meeting(database: Any, viewer: Any) -> str:
    with database.writing() as session:
        return str(made.planned(session, viewer("secretary")).uid)


def test_of_a_meeting(database: Any, secretary: Any, meeting: str) -> None:
    before = facts(database, Meeting, "place")
    answer = send_more(secretary.get(f"/meetings/{meeting}/edit").forms["meeting"], place="시청 2층")
    assert answer.status_int == 303
    assert facts(database, Meeting, "place") == before
    with database.reading() as session:
        assert session.scalars(select(Meeting.place)).one() == "시청 2층"


def test_of_an_agenda_item(database: Any, secretary: Any, meeting: str) -> None:
    with database.reading() as session:
        [item, *_rest] = agenda.items_of(session, session.scalars(select(Meeting)).one())
    before = facts(database, AgendaItem, "summary")
    answer = send_more(secretary.get(f"/agenda/{item.uid}/edit").forms["item"], summary="넓힘")
    assert answer.status_int == 303
    assert facts(database, AgendaItem, "summary") == before


def test_of_a_new_meeting(database: Any, secretary: Any, meeting: str) -> None:
    form = secretary.get("/meetings/new").forms["meeting"]
    answer = send_more(form, held_on=(clock.today() + timedelta(days=20)).isoformat(), starts_at="10:00", place="시청")
    assert answer.status_int == 303
    with database.reading() as session:
        new = session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
        body = session.scalars(select(Body.id).where(Body.name == "연구기획분과")).one()
        assert (new.state, new.body_id, new.binned_at, new.noticed_at) == ("PLANNED", body, None, None)
        assert new.id < 999999
        assert new.uid != "f" * 32


def test_of_minutes(database: Any, viewer: Any, secretary: Any) -> None:
    with database.writing() as session:
        uid = case.in_session(session, viewer("secretary")).uid
    before = facts(database, Record)
    form = secretary.get(f"/minutes/{uid}/edit").forms["facts"]
    assert send_more(form).status_int == 303
    assert facts(database, Record) == before


def test_of_a_draft(database: Any, viewer: Any, staff: Any) -> None:
    with database.writing() as session:
        line_case.furnish(session)
        uid = line_case.drafted(session).uid
    before = facts(database, Record, "title")
    page = staff.get(f"/documents/{uid}/edit", expect_errors=True)
    form = next(one for name, one in page.forms.items() if "title" in one.fields)
    assert send_more(form, title="고친 제목").status_int == 303
    assert facts(database, Record, "title") == before


def test_of_ones_own_account(database: Any, member: Any) -> None:
    """Nobody makes themselves an administrator by saving what is theirs to choose."""
    tables = (Account, Person, Duty, Membership)
    before = [facts(database, model, "language", "last_seen_at") for model in tables]
    page = member.get("/account")
    sent = 0
    for form in {id(form): form for form in page.forms.values()}.values():
        if form.action and "sign-out" in form.action:
            continue
        send_more(form)
        sent += 1
    assert sent
    assert [facts(database, model, "language", "last_seen_at") for model in tables] == before
