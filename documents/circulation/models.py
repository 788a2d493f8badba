"""Tables of 공람: who is shown what, and the groups that are often shown the same things."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Key, Moment


class CirculationMark(Base):
    """Somebody is shown a record (공람); the view is recorded by itself (영 §18④)."""

    __tablename__ = "circulation_marks"
    __table_args__ = (UniqueConstraint("record_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)


class CirculationGroup(Base):
    """People who are often shown the same things (공람그룹), kept by a department."""

    __tablename__ = "circulation_groups"
    __table_args__ = (UniqueConstraint("department_id", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    name: Mapped[str] = mapped_column(String(60))


class CirculationGroupMember(Base):
    """One person of a group."""

    __tablename__ = "circulation_group_members"

    group_id: Mapped[int] = mapped_column(ForeignKey("circulation_groups.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
