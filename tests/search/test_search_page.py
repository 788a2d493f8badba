"""The page of results in a browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from portal import clock
from portal.office.formats import official_date
from portal.records.models import Record
from search_index.indexer import Indexing

Write = Callable[..., Record]


def _search(browser: Any, typed: str, **choices: Any) -> Any:
    return browser.get("/search", {"q": typed, **choices})


def _titles(page: Any) -> list[str]:
    return [heading.get_text() for heading in page.html.select(".search-results h2")]


def test_result_shows_title_passage_and_place(indexing: Indexing, write_paper: Write, secretary: Any) -> None:
    paper = write_paper("고독사 예방 계획", "올해 고독사 예방 사업을 심의하였다 <script>alert(1)</script>")
    indexing.drain()
    page = _search(secretary, "고독사")
    assert _titles(page) == ["고독사 예방 계획"]
    assert [mark.get_text() for mark in page.html.select(".search-results mark")] == ["고독사", "고독사"]
    assert "<script>alert(1)</script>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert page.html.select_one(".search-results h2 a")["href"] == f"/search-papers/{paper.uid}#section-1"
    assert page.html.select_one(".search-part").get_text() == "본문"
    shown = [one.get_text(strip=True) for one in page.html.select(".search-badges span, .search-facts li")]
    assert shown == ["자료", official_date(clock.today())]


def test_others_see_nothing_of_it(indexing: Indexing, write_paper: Write, outsider: Any, anonymous: Any) -> None:
    write_paper("고독사 예방 계획", "비공개 사업")
    indexing.drain()
    for browser in (outsider, anonymous):
        page = _search(browser, "고독사")
        assert "찾은 기록이 없습니다" in page.text
        assert "비공개 사업" not in page.text
        assert page.html.select(".search-facets a") == []


def test_facet_narrows_and_is_undone(indexing: Indexing, write_paper: Write, secretary: Any) -> None:
    for n in range(3):
        write_paper(f"고독사 {n}")
    indexing.drain()
    page = _search(secretary, "고독사", sort="date")
    [kind] = [link for link in page.html.select(".search-facets.wide a") if "자료" in link.get_text()]
    assert "3" in kind.get_text()
    narrowed = secretary.get(kind["href"])
    assert len(_titles(narrowed)) == 3
    [chosen] = narrowed.html.select(".search-facets.wide a[aria-current]")
    assert "type=" not in chosen["href"]
    assert "sort=date" in chosen["href"]
    assert _titles(_search(secretary, "고독사", type="other")) == []


def test_long_results_are_paged(indexing: Indexing, write_paper: Write, secretary: Any) -> None:
    for n in range(25):
        write_paper(f"고독사 {n}")
    indexing.drain()
    first, second = _search(secretary, "고독사"), _search(secretary, "고독사", page=2)
    assert (len(_titles(first)), len(_titles(second))) == (20, 5)
    assert set(_titles(first)).isdisjoint(_titles(second))
    assert second.html.select_one("ol.search-results")["start"] == "21"


@pytest.mark.parametrize(
    "address",
    [
        "/search",
        "/search?q=",
        "/search?q=%3F%3F%3F",
        "/search?q=%22%27%3Cb%3E&year=x&body=-1&page=zzz&sort=?&type=%01",
        "/search?q=" + "%EA%B0%80" * 900,
        "/search?q=%EA%B0%80&page=99999999",
        "/search?q=%EA%B0%80&year=99999999999999999999&body=" + "9" * 9,
    ],
)
def test_odd_address_is_a_page(indexing: Indexing, write_paper: Write, secretary: Any, address: str) -> None:
    write_paper("고독사")
    indexing.drain()
    assert secretary.get(address).status_int == 200


def test_what_was_cut_off_and_what_still_waits_is_said(
    indexing: Indexing, write_paper: Write, secretary: Any, anonymous: Any
) -> None:
    write_paper("고독사")
    indexing.drain()
    assert "기다리고 있습니다" not in _search(secretary, "고독사").text
    write_paper("고독사 예방")
    assert "1건이 색인을 기다리고 있습니다" in _search(secretary, "고독사").text
    assert "기다리고 있습니다" not in _search(anonymous, "고독사").text
    assert "앞의 300자로 찾았습니다" in _search(secretary, "고독사 " * 100).text


def test_a_reader_who_finds_nothing_is_told_what_to_do(indexing: Indexing, write_paper: Write, secretary: Any) -> None:
    write_paper("고독사")
    indexing.drain()
    page = _search(secretary, "고독사", type="other")
    [undo] = page.html.select(".empty-state a")
    assert len(_titles(secretary.get(undo["href"]))) == 1


def test_stranger_who_searches_without_a_pause_is_asked_to_wait(anonymous: Any, secretary: Any) -> None:
    now = clock.now()
    clock.set_source(lambda: now)
    for n in range(30):
        _search(anonymous, f"예산 {n}")
    page = anonymous.get("/search", {"q": "예산"}, status=429)
    assert page.headers["Retry-After"] == "2"
    assert "로그인하지 않고는 1분에 30번까지" in page.text
    assert anonymous.get("/search").status_int == 200  # the empty page costs nothing
    other = {"REMOTE_ADDR": "192.0.2.7"}
    assert anonymous.get("/search", {"q": "예산"}, extra_environ=other).status_int == 200
    for _ in range(40):
        _search(secretary, "예산")
    clock.set_source(lambda: now + timedelta(seconds=2))
    assert _search(anonymous, "예산").status_int == 200
    anonymous.get("/search", {"q": "예산"}, status=429)


def test_page_says_when_there_is_no_index(secretary: Any) -> None:
    assert "준비가 끝나지 않았습니다" in _search(secretary, "고독사").text


def test_page_asks_the_database_as_often_for_many_results_as_for_one(
    indexing: Indexing, write_paper: Write, secretary: Any, registry: Any
) -> None:
    asked: list[str] = []
    event.listen(registry["database"].engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    def count() -> int:
        asked.clear()
        _search(secretary, "고독사")
        return len(asked)

    write_paper("고독사")
    indexing.drain()
    _search(secretary, "고독사")
    with_one = count()
    for n in range(12):
        write_paper(f"고독사 {n}", "고독사 예방")
    indexing.drain()
    assert count() == with_one
