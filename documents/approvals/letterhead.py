"""What an issuing unit prints on its documents: agency, slogan, and the rows of its internal header.

The header of an internal document is each institution's own (§2.3): label sets are data, not code.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.records.models import IssuingUnit, Record
from portal.records.registration import unit_of

Rows = Sequence[tuple[str, str]]
# field -> what it holds is said in documents.approvals.office.header_values
HEADER_SETS: dict[str, Rows] = {
    "A": (
        ("등록번호", "number"), ("등록일자", "registered_on"), ("결재일자", "approved_on"), ("공개구분", "disclosure"),
    ),
    "B": (
        ("문서번호", "number"), ("보존기간", "retention"), ("결재일자", "approved_on"), ("공개여부", "disclosure"),
        ("방침번호", "policy_no"),
    ),
    "C": (("문서번호", "number"), ("결재일자", "approved_on"), ("공개여부", "disclosure"), ("방침번호", "policy_no")),
}  # fmt: skip
HEADER_FIELDS = ("number", "registered_on", "approved_on", "disclosure", "retention", "policy_no")


def letterhead_of(session: Session, record: Record) -> dict[str, Any]:
    """The letterhead of the unit that issues a record: its own parts, the missing ones from the units above it."""
    unit = unit_of(session, record)
    found: dict[str, Any] = {}
    name, sender, contact = (unit.name, unit.sender, dict(unit.contact)) if unit else ("", "", {})
    while unit is not None:
        found = {**unit.letterhead, **found}
        contact = {**unit.contact, **contact}
        sender = sender or unit.sender
        unit = session.get(IssuingUnit, unit.parent_id) if unit.parent_id else None
    return {
        "unit": name,
        "agency": found.get("agency") or name,
        "slogan": found.get("slogan", ""),
        "header": [list(row) for row in header_rows(found)],
        "sender": sender,
        "contact": contact,
    }


def header_rows(letterhead: Mapping[str, Any]) -> Rows:
    """The rows of an internal header: a named set, or the unit's own labels."""
    chosen = letterhead.get("header", "A")
    if isinstance(chosen, str):
        return HEADER_SETS.get(chosen, HEADER_SETS["A"])
    return [(label, field) for label, field in chosen if field in HEADER_FIELDS]
