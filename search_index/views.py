"""The page of results."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPTooManyRequests

from portal.i18n import _
from portal.jobs.services import waiting
from portal.layout.paging import SIZE, Page, page_of
from portal.office.formats import official_date
from portal.records.types import record_types
from portal.security.viewer import principals
from search_index.engine import MAX_RESULT
from search_index.indexer import INDEX
from search_index.query import MAX_LENGTH
from search_index.services import Choices, Found, find


def search(request: Any) -> dict[str, Any]:
    """GET /search: results of ``q``, narrowed by ``type``, ``body`` and ``year``, in the order of ``sort``."""
    asked = request.GET.get("q", "")
    typed = asked[:MAX_LENGTH]
    _keep_pace(request, typed)
    choices = _choices(request)
    engine = request.registry["search_engine"]
    found = find(request.dbsession, engine, principals(request.identity), typed, choices)
    total = min(found.results.total, MAX_RESULT)
    return {
        "page_title": _("찾기"),
        "typed": typed,
        "cut": MAX_LENGTH if len(asked) > MAX_LENGTH else 0,
        "waiting": waiting(request.dbsession, (INDEX,)) if request.identity else 0,
        "found": found,
        "results": [_row(request, record) for record in found.records],
        "groups": _facet_groups(request, found, choices),
        "orders": _orders(request, choices),
        "chosen": bool(choices.types or choices.bodies or choices.years),
        "everything": _address(request, {"q": [typed]}),
        "page": Page(found.records, choices.page, SIZE, total),
    }


def _keep_pace(request: Any, typed: str) -> None:
    """Raises HTTPTooManyRequests for a stranger who searches without a pause."""
    if request.identity or not typed.strip():
        return
    pace = request.registry["strangers_pace"]
    if wait := pace.seconds_to_wait(request.remote_addr or ""):
        told = _("로그인하지 않고는 1분에 ${n}번까지 찾을 수 있습니다.", mapping={"n": pace.per_minute})
        raise HTTPTooManyRequests(told, headers={"Retry-After": str(ceil(wait))})


def _choices(request: Any) -> Choices:
    return Choices(
        types=tuple(request.GET.getall("type")[:20]),
        bodies=_numbers(request.GET.getall("body")),
        years=_numbers(request.GET.getall("year")),
        order="date" if request.GET.get("sort") == "date" else "relevance",
        page=min(page_of(request), MAX_RESULT // SIZE + 1),
        size=SIZE,
    )


def _numbers(texts: Iterable[str]) -> tuple[int, ...]:
    """The whole numbers among what an address says; anything else is left out."""
    return tuple(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10)[:20]


def _row(request: Any, record: Any) -> dict[str, Any]:
    record_type = record_types(request.dbsession)[record.type]
    address = request.route_path(record_type.route, uid=record.uid)
    snippet = record.snippet
    return {
        "record": record,
        "label": record_type.label,
        "day": official_date(record.day),
        # these words are kept as their source texts, so that each reader gets them in their language
        "badge": _(record.badge) if record.badge else "",
        "part": _(snippet.label) if snippet and snippet.label else "",
        "address": _place(address, snippet),
    }


def _place(address: str, snippet: Any) -> str:
    """The address of the passage on the record's page; without a place the page itself."""
    fragment = snippet.key.lstrip("#") if snippet else ""
    return f"{address}#{quote(fragment)}" if fragment else address


def _facet_groups(request: Any, found: Found, choices: Choices) -> list[dict[str, Any]]:
    """The three facets: name, heading and values with label, count, whether chosen, and the address that toggles it."""
    types = record_types(request.dbsession)
    values: list[tuple[str, Any, list[tuple[str, Any, int]], Sequence[str]]] = [
        (
            "type",
            _("종류"),
            [(name, types[name].label, n) for name, n in found.facets.types.items() if name in types],
            choices.types,
        ),
        (
            "body",
            _("회의체"),
            [(str(key), found.bodies.get(key, ""), n) for key, n in found.facets.bodies.items() if key in found.bodies],
            [str(key) for key in choices.bodies],
        ),
        (
            "year",
            _("연도"),
            [(str(key), _("${year}년", mapping={"year": key}), n) for key, n in found.facets.years.items()],
            [str(key) for key in choices.years],
        ),
    ]
    return [
        {
            "name": name,
            "heading": heading,
            "values": [_value(request, name, value, chosen) for value in _sorted(name, entries)],
        }
        for name, heading, entries, chosen in values
        if entries
    ]


def _sorted(name: str, entries: list[tuple[str, Any, int]]) -> list[tuple[str, Any, int]]:
    """Years newest first, the others by how much they hold."""
    return sorted(entries, key=lambda entry: -int(entry[0]) if name == "year" else -entry[2])


def _value(request: Any, name: str, value: tuple[str, Any, int], chosen: Sequence[str]) -> dict[str, Any]:
    key, label, count = value
    others = [other for other in request.GET.getall(name) if other != key]
    toggled = others if key in chosen else [*others, key]
    return {
        "label": label,
        "count": count,
        "chosen": key in chosen,
        "address": _address(request, _asked(request) | {name: toggled}),
    }


def _orders(request: Any, choices: Choices) -> list[tuple[Any, str, bool]]:
    names = (("relevance", _("관련도순")), ("date", _("최신순")))
    return [
        (label, _address(request, _asked(request) | {"sort": [order]}), choices.order == order)
        for order, label in names
    ]


def _asked(request: Any) -> dict[str, list[str]]:
    """What the address asks for, without the page: another choice begins at the first."""
    return {name: request.GET.getall(name) for name in request.GET if name != "page"}


def _address(request: Any, query: dict[str, list[str]]) -> str:
    return str(request.route_path("search", _query=query))
