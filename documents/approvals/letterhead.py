"""What an issuing unit prints on its documents: agency, slogan, logo, seal, and the rows of its internal header.

The header of an internal document is each institution's own (§2.3): label sets are data, not code. A letterhead is
frozen with the edition it was printed on; a later one is for later editions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from documents.approvals.models import LetterheadImage
from portal.files.store import BlobStore
from portal.office.model import Image, Picture
from portal.office.picture_size import image_of
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
LOGO_MM = (22.0, 14.0)  # the room of a logo: width, height
SEAL_MM = 30  # 시·도 and 시·군·구 have seals of 3 cm unless their 조례 says otherwise
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
        "logo": found.get("logo", ""),
        "seal": _seal_for(found.get("seal") or {}, record.department_id),
    }


def _seal_for(seal: Mapping[str, Any], department_id: int | None) -> dict[str, Any]:
    """The seal as a department may use it: ``refused`` says that the unit has one that is not theirs to use."""
    if not seal:
        return {}
    allowed = not seal["departments"] or department_id in seal["departments"]
    return {"sha256": seal["sha256"], "width_mm": seal["width_mm"]} if allowed else {"refused": True}


def logo_of(session: Session, store: BlobStore, letterhead: Mapping[str, Any]) -> Image | None:
    """The logo of a frozen letterhead in its room. Raises BlobDamaged."""
    found = _image(session, store, letterhead.get("logo", ""), letterhead["agency"])
    if found is None:
        return None
    scale = min(LOGO_MM[0] / found.width_mm, LOGO_MM[1] / found.height_mm)
    return replace(found, width_mm=found.width_mm * scale, height_mm=found.height_mm * scale)


def seal_of(session: Session, store: BlobStore, letterhead: Mapping[str, Any]) -> Image | None:
    """The seal of a frozen letterhead in its real size. Raises BlobDamaged."""
    seal = letterhead.get("seal") or {}
    found = _image(session, store, seal.get("sha256", ""), "관인")
    if found is None:
        return None
    return replace(found, width_mm=seal["width_mm"], height_mm=found.height_mm * seal["width_mm"] / found.width_mm)


def _image(session: Session, store: BlobStore, sha256: str, alt: str) -> Image | None:
    kept = session.get(LetterheadImage, sha256) if sha256 else None
    if kept is None:
        return None
    with store.open(kept.sha256) as stream:
        return image_of(Picture(stream.read(), kept.media_type), alt)


def header_rows(letterhead: Mapping[str, Any]) -> Rows:
    """The rows of an internal header: a named set, or the unit's own labels."""
    chosen = letterhead.get("header", "A")
    if isinstance(chosen, str):
        return HEADER_SETS.get(chosen, HEADER_SETS["A"])
    return [(label, field) for label, field in chosen if field in HEADER_FIELDS]
