"""Minutes: written while people talk, confirmed by signatures, registered and published."""

from typing import Any

from meetings.minutes.making import start_on_opening
from meetings.minutes.record_type import MINUTES
from portal.events import RecordMoved


def includeme(config: Any) -> None:
    """Register minutes; they begin when a meeting opens."""
    config.add_record_type(MINUTES)
    config.add_event_subscriber(RecordMoved, start_on_opening)
