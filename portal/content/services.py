"""Sections: saving what people type, bringing two people's changes together, and who is typing where.

A save says which ``lock`` it started from. A stale one is merged block by block against that text; only a block that
both sides changed stops it, and then nothing is stored: the answer carries both texts, and neither is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal import clock
from portal.content.build import empty_doc
from portal.content.merge import Conflict, merge
from portal.content.models import EditorPresence, Revision, Section
from portal.content.schema import SCHEMA, Node
from portal.content.validate import normalised
from portal.people.models import Person
from portal.records import services as records
from portal.records.models import Record

PAUSE = timedelta(minutes=5)  # the text before a longer silence stays in the history
STEPS_KEPT = timedelta(days=1)  # single steps of autosave, needed to merge what a sleeping browser sends
PRESENT = timedelta(seconds=15)
PRESENCE_EVERY = timedelta(seconds=5)
REASONS = ("pause", "leave", "save", "handover")
_NOTHING: Node = {"type": SCHEMA.top, "content": []}


@dataclass(frozen=True)
class Saved:
    """What became of a save: the section's lock now; ``doc`` when it is not what was sent; what both sides changed.

    With conflicts nothing was stored and ``doc`` is the merged text for a person to look at.
    """

    lock: int
    doc: Node | None = None
    conflicts: tuple[Conflict, ...] = ()


def add_section(
    session: Session, record: Record, name: str, content: Node | None = None, *, rank: int = 0, actor: Any = None
) -> Section:
    """Give a record one more section; its first text is the base of the first merge."""
    doc = normalised(content) if content is not None else empty_doc()
    section = Section(record_id=record.id, name=name, rank=rank, content=doc, lock=1)
    section.changed_by_id = getattr(actor, "person_id", None)
    session.add(section)
    session.flush()
    _keep(session, section, None)
    return section


def sections_of(session: Session, record: Record) -> list[Section]:
    """The sections of a record in their order."""
    query = select(Section).where(Section.record_id == record.id).order_by(Section.rank, Section.id)
    return list(session.scalars(query))


def save(session: Session, section: Section, lock: int, doc: Any, actor: Any, *, reason: str | None = None) -> Saved:
    """Store a document that somebody made from the text at ``lock``.

    Raises ContentError for a bad one, NotAllowed when the record may not be edited (any more).
    """
    mine = normalised(doc)
    records.hold(session, session.get_one(Record, section.record_id), "edit", actor)
    session.refresh(section, with_for_update=True)
    if lock == section.lock:
        if mine != section.content:
            _store(session, section, mine, actor, reason)
        elif reason:
            keep(session, section, reason)
        return Saved(section.lock)
    merged = merge(text_at(session, section, lock) or _NOTHING, mine, section.content)
    if merged.conflicts:
        return Saved(section.lock, merged.doc, tuple(merged.conflicts))
    result = normalised(merged.doc)
    if result != section.content:
        _store(session, section, result, actor, reason)
    return Saved(section.lock, result if result != mine else None)


def text_at(session: Session, section: Section, lock: int) -> Node | None:
    """The text a form with this lock started from; None when it is no longer kept."""
    if lock == section.lock:
        return section.content
    query = select(Revision.content).where(Revision.section_id == section.id, Revision.lock == lock)
    return session.scalar(query)


def _store(session: Session, section: Section, doc: Node, actor: Any, reason: str | None) -> None:
    now = clock.now()
    person_id = getattr(actor, "person_id", None)
    if section.changed_by_id not in (None, person_id):
        keep(session, section, "handover")
    elif section.changed_at < now - PAUSE:
        keep(session, section, "pause")
    section.content, section.changed_at, section.changed_by_id = doc, now, person_id
    section.lock += 1
    session.flush()
    _keep(session, section, reason)
    record = session.get_one(Record, section.record_id)
    record.changed_at = now
    records.index_again(session, [record.uid])  # what it contains shows nothing of its text


def _keep(session: Session, section: Section, reason: str | None) -> None:
    session.add(
        Revision(
            section_id=section.id,
            lock=section.lock,
            content=section.content,
            reason=reason,
            saved_at=section.changed_at,
            saved_by_id=section.changed_by_id,
        )
    )
    session.flush()


def keep(session: Session, section: Section, reason: str) -> None:
    """Keep the present text in the history for good, and say why."""
    present = (Revision.section_id == section.id) & (Revision.lock == section.lock) & Revision.reason.is_(None)
    session.execute(update(Revision).where(present).values(reason=reason))


def put_back(session: Session, section: Section, doc: Node, actor: Any) -> None:
    """Let a section say an earlier text again; what it said stays in the history.

    Called by the feature that takes its record back to an earlier text; who may do that is settled there.
    """
    session.refresh(section, with_for_update=True)
    if doc != section.content:
        keep(session, section, "save")
        _store(session, section, doc, actor, "save")


def history(session: Session, section: Section) -> list[tuple[Revision, str]]:
    """The kept texts of a section, newest first, with who wrote each; the present text is always the first."""
    kept = Revision.reason.is_not(None) | (Revision.lock == section.lock) | (Revision.lock == 1)
    query = (
        select(Revision, Person.name)
        .outerjoin(Person, Person.id == Revision.saved_by_id)
        .where(Revision.section_id == section.id, kept)
        .order_by(Revision.lock.desc())
    )
    return [(revision, name or "") for revision, name in session.execute(query)]


def prune(registry: Any) -> None:
    """Clock job: forget single autosave steps after a day, and who was typing yesterday."""
    old = clock.now() - STEPS_KEPT
    newest = select(Section.lock).where(Section.id == Revision.section_id).scalar_subquery()
    step = Revision.reason.is_(None) & (Revision.lock > 1) & (Revision.lock < newest)
    with registry["database"].writing() as session:
        session.execute(delete(Revision).where(Revision.saved_at < old, step))
        session.execute(delete(EditorPresence).where(EditorPresence.seen_at < old))


def note_presence(session: Session, section_id: int, person_id: int) -> None:
    """Somebody has the section open for editing just now."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    values = {"section_id": section_id, "person_id": person_id, "seen_at": clock.now()}
    statement = insert(EditorPresence).values(**values)
    session.execute(
        statement.on_conflict_do_update(index_elements=["section_id", "person_id"], set_={"seen_at": values["seen_at"]})
    )


def is_noted(session: Session, section_id: int, person_id: int) -> bool:
    """Whether somebody's presence was written so lately that it need not be written again."""
    since = clock.now() - PRESENCE_EVERY
    found = session.get(EditorPresence, (section_id, person_id))
    return found is not None and found.seen_at > since


def others(session: Session, section_id: int, person_id: int) -> Sequence[str]:
    """The names of the other people who have the section open."""
    query = (
        select(Person.name)
        .join(EditorPresence, EditorPresence.person_id == Person.id)
        .where(EditorPresence.section_id == section_id, EditorPresence.person_id != person_id)
        .where(EditorPresence.seen_at > clock.now() - PRESENT)
        .order_by(Person.name)
    )
    return list(session.scalars(query))
