"""Two server processes on one data folder: both answer, one indexes, the other takes over when the first is killed."""

import time
from typing import Any

import pytest
from sqlalchemy import func, select

from meetings.minutes.models import Minutes
from portal import audit
from portal.content import services as content
from portal.content.build import doc, para
from portal.content.models import Section
from portal.jobs.models import Job
from search_index.folder_lock import FolderLock
from tests.meetings import minutes_case as case
from tests.robustness.servers import Person, Server, check, child_of, is_alive, wait_for

pytestmark = [pytest.mark.full, pytest.mark.timeout(400)]


@pytest.fixture
def section(town: Any) -> Section:
    """A section of two paragraphs in minutes being written."""
    with town.database.writing() as session:
        secretary = town.viewer("secretary")
        made = case.section(session, case.in_session(session, secretary))
        content.save(session, made, made.lock, doc(para("하나"), para("둘")), secretary)
        return made


def _saved(person: Person, section: Section, lock: int, document: Any, block: int, text: str) -> tuple[int, Any]:
    document["content"][block]["content"] = [{"type": "text", "text": text}]
    answer = person.save(section.id, lock, document)
    assert answer.status == 200, answer.words()
    return answer.json["lock"], answer.json["content"] or document


def _found(person: Person, word: str) -> bool:
    answer = person.get(f"/search?q={''.join(f'%{byte:02X}' for byte in word.encode())}")
    assert answer.status == 200
    return word in answer.text.split("<main", 1)[1].replace("<mark>", "").replace("</mark>", "").split("</form>", 1)[-1]


def _indexes(town: Any) -> bool:
    """Whether some server holds the lock of the index."""
    lock = FolderLock(town.folder / "index")
    free = lock.acquire()
    lock.release()
    return not free


def test_two_servers_share_a_folder_and_the_second_takes_over(town: Any, section: Section) -> None:
    servers = [Server(town.folder)]
    wait_for(lambda: _indexes(town), 200)
    servers.append(Server(town.folder))
    try:
        people = [Person(server.address, "secretary").sign_in() for server in servers]
        lock, document = section.lock, section.content
        for n in range(6):  # in turns through both servers
            lock, document = _saved(people[n % 2], section, lock, document, n % 2, f"은하수마을 조사 {n}")
        wait_for(lambda: all(_found(one, "은하수마을") for one in people), 200, 0.2)
        analyser = child_of(servers[0].process.pid, "kiwi_process")
        servers[0].kill()
        began = time.monotonic()
        _saved(people[1], section, lock, document, 0, "달그림자 위원회를 둔다")
        wait_for(lambda: _found(people[1], "달그림자"), 200, 0.1)
        assert analyser
        wait_for(lambda: not is_alive(analyser))
        print(f"found {time.monotonic() - began:.1f} s after the indexing server was killed")  # noqa: T201
    finally:
        for server in servers:
            server.kill()
    assert all("Traceback" not in server.said() for server in servers)
    with town.database.reading() as session:
        assert session.scalar(select(func.count(Job.id)).where(Job.kind == "index")) == 0
        assert session.scalar(select(func.count(Minutes.id))) == 1
        assert audit.broken_at(session) is None
    assert town.registry["indexing"].differences() == (set(), set())
    assert check(town.folder) == (0, "all is well")
