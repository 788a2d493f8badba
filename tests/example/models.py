"""The table of the example feature."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.records.models import Record


class Memo(Record):
    """A short note to a body."""

    __tablename__ = "memos"
    __mapper_args__ = {"polymorphic_identity": "memo"}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date | None]  # from when a body lets it hold
    rulings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # what bodies decided on it
