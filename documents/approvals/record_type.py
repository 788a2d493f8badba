"""The declaration of approval documents: who reads them, and what the index gets."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.facts import Facts, facts_of
from documents.approvals.lifecycle import MAKING, WORKFLOW, relations
from documents.approvals.models import Document
from documents.circulation.services import shown_to
from portal.content.plain import text_parts
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Edition, Record, Registration
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType
from portal.security.viewer import officers_of

READERS = ReaderRule(
    making=("author", "coauthors", "line"),
    making_states=MAKING,
    open=("author", "coauthors", "line", "circulation", "staff", "published"),
    partial=("author", "coauthors", "line", "circulation", "department"),
    closed=("author", "coauthors", "line", "circulation", "records_officer"),
    published=(),
)


def principals(session: Session, document: Record, word: str) -> frozenset[str] | None:
    """The words that only approval documents know."""
    assert isinstance(document, Document)
    if word == "coauthors":
        return frozenset(f"person:{one}" for one in document.coauthors)
    if word == "records_officer":
        return officers_of(document.department_id)
    if word == "published":
        return frozenset(("everyone",)) if document.published_at else frozenset()
    if word == "circulation":
        return shown_to(session, document)
    return _line(document) if word == "line" else None


def _line(document: Document) -> frozenset[str]:
    """Who acted keeps it; who has to act now has it, and so have their deputies; later steps do not see it yet.

    While it is written, for the first time or anew, nobody of the line looks over the drafter's shoulder.
    """
    if document.state == "DRAFT":
        return frozenset()
    found = {f"person:{step.actor_id}" for steps in document.ways.values() for step in steps if step.actor_id}
    for step in document.line:
        if step.closed and step.person_id:
            found.add(f"person:{step.person_id}")
        elif step.open and step.person_id:
            found |= {f"person:{step.person_id}", f"for:{step.person_id}"}
        elif step.open:
            found.add(f"dept:{step.department_id}")
    return frozenset(found)


def facts(session: Session, document: Record) -> IndexFacts:
    """The title, each block of the text, its files. Once registered, the text that was approved."""
    assert isinstance(document, Document)
    edition = session.get_one(Edition, document.approved_edition_id) if document.approved_edition_id else None
    text = edition.facts if edition else facts_of(session, document)
    number = session.scalar(select(Registration.display).where(Registration.record_id == document.id))
    parts = (
        IndexPart("about", _("문서 정보"), _about(text), "#facts"),
        *_body(text),
        *index_parts(session, document.id),
    )
    return IndexFacts(parts, on=document.approved_on, number=number or "")


def _about(text: Facts) -> str:
    recipients = [one["name"] for one in text["recipients"]]
    return "\n".join([text["department"], text["drafter"]["name"], text["policy_no"], *recipients])


def _body(text: Facts) -> list[IndexPart]:
    return [
        IndexPart(f"body-{block_id}", text["title"], block, f"#b-{block_id}")
        for block_id, block in text_parts(text["content"])
    ]


DOCUMENT = RecordType(
    name="approval_document",
    label=_("결재문서"),
    model=Document,
    workflow=WORKFLOW,
    readers=READERS,
    relations=relations,
    index=facts,
    principals=principals,
    route="approval",
    has_text=True,
)
