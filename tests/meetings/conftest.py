"""Who keeps the minutes, and a session that writes: what most tests of meetings begin with."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from portal.db import Database


@pytest.fixture
def keeper(viewer):
    """The secretary, as a viewer of records."""
    return viewer("secretary")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose changes are kept."""
    with database.writing() as session:
        yield session
