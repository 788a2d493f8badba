"""공람: showing a record to people, and the mark that they have seen it (영 §18④, 규칙 §17)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import audit, clock
from portal.db import Base, Key, Moment
from portal.people.models import Person
from portal.records import services as records
from portal.records.models import Record
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed


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


def circulate(session: Session, record: Record, person_ids: Iterable[int], actor: Any) -> list[int]:
    """Show a record to people; answers who is new among them. From then on they may read it."""
    if "circulate" not in records.acts(session, record, actor):
        raise NotAllowed("circulate")
    shown = set(session.scalars(select(CirculationMark.person_id).where(CirculationMark.record_id == record.id)))
    fresh = [one for one in dict.fromkeys(person_ids) if one not in shown]
    for person_id in fresh:
        name = session.get_one(Person, person_id).name
        mark = CirculationMark(record_id=record.id, person_id=person_id, name=name)
        mark.asked_by_id = getattr(actor, "person_id", None)
        session.add(mark)
    session.flush()
    if fresh:
        audit.note(session, actor, "circulate", record, persons=fresh)
        set_readers(session, record)
        records.changed(session, record)
    return fresh


def marks_of(session: Session, record: Record) -> list[CirculationMark]:
    """Whom a record was shown to, in order, seen or not."""
    query = select(CirculationMark).where(CirculationMark.record_id == record.id).order_by(CirculationMark.id)
    return list(session.scalars(query))


def seen(session: Session, record_id: int, person_id: int) -> None:
    """Somebody opened what they were to be shown; the first time counts."""
    mine = (CirculationMark.record_id == record_id) & (CirculationMark.person_id == person_id)
    session.execute(update(CirculationMark).where(mine, CirculationMark.seen_at.is_(None)).values(seen_at=clock.now()))


def shown_to(session: Session, record: Record) -> frozenset[str]:
    """The principals of those a record is shown to."""
    query = select(CirculationMark.person_id).where(CirculationMark.record_id == record.id)
    return frozenset(f"person:{one}" for one in session.scalars(query))
