"""The schema, version by version. Driven from code: there is no alembic.ini to keep in step."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from portal.db import Database
from portal.records import immutable


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema to a revision (the newest), triggers and all. Harmless when it is there."""
    with database.writing_engine.begin() as connection:
        command.upgrade(_config(connection), revision)
        immutable.create(connection)


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
