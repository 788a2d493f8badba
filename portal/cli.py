"""The command line: ``sillok serve | demo | init | user | reindex | check | backup | restore | settings``."""

import argparse
import logging
import sys
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from portal.commands import archive, check, demo, people, serve, store
from portal.commands.application import opened
from portal.commands.faults import CommandFault
from portal.settings import SettingsError, load, reference


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="sillok", description="실록: the records of a local-welfare council")
    top.add_argument("-c", "--config", metavar="FILE", help="settings file with a [sillok] part")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (serve.add, demo.add, store.add, people.add, check.add, archive.add):
        add(commands)
    settings = commands.add_parser("settings", help="print every setting, its default and what is allowed")
    settings.set_defaults(run=None)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers 0 when all went well, 1 with one plain sentence when not."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    options = parser().parse_args(arguments)
    if options.run is None:
        print(reference())  # noqa: T201
        return 0
    try:
        given = options.prepare(options) if "prepare" in options else {}
        with opened(load(options.config, **given), empty="empty" in options) as registry:
            return options.run(registry, options) or 0
    except (SettingsError, CommandFault) as fault:
        print(f"sillok: {fault}", file=sys.stderr)  # noqa: T201
    except OperationalError as error:
        print(f"sillok: the database cannot be used: {error.orig}", file=sys.stderr)  # noqa: T201
    except KeyboardInterrupt:
        print("sillok: stopped", file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
