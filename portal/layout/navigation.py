"""The main menu: each feature declares its entry, the frame shows those the reader may open."""

from collections.abc import Callable
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.interfaces import IRootFactory
from pyramid.request import Request
from pyramid.traversal import DefaultRootFactory

REGISTRY_KEY = "sillok.navigation"


@dataclass(frozen=True)
class Entry:
    """One entry of the main menu as declared."""

    name: str
    label: str
    route: str
    order: int
    permission: str | None
    count: Callable[[Request], int | None] | None
    place: str


@dataclass(frozen=True)
class Item:
    """One entry of the main menu as one reader sees it."""

    label: str
    url: str
    count: int | None
    current: bool


def add_navigation(
    config: Configurator,
    name: str,
    label: str,
    route: str,
    order: int,
    *,
    permission: str | None = None,
    count: Callable[[Request], int | None] | None = None,
    place: str = "main",
) -> None:
    """Directive `config.add_navigation`: declare a main-menu entry.

    `permission` is asked of the site's root; `count(request)` gives the number shown beside the label (work that waits
    for the reader), or None; `place` is "main", or "account" for the menu under the reader's name. Two entries of one
    name are a configuration error.
    """

    def register() -> None:
        entries = config.registry.setdefault(REGISTRY_KEY, {})
        entries[name] = Entry(name, label, route, order, permission, count, place)

    config.action((REGISTRY_KEY, name), register)


def menu(request: Request, place: str = "main", with_counts: bool = True) -> list[Item]:
    """Return one menu of this reader. Error pages leave out counts: the database may be what failed."""
    entries = request.registry.get(REGISTRY_KEY, {}).values()
    visible = [entry for entry in sorted(entries, key=lambda entry: entry.order) if entry.place == place]
    visible = [entry for entry in visible if may_open(request, entry)]
    paths = {entry.name: request.route_path(entry.route) for entry in visible}
    current = current_name(request.path, paths)
    return [
        Item(
            label=entry.label,
            url=paths[entry.name],
            count=entry.count(request) if entry.count and with_counts else None,
            current=entry.name == current,
        )
        for entry in visible
    ]


def may_open(request: Request, entry: Entry) -> bool:
    """Tell whether the reader holds the entry's permission on the site's root."""
    if entry.permission is None:
        return True
    factory = request.registry.queryUtility(IRootFactory, default=DefaultRootFactory)
    return bool(request.has_permission(entry.permission, factory(request)))


def current_name(path: str, paths: dict[str, str]) -> str | None:
    """Return the entry whose address is the longest beginning of `path`; the home page only for itself."""
    within = [name for name, start in paths.items() if path == start or (start != "/" and path.startswith(f"{start}/"))]
    return max(within, key=lambda name: len(paths[name]), default=None)
