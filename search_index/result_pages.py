"""From a query and a snapshot to one page of results: the reader's mask, facets, order."""

from collections.abc import Collection
from datetime import date

import numpy as np

from search_index.engine import MAX_RESULT, Facets, Hit, Query, Results
from search_index.matching import Match, Scores
from search_index.whoosh_schema import uid_text
from search_index.whoosh_segments import Ids, Mask, Snapshot


def results_of(
    snapshot: Snapshot, query: Query, reader_set_ids: Collection[int], without: Collection[str] = ()
) -> Results:
    """One page of what a reader may see. What is not visible is neither matched nor counted nor weighed."""
    if query.text.is_empty:
        return Results()
    visible = snapshot.alive & _one_of(snapshot.rows["reader_set"], reader_set_ids)
    visible[snapshot.documents_of(without)] = False
    match = Match(snapshot, query.text, visible)
    found, partial = match.found()
    chosen = _chosen(snapshot, query)
    filtered = found & chosen["type"] & chosen["body"] & chosen["year"]
    documents = np.flatnonzero(filtered)
    scores = match.scores() if len(documents) else np.zeros(snapshot.size, np.float32)
    page = _page(snapshot, query, documents, scores)
    return Results(
        total=len(documents),
        hits=[_hit(snapshot, document, float(scores[document])) for document in page],
        facets=_facets(snapshot, found, chosen),
        partial=partial,
    )


def _hit(snapshot: Snapshot, document: int, score: float) -> Hit:
    day = int(snapshot.rows["day"][document])
    return Hit(uid_text(snapshot.rows["uid"][document]), score, date.fromordinal(day) if day else None)


def _one_of(column: Ids, values: Collection[int]) -> Mask:
    return np.isin(column, np.fromiter(values, np.int64, len(values)))


def _chosen(snapshot: Snapshot, query: Query) -> dict[str, Mask]:
    """For each facet the documents that its chosen values leave; all when none is chosen."""
    everything = np.ones(snapshot.size, np.bool_)
    types = np.isin(snapshot.types, [name.encode() for name in query.types])
    return {
        "type": types[snapshot.type_codes] if query.types else everything,
        "body": _one_of(snapshot.rows["body"], query.bodies) if query.bodies else everything,
        "year": _one_of(snapshot.rows["year"], query.years) if query.years else everything,
    }


def _facets(snapshot: Snapshot, found: Mask, chosen: dict[str, Mask]) -> Facets:
    types = np.bincount(snapshot.type_codes[found & chosen["body"] & chosen["year"]], minlength=len(snapshot.types))
    return Facets(
        types={name.decode(): int(count) for name, count in zip(snapshot.types, types, strict=True) if count},
        bodies=_counts(snapshot.rows["body"][found & chosen["type"] & chosen["year"]]),
        years=_counts(snapshot.rows["year"][found & chosen["type"] & chosen["body"]]),
    )


def _counts(values: Ids) -> dict[int, int]:
    """How often each value occurs; 0 stands for none and is left out."""
    names, counts = np.unique(values, return_counts=True)
    return {int(name): int(count) for name, count in zip(names, counts, strict=True) if name}


def _page(snapshot: Snapshot, query: Query, documents: Ids, scores: Scores) -> Ids:
    """The documents of the page: best or newest first, then newest, then by uid, so that pages never overlap."""
    end = min(query.offset + query.limit, MAX_RESULT)
    days = snapshot.rows["day"][documents]
    best = days if query.order == "date" else scores[documents]
    if len(documents) > 2 * end > 0:
        # whoever is not among the best `end` cannot be on this page; equals of the last one stay in
        least = np.partition(best, len(best) - end)[len(best) - end]
        keep = best >= least
        documents, days, best = documents[keep], days[keep], best[keep]
    halves = np.ascontiguousarray(snapshot.rows["uid"][documents]).view(">u8").reshape(-1, 2)
    order = np.lexsort((halves[:, 1], halves[:, 0], -days, -best))
    return documents[order][max(0, query.offset) : end]
