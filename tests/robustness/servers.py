"""Real `sillok serve` processes on a data folder of the small institution, and people who speak HTTP to them."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal import configure, migrations, settings
from portal.people.models import Account
from portal.security.passwords import make_hash

PASSWORD = "곧은 소나무 열두 그루"  # `sillok serve` refuses the password of the demo
READY = "serves on http://127.0.0.1:"
ROOT = Path(__file__).parents[2]

# Loading the program costs more than everything else a server does before it answers, so a process that has loaded it
# forks one server for each line it reads. The children share nothing else: no thread, no connection, no open file.
_FORKER = """
import os, sys, warnings
warnings.simplefilter("ignore")
from portal import FEATURES, FLOOR, cli
from portal.db import Base
import importlib, whoosh.writing, numpy, waitress
for name in (*FLOOR, *FEATURES):
    importlib.import_module(name)
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.close(0)
        os._exit(cli.main(["serve"]) or 0)
    print("child", child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


def prepared(template: Path, folder: Path) -> Any:
    """The committed configurator over a copy of the small institution, fit for `sillok serve`."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, folder / "sillok.sqlite")
    config = opened(folder)
    database = config.registry["database"]
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    with database.writing_engine.begin() as connection:
        MigrationContext.configure(connection).stamp(scripts, "head")
    with database.writing() as session:
        for account in session.scalars(select(Account)):
            account.password_hash = make_hash(PASSWORD, "cheapest")
    return config


def opened(folder: Path) -> Any:
    """The committed configurator over a data folder."""
    config = configure(settings.load(environ={}, data_dir=str(folder), argon2="cheapest"))
    config.commit()
    return config


def environment(folder: Path, **given: str) -> dict[str, str]:
    """What a server's process is told."""
    templates = os.environ.get("CHAMELEON_CACHE") or tempfile.gettempdir()
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "CHAMELEON_CACHE": templates,
        "SILLOK_DATA_DIR": str(folder),
        "SILLOK_ARGON2": "cheapest",
        "SILLOK_PORT": "0",
        **given,
    }


class Server:
    """One server process of its own."""

    def __init__(self, folder: Path, **given: str) -> None:
        self.log = (folder.parent / f"{folder.name}-{time.monotonic_ns()}.log").open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, "-c", "import sys; from portal import cli; sys.exit(cli.main(['serve']))"],
            env=environment(folder, **given), stdout=subprocess.PIPE, stderr=self.log, text=True, cwd=folder.parent,
        )  # fmt: skip
        self.port = 0

    def address(self) -> int:
        """Its port, once it listens."""
        if not self.port:
            assert self.process.stdout is not None
            line = self.process.stdout.readline()
            assert READY in line, self.said()
            self.port = int(line.rsplit(":", 1)[1])
        return self.port

    def said(self) -> str:
        """What it wrote to its log."""
        return Path(self.log.name).read_text("utf-8")

    def kill(self) -> None:
        """Kill it as a power cut would; nothing happens to one that is dead."""
        if self.log.closed:
            return
        self.process.kill()
        self.process.communicate()
        self.log.close()


class Forker:
    """Starts one server after the other in a moment, each in a process of its own."""

    def __init__(self, folder: Path, **given: str) -> None:
        self.log = (folder.parent / f"{folder.name}.log").open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, "-c", _FORKER], env=environment(folder, **given), cwd=folder.parent,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
        )  # fmt: skip
        self.child = 0
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def start(self) -> int:
        """Fork a server; answers its port once it listens."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.child = int(self._line().removeprefix("child "))
        line = self._line()
        assert READY in line, f"{line} {self.said()}"
        return int(line.rsplit(":", 1)[1])

    def kill(self) -> None:
        """Kill the server as a power cut would; back when it is gone."""
        os.kill(self.child, signal.SIGKILL)
        self.child = 0
        assert self._line() == "ended"

    def said(self) -> str:
        """What the servers wrote to their log."""
        return Path(self.log.name).read_text("utf-8")

    def close(self) -> None:
        """End it, and a server that still runs."""
        if self.child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
        self.process.kill()
        self.process.communicate()
        self.log.close()


class Lost(Exception):  # noqa: N818 - what happens to people
    """No answer came: nobody knows whether the act was done."""


@dataclass(frozen=True)
class Answer:
    """An answer of the server."""

    status: int
    location: str
    text: str

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.text)

    def words(self) -> str:
        """What the page says, for the message of a test that failed."""
        page = BeautifulSoup(self.text, "html.parser")
        wrong = page.select(".error-summary, .form-error, .field-error, [data-error-summary]") or [page.main or page]
        return " ".join(" ".join(one.get_text(" ", strip=True) for one in wrong).split())[:600]

    def form(self, form_id: str = "", holding: str = "") -> dict[str, str]:
        """What a form of the page holds, its address under ``action``; found by its id or by a field it has."""
        for form in BeautifulSoup(self.text, "html.parser").find_all("form"):
            fields = _fields(form)
            if (form_id and form.get("id") == form_id) or (holding and holding in fields):
                return {"action": str(form.get("action") or ""), **fields}
        raise AssertionError(f"no form {form_id or holding!r} on the page (status {self.status})")


def _fields(form: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in form.find_all(["input", "textarea", "select", "button"]):
        name, kind = one.get("name"), one.get("type")
        if not name or (kind in ("radio", "checkbox") and not one.has_attr("checked")):
            continue
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            found[name] = str(chosen["value"]) if chosen is not None else ""
        else:
            found.setdefault(name, one.text.removeprefix("\n") if one.name == "textarea" else str(one.get("value", "")))
    return found


class Person:
    """Somebody at a browser. Every act either has an answer or raises :class:`Lost`."""

    def __init__(self, port: Callable[[], int], login: str) -> None:
        self.port = port
        self.login = login
        self.cookies: dict[str, str] = {}
        self.csrf = ""

    def sign_in(self) -> "Person":
        """Sign in through the page."""
        form = self.get("/login").form("sign-in") | {"login": self.login, "password": PASSWORD}
        answer = self.post("/login", form)
        assert answer.status == 303, answer.text
        self.csrf = self.get("/login").form("sign-in")["csrf_token"]
        return self

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path)

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        """Send a form."""
        body = urlencode({"csrf_token": self.csrf} | {k: v for k, v in values.items() if k != "action"})
        return self._ask("POST", path, body.encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def save(self, section_id: int, lock: int, content: Any) -> Answer:
        """Save a section as the editor does."""
        headers = {"Content-Type": "application/json", "X-CSRF-Token": self.csrf}
        body = json.dumps({"lock": lock, "content": content}).encode()
        return self._ask("POST", f"/sections/{section_id}/save", body, headers)

    def _ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port(), timeout=60)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body or None, {"Cookie": cookie, **(headers or {})})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Lost(f"{method} {path}") from error
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), text)


def child_of(parent: int, program: str) -> int:
    """The process that a process has started for a program, found as the system knows it; 0 when there is none."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # it has just ended
                ours = f"PPid:\t{parent}\n" in (entry / "status").read_text()
                if ours and program.encode() in (entry / "cmdline").read_bytes():
                    return int(entry.name)
    return 0


def is_alive(process: int) -> bool:
    """Whether a process runs; one that is dead and not yet taken note of has no command line."""
    with contextlib.suppress(OSError):
        return bool((Path("/proc") / str(process) / "cmdline").read_bytes())
    return False


def check(folder: Path) -> tuple[int, str]:
    """What `sillok check` answers, and the last it says: before it, that letters wait for a mail server."""
    command = [sys.executable, "-c", "import sys; from portal import cli; sys.exit(cli.main(['check']))"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, check=False, env=environment(folder), capture_output=True, text=True, cwd=folder.parent
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()[-1]


def wait_for(condition: Callable[[], Any], seconds: float = 60, pause: float = 0.05) -> Any:
    """Wait until something is so; answers what the condition answered."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(pause)
    return found
