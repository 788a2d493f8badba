"""For developers: ``python -m portal.migrations.write MESSAGE`` writes the next version from the models."""

import sys
import tempfile

from portal import configure, migrations
from portal.settings import load


def main(message: str) -> None:
    """Bring an empty SQLite database to the newest version and write what the models have beyond it."""
    with tempfile.TemporaryDirectory() as folder:
        config = configure(load(environ={}, data_dir=folder))
        config.commit()
        database = config.registry["database"]
        migrations.upgrade(database)
        migrations.write_revision(database, message)
        database.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "changes")
