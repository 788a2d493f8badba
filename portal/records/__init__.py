"""Records: everything the institution keeps, and what they share whatever their type."""

from typing import Any

from portal.records.types import add_record_type


def includeme(config: Any) -> None:
    """Give the configurator ``add_record_type``."""
    config.registry["record_types"] = {}
    config.add_directive("add_record_type", add_record_type)
