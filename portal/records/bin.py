"""The bin: what was thrown away waits thirty days and then goes, with everything that hangs on it.

Nothing that has an edition ever comes here; the audit keeps ids, so that the act of throwing away stays on record.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.db import Base
from portal.records.models import Link, Record
from portal.records.services import BIN_DAYS, index_again


def in_bin(session: Session, viewer: Any) -> list[tuple[Record, datetime]]:
    """What a viewer may take out again, newest first, with the moment it goes: their own, or of a body they keep."""
    bodies = [int(one.split(":")[1]) for one in viewer.principals if one.endswith(":secretary")]
    mine = or_(Record.created_by_id == viewer.person_id, Record.body_id.in_(bodies))
    query = select(Record).where(Record.binned_at.is_not(None), Record.binned_with_id.is_(None), mine)
    query = query.order_by(Record.binned_at.desc()).limit(200)
    days = timedelta(days=BIN_DAYS)
    return [(record, record.binned_at + days) for record in session.scalars(query) if record.binned_at]


def empty(registry: Any) -> None:
    """The clock's job: delete what has waited long enough, each record in a transaction of its own."""
    limit = clock.now() - timedelta(days=BIN_DAYS)
    with registry["database"].reading() as session:
        due = list(session.scalars(select(Record.id).where(Record.binned_at < limit, Record.binned_with_id.is_(None))))
    for record_id in due:
        with registry["database"].writing() as session:
            record = session.get(Record, record_id)
            if record is not None and record.binned_at is not None and record.binned_at < limit:
                audit.note(session, None, "delete", record)
                delete_record(session, record_id)


def delete_record(session: Session, record_id: int) -> None:
    """Delete a record, what it contains and the rows that hang on it; other records only lose their reference."""
    uid = session.scalars(select(Record.uid).where(Record.id == record_id)).one()
    for child_id in session.scalars(select(Record.id).where(Record.parent_id == record_id)).all():
        delete_record(session, child_id)
    session.flush()
    session.expunge_all()
    tables = _record_tables()
    session.execute(delete(Link).where(or_(Link.source_id == record_id, Link.target_id == record_id)))
    for column in _references(tables):
        if column.nullable:
            session.execute(update(column.table).where(column == record_id).values({column.name: None}))
        else:
            _delete_rows(session, column.table, column == record_id)
    for table in reversed(Base.metadata.sorted_tables):
        if table in tables:
            session.execute(delete(table).where(table.c.id == record_id))
    index_again(session, [uid])


def _record_tables() -> set[Table]:
    """``records`` and the tables of its types."""
    mappers = Record.__mapper__.self_and_descendants
    return {table for mapper in mappers for table in mapper.tables if isinstance(table, Table)}


def _references(tables: set[Table]) -> list[Column[Any]]:
    """Every column that refers to a record, but the one that joins a type's table to ``records``."""
    return [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table in tables and not (table in tables and key.parent.primary_key)
    ]


def _delete_rows(session: Session, table: Table, condition: Any) -> None:
    """Delete rows and, first, the rows that need them."""
    for other in Base.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table is table and other is not table:
                needed = select(key.column).where(condition)
                if key.parent.nullable:
                    session.execute(update(other).where(key.parent.in_(needed)).values({key.parent.name: None}))
                else:
                    _delete_rows(session, other, key.parent.in_(needed))
    session.execute(delete(table).where(condition))
