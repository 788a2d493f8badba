"""The page a reader begins with: panels that each feature adds by ``config.add_home_panel``.

    config.add_home_panel("meetings", 10, next_meetings, "templates:meetings/sittings/home.pt")

``fn(request)`` answers the template's values, or None when there is nothing to show this reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.renderers import render

from portal.i18n import _

KEY = "home_panels"


@dataclass(frozen=True)
class Panel:
    """One panel of the home page."""

    order: int
    values: Callable[[Any], dict[str, Any] | None]
    template: str


def add_home_panel(
    config: Any, name: str, order: int, values: Callable[[Any], dict[str, Any] | None], template: str
) -> None:
    """Directive ``config.add_home_panel``: two panels of one name are a configuration error."""

    def register() -> None:
        config.registry[KEY][name] = Panel(order, values, template)

    config.action((KEY, name), register)


def home(request: Any) -> dict[str, Any]:
    """The reader's panels in order."""
    shown = []
    for panel in sorted(request.registry[KEY].values(), key=lambda panel: panel.order):
        values = panel.values(request)
        if values is not None:
            shown.append(render(panel.template, values, request))
    return {"page_title": _("오늘"), "panels": shown}


def includeme(config: Any) -> None:
    """The home page and the directive."""
    config.registry[KEY] = {}
    config.add_directive("add_home_panel", add_home_panel)
    config.add_route("home", "/")
    config.add_view(home, route_name="home", renderer="templates:home/home.pt")
    config.add_navigation("home", _("오늘"), "home", order=0, permission="signed_in")
