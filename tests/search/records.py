"""Index documents made of plain words, for the tests of search."""

import datetime
import uuid
from typing import Any

from search_index.analysis import Tokens, analyse
from search_index.engine import IndexDocument, Part, Query, Results
from search_index.query import parse
from search_index.spelling import bigrams
from search_index.whoosh_engine import WhooshEngine

EVERYONE = 1


def a_document(text: str = "", title: str = "", **values: Any) -> IndexDocument:
    """A record with one section."""
    return IndexDocument(
        uid=values.pop("uid", None) or uuid.uuid4().hex,
        record_type=values.pop("record_type", "minutes"),
        reader_set_id=values.pop("reader_set_id", EVERYONE),
        title=title,
        title_tokens=analyse(title),
        parts=[Part("section-1", "본문", text, analyse(text))],
        **values,
    )


def a_plain_document(text: str) -> IndexDocument:
    """A record that needs no Kiwi, for processes that must start at once."""
    words, pairs = dict.fromkeys(text.split(), 1), bigrams(text)
    tokens = Tokens(words, pairs, ())
    return IndexDocument(
        uid=uuid.uuid4().hex,
        record_type="minutes",
        reader_set_id=EVERYONE,
        title=text,
        title_tokens=tokens,
    )


def a_date(day: int) -> datetime.date:
    """A day of March 2024."""
    return datetime.date(2024, 3, day)


def search(engine: WhooshEngine, typed: str, readers: set[int] | None = None, **choices: Any) -> Results:
    """What somebody finds who holds `readers` (everyone's set when not given)."""
    return engine.search(Query(parse(typed), **choices), {EVERYONE} if readers is None else readers)


def uids(results: Results) -> list[str]:
    return [hit.uid for hit in results.hits]
