"""Engine, sessions and column types.

Two rules are settled here. SQLite takes the write lock at ``BEGIN`` for anything that may write: a transaction that
reads first and writes later fails at once with "database is locked", whatever the busy timeout. And a GET never writes
in its own transaction: it gets the reading engine.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import zope.sqlalchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    Numeric,
    String,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from portal.turns import Connection, Turns

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Money = BigInteger  # integer won; 62억 does not fit INTEGER
Key = BigInteger().with_variant(Integer, "sqlite")  # SQLite only auto-numbers INTEGER primary keys
Uid = String(32)  # uuid4().hex: stands in addresses, feeds and exports


def new_uid() -> str:
    """A fresh identifier for addresses, feeds and exports."""
    return uuid4().hex


class Base(DeclarativeBase):
    """All tables; constraints are named so that migrations can name what they change."""

    metadata = MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. A naive datetime is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone: what it returns is UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Measure(TypeDecorator[Decimal]):
    """A measured value, exact to four decimals. SQLite has no decimals of its own: there it is kept as text."""

    impl = Numeric(20, 4).with_variant(String(24), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Text for SQLite, as it is for others."""
        return f"{value:f}" if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The value without zeros that only fill up."""
        if value is None:
            return None
        exact = Decimal(value)
        return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def choice(*values: str, name: str) -> Enum:
    """An enumeration as text with a CHECK named ``name``."""
    return Enum(*values, name=name, native_enum=False, create_constraint=True, length=40, validate_strings=True)


def make_engine(url: str) -> Engine:
    """The engine for ``url``; SQLite in WAL mode with foreign keys on."""
    options: dict[str, Any] = {"json_serializer": lambda value: json.dumps(value, ensure_ascii=False)}
    if url.startswith("sqlite"):
        arguments = {"timeout": 20, "check_same_thread": False, "factory": Connection}
        engine = create_engine(url, connect_args=arguments, **options)
        turns = Turns()
        event.listen(engine, "connect", lambda connection, _record: _prepare_sqlite(connection, turns))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, **options)


def _prepare_sqlite(connection: Any, turns: Turns) -> None:
    connection.turns = turns
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    if not connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql("BEGIN")
        return
    with connection.connection.dbapi_connection.in_turn():
        connection.exec_driver_sql("BEGIN IMMEDIATE")


class Database:
    """The reading and the writing engine over one pool, and their sessions."""

    def __init__(self, url: str, registry: Any = None) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.writing_engine = self.engine.execution_options(writing=True)
        info = {"registry": registry}  # services find the record types and subscribers through their session
        self.reader = sessionmaker(self.engine, expire_on_commit=False, info=info)
        self.writer = sessionmaker(self.writing_engine, expire_on_commit=False, info=info)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded default."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading outside a request; always rolled back."""
        with self.reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for writing outside a request; commits at the end, rolls back on an exception."""
        with self.writer() as session, session.begin():
            yield session

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def request_session(request: Any) -> Session:
    """The request's session, joined to its transaction manager (``request.dbsession``)."""
    database: Database = request.registry["database"]
    safe = request.method in ("GET", "HEAD", "OPTIONS")
    session = (database.reader if safe else database.writer)()
    zope.sqlalchemy.register(
        session,
        transaction_manager=request.tm,
        initial_state=zope.sqlalchemy.datamanager.STATUS_ACTIVE if safe else zope.sqlalchemy.datamanager.STATUS_CHANGED,
    )
    return session


def includeme(config: Any) -> None:
    """Open the database of the settings and give each request its session."""
    database = Database(config.registry["settings"].database_url, config.registry)
    config.registry["database"] = database
    config.add_request_method(request_session, "dbsession", reify=True)
