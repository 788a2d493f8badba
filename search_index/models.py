"""What the index was made from: the analysed text of each part of each record."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class AnalysedText(Base):
    """One part of a record as it was last indexed. Derived: it may be emptied at any time and is then analysed anew.

    ``tokens`` saves the costly analysis while ``text_hash`` stands; ``text``, ``label`` and ``place`` make the snippets
    of a whole page of results in one query. The title is a part too; its ``label`` is the record's badge.
    """

    __tablename__ = "analysed_texts"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[str] = mapped_column(String(120), primary_key=True)
    ordinal: Mapped[int]
    label: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    tokens: Mapped[dict[str, Any]] = mapped_column(JSON)
