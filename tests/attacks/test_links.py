"""One-time links: no usable token is kept anywhere, and one that was used takes the others with it."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.jobs.models import Job
from portal.mail import services as mail
from portal.security import links
from portal.security.models import PersonalLink
from tests import institution
from tests.meetings import minutes_case as case
from tests.meetings.minutes_pages import signing_form

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")


@pytest.fixture
def person_page(database: Any) -> str:
    with database.reading() as session:
        return f"/people/persons/{institution.person(session, '방유나').uid}"


@pytest.fixture
def minutes(database: Any, viewer: Any) -> Any:
    """Minutes that wait for somebody with an address and without an account."""
    with database.writing() as session:
        minutes = case.sent(session, viewer("secretary"))
        return minutes.uid, case.take_account(session, "서하늘")


def waiting_tokens(database: Any) -> list[str]:
    """What stands in the queue and opens something."""
    with database.reading() as session:
        texts = [json.dumps([job.payload, job.error, job.key]) for job in session.scalars(select(Job))]
        words = {word for text in texts for word in TOKEN.findall(text)}
        return [word for word in words if session.get(PersonalLink, links.token_hash(word))]


def usable(database: Any) -> int:
    with database.reading() as session:
        query = select(func.count()).select_from(PersonalLink).where(PersonalLink.used_at.is_(None))
        return session.scalar(query) or 0


def test_no_token_waits_in_the_queue(
    admin: Any, secretary: Any, anonymous: Any, database: Any, person_page: str, minutes: Any, mail_server: Any,
    do_jobs: Any,
) -> None:  # fmt: skip
    admin.post(f"{person_page}/account/mail", {"csrf_token": admin.csrf()}, status=303)
    uid, person = minutes
    secretary.post(f"/minutes/{uid}/link", {"person": str(person), "csrf_token": secretary.csrf()})
    assert waiting_tokens(database) == []
    do_jobs("mail_link")
    letters = {letter["To"]: letter.get_content() for letter in mail_server.mails}
    reset = re.search(r"http://\S+(/password/\S+)", letters["member@example.kr"])
    confirm = re.search(r"http://\S+(/confirm/\S+)", letters["cochair@example.kr"])
    assert reset
    assert confirm
    assert anonymous.get(reset[1]).forms["password"]
    assert "서하늘" in anonymous.get(confirm[1])


def test_a_link_whose_mail_could_not_be_sent_is_gone(
    admin: Any, database: Any, registry: Any, person_page: str, monkeypatch: pytest.MonkeyPatch, do_jobs: Any
) -> None:
    sent: list[Any] = []

    def fail(_registry: Any, letter: Any) -> None:
        sent.append(letter)
        raise OSError("the line is dead")

    monkeypatch.setattr(mail, "send", fail)
    monkeypatch.setattr(registry["settings"], "smtp_host", "mail.example.kr")  # without one the letter only waits
    admin.post(f"{person_page}/account/mail", {"csrf_token": admin.csrf()}, status=303)
    assert do_jobs("mail_link") == 1
    assert "/password/" in sent[0]["text"]
    assert usable(database) == 0


def test_a_new_password_ends_all_links_to_one(admin: Any, anonymous: Any, database: Any, person_page: str) -> None:
    paths = []
    for _ in range(2):
        page = admin.post(f"{person_page}/account/link", {"csrf_token": admin.csrf()})
        paths.append("/password/" + page.html.find(id="one-time-link")["value"].rsplit("/", 1)[1])
    assert usable(database) == 2
    form = anonymous.get(paths[0]).forms["password"]
    form["password"] = form["again"] = "관리자가 보내 준 주소"
    form.submit(status=303)
    assert usable(database) == 0
    anonymous.get(paths[1], status=404)


def test_a_signature_ends_all_links_to_it(secretary: Any, anonymous: Any, database: Any, minutes: Any) -> None:
    uid, person = minutes
    paths = []
    for _ in range(2):
        page = secretary.post(f"/minutes/{uid}/link", {"person": str(person), "csrf_token": secretary.csrf()})
        paths.append("/confirm/" + page.html.select_one(".personal-link code").text.rsplit("/", 1)[1])
    signing_form(anonymous.get(paths[0])).submit(status=200)
    assert usable(database) == 0
    anonymous.get(paths[1], status=410)
