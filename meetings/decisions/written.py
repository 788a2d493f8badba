"""What is being written of a decision: its own columns before it is in force, afterwards the draft of a correction.

Confirmed text is an edition and a correction is the next one. Pages, lists and the index read the columns, which hold
what is in force; those who write the minutes read and change what is here, and confirming makes it the columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from meetings.decisions.models import Decision

FIELDS = ("outcome", "text", "detail", "method", "yes", "no", "abstain", "present", "subject_values")
UNSAID: dict[str, Any] = {
    "text": "", "detail": "", "yes": 0, "no": 0, "abstain": 0, "present": 0, "subject_values": {},
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A decision as the minutes say it that are being written; once they are confirmed, as it is in force."""

    uid: str
    effective_at: datetime | None
    outcome: str
    text: str
    detail: str
    method: str
    yes: int
    no: int
    abstain: int
    present: int
    subject_values: dict[str, Any]


def written(decision: Decision) -> Written:
    """What the minutes say of a decision now."""
    return Written(decision.uid, decision.effective_at, **(_columns(decision) | (decision.proposed or {})))


def write(decision: Decision, values: Mapping[str, Any]) -> None:
    """Let the minutes say something else (all of FIELDS); what is in force stays so."""
    said = {name: values[name] for name in FIELDS}
    if decision.effective_at is not None:
        decision.proposed = said if said != _columns(decision) else None
        return
    for name, value in said.items():
        setattr(decision, name, value)


def adopt(decision: Decision) -> None:
    """What was written becomes what is in force."""
    for name, value in (decision.proposed or {}).items():
        setattr(decision, name, value)
    decision.proposed = None


def stamp(said: Written) -> int:
    """A number that changes with what the decision says: what a form sends back to show what it started from."""
    return crc32(repr([getattr(said, name) for name in FIELDS]).encode()) & 0x7FFFFFFF


def _columns(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in FIELDS} | {"subject_values": decision.subject_values or {}}
