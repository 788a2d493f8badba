"""What people do together at a time: sittings, decisions, minutes."""

from typing import Any

from meetings.audit_acts import AUDIT_ACTS
from meetings.sample import build


def includeme(config: Any) -> None:
    """Register the features of this package."""
    config.include("meetings.sittings")
    config.include("meetings.decisions")
    config.include("meetings.minutes")
    config.add_audit_acts(AUDIT_ACTS)
    config.add_sample("meetings", 20, build)
