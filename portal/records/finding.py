"""Records found by their words: the search of the application, asked from where a record is chosen."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session


def found(session: Session, principals: Collection[str], words: str, types: Collection[str]) -> Sequence[str]:
    """The uids of records of these types that somebody may read, the best first; none where nothing searches."""
    search = session.info["registry"].get("find_records")
    hits: Sequence[str] = search(session, principals, words, types) if search else ()
    return hits
