"""What people type is text wherever it is shown: no template, format or formula ever computes it."""

import html
import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import select

from meetings.sittings import notice
from portal.jobs.models import Job
from portal.people.models import Body, Person
from portal.records.services import changed
from portal.records.types import type_of
from tests.attacks.test_no_oracle import address
from tests.contract.makers import MAKERS, OF_TESTS
from tests.meetings import minutes_case as case
from tests.meetings import sitting_facts as made

# Chameleon, Jinja, ERB, two of Python's formats and a shell's; and what one of them would make of it
TYPED = "${7*1117} {{7*1117}} <%= 7*1117 %> {0.__class__} {title} %(title)s $title `7*1117`"
COMPUTED = ("7819", "<class", "&lt;class", "<module")
LISTS = ("/", "/meetings", "/minutes", "/decisions", "/actions", "/documents", "/search?q=1117", "/people", "/bin")


def computed(text: str) -> list[str]:
    """What stands in a text only if something was computed."""
    return [one for one in COMPUTED if one in text]


def page_of(registry: Any, route: str, uid: str) -> str:
    """The address of a record's page."""
    found = [one["introspectable"] for one in registry.introspector.get_category("routes")]
    return address(next(one["pattern"] for one in found if one["name"] == route), {"uid": uid})


@pytest.mark.parametrize("name", sorted(MAKERS.keys() - OF_TESTS))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_record_shows_it_as_typed(
    registry: Any, database: Any, viewer: Any, make_browser: Any, name: str, language: str
) -> None:
    with database.writing() as session:
        record = MAKERS[name](session, viewer("secretary"), TYPED)
        record.title = TYPED
        changed(session, record)
        path = page_of(registry, type_of(session, record).route, record.uid)
    browser = make_browser().signed_in("secretary")
    browser.set_cookie("_LOCALE_", language)
    page = browser.get(path, status=200)
    assert html.escape("${7*1117} {{7*1117}}", quote=False) in page.text
    assert "<%= 7*1117 %>" not in page.text  # the angle brackets are text as well
    assert computed(page.text) == []
    for place in LISTS:
        assert computed(browser.get(place, expect_errors=True).text) == []


def test_names_of_people_and_bodies_are_text(
    database: Any, viewer: Any, admin: Any, secretary: Any, member: Any
) -> None:
    with database.writing() as session:
        meeting = made.planned(session, viewer("secretary"), place=TYPED)
        session.get_one(Body, meeting.body_id).name = TYPED
        people = session.scalars(select(Person)).all()
        for person in people:
            person.name = f"{person.name} {TYPED}"[:60]
        uid, person_uid = meeting.uid, people[0].uid
        body_uid = session.get_one(Body, meeting.body_id).uid
    for browser in (admin, secretary, member):
        for path in ("/people", f"/people/bodies/{body_uid}", f"/people/persons/{person_uid}", f"/meetings/{uid}", "/"):
            assert computed(browser.get(path, expect_errors=True).text) == []
    form = secretary.get(f"/meetings/{uid}/edit").forms["meeting"]
    form["place"] = f"회의실 {TYPED}"
    assert computed(form.submit("save", status=303).follow().text) == []
    form["held_on"] = "1999-01-01"
    assert computed(form.submit("save", status=[400, 409]).text) == []  # what was typed comes back with its fault


def test_letters_and_office_files_hold_it_as_typed(
    database: Any, viewer: Any, secretary: Any, registry: Any, do_jobs: Any
) -> None:
    keeper = viewer("secretary")
    with database.writing() as session:
        meeting = made.planned(session, keeper, place=TYPED)
        notice.send_notice(session, meeting, TYPED, "", keeper)
        meeting_uid = meeting.uid
    with database.reading() as session:
        letters = [json.dumps(job.payload, ensure_ascii=False) for job in session.scalars(select(Job))]
    assert any("${7*1117}" in letter for letter in letters)
    assert [computed(letter) for letter in letters if computed(letter)] == []
    for name in ("notice.docx", "notice.hwpx", "signin.docx", "signin.hwpx"):
        written = office_text(secretary.get(f"/meetings/{meeting_uid}/{name}").body)
        assert computed(written) == []
    assert "${7*1117} {{7*1117}}" in office_text(secretary.get(f"/meetings/{meeting_uid}/notice.docx").body)


def test_minutes_and_their_files_hold_it_as_typed(database: Any, viewer: Any, secretary: Any) -> None:
    keeper = viewer("secretary")
    with database.writing() as session:
        minutes = case.in_session(session, keeper)
        case.write(session, minutes, keeper, TYPED)
        uid = minutes.uid
    for path in (f"/minutes/{uid}", f"/minutes/{uid}/edit"):
        assert computed(secretary.get(path).text) == []
    for kind in ("docx", "hwpx"):
        written = office_text(secretary.get(f"/minutes/{uid}/minutes.{kind}").body)
        assert "${7*1117} {{7*1117}}" in written
        assert computed(written) == []


def office_text(data: bytes) -> str:
    """Every text part of a Word or 한글 file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [name for name in package.namelist() if name.endswith(("xml", "txt", "hpf"))]
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in parts)
