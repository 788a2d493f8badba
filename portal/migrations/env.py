"""Alembic's entry: runs on the connection it is given, in that connection's transaction."""

from typing import Any, Literal

from alembic import context

from portal.db import Base, Moment


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Versions name only SQLAlchemy's own types: ours may change their names, old versions may not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
