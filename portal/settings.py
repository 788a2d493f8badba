"""Every setting of Sillok: name, meaning, default and what is allowed. Read from one INI file and the environment.

``SETTINGS`` is the documentation: `docs/settings.md` is made from it. A value comes from the environment
(``SILLOK_DATABASE_URL`` for ``database_url``), else from the ``[sillok]`` part of the file, else from the default.
All faults are told together at start-up: the name, the fault, and what is allowed.
"""

import configparser
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class SettingsError(Exception):
    """One or more settings cannot be used; the text names each, its fault and what is allowed."""


def _text(value: str) -> str:
    return value


def _flag(value: str) -> bool:
    if value.lower() in ("true", "yes", "on", "1"):
        return True
    if value.lower() in ("false", "no", "off", "0", ""):
        return False
    raise ValueError


def _port(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 65535:
        raise ValueError
    return number


def _positive(value: str) -> int:
    number = int(value)
    if number <= 0:
        raise ValueError
    return number


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise ValueError
    return value


def _one_of(*values: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in values:
            raise ValueError
        return value

    return parse


@dataclass(frozen=True)
class Setting:
    """One setting: how its text is read, its default as text, and words for people."""

    name: str
    read: Callable[[str], Any]
    default: str
    allowed: str
    meaning: str


SETTINGS = (
    Setting(
        "data_dir", _text, "var", "a folder that may be written", "database, search index and attachments live here"
    ),
    Setting(
        "database_url",
        _database,
        "",
        "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        "where the records are; empty: sillok.sqlite in the data folder",
    ),
    Setting(
        "file_store",
        _one_of("folder", "database"),
        "folder",
        "folder, database",
        "where attachments are kept; `database` when several hosts serve",
    ),
    Setting("institution", _text, "실록", "any text", "the name in the page header and in mail"),
    Setting("official_masthead", _flag, "no", "yes, no", "the official-site bar; only for real government sites"),
    Setting("host", _text, "127.0.0.1", "an address of this machine", "address to listen on"),
    Setting("port", _port, "6543", "0 to 65535", "port to listen on; 0 takes a free one"),
    Setting("threads", _positive, "6", "a whole number from 1", "request threads of one process"),
    Setting("base_url", _text, "http://127.0.0.1:6543", "http(s)://…", "address used in mail and calendar files"),
    Setting("trusted_proxy", _text, "", "an address, or empty", "the proxy whose X-Forwarded-For is believed"),
    Setting("secure_cookies", _flag, "no", "yes, no", "send cookies over https only; `yes` behind https"),
    Setting("session_hours", _positive, "10", "a whole number from 1", "a sign-in ends after so many idle hours"),
    Setting(
        "sign_in_attempts", _positive, "5", "a whole number from 1", "wrong passwords from one place before waiting"
    ),
    Setting("argon2", _one_of("owasp", "cheapest"), "owasp", "owasp, cheapest (tests only)", "password hashing effort"),
    Setting("smtp_host", _text, "", "a host name, or empty", "mail server; empty: mail waits in the queue"),
    Setting("smtp_port", _port, "25", "0 to 65535", "its port"),
    Setting("smtp_user", _text, "", "any text", "its account, if it asks for one"),
    Setting("smtp_password", _text, "", "any text", "its password"),
    Setting("smtp_tls", _one_of("none", "starttls", "tls"), "none", "none, starttls, tls", "how the line is secured"),
    Setting("mail_from", _text, "sillok@localhost", "an address", "sender of mail"),
    Setting("upload_megabytes", _positive, "30", "a whole number from 1", "largest attachment"),
    Setting("browser_drafts", _flag, "yes", "yes, no", "keep unsaved text in the browser until it is saved"),
    Setting("closed_browser_drafts", _flag, "no", "yes, no", "the same for items that are not disclosed"),
    Setting(
        "access_log_days",
        _positive,
        "730",
        "a whole number from 1",
        "how long the access log is kept (개인정보의 안전성 확보조치 기준 §8: one or two years)",
    ),
    Setting("workers", _flag, "yes", "yes, no", "run the job worker and the indexer inside `sillok serve`"),
)


class Settings:
    """The checked values, as attributes named like the settings."""

    data_dir: str
    database_url: str

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"there is no setting {name!r}")

    @property
    def data(self) -> Path:
        """The data folder."""
        return Path(self.data_dir)


def load(file: str | None = None, environ: Mapping[str, str] | None = None, **given: str) -> Settings:
    """Read file, environment and ``given`` (which wins).

    Raises :class:`SettingsError` naming every fault at once.
    """
    environ = os.environ if environ is None else environ
    raw = _from_file(file) | _from_environment(environ) | given
    known = {setting.name for setting in SETTINGS}
    faults = [f"{name}: there is no such setting" for name in sorted(raw.keys() - known)]
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = raw.get(setting.name, setting.default).strip()
        try:
            values[setting.name] = text if text == setting.default == "" else setting.read(text)
        except ValueError:
            faults.append(f"{setting.name}: {text!r} cannot be used; allowed: {setting.allowed}")
    if faults:
        raise SettingsError("\n".join(faults))
    values["database_url"] = values["database_url"] or f"sqlite:///{Path(values['data_dir']) / 'sillok.sqlite'}"
    return Settings(values)


def _from_file(file: str | None) -> dict[str, str]:
    if file is None:
        return {}
    parser = configparser.ConfigParser(interpolation=None)
    try:
        with open(file, encoding="utf-8") as stream:
            parser.read_file(stream)
        return dict(parser["sillok"])
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror})") from error
    except KeyError as error:
        raise SettingsError(f"{file}: has no [sillok] part") from error
    except (configparser.Error, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: {error}") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    prefix = "SILLOK_"
    return {name.removeprefix(prefix).lower(): value for name, value in environ.items() if name.startswith(prefix)}


def reference() -> str:
    """All settings as Markdown (``docs/settings.md``)."""
    lines = ["| setting | default | allowed | meaning |", "|---|---|---|---|"]
    for one in SETTINGS:
        lines.append(f"| `{one.name}` | `{one.default}` | {one.allowed} | {one.meaning} |")
    return "\n".join(lines)
