"""Rows of any table as lines of JSON and back, whatever kind of database they came from."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, LargeBinary, Numeric, Table, Time
from sqlalchemy.types import JSON, Float, TypeEngine


def encode(row: Any) -> str:
    """One row as a line; moments in UTC."""
    return json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def decode(table: Table, line: str) -> dict[str, Any]:
    """A line as values for the table; a column the line does not know keeps its default."""
    return {name: _typed(table.columns[name].type, value) for name, value in json.loads(line).items()}


def _moment(kind: Any, value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if kind.timezone else moment.replace(tzinfo=None)


# JSON columns come first: what they hold is right as it is.
_READERS: tuple[tuple[Any, Callable[[Any, Any], Any]], ...] = (
    (JSON, lambda kind, value: value),
    (DateTime, _moment),
    (Date, lambda kind, value: date.fromisoformat(value)),
    (Time, lambda kind, value: time.fromisoformat(value)),
    (Boolean, lambda kind, value: bool(value)),
    (LargeBinary, lambda kind, value: base64.b64decode(value)),
    (Float, lambda kind, value: float(value)),
    (Numeric, lambda kind, value: Decimal(value)),
)


def _typed(kind: TypeEngine[Any], value: Any) -> Any:
    reader = next((read for class_, read in _READERS if isinstance(kind, class_)), None)
    return value if value is None or reader is None else reader(kind, value)
