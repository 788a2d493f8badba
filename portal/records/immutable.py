"""Database triggers that refuse to change what must not change, on SQLite and PostgreSQL alike.

Alembic's batch mode on SQLite drops triggers without a word: ``missing`` is asked by ``sillok check`` and by a test.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

APPEND_ONLY = ("editions", "edition_files", "signatures", "registrations", "audit_entries")


def _statements(table: str, dialect: str) -> Iterator[str]:
    for act in ("UPDATE", "DELETE"):
        name = f"forbid_{act.lower()}_{table}"
        if dialect == "sqlite":
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
            )
        else:
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {act} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION sillok_refuse()"
            )


def create(connection: Connection) -> None:
    """Put every trigger in place on the tables there are; harmless when it is there."""
    dialect = connection.dialect.name
    if dialect != "sqlite":
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION sillok_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$"
            )
        )
    present = set(inspect(connection).get_table_names())
    for table in (name for name in APPEND_ONLY if name in present):
        for statement in _statements(table, dialect):
            connection.execute(text(statement))


def missing(connection: Connection) -> list[str]:
    """The names of triggers that should be there and are not."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    present = {row[0] for row in connection.execute(text(query))}
    wanted = {f"forbid_{act}_{table}" for table in APPEND_ONLY for act in ("update", "delete")}
    return sorted(wanted - present)
