"""What every test may ask for: an application over a real database file, and browsers signed in to it.

A process keeps its applications (`tests/applications.py`); each test finds one over a copy of a small institution's
database, so that tests commit as the application does and never see one another.
"""

import fcntl
import gc
import os
import secrets
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

# compiled templates are kept from one run to the next
_TEMPLATES = os.environ.setdefault("CHAMELEON_CACHE", os.path.join(tempfile.gettempdir(), "sillok-test-templates"))
os.makedirs(_TEMPLATES, exist_ok=True)

# What tests store lies in memory where there is room: a disc is waited for at each of thousands of commits.
_MEMORY = "/dev/shm"
if "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2 << 30:
    os.environ["TMPDIR"], tempfile.tempdir = _MEMORY, None

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from aiosmtpd.controller import Controller
    from playwright.sync_api import sync_playwright
    from webtest import TestApp

from sqlalchemy import event, select

from portal import cli, clock
from portal.db import Database
from portal.jobs.worker import run_all
from portal.security.models import SignIn
from portal.security.policy import load_viewer
from portal.security.sessions import COOKIE, token_hash
from portal.security.viewer import Viewer
from tests import institution
from tests.applications import SQLITE, Application, OnPostgresql, OnSqlite, PostgreSQL, configured, fill

PASSWORD = institution.PASSWORD
CHROMIUM = "/usr/bin/chromium"
# Playwright's own, for of several lists the last holds; and two pages of its own that each window of Chromium loads
CHROMIUM_WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
)  # fmt: skip
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(CHROMIUM_WITHOUT)}",
]  # fmt: skip


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test over a database runs on SQLite and on PostgreSQL: at once where marked so, else among the full ones."""
    if "dialect" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        only = metafunc.definition.get_closest_marker("sqlite_only")
        postgresql = pytest.param("postgresql", marks=() if both else pytest.mark.full)
        metafunc.parametrize("dialect", ["sqlite"] if only else ["sqlite", postgresql])


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the small institution, made once per process."""
    folder = tmp_path_factory.mktemp("template")
    fill(configured(folder))
    return folder / SQLITE


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The PostgreSQL server of this process. As root it runs as another user, whom pytest's folders keep out."""
    with tempfile.TemporaryDirectory(prefix="sillok-pg-") as folder:
        os.chmod(folder, 0o755)
        server = PostgreSQL(Path(folder) / "data")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def sqlite_ground(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> OnSqlite:
    """Where the tests on SQLite keep their data, one after another."""
    return OnSqlite(tmp_path_factory.mktemp("sqlite") / "data", template_file)


@pytest.fixture(scope="session")
def postgresql_ground(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> OnPostgresql:
    """Where the tests on PostgreSQL keep theirs."""
    return OnPostgresql(tmp_path_factory.mktemp("postgresql") / "data", postgresql)


@pytest.fixture(scope="session")
def applications() -> dict[Any, Application]:
    """The applications of this process by database and parts, each made when first asked for."""
    return {}


@pytest.fixture
def parts() -> tuple[str, ...]:
    """Modules that a test adds to the application; a file of tests that needs some overrides this."""
    return ()


@pytest.fixture
def config(
    request: pytest.FixtureRequest, dialect: str, parts: tuple[str, ...], applications: dict[Any, Application]
) -> Iterator[Any]:
    """A committed configurator over a fresh copy of the small institution."""
    if (dialect, parts) not in applications:
        applications[dialect, parts] = Application(request.getfixturevalue(f"{dialect}_ground"), parts)
    with applications[dialect, parts].as_new() as config:
        yield config


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
    """WebTest over the real application."""

    def sign_in(self, login: str, password: str = PASSWORD) -> "Browser":
        """Sign in through the page."""
        form = self.get("/login").forms["sign-in"]
        form["login"], form["password"] = login, password
        form.submit(status=303)
        return self

    def signed_in(self, login: str) -> "Browser":
        """Be signed in as one of the institution's accounts, as after the page."""
        token = secrets.token_urlsafe(32)
        with self.app.registry["database"].writing() as session:
            account = institution.account_id(session, login)
            row = SignIn(token_hash=token_hash(token), account_id=account, address="127.0.0.1")
            row.csrf_token, row.confirmed_at = secrets.token_urlsafe(32), clock.now()
            session.add(row)
        self.set_cookie(COOKIE, token)
        return self

    def csrf(self) -> str:
        """The CSRF token of this browser's session, for requests without a form."""
        with self.app.registry["database"].reading() as session:
            kept = select(SignIn.csrf_token).where(SignIn.token_hash == token_hash(self.cookies.get(COOKIE, "")))
            token = session.scalar(kept)
        return str(token or self.get("/login").html.find("input", {"name": "csrf_token"})["value"])


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
    return make_browser().signed_in("secretary")


@pytest.fixture
def member(make_browser: Any) -> Browser:
    """A member of 연구기획분과, signed in."""
    return make_browser().signed_in("member")


@pytest.fixture
def outsider(make_browser: Any) -> Browser:
    """A person with an account who belongs to another body only."""
    return make_browser().signed_in("outsider")


@pytest.fixture
def staff(make_browser: Any) -> Browser:
    """A staff officer of 복지정책과, signed in."""
    return make_browser().signed_in("staff")


@pytest.fixture
def admin(make_browser: Any) -> Browser:
    """The administrator, signed in."""
    return make_browser().signed_in("admin")


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
    config = configured(copy)
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
        return browser if login == "anonymous" else browser.signed_in(login)

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
