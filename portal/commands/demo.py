"""``sillok demo``: an invented institution to look at, served on this machine only."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import event

from portal import migrations
from portal.commands import DEMO_LOGINS, DEMO_PASSWORD, samples
from portal.commands.serve import serve
from portal.db import Database
from portal.jobs.worker import run_all

GIVEN = {"data_dir": str(Path("var") / "demo"), "host": "127.0.0.1", "institution": "한빛시 지역사회보장협의체"}
READY = "sample-is-complete"


def add(commands: Any) -> None:
    """Declare the command."""
    one = commands.add_parser("demo", help="make an invented institution and serve it on 127.0.0.1")
    one.add_argument("--data", default=GIVEN["data_dir"], help="the folder it is made in")
    one.add_argument("--new", action="store_true", help="throw the last one away and make it anew")
    one.add_argument("--only-make", action="store_true", help="make it, but do not serve")
    one.set_defaults(run=run, empty=True, prepare=prepare)


def prepare(options: Any) -> dict[str, str]:
    """The settings of the demo, whatever file and environment say; a half-made or unwanted one is thrown away."""
    data = Path(options.data)
    if options.new or (data.exists() and not (data / READY).exists()):
        shutil.rmtree(data, ignore_errors=True)
    return GIVEN | {"data_dir": options.data, "database_url": f"sqlite:///{data / 'sillok.sqlite'}"}


def run(registry: Any, options: Any) -> None:
    """Make the institution if it is not there, print address and accounts, serve on loopback."""
    ready = registry["settings"].data / READY
    if not ready.exists():
        make(registry)
        ready.touch()
    if options.only_make:
        return
    serve(registry, f"\naccounts: {', '.join(DEMO_LOGINS)}; password: {DEMO_PASSWORD}")


def make(registry: Any) -> None:
    """Set up the database, let every feature add its part, and index it."""
    database: Database = registry["database"]
    event.listen(database.engine, "checkout", _in_haste)
    migrations.upgrade(database)
    for name, build in samples(registry):
        print(f"making the sample institution: {name}", flush=True)  # noqa: T201
        build()
    event.remove(database.engine, "checkout", _in_haste)
    database.engine.dispose()
    run_all(registry, [kind for kind in registry["jobs"] if kind not in ("mail", "index")])
    rebuild = registry.get("rebuild_index")
    if rebuild is not None:
        rebuild(registry)


def _in_haste(connection: Any, *_rest: Any) -> None:
    """A half-made institution is thrown away, so that nothing here needs to outlive a loss of power."""
    connection.execute("PRAGMA synchronous=OFF")
