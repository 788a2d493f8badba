"""Registration of meetings.sittings: meetings as they are convened and held."""

from typing import Any

from meetings.sittings.proposals import add_agenda_source
from meetings.sittings.record_types import AGENDA_ITEM, MEETING


def includeme(config: Any) -> None:
    """Register the record types, pages and the directive ``add_agenda_source``."""
    config.registry["agenda_sources"] = {}
    config.add_directive("add_agenda_source", add_agenda_source)
    config.add_record_type(MEETING)
    config.add_record_type(AGENDA_ITEM)
