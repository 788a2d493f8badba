"""Mail waits for a mail server however long, the administrator sees what waits, and may let it go."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.commands import check
from portal.jobs import services
from portal.jobs.models import Job
from portal.jobs.worker import run_all
from portal.mail import queue_mail
from tests import institution

PAGE = "/people/jobs"


def pass_time(**by: int) -> None:
    later = clock.now() + timedelta(**by)
    clock.set_source(lambda: later)


def queued(database: Any, subject: str = "알림") -> None:
    with database.writing() as session:
        queue_mail(session, "member@example.kr", subject, "글")


def jobs(database: Any) -> list[Job]:
    with database.reading() as session:
        return list(session.scalars(select(Job).where(Job.kind != "index").order_by(Job.id)))


def test_mail_waits_untouched_for_a_server_and_then_goes(database: Any, registry: Any, request: Any) -> None:
    queued(database)
    for _ in range(20):
        run_all(registry)
        pass_time(days=2)
    [job] = jobs(database)
    assert (job.attempts, job.error, job.gave_up) == (0, "", False)
    server = request.getfixturevalue("mail_server")
    run_all(registry)
    assert [mail["Subject"] for mail in server.mails] == ["알림"]
    assert jobs(database) == []


def test_a_server_that_is_away_over_a_night_loses_no_mail(database: Any, registry: Any, mail_server: Any) -> None:
    settings = registry["settings"]
    port, settings.smtp_port = settings.smtp_port, 1
    queued(database)
    began = clock.now()
    while clock.now() < began + timedelta(hours=24):
        run_all(registry)
        pass_time(minutes=20)
    [job] = jobs(database)
    assert not job.gave_up
    settings.smtp_port = port
    pass_time(hours=20)
    run_all(registry)
    assert len(mail_server.mails) == 1


def test_the_check_tells_what_waits_and_finds_no_fault_in_it(database: Any, registry: Any) -> None:
    assert not any("mail" in one for one in check.remarks(registry))
    for _ in range(3):
        queued(database)
    assert "jobs: 3 of mail wait until the setting smtp_host is given" in list(check.remarks(registry))
    assert not any("mail" in fault for fault in check.find(registry))


def failed(database: Any, registry: Any, mail_server: Any) -> None:
    """A mail that was given up."""
    registry["settings"].smtp_port = 1
    queued(database)
    for _ in range(services.TRIES):
        run_all(registry)
        pass_time(days=2)


def test_the_administrator_sees_what_waits_and_what_failed(admin: Any, database: Any, registry: Any) -> None:
    assert "밀린 작업" not in admin.get("/")
    queued(database)
    queued(database)
    home = admin.get("/")
    assert "밀린 작업" in home
    row = admin.get(PAGE).html.find("tr", attrs={"data-kind": "mail"}).get_text(" ", strip=True)
    assert "전자우편" in row
    assert "2" in row
    assert "smtp_host" in row


def test_what_was_given_up_is_tried_again_when_asked(
    admin: Any, database: Any, registry: Any, mail_server: Any
) -> None:
    port = registry["settings"].smtp_port
    failed(database, registry, mail_server)
    assert any("given up" in fault for fault in check.find(registry))
    clock.set_source(None)
    page = admin.get(PAGE)
    assert "Connection refused" in page
    registry["settings"].smtp_port = port
    [form] = [form for form in page.forms.values() if form.action.endswith("/mail/retry")]
    form.submit(status=303)
    run_all(registry)
    assert len(mail_server.mails) == 1
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.detail).where(AuditEntry.act == "retry_jobs")).one() == {
            "kind": "mail", "count": 1,
        }  # fmt: skip


def test_waiting_mail_is_thrown_away_only_after_a_second_question(
    admin: Any, database: Any, registry: Any, request: Any
) -> None:
    queued(database)
    queued(database)
    page = admin.get(f"{PAGE}/mail/discard")
    assert "2" in page.html.find(class_="form-lead").text
    page.forms["people"].submit("save", status=303)
    assert jobs(database) == []
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.detail).where(AuditEntry.act == "discard_jobs")).one() == {
            "kind": "mail", "count": 2,
        }  # fmt: skip


@pytest.mark.parametrize("login", ["staff", "secretary", "member"])
def test_jobs_are_the_administrators_alone(make_browser: Any, login: str, database: Any) -> None:
    queued(database)
    browser = make_browser().signed_in(login)
    assert "밀린 작업" not in browser.get("/")
    browser.get(PAGE, status=403)
    token = {"csrf_token": browser.csrf()}
    for act in ("retry", "discard"):
        browser.post(f"{PAGE}/mail/{act}", token, status=403)
    assert len(jobs(database)) == 1


def test_kinds_that_nobody_declared_are_not_there(admin: Any) -> None:
    token = {"csrf_token": admin.csrf()}
    admin.post(f"{PAGE}/nothing/retry", token, status=404)
    admin.get(f"{PAGE}/nothing/discard", status=404)
    admin.get(f"{PAGE}/files.extract/discard", status=404)


def test_who_asks_for_mail_is_told_that_it_waits(admin: Any, database: Any, request: Any) -> None:
    with database.reading() as session:
        person = f"/people/persons/{institution.person(session, '방유나').uid}"
    token = {"csrf_token": admin.csrf()}
    assert "메일 서버가 없어" in admin.post(f"{person}/account/mail", token, status=303).follow()
    request.getfixturevalue("mail_server")
    assert "전자우편으로 보냅니다" in admin.post(f"{person}/account/mail", token, status=303).follow()
