"""The one place that asks what time it is: moments in UTC, civil dates in Asia/Seoul."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return _source()


def today() -> date:
    """Today's civil date in Asia/Seoul; registration years and terms follow it."""
    return now().astimezone(SEOUL).date()


def local(moment: datetime) -> datetime:
    """A stored moment as a reader in Korea sees it."""
    return moment.astimezone(SEOUL)


def set_source(source: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests, the sample institution); ``None`` restores the system clock."""
    global _source  # noqa: PLW0603 - the clock is the one thing the process shares on purpose
    _source = source or _system
