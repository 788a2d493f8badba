"""The record of acts: append-only, each entry carrying the hash of the one before.

``note`` only collects; the chain's head is locked and the entries are written last, just before the commit, after
every other lock (locked first, sixteen writers were five times slower; unlocked, the chain forks).
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.audit.models import AuditEntry, AuditHead


def note(session: Session, actor: Any, act: str, record: Any = None, **detail: Any) -> None:
    """Remember an act for the chain. ``detail`` holds ids, numbers and names of fields, never content."""
    session.info.setdefault("audit", []).append(
        {
            "at": clock.now().astimezone(UTC).replace(microsecond=0),
            "actor_id": getattr(actor, "person_id", None),
            "act": act,
            "record_uid": record.uid if record is not None else None,
            "detail": detail,
        }
    )


@contextmanager
def attempt(session: Session) -> Iterator[None]:
    """A savepoint: what fails inside leaves neither rows nor entries."""
    noted = len(session.info.get("audit", ()))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        del session.info.get("audit", [])[noted:]
        raise


def entry_hash(entry_id: int, previous: str, facts: dict[str, Any]) -> str:
    """The hash of one entry over its number, the hash before it, and its facts."""
    at: datetime = facts["at"]
    text = json.dumps(
        [entry_id, previous, at.isoformat(), *(facts[name] for name in ("actor_id", "act", "record_uid", "detail"))],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def seal(session: Session) -> None:
    """Append what was noted to the chain (called before each commit)."""
    if session.in_nested_transaction():  # only the outermost commit may lock the head
        return
    noted = session.info.pop("audit", [])
    if not noted:
        return
    session.flush()
    head = _locked_head(session)
    rows = []
    for facts in noted:
        head.entry_id += 1
        digest = entry_hash(head.entry_id, head.hash, facts)
        rows.append({"id": head.entry_id, "previous": head.hash, "hash": digest, **facts})
        head.hash = digest
    session.execute(insert(AuditEntry), rows)
    session.flush()


def _locked_head(session: Session) -> AuditHead:
    """The chain's end, locked until the commit; the first writer of all makes it, once, however many come first."""
    query = select(AuditHead).where(AuditHead.id == 1).with_for_update()
    head = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if head is None:
        upsert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(upsert(AuditHead).values(id=1, entry_id=0, hash="").on_conflict_do_nothing())
        head = session.scalars(query).one()
    return head


def broken_at(session: Session) -> int | None:
    """The number of the first entry that does not fit the chain; None when the chain is whole."""
    previous, expected = "", 1
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with closing(session.scalars(query)) as entries:
        for entry in entries:
            facts = {name: getattr(entry, name) for name in ("at", "actor_id", "act", "record_uid", "detail")}
            facts["at"] = facts["at"].astimezone(UTC)
            whole = entry.id == expected and entry.previous == previous
            if not whole or entry.hash != entry_hash(entry.id, previous, facts):
                return expected
            previous, expected = entry.hash, expected + 1
    head = session.get(AuditHead, 1)
    if head is not None and (head.entry_id != expected - 1 or head.hash != previous):
        return expected
    return None


def add_audit_acts(config: Any, labels: dict[str, Any]) -> None:
    """Directive ``config.add_audit_acts``: what the acts that a feature notes are called (not its transitions)."""
    config.registry["audit_acts"] |= labels


def includeme(config: Any) -> None:
    """Seal the audit entries of every session of this application before it commits; ``add_audit_acts``."""
    config.registry["audit_acts"] = {}
    config.add_directive("add_audit_acts", add_audit_acts)
    event.listen(config.registry["database"].writer, "before_commit", seal)
