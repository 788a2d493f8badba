"""A search as its page needs it: results with titles, marked passages and places, and the facets with their names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.jobs.models import Job
from portal.people.models import Body
from portal.records.models import Record, Registration
from portal.records.readers import readable, readable_sets
from portal.records.types import record_types
from search_index.documents import TITLE
from search_index.engine import Engine, Facets, Query, Results
from search_index.indexer import INDEX
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
    """One result. ``snippet`` is None for a record without text; its ``key`` is the place on the record's page.

    ``badge`` is the word its type shows beside the title (a decision's outcome), ``day`` the day the record is of.
    """

    uid: str
    type: str
    title: Sequence[Span]
    number: str
    body: str
    day: date
    badge: str
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
    """Search among what these principals may read. Five queries to the database, however much is found."""
    typed = parse(text)
    if typed.is_empty:
        return Found(typed, Results(), [], {})
    results = _results(session, engine, principals, typed, choices)
    records = _records(session, principals, typed, {hit.uid: hit.day for hit in results.hits})
    names = session.execute(select(Body.id, Body.name).where(Body.id.in_(results.facets.bodies)))
    return Found(typed, results, records, {body.id: body.name for body in names})


def best(session: Session, engine: Engine, principals: Collection[str], text: str, choices: Choices) -> list[str]:
    """The uids of what is found among what these principals may read, best first, without the look of a page."""
    typed = parse(text)
    if typed.is_empty:
        return []
    return [hit.uid for hit in _results(session, engine, principals, typed, choices).hits]


def _results(
    session: Session, engine: Engine, principals: Collection[str], typed: TypedQuery, choices: Choices
) -> Results:
    query = Query(
        typed,
        types=choices.types,
        bodies=choices.bodies,
        years=choices.years,
        order=choices.order,
        offset=(choices.page - 1) * choices.size,
        limit=choices.size,
    )
    return engine.search(query, readable_sets(session, principals), _withdrawn(session, principals))


def _withdrawn(session: Session, principals: Collection[str]) -> Sequence[str]:
    """Of what the index has yet to learn anew, the uids that these principals may not read, if they ever could."""
    uid = Job.payload["uid"].as_string()
    may_read = exists().where(Record.uid == uid, readable(principals))
    return session.scalars(select(uid).where(Job.kind == INDEX, ~may_read)).all()


def _records(
    session: Session, principals: Collection[str], typed: TypedQuery, days: Mapping[str, date | None]
) -> list[FoundRecord]:
    """The records of the hits in their order. Seeing is asked again, of the database itself."""
    query = (
        select(Record.id, Record.uid, Record.type, Record.title, Record.created_at, Registration.display, Body.name)
        .outerjoin(Registration, Registration.record_id == Record.id)
        .outerjoin(Body, Body.id == Record.body_id)
        .where(Record.uid.in_(days), readable(principals), Record.type.in_(record_types(session)))
    )
    rows = {row.uid: row for row in session.execute(query)}
    badges, texts = _texts(session, [row.id for row in rows.values()])
    return [
        FoundRecord(
            uid=row.uid,
            type=row.type,
            title=marked(row.title, typed),
            number=row.display or "",
            body=row.name or "",
            day=day or clock.local(row.created_at).date(),
            badge=badges.get(row.id, ""),
            snippet=best_snippet(texts.get(row.id, ()), typed),
        )
        for row, day in ((rows[uid], day) for uid, day in days.items() if uid in rows)
    ]


def _texts(session: Session, record_ids: Collection[int]) -> tuple[dict[int, str], dict[int, list[Text]]]:
    """The badges and the parts of records."""
    query: Any = (
        select(AnalysedText.record_id, AnalysedText.part, AnalysedText.place, AnalysedText.label, AnalysedText.text)
        .where(AnalysedText.record_id.in_(record_ids))
        .order_by(AnalysedText.record_id, AnalysedText.ordinal)
    )
    badges: dict[int, str] = {}
    found: dict[int, list[Text]] = {}
    for record_id, part, place, label, text in session.execute(query):
        if part == TITLE:
            badges[record_id] = label
        else:
            found.setdefault(record_id, []).append(Text(place, label, text))
    return badges, found
