"""Nobody finds, counts or guesses what is not theirs; what is theirs is all there."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index.engine import Changes, Facets, IndexDocument
from search_index.whoosh_engine import WhooshEngine
from tests.search.records import a_date, a_document, search, uids

WORDS = ["예산", "회의", "돌봄", "사례", "조례"]
TYPES = ["meeting", "minutes", "plan"]
SETS = range(1, 9)


@pytest.fixture(scope="module")
def documents() -> list[IndexDocument]:
    """Two hundred records of random words, readers and facet values."""
    chance = random.Random(7)
    return [
        a_document(
            " ".join(chance.sample(WORDS, chance.randint(1, 4))),
            reader_set_id=chance.choice(SETS),
            record_type=chance.choice(TYPES),
            body_id=chance.choice([None, 1, 2, 3]),
            year=chance.choice([None, 2023, 2024]),
            date=a_date(chance.randint(1, 28)),
        )
        for _ in range(200)
    ]


@pytest.fixture(scope="module")
def filled(documents: list[IndexDocument], tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    """The records, written in several commits, some of them twice with other readers before."""
    engine = WhooshEngine(tmp_path_factory.mktemp("filled") / "index")
    stale = [a_document("예산 회의 돌봄 사례 조례", uid=document.uid, reader_set_id=1) for document in documents[::3]]
    engine.apply(Changes(stale))
    for start in range(0, len(documents), 40):
        engine.apply(Changes(documents[start : start + 40]))
    return engine


def _holds(document: IndexDocument, words: list[str]) -> bool:
    return set(words) <= set(document.parts[0].text.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
    readers=st.sets(st.sampled_from([*SETS, 99])),
    types=st.sets(st.sampled_from([*TYPES, "other"])),
    bodies=st.sets(st.sampled_from([1, 2, 3, 9])),
    years=st.sets(st.sampled_from([2023, 2024, 1999])),
)
def test_search_is_as_right_as_looking_at_each_record(
    filled: WhooshEngine,
    documents: list[IndexDocument],
    words: list[str],
    readers: set[int],
    types: set[str],
    bodies: set[int],
    years: set[int],
) -> None:
    results = search(filled, " ".join(words), readers, types=types, bodies=bodies, years=years, limit=500)
    found = [document for document in documents if document.reader_set_id in readers and _holds(document, words)]
    if not found:
        assert results.partial or not results.total
        return
    of_type = [document for document in found if not types or document.record_type in types]
    of_body = [document for document in found if not bodies or document.body_id in bodies]
    of_year = [document for document in found if not years or document.year in years]
    everywhere = [document for document in of_type if document in of_body and document in of_year]
    assert sorted(uids(results)) == sorted(document.uid for document in everywhere)
    assert results.total == len(everywhere)
    assert results.facets == Facets(
        types=Counter(document.record_type for document in of_body if document in of_year),
        bodies=Counter(document.body_id for document in of_type if document in of_year and document.body_id),
        years=Counter(document.year for document in of_type if document in of_body and document.year),
    )


def test_nobody_without_readers_finds_anything(filled: WhooshEngine) -> None:
    results = search(filled, "예산", set())
    assert (results.total, results.hits, results.facets) == (0, [], Facets())


def test_words_of_hidden_records_do_not_change_what_is_found(engine: WhooshEngine) -> None:
    visible = a_document("예산 심의")
    engine.apply(Changes([visible]))
    before = search(engine, "예산 심의 감사원")
    engine.apply(Changes([a_document("감사원 예산 심의", reader_set_id=2) for _ in range(5)]))
    after = search(engine, "예산 심의 감사원")
    assert (after.total, uids(after), after.partial) == (before.total, uids(before), before.partial)


def test_pages_hold_every_result_once(filled: WhooshEngine) -> None:
    for order in ("relevance", "date"):
        whole = uids(search(filled, "예산", set(SETS), order=order, limit=500))
        pages = [
            uids(search(filled, "예산", set(SETS), order=order, offset=n, limit=7)) for n in range(0, len(whole), 7)
        ]
        assert [uid for page in pages for uid in page] == whole
        assert search(filled, "예산", set(SETS), order=order, offset=len(whole)).hits == []


def test_newest_comes_first_when_asked(engine: WhooshEngine) -> None:
    old, new, undated = a_document("예산 예산", date=a_date(1)), a_document("예산", date=a_date(2)), a_document("예산")
    engine.apply(Changes([old, undated, new]))
    assert uids(search(engine, "예산", order="date")) == [new.uid, old.uid, undated.uid]


def test_permission_and_deletion_hold_over_sixty_commits(folder: Path) -> None:
    writer, reader = WhooshEngine(folder), WhooshEngine(folder)
    secret, gone = a_document("비공개 안건"), a_document("지울 안건")
    writer.apply(Changes([secret, gone]))
    assert search(reader, "안건").total == 2
    for n in range(60):
        changes = Changes([a_document(f"안건 {n}", reader_set_id=3)])
        if n == 20:
            changes = Changes([a_document("비공개 안건", uid=secret.uid, reader_set_id=2)])
        if n == 40:
            changes = Changes(deletes=[gone.uid])
        writer.apply(changes)
        expected = [secret.uid] * (n < 20) + [gone.uid] * (n < 40)
        assert sorted(uids(search(reader, "안건"))) == sorted(expected)
    assert search(reader, "안건", {3}, limit=100).total == 58
    assert uids(search(reader, "비공개", {2})) == [secret.uid]
    assert len(list(reader.uids())) == 59
