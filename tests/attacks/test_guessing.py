"""Guessing passwords: slowed down without telling which logins exist, and without keeping their owners out."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.people.account_services import new_password
from portal.people.models import Account, Person
from portal.security import accounts, links
from tests.conftest import PASSWORD

WRONG = "틀린 비밀번호 하나"


@pytest.fixture
def time(database: Any) -> Any:
    """A clock that stands still until it is moved on by minutes."""
    moment = [clock.now()]
    clock.set_source(lambda: moment[0])

    def move(minutes: float) -> datetime:
        moment[0] += timedelta(minutes=minutes)
        return moment[0]

    return move


@pytest.fixture
def at(make_browser: Any) -> Any:
    """A function that opens a new browser at an address of the network."""

    def browse(address: str = "203.0.113.9") -> Any:
        browser = make_browser()
        browser.extra_environ["REMOTE_ADDR"] = address
        return browser

    return browse


def tried(browser: Any, login: str, password: str = WRONG) -> Any:
    """The answer to one try."""
    form = browser.get("/login").forms["sign-in"]
    form["login"], form["password"] = login, password
    return form.submit(expect_errors=True)


def told(answer: Any) -> str:
    """What the page of a refused try says, with its status."""
    return f"{answer.status_int} {answer.html.find(class_='error-summary').get_text(' ', strip=True)}"


def gets_in(browser: Any, login: str, password: str = PASSWORD) -> bool:
    return bool(tried(browser, login, password).status_int == 303)


def test_a_login_nobody_has_behaves_as_one_that_exists(at: Any, time: Any, database: Any) -> None:
    with database.writing() as session:
        session.scalars(select(Account).where(Account.login == "officer")).one().active = False
    answers = {}
    for number, login in enumerate(("member", "nobody", "officer")):
        browser = at(f"203.0.113.{number}")
        pages = [tried(browser, login) for _ in range(7)]
        time(6)
        pages.append(tried(browser, login))
        answers[login] = [re.sub(r"\d\d:\d\d", "hh:mm", told(page)) for page in pages]
    assert answers["member"] == answers["nobody"] == answers["officer"]
    assert "여러 번" in answers["nobody"][6]
    assert "맞지 않습니다" in answers["nobody"][-1]
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry.act).where(AuditEntry.act == "sign_in_blocked")).all()
    assert len(entries) == 3


def test_whoever_guesses_elsewhere_does_not_keep_the_owner_out(at: Any, time: Any) -> None:
    attacker, owner = at("203.0.113.9"), at("198.51.100.7")
    for _ in range(6):
        tried(attacker, "member")
    assert not gets_in(attacker, "member")
    assert gets_in(owner, "member")


def test_an_attack_from_everywhere_is_stopped_and_the_owners_device_is_not(at: Any, time: Any) -> None:
    device, fresh = at("198.51.100.7"), at("198.51.100.8")
    assert gets_in(device, "member")
    device.post("/logout", {"csrf_token": device.csrf()}, status=303)
    for number in range(20):
        time(1)
        for _ in range(5):
            answer = tried(at(f"203.0.113.{number}"), "member")
    assert "맞지 않습니다" in told(answer)
    assert "여러 번" in told(tried(at("203.0.113.99"), "member", PASSWORD))
    assert not gets_in(fresh, "member")
    assert gets_in(device, "member")
    time(61)
    assert gets_in(fresh, "member")


def test_a_device_that_is_known_is_not_kept_out_by_its_neighbours_and_is_limited_itself(at: Any, time: Any) -> None:
    device, neighbour = at(), at()
    assert gets_in(device, "member")
    for _ in range(6):
        tried(neighbour, "member")
    assert not gets_in(neighbour, "member")
    assert gets_in(device, "member")
    for _ in range(5):
        tried(device, "member")
    assert "여러 번" in told(tried(device, "member", PASSWORD))
    time(6)
    assert gets_in(device, "member")


def test_a_device_is_known_only_to_the_logins_that_signed_in_on_it(at: Any, time: Any) -> None:
    device, neighbour = at(), at()
    assert gets_in(device, "secretary")
    for _ in range(5):
        tried(neighbour, "member")
    assert not gets_in(device, "member")
    assert gets_in(device, "secretary")


def test_the_token_of_a_device_changes_with_each_sign_in_and_keeps_all_its_logins(at: Any, time: Any) -> None:
    device, neighbour = at(), at()
    tokens = set()
    for login in ("secretary", "member", "secretary"):
        assert gets_in(device, login)
        tokens.add(device.cookies["sillok_device"])
    assert len(tokens) == 3
    for login in ("secretary", "member"):
        for _ in range(5):
            tried(neighbour, login)
        assert gets_in(device, login)


def test_one_network_tries_thirty_passwords_over_all_logins(at: Any, time: Any) -> None:
    browser = at("2001:db8::1")
    for number in range(30):
        assert "맞지 않습니다" in told(tried(browser, f"login{number // 4}"))
    assert "여러 번" in told(tried(at("2001:db8::ffff"), "member", PASSWORD))
    assert gets_in(at("2001:db8:0:1::1"), "member")


def test_tries_that_are_refused_do_not_lengthen_the_wait(at: Any, time: Any) -> None:
    browser = at()
    for _ in range(5):
        tried(browser, "member")
    waits = {told(tried(browser, "member")) for _ in range(3)}
    assert len(waits) == 1
    time(4)
    assert told(tried(browser, "member")) in waits
    time(1.1)
    assert gets_in(browser, "member")


def test_a_new_password_forgets_the_devices(at: Any, time: Any, database: Any) -> None:
    device, neighbour = at(), at()
    assert gets_in(device, "member")
    with database.writing() as session:
        account = session.scalars(select(Account).where(Account.login == "member")).one()
        accounts.set_password(session, account, account.password_hash)
    for _ in range(5):
        tried(neighbour, "member")
    assert not gets_in(device, "member")


def test_the_browser_that_set_a_password_by_a_link_is_let_in(at: Any, time: Any, database: Any) -> None:
    owner, neighbour = at(), at()
    for _ in range(5):
        tried(neighbour, "member")
    assert not gets_in(owner, "member")
    with database.writing() as session:
        person_id = session.scalars(select(Account.person_id).where(Account.login == "member")).one()
        token = links.make_link(session, new_password(session.get_one(Person, person_id)), None)
    form = owner.get(f"/password/{token}").forms["password"]
    form["password"] = form["again"] = "관리자가 보내 준 주소"
    form.submit(status=303)
    assert gets_in(owner, "member", "관리자가 보내 준 주소")


@pytest.mark.parametrize(("path", "form", "field"), [
    ("/confirm-password", "confirm", "password"),
    ("/account/password", "password", "current"),
])  # fmt: skip
def test_somebody_at_an_open_session_guesses_no_more_than_at_the_door(
    at: Any, time: Any, path: str, form: str, field: str
) -> None:
    browser = at()
    assert gets_in(browser, "member")
    for password in [WRONG] * 5 + [PASSWORD]:
        page = browser.get(path).forms[form]
        page[field] = password
        if field == "current":
            page["password"] = page["again"] = "새로 정한 비밀번호 1"
        answer = page.submit(expect_errors=True)
    assert "여러 번" in told(answer)
