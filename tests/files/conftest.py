"""An application with one simple record type, on the folder store or the database store."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal import clock, configure, settings
from portal.db import Database
from portal.records.services import add
from portal.security.policy import load_viewer
from tests import institution
from tests.files.notes import Note


@pytest.fixture(params=["folder"])
def config(template_file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    shutil.copy(template_file, tmp_path / "sillok.sqlite")
    values = settings.load(
        environ={}, data_dir=str(tmp_path), argon2="cheapest", file_store=request.param, upload_megabytes="2"
    )
    config = configure(values, ("tests.files.notes",))
    config.commit()
    yield config
    config.registry["database"].close()
    clock.set_source(None)


@pytest.fixture
def note_uid(database: Database, registry: Any) -> str:
    """A note in the making, written by the secretary."""
    with database.writing() as session:
        session.info["registry"] = registry
        author = load_viewer(session, institution.account_id(session, "secretary"))
        note = add(session, Note(title="제7차 회의 자료"), author)
        return note.uid
