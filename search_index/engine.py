"""The search engine's interface: what is handed in, what is asked, what comes back.

One index document per *record*, not per part: totals and facets are then exact without a join, a query's words may
stand in the title and in different sections, and one deletion removes everything of a record. The part that holds the
hit is found when the snippet is made, from the stored text. The price, indexing a whole record again when one section
changes, is small because the costly analysis is kept per part.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from search_index.analysis import Tokens
from search_index.query import TypedQuery

MAX_RESULT = 10_000
"""No page lies behind this many results: nobody reads there, and deep sorting is a cheap way to hurt the server."""


@dataclass(frozen=True)
class Part:
    """A piece of a record's text: a section, a paper, an attachment. `key` names its place on the record's page."""

    key: str
    label: str
    text: str
    tokens: Tokens


@dataclass(frozen=True)
class IndexDocument:
    """What the index holds about one record. `uid` is a UUID, `number` its own registration number."""

    uid: str
    record_type: str
    reader_set_id: int
    title: str
    title_tokens: Tokens
    parts: Sequence[Part] = ()
    body_id: int | None = None
    department_id: int | None = None
    year: int | None = None
    date: datetime.date | None = None
    state: str = ""
    number: str = ""


@dataclass(frozen=True)
class Changes:
    """One commit's worth of work. A record that is in both is deleted and written anew."""

    upserts: Sequence[IndexDocument] = ()
    deletes: Collection[str] = ()


@dataclass(frozen=True)
class Query:
    """A search: the typed query, the chosen facet values (empty: all), the order and the page."""

    text: TypedQuery
    types: Collection[str] = ()
    bodies: Collection[int] = ()
    years: Collection[int] = ()
    order: Literal["relevance", "date"] = "relevance"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True)
class Hit:
    """A record that was found, with the day it is of."""

    uid: str
    score: float
    day: datetime.date | None = None


@dataclass(frozen=True)
class Facets:
    """How many results each value would leave, the facet's own choice left aside. Values without results are absent."""

    types: Mapping[str, int] = field(default_factory=dict)
    bodies: Mapping[int, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """One page of results. `total` and `facets` count only what the reader may see.

    `partial`: no record holds every word, these hold most of them. `available`: False while there is no usable index.
    """

    total: int = 0
    hits: Sequence[Hit] = ()
    facets: Facets = field(default_factory=Facets)
    partial: bool = False
    available: bool = True


@dataclass(frozen=True)
class IndexState:
    """What `check` found: "ok", "missing" (never built), "outdated" (an older format) or "damaged", with the count."""

    condition: Literal["ok", "missing", "outdated", "damaged"]
    documents: int = 0
    detail: str = ""


class Rebuild(Protocol):
    """A new index that is being filled beside the one in use; it takes its place at `finish`."""

    @property
    def resumed_after(self) -> str | None:
        """The mark of the last batch that an interrupted rebuild wrote, or None at a fresh start."""

    def add(self, documents: Sequence[IndexDocument], mark: str) -> None:
        """Write one batch. `mark` says up to where the caller has come; a batch written twice does no harm."""

    def abandon(self) -> None:
        """Throw away what was written: the next rebuild begins afresh."""

    def finish(self) -> None:
        """Put the new index in the place of the old one, in one step."""


class Engine(Protocol):
    """An index of records that is derived from the database and may be thrown away at any time."""

    def apply(self, changes: Changes) -> None:
        """Write the changes in one commit; searches that begin after it returns see all of them."""

    def search(self, query: Query, reader_set_ids: Collection[int], without: Collection[str] = ()) -> Results:
        """Search among the records whose reader set is one of `reader_set_ids`; never raises for an odd query.

        The uids `without` are left out of hits and counts: what the reader may not see any more, and the index has yet
        to learn of.
        """

    def generation(self) -> str:
        """Names the state of the index; another text after every commit and rebuild."""

    def check(self, *, thorough: bool = False) -> IndexState:
        """Whether the index can be used; `thorough` reads all of it."""

    def uids(self) -> Iterator[str]:
        """The uid of every record in the index, for comparison with the database."""

    def tidy(self) -> bool:
        """When nothing is waiting: one step of what keeps searches quick and commits short; whether there was one."""

    def rebuild(self) -> Rebuild:
        """Begin or resume a new index beside the present one, which keeps answering."""


def without_repeats(documents: Iterable[IndexDocument]) -> list[IndexDocument]:
    """The last version of each record, in the order given."""
    return list({document.uid: document for document in documents}.values())
