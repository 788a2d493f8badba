"""``sillok init``: set up or upgrade the database. ``sillok reindex``: build the search index anew."""

from typing import Any

from portal import migrations
from portal.commands.faults import CommandFault
from portal.records.services import renew_readers


def add(commands: Any) -> None:
    """Declare the commands."""
    one = commands.add_parser("init", help="set up the database, or upgrade it to this version")
    one.set_defaults(run=init, empty=True)
    two = commands.add_parser("reindex", help="build the search index anew from the database")
    two.set_defaults(run=reindex)


def init(registry: Any, options: Any) -> None:
    """Bring the schema to this version, and the readers of what is kept to its rules."""
    before = migrations.present(registry["database"])
    migrations.upgrade(registry["database"])
    after = migrations.present(registry["database"])
    print(f"database: {before or 'empty'} → {after}" if before != after else f"database: {after}, nothing to do")  # noqa: T201
    with registry["database"].writing() as session:
        renewed = renew_readers(session)
    if renewed:
        print(f"readers: {renewed} records are read by others now, as the rules have changed")  # noqa: T201


def reindex(registry: Any, options: Any) -> None:
    """Rebuild the index; the old one answers until the new one is complete."""
    rebuild = registry.get("rebuild_index")
    if rebuild is None:
        raise CommandFault("no search engine is configured")
    rebuild(registry)
