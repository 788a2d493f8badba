"""Kiwi's process: nobody waits for it, its death is mended, a long text does not hold up a search."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.records.models import Record
from search_index.analyser import analyser
from search_index.analysis import analyse
from search_index.indexer import Indexing
from search_index.query import parse
from tests.robustness.servers import child_of

Write = Callable[..., Record]
NOTE = "낱말 분석기가 아직 준비되지 않아"


def _process() -> int:
    process = child_of(os.getpid(), "kiwi_process")
    assert process, "there is no analyser"
    return process


@pytest.fixture
def stopped() -> Iterator[None]:
    """The process is there, but does not do anything."""
    process = _process()
    os.kill(process, signal.SIGSTOP)
    yield
    os.kill(process, signal.SIGCONT)


def _titles(page: Any) -> list[str]:
    return [heading.get_text() for heading in page.html.select(".search-results h2")]


def test_search_goes_on_when_the_analyser_dies_and_another_one_is_started(
    indexing: Indexing, write_paper: Write, secretary: Any
) -> None:
    write_paper("통합사례관리 계획", "대상자를 심의하였다")
    indexing.drain()
    assert NOTE not in secretary.get("/search", {"q": "심의하고"}).text
    process = _process()
    os.kill(process, signal.SIGKILL)
    page = secretary.get("/search", {"q": "사례 관리를 대상자가"})
    assert _titles(page) == ["통합사례관리 계획"]
    assert NOTE in page.text
    write_paper("심의 결과")
    assert indexing.drain() == 1
    page = secretary.get("/search", {"q": "심의하고"})
    assert sorted(_titles(page)) == ["심의 결과", "통합사례관리 계획"]
    assert NOTE not in page.text
    assert _process() != process


def test_search_does_not_wait_for_an_analyser_that_does_not_answer(stopped: None) -> None:
    query = parse("협의체를 둔다")
    assert query.by_surface
    assert [word.text for word in query.words] == ["협의체", "둔다"]


def test_search_does_not_wait_behind_a_long_text() -> None:
    text = "\n".join(f"{n}번째 안건으로 지역사회보장협의체의 사업 계획 {n * 7}건을 심의하였다." for n in range(4000))
    analysis = threading.Thread(target=analyse, args=[text])
    analysis.start()
    queries = [parse(f"심의한 안건 {n}") for n in range(5)]
    assert analysis.is_alive()
    assert not any(query.by_surface for query in queries)
    analysis.join()


def test_what_the_analyser_cannot_take_is_told_and_does_not_end_it() -> None:
    process = _process()
    with pytest.raises(ValueError, match="cannot analyse"):
        analyser.patiently([None])  # type: ignore[list-item]
    assert parse("심의하고").words[0].alternatives == parse("심의하며").words[0].alternatives
    assert _process() == process
