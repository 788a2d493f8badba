"""The one table of work to be done after the commit that causes it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Key, Moment


class Job(Base):
    """A piece of work. ``key`` makes it one of a kind: asking again while it waits or runs only raises ``wanted``."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "kind", "run_at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    run_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    wanted: Mapped[int] = mapped_column(default=1)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(Text, default="")
    gave_up: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
