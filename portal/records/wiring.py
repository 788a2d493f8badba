"""The pages and clock jobs of records; apart, because every model imports ``portal.records``."""

from typing import Any

from portal.i18n import _
from portal.records.bin import empty


def includeme(config: Any) -> None:
    """The bin: its page and its emptying."""
    config.add_route("bin", "/bin")
    config.add_route("bin.take_out", "/bin/{uid}/take-out")
    config.scan("portal.records.views")
    config.add_navigation("bin", _("휴지통"), "bin", order=80, permission="convene", place="account")
    config.add_clock_job("records.empty_bin", 3600, empty)
