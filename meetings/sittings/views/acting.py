"""What the pages of meetings share: the address of a meeting, the way back, the items that are offered."""

from collections.abc import Mapping
from typing import Any

from meetings.sittings.proposals import ProposedItem
from portal.i18n import _


def page_of(request: Any, meeting: Any, fragment: str = "") -> str:
    """The address of a meeting's page."""
    address: str = request.route_path("meeting", uid=meeting.uid)
    return address + (f"#{fragment}" if fragment else "")


def trail(request: Any, meeting: Any, here: Any = None) -> list[tuple[Any, str]]:
    """The way back: list, meeting, this page."""
    from_list = [(_("회의", context="list"), request.route_path("meetings"))]
    if here is None:
        return [*from_list, (meeting.title, "")]
    return [*from_list, (meeting.title, page_of(request, meeting)), (here, "")]


def offer_choices(offers: Mapping[str, ProposedItem]) -> list[tuple[str, str]]:
    """Offered items as choices of a form: the title, and why it is here."""
    return [(key, _offer(one) if one.note else one.title) for key, one in offers.items()]


def _offer(one: ProposedItem) -> str:
    return _("${title} (${note})", mapping={"title": one.title, "note": one.note})
