"""Alembic's entry: runs on the connection it is given, in that connection's transaction."""

from typing import Any, Literal

from alembic import context

from portal.db import Base, Measure, Moment

OWN_TYPES = {
    Moment: "sa.DateTime(timezone=True)",
    Measure: "sa.Numeric(20, 4).with_variant(sa.String(24), 'sqlite')",
}


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Versions name only SQLAlchemy's own types: ours may change their names, old versions may not."""
    own = next((text for one, text in OWN_TYPES.items() if kind == "type" and isinstance(item, one)), None)
    return own or False


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
