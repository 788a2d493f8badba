"""A search as its page needs it: results with titles, marked passages and places, and the facets with their names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Body
from portal.records.models import Record, Registration
from portal.records.readers import readable, readable_sets
from portal.records.types import record_types
from search_index.documents import TITLE
from search_index.engine import Engine, Facets, Query, Results
from search_index.models import AnalysedText
from search_index.query import TypedQuery, parse
from search_index.snippets import Snippet, Span, Text, best_snippet, marked


@dataclass(frozen=True)
class Choices:
    """What the reader chose beside the words: facet values, order and page (from 1)."""

    types: tuple[str, ...] = ()
    bodies: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    order: Literal["relevance", "date"] = "relevance"
    page: int = 1
    size: int = 20


@dataclass(frozen=True)
class FoundRecord:
    """One result. ``snippet`` is None for a record without text; its ``key`` is the place on the record's page."""

    uid: str
    type: str
    title: Sequence[Span]
    number: str
    body: str
    day: date
    snippet: Snippet | None


@dataclass(frozen=True)
class Found:
    """A page of results; ``bodies`` names the bodies of the facet."""

    typed: TypedQuery
    results: Results
    records: Sequence[FoundRecord]
    bodies: Mapping[int, str]

    @property
    def facets(self) -> Facets:
        """The counts beside the choices."""
        return self.results.facets


def find(session: Session, engine: Engine, principals: Collection[str], text: str, choices: Choices) -> Found:
    """Search among what these principals may read. Four queries to the database, however much is found."""
    typed = parse(text)
    query = Query(
        typed,
        types=choices.types,
        bodies=choices.bodies,
        years=choices.years,
        order=choices.order,
        offset=(choices.page - 1) * choices.size,
        limit=choices.size,
    )
    if typed.is_empty:
        return Found(typed, Results(), [], {})
    results = engine.search(query, readable_sets(session, principals))
    records = _records(session, principals, typed, [hit.uid for hit in results.hits])
    names = session.execute(select(Body.id, Body.name).where(Body.id.in_(results.facets.bodies)))
    return Found(typed, results, records, {body.id: body.name for body in names})


def _records(
    session: Session, principals: Collection[str], typed: TypedQuery, uids: Sequence[str]
) -> list[FoundRecord]:
    """The records of the hits in their order. Seeing is asked again: the index may be a moment behind."""
    query = (
        select(Record.id, Record.uid, Record.type, Record.title, Record.created_at, Registration.display, Body.name)
        .outerjoin(Registration, Registration.record_id == Record.id)
        .outerjoin(Body, Body.id == Record.body_id)
        .where(Record.uid.in_(uids), readable(principals), Record.type.in_(record_types(session)))
    )
    rows = {row.uid: row for row in session.execute(query)}
    texts = _texts(session, [row.id for row in rows.values()])
    return [
        FoundRecord(
            uid=row.uid,
            type=row.type,
            title=marked(row.title, typed),
            number=row.display or "",
            body=row.name or "",
            day=clock.local(row.created_at).date(),
            snippet=best_snippet(texts.get(row.id, ()), typed),
        )
        for row in (rows[uid] for uid in uids if uid in rows)
    ]


def _texts(session: Session, record_ids: Collection[int]) -> dict[int, list[Text]]:
    query: Any = (
        select(AnalysedText.record_id, AnalysedText.place, AnalysedText.label, AnalysedText.text)
        .where(AnalysedText.record_id.in_(record_ids), AnalysedText.part != TITLE)
        .order_by(AnalysedText.record_id, AnalysedText.ordinal)
    )
    found: dict[int, list[Text]] = {}
    for record_id, place, label, text in session.execute(query):
        found.setdefault(record_id, []).append(Text(place, label, text))
    return found
