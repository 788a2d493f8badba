"""공람: showing a record to people, and the mark that they have seen it (영 §18④, 규칙 §17)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from documents.circulation.models import CirculationGroup, CirculationGroupMember, CirculationMark
from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.layout.paging import SIZE
from portal.people.lists import containing
from portal.people.models import Person
from portal.records import services as records
from portal.records.models import Record
from portal.records.readers import readable, set_readers
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer


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


def unseen_count(viewer: Viewer) -> Any:
    """What the viewer was shown and has not opened."""
    mine = (CirculationMark.person_id == viewer.person_id) & CirculationMark.seen_at.is_(None)
    return select(func.count(CirculationMark.id)).where(mine)


def is_unseen(session: Session, record: Record, viewer: Viewer) -> bool:
    """Whether the viewer is shown a record and opens it for the first time."""
    mine = (CirculationMark.record_id == record.id) & (CirculationMark.person_id == viewer.person_id)
    return session.scalar(select(CirculationMark.id).where(mine, CirculationMark.seen_at.is_(None))) is not None


def shown_to_viewer(session: Session, viewer: Viewer, words: str, offset: int) -> tuple[Sequence[Any], int]:
    """One page of what the viewer was shown and looks for, what they have not seen first, and how much there is."""
    query = (
        select(
            Record.uid, Record.type, Record.title, Person.name.label("asked_by"), CirculationMark.asked_at,
            CirculationMark.seen_at,
        )
        .join(CirculationMark, CirculationMark.record_id == Record.id)
        .outerjoin(Person, Person.id == CirculationMark.asked_by_id)
        .where(CirculationMark.person_id == viewer.person_id, readable(viewer.principals))
    )  # fmt: skip
    for word in words.split():
        query = query.where(or_(containing(Record.title, word), containing(Person.name, word)))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (CirculationMark.seen_at.is_not(None), CirculationMark.asked_at.desc(), CirculationMark.id.desc())
    return session.execute(query.order_by(*order).limit(SIZE).offset(offset)).all(), total


def groups_of(session: Session, department_ids: Iterable[int]) -> list[CirculationGroup]:
    """The groups that departments keep, by name."""
    query = select(CirculationGroup).where(CirculationGroup.department_id.in_(list(department_ids)))
    return list(session.scalars(query.order_by(CirculationGroup.name, CirculationGroup.id)))


def members_of(session: Session, group: CirculationGroup) -> list[Person]:
    """The people of a group, by name."""
    query = select(Person).join(CirculationGroupMember, CirculationGroupMember.person_id == Person.id)
    return list(session.scalars(query.where(CirculationGroupMember.group_id == group.id).order_by(Person.name)))


def keep_group(
    session: Session, group: CirculationGroup, name: str, person_ids: Iterable[int], actor: Any
) -> CirculationGroup:
    """Make a group or change it. Raises FormError for a name the department has already."""
    same = select(CirculationGroup.id).where(
        CirculationGroup.department_id == group.department_id, CirculationGroup.name == name
    )
    if session.scalar(same) not in (None, group.id):
        raise FormError("name", _("이 부서에 같은 이름의 그룹이 있습니다."))
    group.name = name
    session.add(group)
    session.flush()
    session.execute(delete(CirculationGroupMember).where(CirculationGroupMember.group_id == group.id))
    members = dict.fromkeys(person_ids)
    session.add_all(CirculationGroupMember(group_id=group.id, person_id=one) for one in members)
    audit.note(session, actor, "circulation_group", group=group.id, persons=len(members))
    return group
