"""Who may see a record: shared, immutable sets of principals.

A record is visible iff its set holds one of the reader's principals. The same set id filters lists, counts, facets and
the search index. Principals come from posts, memberships and duties in force today, so that a change of membership
needs no new sets.
"""

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.records.models import ReaderSet, ReaderToken, Record
from portal.records.types import record_types, type_of


def reader_set(session: Session, principals: Iterable[str]) -> int:
    """The id of the set of exactly these principals, made if it is new."""
    tokens = sorted(set(principals))
    digest = hashlib.sha256("\n".join(tokens).encode()).hexdigest()
    found = session.scalar(select(ReaderSet.id).where(ReaderSet.digest == digest))
    if found is not None:
        return found
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    made = session.scalar(insert(ReaderSet).values(digest=digest).on_conflict_do_nothing().returning(ReaderSet.id))
    if made is None:  # somebody else made the same set at this very moment
        return session.scalars(select(ReaderSet.id).where(ReaderSet.digest == digest)).one()
    if tokens:
        session.execute(insert(ReaderToken), [{"set_id": made, "principal": token} for token in tokens])
    return made


def readable(principals: Iterable[str]) -> ColumnElement[bool]:
    """The condition on ``records`` that holds for what somebody with these principals may see."""
    sets = select(ReaderToken.set_id).where(ReaderToken.principal.in_(tuple(principals)))
    return Record.reader_set_id.in_(sets) & Record.binned_at.is_(None)


def readable_sets(session: Session, principals: Iterable[str]) -> frozenset[int]:
    """The ids of all sets that hold one of these principals (for the search index)."""
    query = select(ReaderToken.set_id).where(ReaderToken.principal.in_(tuple(principals))).distinct()
    return frozenset(session.scalars(query))


def principals_of(session: Session, record: Record, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """The principals that may read a record now, by the rule of its type; ``without`` leaves words of the rule out."""
    record_type = type_of(session, record)
    if record_type.inherits_readers and record.parent_id is not None:
        parent = session.get_one(Record, record.parent_id)
        return principals_of(session, parent, without)
    return standing_for(session, record, set(record_type.readers.words(record.state, record.disclosure)) - without)


def standing_for(session: Session, record: Record, words: Iterable[str]) -> frozenset[str]:
    """The principals that some words of reader rules stand for, of one record."""
    own = type_of(session, record).principals
    found: set[str] = set()
    for word in sorted(words):
        answer = own(session, record, word)
        found |= _shared_word(record, word) if answer is None else answer
    return frozenset(found)


def _shared_word(record: Record, word: str) -> frozenset[str]:
    if word in ("everyone", "staff"):
        return frozenset((word,))
    if word == "body":
        return frozenset((f"body:{record.body_id}",) if record.body_id else ())
    if word == "secretary":
        return frozenset((f"body:{record.body_id}:secretary",) if record.body_id else ())
    if word == "department":
        return frozenset((f"dept:{record.department_id}",) if record.department_id else ())
    if word == "author":
        return frozenset((f"person:{record.created_by_id}",) if record.created_by_id else ())
    raise LookupError(f"record type {record.type!r} names an unknown reader {word!r}")


def with_stale_readers(session: Session) -> Iterator[Record]:
    """The records whose readers are not those that the rule of their type names: the rule has changed since."""
    sets: dict[int, set[str]] = {}
    for set_id, principal in session.execute(select(ReaderToken.set_id, ReaderToken.principal)):
        sets.setdefault(set_id, set()).add(principal)
    query = select(Record).where(Record.binned_at.is_(None), Record.type.in_(record_types(session)))
    for record in session.scalars(query):
        if sets.get(record.reader_set_id, set()) != principals_of(session, record):
            yield record


def set_readers(session: Session, record: Record) -> None:
    """Recompute the readers of a record and of everything it contains; the index follows by its queue."""
    session.flush()
    record.reader_set_id = reader_set(session, principals_of(session, record))
    for child in session.scalars(select(Record).where(Record.parent_id == record.id)):
        set_readers(session, child)
