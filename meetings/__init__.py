"""What people do together at a time: sittings, decisions, minutes."""

from typing import Any


def includeme(config: Any) -> None:
    """Register the features of this package."""
    config.include("meetings.sittings")
    config.include("meetings.decisions")
    config.include("meetings.minutes")
