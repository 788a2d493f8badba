"""What the pages of minutes share: addresses, problems with links, the way back."""

from collections.abc import Iterable
from typing import Any

from meetings.minutes.lifecycle import WORKFLOW
from meetings.minutes.models import Minutes
from meetings.sittings.models import Meeting
from portal.i18n import _
from portal.records.workflow import Problem

Link = tuple[Any, str]


def address_of(request: Any, minutes: Minutes, route: str = "minutes", **more: Any) -> str:
    """The address of a page of some minutes."""
    return str(request.route_path(route, uid=minutes.uid, **more))


def linked(request: Any, minutes: Minutes, meeting: Meeting, problems: Iterable[Problem]) -> list[Link]:
    """(text, address) of problems: where each can be mended.

    A place is ``meeting:…`` on the meeting, ``item:UID`` when an item was taken up, ``files``, else on the minutes.
    """
    own, of_meeting = address_of(request, minutes), request.route_path("meeting", uid=meeting.uid)
    found = []
    for problem in problems:
        where, _colon, rest = problem.place.rpartition(":")
        if where == "item":
            address = request.route_path("agenda.begun", uid=rest)
        elif problem.place == "files":
            address = request.route_path("files.list", uid=minutes.uid)
        else:
            base = of_meeting if where == "meeting" else own
            address = base + (f"/{rest}" if rest and not rest.startswith("#") else rest)
        found.append((problem.text, address))
    return found


def trail(request: Any, minutes: Minutes, meeting: Meeting, here: Any = None) -> list[Link]:
    """The way back: meetings, the meeting, the minutes, this page."""
    way = [
        (_("회의", context="list"), request.route_path("meetings")),
        (meeting.title, request.route_path("meeting", uid=meeting.uid)),
    ]
    if here is None:
        return [*way, (_("회의록"), "")]
    return [*way, (_("회의록"), address_of(request, minutes)), (here, "")]


def frame_values(request: Any, minutes: Minutes, here: Any = None) -> dict[str, Any]:
    """What every page of minutes shows."""
    meeting = request.dbsession.get_one(Meeting, minutes.meeting_id)
    return {
        "page_title": minutes.title,
        "breadcrumbs": trail(request, minutes, meeting, here),
        "minutes": minutes,
        "meeting": meeting,
        "state": WORKFLOW.states[minutes.state],
        "acts": request.context.acts,
        "address": address_of(request, minutes),
    }
