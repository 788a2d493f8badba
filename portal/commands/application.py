"""The application as the commands need it: configured, with a data folder and a schema that fits."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from portal import configure, migrations
from portal.commands.faults import CommandFault
from portal.settings import Settings


@contextmanager
def opened(settings: Settings, *, empty: bool = False) -> Iterator[Any]:
    """The registry of the configured application, its database closed at the end.

    Raises :class:`CommandFault` when the database was not set up or is of another version (unless ``empty``).
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o750)
    except OSError as error:
        raise CommandFault(f"data_dir {settings.data_dir!r} cannot be written ({error.strerror})") from error
    _keep_to_ourselves(settings)
    config = configure(settings)
    config.commit()
    try:
        if not empty:
            require_schema(config.registry)
        yield config.registry
    finally:
        config.registry["database"].close()


def _keep_to_ourselves(settings: Settings) -> None:
    """Others on the machine do not read the database, even in a folder open to them; its side files follow it."""
    url = make_url(settings.database_url)
    if url.drivername == "sqlite" and url.database:
        with contextlib.suppress(OSError):  # told in words when it is opened
            Path(url.database).touch(mode=0o640)


def require_schema(registry: Any) -> None:
    """Raise :class:`CommandFault` when the schema is missing, older or newer than this program."""
    present = migrations.present(registry["database"])
    if present is None:
        raise CommandFault("there is no database yet; run `sillok init`")
    if present != migrations.newest():
        raise CommandFault(f"the database is of version {present}; make a backup, then run `sillok init` to upgrade it")
