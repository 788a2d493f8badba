"""The rest of the floor: clock, settings, audit chain, jobs, mail, events, the command line."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from portal import audit, clock, settings
from portal.audit.daily import broken_seals, seal_access_log, seals, send_head
from portal.audit.models import AccessLine, AuditEntry
from portal.events import RecordMoved, publish
from portal.jobs import queue
from portal.jobs.models import Job
from portal.jobs.services import TRIES, claim, fail, finish
from portal.mail import Enclosure, queue_mail
from portal.people.models import Duty
from tests import institution

pytestmark = pytest.mark.both_databases


def test_today_is_a_day_in_seoul():
    clock.set_source(lambda: datetime(2026, 12, 31, 15, 30, tzinfo=UTC))
    assert clock.today() == date(2027, 1, 1)
    clock.set_source(None)


def test_every_fault_of_the_settings_is_told_at_once(tmp_path):
    file = tmp_path / "sillok.ini"
    file.write_text("[sillok]\nport = seven\nfile_store = cloud\ncolour = red\n", encoding="utf-8")
    with pytest.raises(settings.SettingsError) as fault:
        settings.load(str(file), environ={})
    said = str(fault.value)
    assert "port: 'seven'" in said
    assert "0 to 65535" in said
    assert "folder, database" in said
    assert "colour: there is no such setting" in said


def test_the_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "sillok.ini"
    file.write_text("[sillok]\nport = 7000\ninstitution = 한빛시\n", encoding="utf-8")
    values = settings.load(str(file), environ={"SILLOK_PORT": "7001"})
    assert (values.port, values.institution) == (7001, "한빛시")


def test_a_file_that_is_not_there_is_told_plainly():
    with pytest.raises(settings.SettingsError, match="cannot be read"):
        settings.load("nowhere.ini", environ={})


def test_the_documented_settings_are_those_that_exist(request):
    page = (request.config.rootpath / "docs" / "settings.md").read_text(encoding="utf-8")
    assert settings.reference() in page


def entries(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry))


def test_the_chain_holds_when_many_write_at_once(database, viewer):
    before = entries(database)

    def write(n):
        with database.writing() as session:
            audit.note(session, None, "test", number=n)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert entries(database) == before + 16
    with database.reading() as session:
        assert audit.broken_at(session) is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entries SET act = 'other' WHERE id = 2",
        "DELETE FROM audit_entries WHERE id = 2",
        "DELETE FROM audit_entries WHERE id = 3",
        "UPDATE audit_entries SET at = '2020-01-01 00:00:00' WHERE id = 1",
    ],
)
def test_tampering_with_the_chain_is_refused_and_found_behind_the_triggers_back(database, tampering):
    with database.writing() as session:
        for n in range(3):
            audit.note(session, None, "test", number=n)
    with pytest.raises(Exception, match="append-only"), database.writing() as session:
        session.execute(text(tampering))
    with database.writing() as session:
        for name in ("update", "delete"):
            table = "" if database.is_sqlite else " ON audit_entries"
            session.execute(text(f"DROP TRIGGER forbid_{name}_audit_entries{table}"))
        session.execute(text(tampering))
    with database.reading() as session:
        assert audit.broken_at(session) is not None


def test_what_is_rolled_back_leaves_no_entry(database):
    before = entries(database)
    with pytest.raises(RuntimeError), database.writing() as session:
        audit.note(session, None, "test")
        raise RuntimeError
    assert entries(database) == before


def test_two_workers_never_get_the_same_job(database):
    with database.writing() as session:
        for n in range(20):
            queue(session, "count", {"n": n})
    got = []

    def work():
        while True:
            with database.writing() as session:
                jobs = claim(session, ["count"], 3)
            if not jobs:
                return
            got.extend(job.payload["n"] for job in jobs)
            with database.writing() as session:
                for job in jobs:
                    finish(session, job)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(20))


def test_a_job_asked_for_again_while_it_runs_runs_once_more(database):
    with database.writing() as session:
        for _ in range(5):
            queue(session, "index", {"record_id": 1}, key="index:1")
    with database.writing() as session:
        (job,) = claim(session, ["index"], 10)
    with database.writing() as session:
        queue(session, "index", {"record_id": 1}, key="index:1")
    with database.writing() as session:
        finish(session, job)
    with database.writing() as session:
        (again,) = claim(session, ["index"], 10)
        finish(session, again)
    with database.reading() as session:
        assert session.scalars(select(Job.id).where(Job.key == "index:1")).all() == []


def test_a_failing_job_waits_longer_each_time_and_is_given_up_in_the_end(database):
    with database.writing() as session:
        queue(session, "mail", {})
    pauses = []
    for _ in range(TRIES):
        with database.writing() as session:
            session.execute(update(Job).values(run_at=clock.now()))
        with database.writing() as session:
            (job,) = claim(session, ["mail"])
            fail(session, job, "no server")
        with database.reading() as session:
            pauses.append(session.scalars(select(Job.run_at)).one() - clock.now())
    assert pauses == sorted(pauses)
    with database.writing() as session:
        session.execute(update(Job).values(run_at=clock.now()))
        assert claim(session, ["mail"]) == []


def test_a_dead_workers_job_comes_back(database):
    with database.writing() as session:
        queue(session, "mail", {"to": "a"})
        assert len(claim(session, ["mail"])) == 1
        assert claim(session, ["mail"]) == []
    later = clock.now() + timedelta(minutes=6)
    clock.set_source(lambda: later)
    with database.writing() as session:
        assert len(claim(session, ["mail"])) == 1


def test_an_event_is_one_level_deep_and_a_failing_subscriber_undoes_all(registry, database):
    def again(session, event):
        publish(session, event)

    registry["subscribers"].setdefault(RecordMoved, []).append(again)
    with pytest.raises(RuntimeError, match="while another event"), database.writing() as session:
        queue(session, "mail", {})
        publish(session, RecordMoved(1, "memo", "send", "SENT"))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_mail_goes_to_a_real_server_with_korean_names(registry, database, do_jobs, mail_server):
    with database.writing() as session:
        queue_mail(
            session,
            "member@example.kr",
            "제8차 연구기획분과 회의 개최 알림",
            "회의에 참석하여 주시기 바랍니다.",
            [Enclosure("회의자료.txt", "text/plain", "안건".encode())],
        )
    do_jobs("mail")
    (mail,) = mail_server.mails
    assert mail["To"] == "member@example.kr"
    assert mail["Subject"] == "제8차 연구기획분과 회의 개최 알림"
    assert "참석하여" in mail.get_body().get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["회의자료.txt"]


def looked_at(database, subject):
    with database.writing() as session:
        session.add(AccessLine(account_id=1, address="127.0.0.1", act="download", subject=subject))


def test_access_lines_are_sealed_in_batches_and_a_changed_line_is_found(registry, database):
    for subject in ("위원 명부", "연락처"):
        looked_at(database, subject)
    seal_access_log(registry)
    looked_at(database, "회의록")
    seal_access_log(registry)
    seal_access_log(registry)  # nothing new: no empty seal
    with database.reading() as session:
        assert [(seal["first"], seal["last"]) for seal in seals(session)] == [(1, 2), (3, 3)]
    assert broken_seals(registry) == []
    with database.writing() as session:
        session.execute(update(AccessLine).where(AccessLine.id == 2).values(subject="다른 명부"))
    assert broken_seals(registry) == ["lines 1 to 2 are not what was sealed"]


def test_access_lines_go_when_their_time_is_over_without_breaking_the_seals(registry, database):
    looked_at(database, "위원 명부")
    seal_access_log(registry)
    later = clock.now() + timedelta(days=731)
    clock.set_source(lambda: later)
    looked_at(database, "연락처")
    seal_access_log(registry)
    with database.reading() as session:
        assert session.scalars(select(AccessLine.subject)).all() == ["연락처"]
    assert broken_seals(registry) == []


def test_the_head_of_the_chain_leaves_the_machine_once_a_day(registry, database, do_jobs, mail_server, viewer):
    with database.writing() as session:
        officer = institution.person(session, "지우빈")
        session.add(Duty(person_id=officer.id, name="RECORDS_OFFICER", starts_on=clock.today()))
        audit.note(session, None, "test")
    send_head(registry)
    send_head(registry)
    do_jobs("mail")
    (mail,) = mail_server.mails
    with database.reading() as session:
        sealed = session.get_one(AuditEntry, 1)
    assert sealed.hash in mail.get_body().get_content()
