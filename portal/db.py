"""Engine, sessions and column types.

Two rules are settled here. SQLite takes the write lock at ``BEGIN`` for anything that may write: a transaction that
reads first and writes later fails at once with "database is locked", whatever the busy timeout. And a GET never writes
in its own transaction: it gets the reading engine.
"""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import zope.sqlalchemy
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Enum, Integer, MetaData, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

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


def choice(*values: str, name: str) -> Enum:
    """An enumeration as text with a CHECK named ``name``."""
    return Enum(*values, name=name, native_enum=False, create_constraint=True, length=40, validate_strings=True)


def make_engine(url: str) -> Engine:
    """The engine for ``url``; SQLite in WAL mode with foreign keys on."""
    options: dict[str, Any] = {"json_serializer": lambda value: json.dumps(value, ensure_ascii=False)}
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 20, "check_same_thread": False}, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        _take_turns(engine)
        return engine
    return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, **options)


def _take_turns(engine: Engine) -> None:
    """Writers wait for one another before they ask SQLite; a turn ends when the connection goes back."""
    turns = Turns()
    event.listen(engine, "connect", lambda _connection, record: record.info.__setitem__("turns", turns))
    event.listen(engine, "checkin", lambda connection, _record: turns.give(connection))
    event.listen(engine, "close", lambda connection, _record: turns.give(connection))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("writing", False)
    if not writing:
        connection.exec_driver_sql("BEGIN")
        return
    turns: Turns = connection.info["turns"]
    turns.take(connection.connection.dbapi_connection)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        turns.give(connection.connection.dbapi_connection)
        raise


class Turns:
    """Writers of one process one after another, in the order they came.

    SQLite lets waiting writers look again now and then and whoever looks at the right moment wins: with many of them
    on a busy machine one is unlucky until its patience ends, and somebody reads "database is locked".
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: Any = None

    def take(self, connection: Any) -> None:
        """Wait for one's turn; after a minute go on without it, and let SQLite decide."""
        with self._guard:
            if self._holder is None:
                self._holder = connection
                return
            mine = threading.Event()
            self._waiting.append(mine)
        if not mine.wait(60):
            with self._guard:
                if not mine.is_set():
                    self._waiting.remove(mine)
                    return
        self._holder = connection

    def give(self, connection: Any) -> None:
        """Let the next one; nothing happens for a connection whose turn it is not."""
        with self._guard:
            if self._holder is not connection:
                return
            if self._waiting:
                self._waiting.popleft().set()
                self._holder = _NEXT
            else:
                self._holder = None


_NEXT = object()  # the turn is given, and not yet taken


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
