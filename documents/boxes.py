"""The boxes of the document menu (기안함, 결재대기함 …): each feature declares its own, one query counts them all.

    config.add_box("waiting", _("결재대기함"), "approvals", 10, count=waiting_count, calls=True)

``count(viewer)`` is a SELECT of one number; boxes with ``calls`` hold work that waits and make up the menu's number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from portal.i18n import _
from portal.security.contexts import SITE_PERMISSIONS
from portal.security.viewer import Viewer

KEY = "document_boxes"


@dataclass(frozen=True)
class Box:
    """One box of the menu; ``permission`` is that of its page."""

    name: str
    label: Any
    route: str
    order: int
    count: Callable[[Viewer], Select[int]] | None = None
    calls: bool = False
    permission: str = "documents"


def add_box(config: Any, name: str, label: Any, route: str, order: int, **more: Any) -> None:
    """Directive ``config.add_box``: two boxes of one name are a configuration error."""
    box = Box(name, label, route, order, **more)
    config.action((KEY, name), lambda: config.registry[KEY].__setitem__(name, box))


def boxes(request: Any) -> list[Box]:
    """The boxes the reader may open, in order."""
    found = sorted(request.registry[KEY].values(), key=lambda box: box.order)
    return [box for box in found if SITE_PERMISSIONS[box.permission](request.identity)]


def box_counts(request: Any) -> dict[str, int]:
    """What lies in each box that counts, by name; asked once a request, in one query."""
    counted = [(box.name, box.count(request.identity)) for box in boxes(request) if box.count]
    if not counted:
        return {}
    row = request.dbsession.execute(select(*(query.scalar_subquery() for _name, query in counted))).one()
    return {name: n or 0 for (name, _query), n in zip(counted, row, strict=True)}


def waiting_work(request: Any) -> int | None:
    """How much waits for the reader (the number beside 결재 in the main menu)."""
    calling = [box.name for box in boxes(request) if box.calls]
    return sum(request.box_counts.get(name, 0) for name in calling) or None


def side_menu(request: Any) -> None:
    """Show the boxes with their counts beside a page."""
    translate, counts = request.localizer.translate, request.box_counts
    request.side_title = _("결재", context="list")
    request.side_items = [
        (
            f"{translate(box.label)} {counts[box.name]}" if counts.get(box.name) else box.label,
            request.route_path(box.route),
        )
        for box in boxes(request)
    ]


def includeme(config: Any) -> None:
    """The directive, and the counts as a property of each request."""
    config.registry[KEY] = {}
    config.add_directive("add_box", add_box)
    config.add_request_method(box_counts, "box_counts", reify=True)
