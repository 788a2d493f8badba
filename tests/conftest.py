"""What every test may ask for: an application over a real database file, and browsers signed in to it.

One application is built per test process; each test gets a copy of a small institution's database file, so that tests
commit as the application does and never see one another.
"""

import os
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

# Each test makes an application of its own; compiled templates are kept on disk or each would be compiled anew.
_TEMPLATES = os.environ.setdefault("CHAMELEON_CACHE", os.path.join(tempfile.gettempdir(), "sillok-test-templates"))
os.makedirs(_TEMPLATES, exist_ok=True)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from aiosmtpd.controller import Controller
    from webtest import TestApp

from portal import clock, configure, settings
from portal.db import Base, Database
from portal.jobs.worker import run_all
from portal.records import immutable
from portal.security.policy import load_viewer
from portal.security.viewer import Viewer
from tests import institution

PASSWORD = institution.PASSWORD


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the small institution, made once per process."""
    folder = tmp_path_factory.mktemp("template")
    config = _configure(folder)
    database: Database = config.registry["database"]
    with database.writing_engine.begin() as connection:
        Base.metadata.create_all(connection)
        immutable.create(connection)
    with database.writing() as session:
        institution.build(session)
    database.close()
    return folder / "sillok.sqlite"


def _configure(folder: Path) -> Any:
    values = settings.load(environ={}, data_dir=str(folder), argon2="cheapest", institution="한빛시 지역사회보장협의체")
    config = configure(values)
    config.include("tests.example")  # the record type that README's "how to" adds
    config.commit()
    return config


@pytest.fixture
def config(template_database: Path, tmp_path: Path) -> Iterator[Any]:
    """A committed configurator over a fresh copy of the small institution."""
    shutil.copy(template_database, tmp_path / "sillok.sqlite")
    config = _configure(tmp_path)
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
