"""접수함: what came in for the reader's departments, or for the whole institution in the 문서과."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from documents.dispatch.lifecycle import ARRIVED
from documents.dispatch.models import IncomingDocument
from portal.layout.paging import SIZE
from portal.people.lists import containing
from portal.people.models import Department, Person
from portal.records.models import Registration
from portal.records.readers import readable
from portal.security.viewer import Viewer


def _of_desk(viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer's desk takes in: that of their departments; everything in the 문서과."""
    if viewer.is_document_dept:
        return true()
    return or_(
        IncomingDocument.department_id.in_(viewer.department_ids), IncomingDocument.assignee_id == viewer.person_id
    )


def waiting_count(viewer: Viewer) -> Select[int]:
    """Documents that wait to be taken in."""
    return select(func.count(IncomingDocument.id)).where(IncomingDocument.state.in_(ARRIVED), _of_desk(viewer))


def incoming(session: Session, viewer: Viewer, state: str, words: str, offset: int) -> tuple[Sequence[Any], int]:
    """One page of what came in, newest first, and how many there are; ``state`` and ``words`` narrow it."""
    query = (
        select(
            IncomingDocument.uid, IncomingDocument.title, IncomingDocument.state, IncomingDocument.sender,
            IncomingDocument.sender_number, IncomingDocument.arrived_at, Registration.display.label("number"),
            Department.name.label("department"), Person.name.label("assignee"),
        )
        .outerjoin(Registration, Registration.record_id == IncomingDocument.id)
        .outerjoin(Department, Department.id == IncomingDocument.department_id)
        .outerjoin(Person, Person.id == IncomingDocument.assignee_id)
        .where(_of_desk(viewer), readable(viewer.principals))
    )  # fmt: skip
    if state:
        query = query.where(IncomingDocument.state == state)
    for word in words.split():
        own = (IncomingDocument.title, IncomingDocument.sender, IncomingDocument.sender_number)
        columns = (*own, Registration.display)
        query = query.where(or_(*(containing(column, word) for column in columns)))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (IncomingDocument.arrived_at.desc(), IncomingDocument.id.desc())
    return session.execute(query.order_by(*order).limit(SIZE).offset(offset)).all(), total
