"""Sessions that end in time, requests that were forged, and what leaves by mail."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audit.models import AuditEntry
from portal.jobs.models import Job
from portal.people.models import Body, Department, Person
from portal.records.models import Record
from portal.security import pruning
from portal.security.models import SignIn
from tests.attacks.test_no_oracle import address, routes
from tests.conftest import Browser
from tests.contract.makers import MAKERS
from tests.meetings import minutes_case as case


def test_a_sign_in_ends_after_a_days_work_however_busy_it_is(member: Any, registry: Any, database: Any) -> None:
    began = clock.now()
    for hours in range(12):
        clock.set_source(lambda hours=hours: began + timedelta(hours=hours, minutes=59))
        member.get("/account", status=200)
    clock.set_source(lambda: began + timedelta(hours=12, minutes=1))
    member.get("/account", status=303)
    pruning.prune(registry)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_forged_host_is_in_no_mail_to_the_confirmers(
    database: Any, registry: Any, viewer: Any, secretary: Any
) -> None:
    with database.writing() as session:
        uid = case.complete(session, viewer("secretary"), report=False).uid
    headers = {"Host": "evil.example", "Cookie": f"sillok={secretary.cookies['sillok']}"}
    secretary.post(f"/minutes/{uid}/send", {"csrf_token": secretary.csrf()}, headers=headers, status=303)
    with database.reading() as session:
        mails = session.scalars(select(Job).where(Job.kind == "mail")).all()
        texts = [json.dumps(mail.payload, ensure_ascii=False) for mail in mails]
    assert texts
    assert all(registry["settings"].base_url in text and "evil" not in text for text in texts)


@pytest.mark.parametrize("login", ["admin", "secretary"])
def test_no_address_takes_a_post_without_the_token(
    login: str, make_browser: Any, registry: Any, database: Any, viewer: Any
) -> None:
    """Every route is posted to with a sign-in and without the token, on records that are there: all refuse."""
    browser = make_browser().signed_in(login)
    known = [one["introspectable"] for one in registry.introspector.get_category("routes")]
    kinds = records_of_each_type(database, viewer)
    every = list(kinds.values())
    before, taken, refused = counts(database), [], set()
    for route in known:
        if "*" in route["pattern"] or route["name"].startswith("__"):
            continue
        types = [one for one in getattr(route["factory"], "types", ()) if one in kinds]
        uids = [kinds[one] for one in types] or every
        for uid in uids if "{uid" in route["pattern"] else uids[:1]:
            path = address(route["pattern"], {"uid": uid, "id": "1", "token": "x" * 32})
            answer = browser.post(path, {"x": "y"}, expect_errors=True)
            if answer.status_int not in (400, 403, 404, 405, 410):
                taken.append((route["name"], answer.status_int))
            if answer.status_int == 400:
                refused.add(route["name"])
    assert taken == []
    assert counts(database) == before
    assert len(routes(registry)) > 40
    # what this person may do at a record that is there is refused for want of the token, and not for want of a record
    some = {"admin": {"people.person_edit", "people.account_act"}, "secretary": set(ACTS)}[login]
    assert some <= refused


ACTS = ("meeting.edit", "meeting.step", "agenda.edit", "agenda.move", "minutes.step", "minutes.facts", "files.list")


def records_of_each_type(database: Any, viewer: Any) -> dict[str, str]:
    """The uids of a record of each type, of a person and of a department, of whom there are pages as well."""
    with database.writing() as session:
        made = {name: make(session, viewer("secretary"), "너울가지").uid for name, make in MAKERS.items()}
        rows = {model.__name__: session.scalars(select(model.uid)).first() for model in (Person, Department, Body)}
        return made | rows


@pytest.mark.parametrize("https", [True, False])
def test_behind_https_browsers_are_told_to_stay_there(config: Any, https: bool) -> None:
    config.registry["settings"].secure_cookies = https
    browser = Browser(config.make_wsgi_app())
    for path in ("/login", "/no/such/page"):
        assert ("Strict-Transport-Security" in browser.get(path, expect_errors=True).headers) == https


def counts(database: Any) -> list[int]:
    """How much there is of what a request without the token could make or change."""
    with database.reading() as session:
        return [session.scalar(select(func.count()).select_from(model)) or 0 for model in (Job, AuditEntry, Record)]


def test_behind_https_no_neighbour_can_plant_a_session(config: Any) -> None:
    """``__Host-``: over https, for this host alone and for all paths; the plain name is worth nothing there."""
    config.registry["settings"].secure_cookies = True
    https = {"wsgi.url_scheme": "https", "HTTP_HOST": "localhost:443", "HTTP_ORIGIN": "https://localhost"}
    browser = Browser(config.make_wsgi_app(), extra_environ=https)
    form = browser.get("/login").forms["sign-in"]
    form["login"], form["password"] = "member", "sillok-demo"
    answer = form.submit(status=303)
    given = answer.headers.getall("Set-Cookie")
    assert {one.partition("=")[0] for one in given} == {"__Host-sillok", "__Host-sillok_device"}
    for one in given:
        parts = {part.strip().lower() for part in one.split(";")}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts
        assert not any(part.startswith("domain") for part in parts)
    browser.get("/account", status=200)
    token = browser.cookies["__Host-sillok"]
    neighbour = Browser(config.make_wsgi_app(), extra_environ=https)
    neighbour.set_cookie("sillok", token)
    neighbour.get("/account", status=303)
