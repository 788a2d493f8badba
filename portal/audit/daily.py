"""What the clock does for the logs: seals the access log in batches, sends the chain's head away, drops old lines.

An access line alone could be changed unnoticed; its batch's hash is an entry of the chain. And a chain that never
leaves the machine could be rewritten whole: each day's head goes to the records officer (기록물관리책임자) by mail.
"""

import hashlib
import json
from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit.models import AccessLine, AuditEntry, AuditHead
from portal.mail.services import queue_mail
from portal.people.models import Duty, Person
from portal.people.principals import in_force

SEAL = "seal_access_log"
HEAD = "send_head"


def lines_hash(session: Session, first: int, last: int) -> tuple[int, str]:
    """How many access lines there are from ``first`` to ``last``, and the hash over them."""
    digest, count = hashlib.sha256(), 0
    query = select(AccessLine).where(AccessLine.id >= first, AccessLine.id <= last).order_by(AccessLine.id)
    for line in session.scalars(query):
        at = line.at.astimezone(UTC).isoformat()
        facts = [line.id, at, line.account_id, line.address, line.act, line.subject, line.reason]
        digest.update(json.dumps(facts, ensure_ascii=False).encode())
        count += 1
    return count, digest.hexdigest()


def seals(session: Session) -> list[dict[str, Any]]:
    """The seals made so far: first and last line, count and hash of each batch."""
    query = select(AuditEntry.detail).where(AuditEntry.act == SEAL).order_by(AuditEntry.id)
    return list(session.scalars(query))


def seal_access_log(registry: Any) -> None:
    """Put a hash over the lines since the last seal into the chain; drop lines beyond their time of keeping."""
    with registry["database"].writing() as session:
        sealed = seals(session)
        first = sealed[-1]["last"] + 1 if sealed else 1
        last = session.scalar(select(func.max(AccessLine.id)).where(AccessLine.id >= first))
        if last is not None:
            count, digest = lines_hash(session, first, last)
            audit.note(session, None, SEAL, first=first, last=last, count=count, sha256=digest)
        limit = clock.now() - timedelta(days=registry["settings"].access_log_days)
        session.execute(delete(AccessLine).where(AccessLine.at < limit))


def broken_seals(registry: Any) -> list[str]:
    """Batches of access lines that are not what was sealed. Lines beyond their time of keeping may be gone."""
    limit = clock.now() - timedelta(days=registry["settings"].access_log_days)
    found = []
    with registry["database"].reading() as session:
        oldest = session.scalar(select(func.min(AccessLine.id)).where(AccessLine.at >= limit)) or 0
        for seal in seals(session):
            if seal["first"] >= oldest and lines_hash(session, seal["first"], seal["last"]) != (
                seal["count"],
                seal["sha256"],
            ):
                found.append(f"lines {seal['first']} to {seal['last']} are not what was sealed")
    return found


def send_head(registry: Any) -> None:
    """Once a day: mail the chain's head to the records officers, so that it is kept where nobody here can change it."""
    today = clock.today()
    with registry["database"].writing() as session:
        head = session.get(AuditHead, 1)
        if head is None:
            return
        officers = select(Person.email).join(Duty, Duty.person_id == Person.id)
        query = officers.where(Duty.name == "RECORDS_OFFICER", in_force(Duty, today), Person.email != "")
        sent = select(AuditEntry.id).where(AuditEntry.act == HEAD).order_by(AuditEntry.id.desc()).limit(1)
        last = session.get(AuditEntry, session.scalar(sent) or 0)
        if last is not None and clock.local(last.at).date() == today:
            return
        text = f"{today.isoformat()}\n{head.entry_id}\n{head.hash}\n"
        for address in session.scalars(query):
            queue_mail(session, address, f"[실록] 감사 기록 확인값 {today.isoformat()}", text)
        audit.note(session, None, HEAD, entry=head.entry_id, sha256=head.hash)
