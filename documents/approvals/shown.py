"""What somebody is shown before a signature, as one hash: of the edition, or of all editions of a bundle (일괄기안)."""

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from documents.approvals.facts import facts_of
from documents.approvals.models import Document
from portal.records import editions
from portal.records.models import Edition


def hash_of(hashes: Sequence[str]) -> str:
    """One hash for the texts that one signature stands for, in the order of the bundle; that of a single text as is."""
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def hash_of_drafts(session: Session, document: Document) -> str:
    """The hash of the texts as they are written now."""
    return hash_of([editions.digest(facts_of(session, one)) for one in document.bundle])


def hash_of_editions(found: Sequence[Edition]) -> str:
    """The hash of frozen texts."""
    return hash_of([one.sha256 for one in found])


def current_editions(session: Session, document: Document) -> list[Edition]:
    """The newest edition of each document of the bundle, in its order; none at all where one has none yet."""
    found = [editions.current(session, one) for one in document.bundle]
    return [one for one in found if one is not None] if None not in found else []
