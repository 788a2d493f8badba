"""Korean full-text search over every record: analysis, index, queries, results page.

`spelling`, `exact_terms`, `morphemes` and `analysis` say what a text is indexed under; `query` takes a typed one apart;
`engine` is the interface, `whoosh_*`, `matching`, `phrases` and `result_pages` the embedded engine behind it;
`documents`, `indexer` and `background` keep the index up to the records; `services` and `views` are the page.
"""

from collections.abc import Collection, Iterator
from typing import Any

from pyramid.security import NO_PERMISSION_REQUIRED
from sqlalchemy.orm import Session

from portal.security.pace import Pace
from search_index import models, views
from search_index.background import Indexer
from search_index.indexer import Indexing
from search_index.query import MAX_LENGTH
from search_index.services import Choices, best
from search_index.whoosh_engine import WhooshEngine

SEARCHES_OF_STRANGERS = 30
"""How often somebody who has not signed in may search in a minute; an office behind one address are few strangers."""

__all__ = ["includeme", "models"]


def includeme(config: Any) -> None:
    """Register the engine, the indexer beside the server, `sillok reindex`, `sillok check` and the page of results."""
    registry = config.registry
    open_search(registry)
    registry["rebuild_index"] = _rebuild
    registry["find_records"] = _find_records
    config.add_background("indexer", Indexer)
    config.add_check("search", _faults)
    config.add_route("search", "/search")
    # open to everybody: the index shows each reader what their reader sets allow, a stranger what is published
    config.add_view(
        views.search,
        route_name="search",
        request_method="GET",
        renderer="templates:search/results.pt",
        permission=NO_PERMISSION_REQUIRED,
    )


def open_search(registry: Any) -> None:
    """Make anew what a process keeps of the search: the opened index, and how much strangers have asked."""
    folder = registry["settings"].data / "index"
    registry["search_engine"] = WhooshEngine(folder)
    registry["indexing"] = Indexing(registry["database"], registry["search_engine"], folder)
    registry["strangers_pace"] = Pace(SEARCHES_OF_STRANGERS)


def _find_records(session: Session, principals: Collection[str], text: str, types: Collection[str]) -> list[str]:
    """What ``portal.records.finding`` asks."""
    engine = session.info["registry"]["search_engine"]
    return best(session, engine, principals, text[:MAX_LENGTH], Choices(types=tuple(types)))


def _rebuild(registry: Any) -> None:
    """Build the index anew here, or have the process do it that is indexing now."""
    registry["indexing"].ask_for_rebuild()
    registry["indexing"].drain()


def _faults(registry: Any) -> Iterator[str]:
    """What `sillok check` tells about the index, in words."""
    state = registry["search_engine"].check(thorough=True)
    if state.condition != "ok":
        yield f"the index is {state.condition} {state.detail}".strip()
        return
    missing, surplus = registry["indexing"].differences()
    if missing:
        yield f"{len(missing)} records are not in the index"
    if surplus:
        yield f"{len(surplus)} records in the index do not exist any more"
