"""일괄기안: drafts that belong together go up one line, that of the 제1안; each has its own text and number.

They are sent out on the same day. Source: 규칙 §5①.
"""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from documents.approvals.models import Document, Step
from documents.approvals.signing import follow, locked
from portal import audit
from portal.i18n import _
from portal.people.select import Columns
from portal.records import services as records
from portal.records.models import Edition, Record
from portal.records.workflow import NotAllowed, Problem, Refused

MOST = 10  # documents that one signature can still be said to have read
OF_STEP = ("id", "document_id", "round", "edition_id")  # what a copied step has of its own


def join(session: Session, document: Document, other: Document, actor: Any) -> None:
    """Let another draft go up with a document; joined twice is joined once. Its own planned line is given up.

    Raises NotAllowed for those who draft not both, Refused for a draft that cannot go with it.
    """
    both = select(Record.id).where(Record.id.in_([document.id, other.id])).order_by(Record.id).with_for_update()
    session.execute(both)  # in one order, whichever of two tabs takes which for the 제1안
    first = locked(session, document)
    _author_of(session, first, actor)
    records.lock(session, other)
    if other.lead_id == first.id:
        return
    joins = first.binned_at is None and session.scalar(candidates(first).where(Document.id == other.id)) is not None
    if other.id == first.id or not joins:
        raise Refused([Problem(_("한 번도 상신하지 않은 같은 부서의 초안만 함께 기안할 수 있습니다."), "bundle")])
    if len(first.bundle) >= MOST:
        raise Refused([Problem(_("한 번에 ${most}안까지 함께 기안할 수 있습니다.", mapping={"most": MOST}), "bundle")])
    other.steps.clear()
    other.place_in_bundle = len(first.bundle) + 1
    first.followers.append(other)
    audit.note(session, actor, "join_bundle", other, document=first.uid)
    follow(session, first)


def leave(session: Session, document: Document, actor: Any) -> None:
    """A document goes its own way again, with the ways it took so far and the same people in its line."""
    first = locked(session, document)
    _author_of(session, first, actor)
    if document.lead is None:
        return
    ways = document.ways
    first.followers.remove(document)
    document.place_in_bundle = 1
    for place, one in enumerate(first.bundle, start=1):
        one.place_in_bundle = place
    signed = {one.number: one.id for one in session.scalars(select(Edition).where(Edition.record_id == document.id))}
    document.steps = [_own(step, number, signed.get(number)) for number, steps in ways.items() for step in steps]
    session.flush()
    audit.note(session, actor, "leave_bundle", document, document=first.uid)
    follow(session, document)
    follow(session, first)


def _own(step: Step, number: int, edition_id: int | None) -> Step:
    """A step of the 제1안 as one of its own: who acted there acted on this document as well."""
    copied = {column.key: getattr(step, column.key) for column in Step.__table__.columns if column.key not in OF_STEP}
    return Step(round=number, edition_id=edition_id if step.edition_id else None, **copied)


def _author_of(session: Session, document: Document, actor: Any) -> None:
    if "bundle" not in records.acts(session, document, actor):
        raise NotAllowed("bundle")


def candidates(document: Document) -> Columns:
    """The drafts that may go up with this one: of the same author and department, never sent up, drafted alone."""
    other = aliased(Document, flat=True)
    return (
        select(Document.id, Document.uid, Document.title)
        .where(
            Document.created_by_id == document.created_by_id, Document.department_id == document.department_id,
            Document.state == "DRAFT", Document.binned_at.is_(None), Document.id != document.id,
            Document.lead_id.is_(None), ~exists().where(other.lead_id == Document.id),
            ~exists().where(Edition.record_id == Document.id),
        )
        .order_by(Document.changed_at.desc(), Document.id.desc())
    )  # fmt: skip
