"""The queries behind the access log and the audit."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from portal.audit.models import AccessLine, AuditEntry
from portal.people import labels
from portal.people.lists import containing
from portal.people.models import Account, Person
from portal.people.select import Columns
from portal.records.models import Record


def access_lines(start: datetime, end: datetime, who: str) -> Columns:
    """Lines of the access log from one moment to before another: when, login, name, address, act, subject, reason."""
    query = (
        select(
            AccessLine.at,
            Account.login,
            Person.name,
            AccessLine.address,
            AccessLine.act,
            AccessLine.subject,
            AccessLine.reason,
        )
        .outerjoin(Account, Account.id == AccessLine.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(AccessLine.at >= start, AccessLine.at < end)
        .order_by(AccessLine.at.desc(), AccessLine.id.desc())
    )
    return query.where(or_(containing(Account.login, who), containing(Person.name, who))) if who else query


def audit_entries(start: datetime, end: datetime, who: str, act: str) -> Columns:
    """Entries of the audit from one moment to before another: number, when, who, act, record and its type, detail."""
    entry = (AuditEntry.id, AuditEntry.at, Person.name, AuditEntry.act, AuditEntry.record_uid, AuditEntry.detail)
    query = (
        select(*entry, Record.type)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .outerjoin(Record, Record.uid == AuditEntry.record_uid)
        .where(AuditEntry.at >= start, AuditEntry.at < end)
        .order_by(AuditEntry.id.desc())
    )
    if who:
        query = query.where(containing(Person.name, who))
    return query.where(AuditEntry.act == act) if act else query


def act_names(registry: Any) -> dict[str, list[Any]]:
    """What each act is called, in the order of the declarations; a name that several types use has several."""
    names: dict[str, list[Any]] = {act: [label] for act, label in registry["audit_acts"].items()}
    for record_type in registry["record_types"].values():
        for act, step in record_type.workflow.transitions.items():
            if step.label not in names.setdefault(act, []):
                names[act].append(step.label)
    return names


def act_name(registry: Any, act: str, record_type: str | None) -> Any:
    """What one act on a record of a type is called; its bare name when nobody says (of a part that is gone)."""
    declared = registry["record_types"].get(record_type)
    if declared is not None and act in declared.workflow.transitions:
        return declared.workflow.transitions[act].label
    return act_names(registry).get(act, [act])[0]


def detail_text(detail: dict[str, Any], translate: Callable[[Any], str]) -> str:
    """The ids and names of an entry on one line: what kind, and its number."""
    parts = []
    for name, value in detail.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        parts.append(f"{translate(labels.AUDIT_DETAILS.get(name, name))} {shown}")
    return " · ".join(parts)
