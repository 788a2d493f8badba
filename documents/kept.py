"""What people keep for the next time, alone or for their department: templates and approval lines.

Everybody of a department uses what is kept for it and may add to it. What is there is changed by who kept it or keeps
the records, and by all once who kept it has left the department.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from documents.approvals.models import SavedLine
from documents.document_templates.models import DocumentTemplate
from portal import clock
from portal.people.models import Post
from portal.people.principals import in_force
from portal.security.viewer import Viewer

Kept = TypeVar("Kept", SavedLine, DocumentTemplate)


def at_hand(session: Session, model: type[Kept], viewer: Viewer) -> list[Kept]:
    """The viewer's own, then those of their departments."""
    own = (model.person_id == viewer.person_id) & model.department_id.is_(None)
    theirs = model.department_id.in_(viewer.department_ids)
    order: Any = (model.department_id.is_not(None), model.name, model.id)
    return list(session.scalars(select(model).where(or_(own, theirs)).order_by(*order)))


def beside(session: Session, model: type[Kept], person_id: int | None, department_id: int | None) -> Sequence[Kept]:
    """Those of a department, or those that a person keeps alone."""
    query = select(model).filter_by(department_id=department_id)
    return session.scalars(query if department_id is not None else query.filter_by(person_id=person_id)).all()


def changeable(session: Session, kept: Iterable[Kept], viewer: Viewer) -> list[Kept]:
    """Those of the things at hand that the viewer may replace, rename and throw away."""
    posts = select(Post.person_id, Post.department_id).where(in_force(Post, clock.today()))
    others = [one for one in kept if one.person_id != viewer.person_id]
    keepers = Post.person_id.in_({one.person_id for one in others})
    there = {(row.person_id, row.department_id) for row in session.execute(posts.where(keepers))}
    others = [one for one in others if not viewer.keeps_records_of(one.department_id)]
    fixed = [one for one in others if (one.person_id, one.department_id) in there]
    return [one for one in kept if one not in fixed]
