"""Drawing up a document from a record, and choosing the decisions that a draft carries out."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from documents.approvals import drafting
from documents.approvals.drafting import DocumentFacts
from documents.approvals.models import Document
from documents.approvals.schemas import OWN_SCHEME
from documents.approvals.sources import IMPLEMENTS, kinds_that, link_to
from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.models import Body
from portal.records import services as records
from portal.records.draftable import Draftable, Outline, draftable_of
from portal.records.finding import found
from portal.records.models import Link, Record
from portal.records.readers import readable
from portal.records.types import type_of
from portal.records.workflow import NotAllowed

SHOWN = 20  # of what a search finds
MOST = 20  # decisions of one document


def declared_for(session: Session, record: Record, viewer: Any) -> Draftable:
    """How the viewer draws up a document from a record they read.

    Raises LookupError for a record that none is drawn up from, NotAllowed for a state or a viewer that does not fit.
    """
    declared = draftable_of(session, record)
    if declared is None:
        raise LookupError(record.type)
    if record.state not in declared.states:
        raise NotAllowed("draw_up")
    if declared.act and declared.act not in records.acts(session, record, viewer):
        raise NotAllowed(declared.act)
    return declared


def outline_of(session: Session, record: Record, viewer: Any) -> Outline:
    """What the document will begin with. Raises as :func:`declared_for`."""
    return declared_for(session, record, viewer).outline(session, record)


def draw_up(session: Session, record: Record, title: str, department_id: int, actor: Any, *, uid: str = "") -> Document:
    """A new draft about a record: its outline, in its class, linked. The same ``uid`` sent again is the same draft.

    Raises as :func:`declared_for` and :func:`drafting.draft`.
    """
    records.lock(session, record)
    declared = declared_for(session, record, actor)
    outline = declared.outline(session, record)
    facts = DocumentFacts(
        title, scheme=OWN_SCHEME["INTERNAL"], disclosure=outline.disclosure, grounds=outline.grounds
    )  # fmt: skip
    document = drafting.draft(session, facts, department_id, actor, outline.content, uid=uid)
    link_to(session, document, record, declared.link, outline.edition)
    audit.note(session, actor, "draw_up", record, document=document.uid)
    return document


def offered(session: Session, principals: Collection[str], words: str) -> Sequence[Record]:
    """What a draft may carry out and somebody may read: found by the words, or the newest; at most ``SHOWN``."""
    types = kinds_that(session, IMPLEMENTS)
    query = select(Record).where(_open_to(session, principals, types))
    words = words.strip()
    if words:
        hits = list(found(session, principals, words, types))[:SHOWN]
        query = query.where(or_(Record.uid.in_(hits), Record.title.icontains(words, autoescape=True)))
    return session.scalars(query.order_by(Record.id.desc()).limit(SHOWN)).all()


def _open_to(session: Session, principals: Collection[str], types: Collection[str]) -> Any:
    registered = session.info["registry"]["record_types"]
    states = {state for name in types for state in registered[name].draftable.states}
    return Record.type.in_(types) & Record.state.in_(states) & readable(principals)


def told_of(session: Session, record: Record) -> str:
    """Whose it is and of which day: records of one title are told apart so."""
    body = session.get(Body, record.body_id) if record.body_id else None
    day = type_of(session, record).index(session, record).on
    return " · ".join(part for part in (body.name if body else "", official_date(day) if day else "") if part)


def choose(session: Session, document: Document, uids: Collection[str], actor: Any) -> None:
    """A draft carries out these records; those that the actor may not read stay as they are.

    Raises NotAllowed, FormError for too many and for what is not there or not in force.
    """
    records.hold(session, document, "edit", actor)
    wanted = dict.fromkeys(uids)
    if len(wanted) > MOST:
        raise FormError("", _("한 문서에 ${most}건까지 고를 수 있습니다.", mapping={"most": MOST}))
    condition = _open_to(session, actor.principals, kinds_that(session, IMPLEMENTS))
    ids = list(session.scalars(select(Record.id).where(Record.uid.in_(wanted), condition)))
    if len(ids) != len(wanted):
        raise FormError("", _("고를 수 없는 결정이 있습니다. 목록에서 다시 골라 주십시오."))
    links = select(Link.target_id).where(Link.source_id == document.id, Link.kind == IMPLEMENTS)
    unseen = select(Record.id).where(Record.id.in_(links), ~readable(actor.principals))
    records.relink(session, document, IMPLEMENTS, [*ids, *session.scalars(unseen)])
    session.flush()
    audit.note(session, actor, "edit", document, field="implements")
    records.changed(session, document)
