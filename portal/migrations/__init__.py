"""The schema, version by version. Driven from code: there is no alembic.ini to keep in step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from portal.db import Database
from portal.records import immutable


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema to a revision (the newest), triggers and all. Harmless when it is there.

    Raises :class:`IntegrityError` (and changes nothing) when rows would refer to what is not there.
    """
    with (
        database.writing_engine.connect() as connection,
        _tables_replaceable(database, connection),
        connection.begin(),
    ):
        command.upgrade(_config(connection), revision)
        immutable.create(connection)
        if database.is_sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise IntegrityError("PRAGMA foreign_key_check", None, ValueError(f"rows without what they name: {lost}"))


@contextmanager
def _tables_replaceable(database: Database, connection: Connection) -> Iterator[None]:
    """SQLite changes a table by putting another in its place, which rows that refer to it do not allow.

    The switch works only between transactions: https://sqlite.org/lang_altertable.html#otheralter
    """
    if not database.is_sqlite:
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def newest() -> str:
    """The revision this program needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def present(database: Database) -> str | None:
    """The revision of the database; None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def write_revision(database: Database, message: str) -> Any:
    """Write the next version from the difference between models and database (for developers)."""
    with database.writing_engine.begin() as connection:
        number = len(list(ScriptDirectory.from_config(_config()).walk_revisions())) + 1
        return command.revision(_config(connection), message=message, autogenerate=True, rev_id=f"{number:04}")
