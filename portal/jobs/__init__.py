"""Jobs: work that leaves the database, written in the transaction that causes it and done by a worker afterwards."""

from collections.abc import Callable
from typing import Any

from portal.jobs.services import JobKind, queue
from portal.jobs.worker import Worker

__all__ = ["includeme", "queue"]


def includeme(config: Any) -> None:
    """Give the configurator ``add_job(kind, handler, label)`` and ``add_clock_job(name, seconds, handler)``.

    ``label`` names the kind to administrators; ``needs`` names a setting without which its jobs wait. A handler takes
    the registry and the payload, does its work in transactions of its own, and may be called twice for one job: it must
    come to the same end. A clock job takes the registry.
    """
    registry = config.registry
    registry["jobs"], registry["clock_jobs"] = {}, {}

    def add_job(
        config: Any, kind: str, handler: Callable[[Any, dict[str, Any]], None], label: str, *, needs: str = ""
    ) -> None:
        config.action(("job", kind), lambda: registry["jobs"].__setitem__(kind, JobKind(handler, label, needs)))

    def add_clock_job(config: Any, name: str, seconds: int, handler: Callable[[Any], None]) -> None:
        config.action(("clock job", name), lambda: registry["clock_jobs"].__setitem__(name, (seconds, handler)))

    config.add_directive("add_job", add_job)
    config.add_directive("add_clock_job", add_clock_job)
    config.add_background("worker", Worker)
