"""A record of each registered type, the people who may or may not see it, and what each of them finds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import Database
from portal.records.models import Record
from portal.records.readers import readable
from portal.security.viewer import Viewer, principals
from search_index.services import Choices, find
from tests.contract.makers import MAKERS

WORD = "너울가지"
LOGINS = ("anonymous", "member", "outsider", "secretary", "staff", "admin")


class People:
    """The viewers of the institution by login; None is nobody in particular."""

    def __init__(self, viewer: Callable[[str], Viewer]) -> None:
        self.viewers: dict[str, Viewer | None] = {
            login: None if login == "anonymous" else viewer(login) for login in LOGINS
        }

    def __getitem__(self, login: str) -> Viewer | None:
        return self.viewers[login]


@pytest.fixture
def people(viewer: Any) -> People:
    return People(viewer)


@pytest.fixture
def browsers(make_browser: Any) -> dict[str, Any]:
    """A browser for each of them."""
    return {login: make_browser() if login == "anonymous" else make_browser().signed_in(login) for login in LOGINS}


@pytest.fixture
def indexing(registry: Any) -> Iterator[Any]:
    yield registry["indexing"]
    registry["indexing"].lock.release()


@pytest.fixture
def made(database: Database, people: People, type_name: str) -> int:
    """The id of a new record of the type, made by the secretary."""
    with database.writing() as session:
        return MAKERS[type_name](session, people["secretary"], WORD).id


class Sight:
    """What each reader sees of one record in lists, in counts and by search; a set of logins each."""

    def __init__(self, registry: Any, people: People, record_id: int) -> None:
        self.registry, self.people, self.record_id = registry, people, record_id

    def listed(self) -> set[str]:
        """Whose lists hold the record."""
        return {login for login in LOGINS if self._count(login)}

    def _count(self, login: str) -> int:
        with self.registry["database"].reading() as session:
            mine = readable(principals(self.people[login]))
            return session.scalar(select(func.count()).select_from(Record).where(Record.id == self.record_id, mine))

    def found(self) -> set[str]:
        """Who finds the record by the word; totals and facets never count what is not shown."""
        return {login for login in LOGINS if self._finds(login)}

    def _finds(self, login: str) -> bool:
        with self.registry["database"].reading() as session:
            uid = session.get_one(Record, self.record_id).uid
            found = find(session, self.registry["search_engine"], principals(self.people[login]), WORD, Choices())
            assert len(found.records) == found.results.total == sum(found.facets.types.values())
            return uid in {one.uid for one in found.records}


@pytest.fixture
def sight(registry: Any, people: People, made: int) -> Sight:
    return Sight(registry, people, made)


@pytest.fixture
def change(database: Database, made: int) -> Any:
    """A context in which the record may be changed; its readers and its index follow."""

    @contextmanager
    def changing() -> Iterator[Any]:
        with database.writing() as session:
            yield session.get_one(Record, made)

    return changing
