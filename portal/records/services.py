"""The life of any record: made, moved through its workflow, put in the bin and taken out again."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session, aliased

from portal import audit, clock
from portal.events import RecordMoved, publish
from portal.i18n import _
from portal.jobs.services import queue_many
from portal.records.models import Edition, Link, Record
from portal.records.readers import reader_set, set_readers, with_stale_readers
from portal.records.types import type_of
from portal.records.workflow import NotAllowed, Problem, Refused, Transition

BIN_DAYS = 30


def add(session: Session, record: Record, actor: Any = None) -> Record:
    """Store a new record in the first state of its workflow, with readers, audit entry and index job."""
    record.type = type(record).__mapper_args__["polymorphic_identity"]
    record.state = record.state or type_of(session, record).workflow.initial
    record.created_by_id = record.created_by_id or getattr(actor, "person_id", None)
    record.reader_set_id = reader_set(session, ())
    session.add(record)
    session.flush()
    set_readers(session, record)
    audit.note(session, actor, "create", record)
    changed(session, record)
    return record


def changed(session: Session, record: Record) -> None:
    """Queue a record and what it contains for the index."""
    index_again(session, _within(session, record.id).values())


def renew_readers(session: Session) -> int:
    """Give every record the readers that its rule names now; answers how many had others (after an upgrade)."""
    stale = list(with_stale_readers(session))
    for record in stale:
        set_readers(session, record)
        changed(session, record)
    return len(stale)


def index_again(session: Session, uids: Iterable[str]) -> None:
    """Queue records, or what is left of them in the index: one job a record, however often it changes."""
    queue_many(session, "index", {f"index:{uid}": {"uid": uid} for uid in uids})


def _within(session: Session, record_id: int) -> dict[int, str]:
    """A record and everything it contains: uids by id."""
    return {row.id: row.uid for row in session.execute(_WITHIN, {"record_id": record_id})}


def _select_within() -> Select[int, str]:
    within = select(Record.id, Record.uid).where(Record.id == bindparam("record_id")).cte("within", recursive=True)
    child = aliased(Record, flat=True)
    within = within.union_all(select(child.id, child.uid).where(child.parent_id == within.c.id))
    return select(within.c.id, within.c.uid)


_WITHIN = _select_within()  # built once: building it costs more than running it, and it runs at every autosave


def acts(session: Session, record: Record, viewer: Any) -> frozenset[str]:
    """What the viewer may do with a record now."""
    record_type = type_of(session, record)
    return record_type.workflow.allowed(record.state, record_type.relations(session, record, viewer))


def lock(session: Session, record: Record) -> None:
    """Lock a record's row and read it anew. What this session changed is sent first: reading anew would lose it."""
    session.flush()
    session.refresh(record, with_for_update=True)


def hold(session: Session, record: Record, act: str, actor: Any) -> None:
    """Lock a record, read it anew, and make sure that the actor may do this with it now. Raises NotAllowed.

    What an act decides on is read behind the lock: a page was opened earlier, and the record may have moved since.
    """
    lock(session, record)
    if act not in acts(session, record, actor):
        raise NotAllowed(act)


def problems(session: Session, record: Record, transition: str) -> list[Problem]:
    """What stands in the way of a transition; empty when nothing does."""
    step = type_of(session, record).workflow.transitions[transition]
    return [problem for guard in step.guards for problem in guard(session, record)]


def move(session: Session, record: Record, transition: str, actor: Any, **detail: Any) -> None:
    """Take a record through a transition: state, readers, audit entry, index job and event in one transaction.

    Raises :class:`NotAllowed` when the actor may not or the state has changed meanwhile, :class:`Refused` when a
    guard finds problems.
    """
    step: Transition = type_of(session, record).workflow.transitions[transition]
    if transition not in acts(session, record, actor):
        raise NotAllowed(transition)
    found = problems(session, record, transition)
    if found:
        raise Refused(found)
    record.state = step.target
    set_readers(session, record)
    audit.note(session, actor, transition, record, **detail)
    changed(session, record)
    publish(session, RecordMoved(record.id, record.type, transition, record.state))


def relink(session: Session, source: Record, kind: str, targets: list[int]) -> None:
    """Make the links of one kind from a record be exactly those to ``targets``."""
    present = {
        link.target_id: link
        for link in session.scalars(select(Link).where(Link.source_id == source.id, Link.kind == kind))
    }
    for target_id, link in present.items():
        if target_id not in targets:
            session.delete(link)
    session.add_all(
        Link(source_id=source.id, kind=kind, target_id=target) for target in targets if target not in present
    )


def put_in_bin(session: Session, record: Record, actor: Any) -> None:
    """A draft that never became an edition goes to the bin for 30 days with all it contains; else it is refused."""
    made = select(func.count()).select_from(Edition).where(Edition.record_id == record.id)
    if session.scalar(made):
        raise Refused([Problem(_("확정된 본이 있는 기록은 삭제할 수 없습니다. 정정이나 철회 절차를 이용하십시오."))])
    record.binned_at = clock.now()
    session.flush()
    contained = Record.id.in_(_within(session, record.id)) & Record.binned_at.is_(None)
    session.execute(update(Record).where(contained).values(binned_at=record.binned_at, binned_with_id=record.id))
    audit.note(session, actor, "bin", record)
    changed(session, record)


def take_out_of_bin(session: Session, record: Record, actor: Any) -> None:
    """Bring a record back from the bin with what went in with it.

    Raises Refused while what contains it is in the bin, and once it could no longer be thrown away: its place is
    settled.
    """
    if record.parent is not None and record.parent.binned_at is not None:
        raise Refused([Problem(_("이 기록이 딸린 기록도 휴지통에 있습니다. 그것부터 꺼내십시오."))])
    workflow = type_of(session, record).workflow
    if "remove" in workflow.acts and "remove" not in acts(session, record, actor):
        raise Refused([Problem(_("딸린 회의가 이미 정리되어 되돌릴 수 없습니다."))])
    record.binned_at = None
    together = update(Record).where(Record.binned_with_id == record.id)
    session.execute(together.values(binned_at=None, binned_with_id=None))
    audit.note(session, actor, "unbin", record)
    changed(session, record)
