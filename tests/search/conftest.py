"""An empty engine in a folder of its own, and an application with one simple record type and the search."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.db import Database
from portal.records.models import Record
from portal.records.services import add
from portal.security.policy import load_viewer
from search_index.analyser import analyser
from search_index.indexer import Indexing
from search_index.whoosh_engine import WhooshEngine
from tests import institution
from tests.search.papers import TEXTS, SearchPaper


@pytest.fixture(scope="session", autouse=True)
def _analyser() -> None:
    """A search does not wait for the analyser to be loaded, these tests do."""
    analyser.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder)


@pytest.fixture
def parts() -> tuple[str, ...]:
    """The record type of these tests."""
    return ("tests.search.papers",)


@pytest.fixture
def indexing(registry: Any) -> Indexing:
    found: Indexing = registry["indexing"]
    return found


@pytest.fixture
def write_paper(database: Database) -> Callable[..., Record]:
    """A function that stores a paper with a title and a text, by the secretary."""

    def write(title: str, text: str = "", **values: Any) -> Record:
        with database.writing() as session:
            author = load_viewer(session, institution.account_id(session, "secretary"))
            paper = add(session, SearchPaper(title=title, **values), author)
            TEXTS[paper.id] = text
            return paper

    return write
