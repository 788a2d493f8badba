"""A data folder of the small institution that real servers can be started on."""

from pathlib import Path
from typing import Any

import pytest

from portal.security.policy import load_viewer
from tests import institution
from tests.robustness.servers import opened, prepared


class Town:
    """The data folder, and the application over it in this process (no request ever goes through it)."""

    def __init__(self, config: Any, folder: Path) -> None:
        self.folder = folder
        self.registry: Any = config.registry
        self.database: Any = self.registry["database"]

    @classmethod
    def over(cls, folder: Path) -> "Town":
        """Another folder's."""
        return cls(opened(folder), folder)

    def viewer(self, login: str) -> Any:
        """Somebody as services know them."""
        with self.database.reading() as session:
            return load_viewer(session, institution.account_id(session, login))


@pytest.fixture
def town(template_file: Path, tmp_path: Path) -> Any:
    """The small institution in a folder of its own."""
    made = Town(prepared(template_file, tmp_path / "data"), tmp_path / "data")
    yield made
    made.database.close()
