"""Contents go with their last reference: after a removal, and by the clock for what failed uploads left."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db import Database
from portal.files.stores import blob_store, referenced
from portal.jobs import queue

GRACE = timedelta(hours=1)  # far longer than any transaction that has put a content and not yet committed
EVERY = 24 * 60 * 60  # seconds between the rounds of the clock


def queue_collection(session: Session) -> None:
    """Ask for a collection when the grace of what is removed now is over; asking often makes one job."""
    queue(session, "files.collect", {}, key="files.collect", run_at=clock.now() + GRACE + timedelta(minutes=1))


def collect(registry: Any) -> int:
    """Delete every content that nothing refers to and nobody has put within the grace; answers how many."""
    database: Database = registry["database"]
    limit = clock.now() - GRACE
    with database.reading() as session:
        kept = list(blob_store(registry, session).iterate())
        unused = sorted(set(kept) - referenced(registry, session))
    if not unused:
        return 0
    with database.writing() as session:
        store = blob_store(registry, session)
        in_use = referenced(registry, session)
        return sum(store.delete(sha256, put_before=limit) for sha256 in unused if sha256 not in in_use)


def collect_job(registry: Any, payload: dict[str, Any]) -> None:
    """Handler of ``files.collect``."""
    collect(registry)


def collect_by_clock(registry: Any) -> None:
    """The daily round."""
    collect(registry)
