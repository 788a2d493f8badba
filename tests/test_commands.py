"""The command line as an operator uses it: real files, plain sentences when something is wrong."""

import io
import json
import os
import socket
import subprocess
import sys
import tarfile

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text, update

from portal import cli, clock, configure, migrations, settings
from portal.commands.check import find
from portal.db import Base, Database
from portal.jobs.models import Job
from portal.records import editions, immutable, services
from portal.records.models import Edition, Record
from portal.records.readers import principals_of, reader_set
from tests import institution
from tests.example.models import Memo


@pytest.fixture
def sillok(tmp_path, monkeypatch, capsys):
    """Run a command in a data folder of its own; answers its exit code and what it said."""
    monkeypatch.setenv("SILLOK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SILLOK_ARGON2", "cheapest")

    def run(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_a_database_is_set_up_once(sillok):
    assert sillok("init")[0] == 0
    assert "nothing to do" in sillok("init")[1]


def test_nobody_else_on_the_machine_reads_the_database(sillok, tmp_path):
    (tmp_path / "data").mkdir(mode=0o755)
    assert sillok("init")[0] == 0
    files = list((tmp_path / "data").glob("sillok.sqlite*"))
    assert files
    assert [one.name for one in files if one.stat().st_mode & 0o007] == []


def test_commands_say_plainly_that_there_is_no_database(sillok):
    code, said = sillok("check")
    assert code == 1
    assert "run `sillok init`" in said
    assert "Traceback" not in said


def test_an_administrator_is_made_and_listed(sillok):
    sillok("init")
    assert sillok("user", "add", "boss", "--name", "나래", "--admin", typed="a long password\n")[0] == 0
    assert "나래" in sillok("user", "list")[1]
    assert "there is an account" in sillok("user", "add", "boss", "--name", "나래", typed="a long password\n")[1]
    assert "at least 10" in sillok("user", "password", "boss", typed="short\n")[1]
    assert "no account" in sillok("user", "password", "nobody", typed="a long password\n")[1]


def test_serving_is_refused_while_a_demo_password_exists(sillok):
    sillok("init")
    sillok("user", "add", "secretary", "--name", "나래", typed="sillok-demo\n")
    code, said = sillok("serve")
    assert code == 1
    assert "demo password" in said


@pytest.mark.full
@pytest.mark.timeout(600)  # the sample institution may have to be made first
def test_the_demo_says_its_address_only_when_it_has_it(demo_folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-c", "import sys; from portal import cli; sys.exit(cli.main(sys.argv[1:]))"]
        given = os.environ | {"SILLOK_PORT": str(taken.getsockname()[1])}
        ended = subprocess.run(
            [*command, "demo", "--data", str(demo_folder)], env=given, capture_output=True, text=True, check=False
        )
    assert ended.returncode == 1
    assert "cannot listen on 127.0.0.1" in ended.stderr
    assert "SILLOK_PORT" in ended.stderr
    assert "sillok-demo" not in ended.stdout


def test_a_wrong_setting_is_told_with_what_is_allowed(sillok, monkeypatch):
    monkeypatch.setenv("SILLOK_PORT", "seven")
    code, said = sillok("check")
    assert code == 1
    assert "0 to 65535" in said


def test_a_folder_that_cannot_be_written_is_told(sillok, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("SILLOK_DATA_DIR", str(tmp_path / "file"))
    assert "cannot be written" in sillok("init")[1]


@pytest.mark.both_databases
def test_the_versions_make_exactly_the_models_tables(dialect, tmp_path, request):
    request.getfixturevalue("template_file")  # an application was made: every feature's models are known
    url = (
        request.getfixturevalue("postgresql").empty() if dialect == "postgresql" else f"sqlite:///{tmp_path}/new.sqlite"
    )
    database = Database(url)
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        assert immutable.missing(connection) == []
    with database.engine.connect() as connection:
        ours = {name for name in Base.metadata.tables if name != "memos"}
        there = set(connection.dialect.get_table_names(connection)) - {"alembic_version"}
        assert there == ours
        assert differences(connection) == []
    database.close()


@pytest.mark.both_databases
def test_a_database_of_the_first_version_is_upgraded_with_everybody_in_it(dialect, tmp_path, request):
    url = (
        request.getfixturevalue("postgresql").empty() if dialect == "postgresql" else f"sqlite:///{tmp_path}/old.sqlite"
    )
    database = Database(url)
    migrations.upgrade(database, "0001")
    known = {"now": clock.now().isoformat(" "), "yes": True, "no": False}
    with database.writing_engine.begin() as connection:
        for statement in OF_THE_FIRST_VERSION:
            connection.execute(text(statement), known)
    migrations.upgrade(database)
    with database.reading() as session:
        assert session.scalars(select(institution.Account.login)).all() == ["boss"]
        [job] = session.scalars(select(Job).where(Job.kind == "index"))
        assert (job.key, job.payload) == ("index:r1", {"uid": "r1"})
        assert session.scalars(select(Edition.record_id)).all() == [7]
        assert immutable.missing(session.connection()) == []
        if database.is_sqlite:
            assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    database.close()


OF_THE_FIRST_VERSION = (
    "INSERT INTO persons (id, uid, name, email, phone, affiliation, position) VALUES (1, 'u1', '나래', '', '', '', '')",
    "INSERT INTO accounts (id, person_id, login, password_hash, language, active, failures, blocked_until)"
    " VALUES (1, 1, 'boss', 'x', 'ko', :yes, 5, :now)",
    "INSERT INTO sign_ins (token_hash, account_id, data, csrf_token, address, agent, created_at, seen_at)"
    " VALUES ('x', 1, '{}', 'x', '127.0.0.1', '', :now, :now)",
    "INSERT INTO reader_sets (id, digest) VALUES (1, 'x')",
    "INSERT INTO records (id, uid, type, title, state, disclosure, grounds, retention, reader_set_id, created_at,"
    " changed_at) VALUES (7, 'r1', 'record', '회의', 'DRAFT', 'OPEN', '[]', '', 1, :now, :now)",
    "INSERT INTO editions (id, record_id, number, facts, sha256, reason, made_at, made_by_id)"
    " VALUES (3, 7, 1, '{}', 'x', '', :now, 1)",
    """INSERT INTO jobs (kind, key, payload, run_at, wanted, attempts, error, gave_up, created_at)
       VALUES ('index', 'index:7', '{"record_id": 7}', :now, 1, 0, '', :no, :now),
              ('index', 'index:8', '{"record_id": 8}', :now, 1, 0, '', :no, :now)""",
    "INSERT INTO failed_sign_ins (address, at) VALUES ('127.0.0.1', :now)",
)


def differences(connection):
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": not_a_test_table})
    return compare_metadata(context, Base.metadata)


def not_a_test_table(item, name, kind, reflected, other):
    return not (kind == "table" and name == "memos")


@pytest.mark.parametrize("target", [pytest.param("sqlite", marks=pytest.mark.full), "postgresql"])
def test_a_backup_is_restored_into_either_database(dialect, target, tmp_path, request, sillok, monkeypatch):
    source = place(dialect, "source", tmp_path, request)
    registry = configured(source, tmp_path / "source")
    migrations.upgrade(registry["database"])
    filled(registry)
    use(monkeypatch, source, tmp_path / "source")
    assert sillok("backup", str(tmp_path / "all.tar.gz"))[0] == 0
    assert "exists already" in sillok("backup", str(tmp_path / "all.tar.gz"))[1]
    use(monkeypatch, place(target, "target", tmp_path, request), tmp_path / "target")
    code, said = sillok("restore", str(tmp_path / "all.tar.gz"))
    assert code == 0, said
    assert "not empty" in sillok("restore", str(tmp_path / "all.tar.gz"))[1]
    assert sillok("reindex")[0] == 0
    code, said = sillok("check")
    assert code == 0, said
    restored = configured(settings.load().database_url, tmp_path / "target")
    assert contents(restored) == contents(registry)
    with restored["database"].writing() as session:  # numbers go on after the restored ones
        session.add(institution.Department(name="새 부서", starts_on=clock.today()))
    for one in (registry, restored):
        one["database"].close()


def place(dialect, name, tmp_path, request):
    if dialect == "postgresql":
        return request.getfixturevalue("postgresql").empty()
    return f"sqlite:///{tmp_path}/{name}/sillok.sqlite"


def use(monkeypatch, url, folder):
    monkeypatch.setenv("SILLOK_DATABASE_URL", url)
    monkeypatch.setenv("SILLOK_DATA_DIR", str(folder))


def configured(url, folder):
    folder.mkdir(exist_ok=True)
    config = configure(settings.load(environ={}, database_url=url, data_dir=str(folder)))
    config.commit()
    return config.registry


def filled(registry):
    with registry["database"].writing() as session:
        institution.build(session)


def contents(registry):
    with registry["database"].reading() as session:
        names = sorted(session.scalars(select(institution.Person.name)))
        moments = sorted(session.scalars(select(institution.Account.password_hash)))
        parents = sorted(map(str, session.execute(select(institution.Body.id, institution.Body.parent_id))))
    return names, moments, parents


def test_a_backup_is_its_owners_alone_even_where_something_was_laid_in_its_way(sillok, tmp_path):
    sillok("init")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch(mode=0o644)
    (tmp_path / "all.tar.gz.part").symlink_to(elsewhere)
    assert sillok("backup", str(tmp_path / "all.tar.gz"))[0] == 0
    assert (tmp_path / "all.tar.gz").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "all.tar.gz").is_symlink()
    assert elsewhere.read_bytes() == b""


def test_a_damaged_backup_is_refused_before_anything_is_used(sillok, tmp_path):
    sillok("init")
    sillok("backup", str(tmp_path / "good.tar.gz"))
    with tarfile.open(tmp_path / "good.tar.gz") as good, tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as bad:
        for member in good:
            data = good.extractfile(member).read()
            if member.name == "manifest.json":
                manifest = json.loads(data)
                manifest["sha256"]["persons"] = "0" * 64
                data = json.dumps(manifest).encode()
            member.size = len(data)
            bad.addfile(member, io.BytesIO(data))
    (tmp_path / "data" / "sillok.sqlite").unlink()
    for left in (tmp_path / "data").glob("sillok.sqlite-*"):
        left.unlink()
    code, said = sillok("restore", str(tmp_path / "bad.tar.gz"))
    assert code == 1
    assert "damaged" in said
    (tmp_path / "nonsense").write_text("no archive")
    assert "cannot be read as a backup" in sillok("restore", str(tmp_path / "nonsense"))[1]


@pytest.mark.both_databases
def test_check_finds_what_was_tampered_with(registry, database, viewer, dialect):
    with database.writing() as session:
        record = services.add(session, Memo(title="메모", text="글"), viewer("secretary"))
        editions.freeze(session, record, {"본문": "서명한 글"}, viewer("secretary"))
    faults = [fault for fault in find(registry) if not fault.startswith("search")]
    assert faults == []
    with database.writing() as session:
        table = "" if database.is_sqlite else " ON editions"
        session.execute(text(f"DROP TRIGGER forbid_update_editions{table}"))
        session.execute(text("""UPDATE editions SET facts = '{"본문": "바꾼 글"}'"""))
        session.execute(update(Record).values(reader_set_id=reader_set(session, ["everyone"])))
    said = " / ".join(find(registry))
    assert "trigger missing: forbid_update_editions" in said
    assert "the text is not what was signed" in said
    assert "its readers are not those its rule names" in said
    with database.writing() as session:
        assert services.renew_readers(session) == 1  # as `sillok init` does after an upgrade
        assert services.renew_readers(session) == 0
        assert principals_of(session, session.scalars(select(Record)).one()) == {f"person:{record.created_by_id}"}
    assert "its readers are not those its rule names" not in " / ".join(find(registry))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == 1
        assert session.scalar(select(func.count()).select_from(Record)) == 1
