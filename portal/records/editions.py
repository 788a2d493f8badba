"""Editions: the legal text of a record, frozen as JSON with its SHA-256, and the files made from it once."""

import hashlib
import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.records.models import Edition, EditionFile, Record, Signature


def canonical(facts: dict[str, Any]) -> str:
    """JSON text that is the same for the same facts."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(facts: dict[str, Any]) -> str:
    """The hash that signatures stand for."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def freeze(session: Session, record: Record, facts: dict[str, Any], actor: Any, reason: str = "") -> Edition:
    """Make the next edition of a record. ``facts`` holds everything its office document prints."""
    last = session.scalar(select(func.max(Edition.number)).where(Edition.record_id == record.id)) or 0
    edition = Edition(
        record_id=record.id,
        number=last + 1,
        facts=facts,
        sha256=digest(facts),
        reason=reason,
        made_by_id=getattr(actor, "person_id", None),
    )
    session.add(edition)
    session.flush()
    audit.note(session, actor, "freeze", record, edition=edition.number, sha256=edition.sha256)
    return edition


def current(session: Session, record: Record) -> Edition | None:
    """The newest edition of a record, if it has one."""
    query = select(Edition).where(Edition.record_id == record.id).order_by(Edition.number.desc()).limit(1)
    return session.scalar(query)


def signatures(session: Session, edition: Edition, act: str) -> list[Signature]:
    """Who signed an edition, in order."""
    query = select(Signature).where(Signature.edition_id == edition.id, Signature.act == act).order_by(Signature.id)
    return list(session.scalars(query))


def files(session: Session, edition: Edition) -> list[EditionFile]:
    """The stored files of an edition."""
    return list(session.scalars(select(EditionFile).where(EditionFile.edition_id == edition.id)))
