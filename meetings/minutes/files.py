"""The files of minutes, Word and 한글: made of frozen facts once an edition is confirmed, kept and served as kept."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.facts import Facts, facts_of, sheet_of
from meetings.minutes.lifecycle import SIGN
from meetings.minutes.material import gather
from meetings.minutes.models import Minutes
from meetings.minutes.office import minutes_blocks, minutes_facts
from portal.content.schema import Node
from portal.files.pictures import pictures_in
from portal.files.store import BlobStore
from portal.files.stores import blob_store
from portal.office.office_files import OFFICE_FILES, OfficeFile
from portal.records import editions
from portal.records.edition_files import edition_file
from portal.records.models import Edition, Registration

DRAFT = "(안)"


def registration_of(session: Session, minutes: Minutes) -> Registration | None:
    """The number of some minutes, if they have one."""
    return session.scalar(select(Registration).where(Registration.record_id == minutes.id))


def draft_file(session: Session, minutes: Minutes, store: BlobStore, kind: OfficeFile) -> bytes:
    """The minutes as they are now, marked as a draft."""
    facts = facts_of(session, gather(session, minutes))
    return _written(session, minutes, store, kind, facts, draft=DRAFT)


def minutes_file(session: Session, minutes: Minutes, store: BlobStore, kind: OfficeFile, edition: Edition) -> bytes:
    """The file of an edition, made once and kept when it is confirmed.

    Raises BlobDamaged. Keeping is a write of its own: for a confirmed edition, `session` must not be writing.
    """

    def make() -> tuple[str, bytes]:
        return file_name(minutes, kind, edition), made_file(session, minutes, store, kind, edition)

    names = _names(session, minutes, kind, edition)
    confirmed = edition.number in (minutes.confirmed_numbers or [])
    return edition_file(session, edition, names, kind.media_type, make, keep=confirmed)


def _names(session: Session, minutes: Minutes, kind: OfficeFile, edition: Edition) -> tuple[str, ...]:
    """What the file is kept as: with the number once there is one, but an edition of before as it was kept."""
    plain, numbered = kind.name, f"{kind.name}-registered"
    if registration_of(session, minutes) is None:
        return (plain,)
    return (numbered,) if edition.id == minutes.confirmed_edition_id else (plain, numbered)


def made_file(session: Session, minutes: Minutes, store: BlobStore, kind: OfficeFile, edition: Edition) -> bytes:
    """The file of an edition made from its facts, its signatures and its number."""
    confirmed = edition.number in (minutes.confirmed_numbers or [])
    return _written(session, minutes, store, kind, edition.facts, edition=edition, draft="" if confirmed else DRAFT)


def _written(
    session: Session,
    minutes: Minutes,
    store: BlobStore,
    kind: OfficeFile,
    facts: Facts,
    *,
    edition: Edition | None = None,
    draft: str = "",
) -> bytes:
    signatures = editions.signatures(session, edition, SIGN) if edition else []
    signed = {one.person_id for one in signatures}
    waiting = [one.name for one in minutes.confirmers if one.replaced_by_id is None and one.person_id not in signed]
    registration = registration_of(session, minutes) if not draft else None
    sheet = sheet_of(facts, waiting if draft else [], signatures, registration, draft)
    return kind.write(minutes_blocks(sheet, pictures_in(session, store, _texts(facts))), minutes_facts(sheet))


def _texts(facts: Facts) -> Iterator[Node]:
    for item in facts["agenda"]:
        yield item["content"]
        yield from (one["document"] for one in item.get("subjects", ()) if one["document"])


def file_name(minutes: Minutes, kind: OfficeFile, edition: Edition | None = None) -> str:
    """What the downloaded file is called."""
    return f"{minutes.title}{'' if edition else DRAFT}.{kind.name}"


def keep_files(registry: Any, payload: dict[str, Any]) -> None:
    """Job: make the files of a confirmed edition and keep them; once with and once without the number."""
    with registry["database"].reading() as session:
        edition = session.get_one(Edition, payload["edition_id"])
        minutes = session.get_one(Minutes, edition.record_id)
        for kind in OFFICE_FILES.values():
            minutes_file(session, minutes, blob_store(registry, session), kind, edition)
