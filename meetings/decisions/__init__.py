"""Registration of meetings.decisions."""

from typing import Any


def includeme(config: Any) -> None:
    """Registered by this feature's author."""
