"""An empty engine in a folder of its own."""

from pathlib import Path

import pytest

from search_index.whoosh_engine import WhooshEngine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder)
