"""What the audit adds to the application; apart, because everything imports ``portal.audit``."""

from typing import Any

from portal.audit.daily import broken_seals, seal_access_log, send_head

HOUR = 3600


def includeme(config: Any) -> None:
    """Hourly seals of the access log, the daily head, and their check."""
    config.add_clock_job("audit.seal", HOUR, seal_access_log)
    config.add_clock_job("audit.head", HOUR, send_head)
    config.add_check("access log", broken_seals)
