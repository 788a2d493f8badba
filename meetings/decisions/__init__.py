"""Decisions of bodies and what has to be done about them."""

from typing import Any

from meetings.decisions.actions import open_matters
from meetings.decisions.record_type import DECISION


def includeme(config: Any) -> None:
    """Register decisions; the next agenda gets what is still open."""
    config.add_record_type(DECISION)
    config.add_agenda_source("open_matters", open_matters)
