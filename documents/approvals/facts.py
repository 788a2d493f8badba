"""What an edition of an approval document freezes: everything its office file prints but signatures and number.

The approval line is not part of it: steps that have not begun may still change, and a signature stands for the text.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.letterhead import letterhead_of
from documents.approvals.models import Document
from documents.approvals.sources import carried_out, papers_of
from portal.content.models import Section
from portal.content.services import sections_of
from portal.files.models import Attachment
from portal.people.models import Department

BODY = "body"  # the name of the section that holds the text
Facts = dict[str, Any]


def body_of(session: Session, document: Document) -> Section:
    """The section that holds a document's text. Raises LookupError when there is none."""
    for section in sections_of(session, document):
        if section.name == BODY:
            return section
    raise LookupError(BODY)


def facts_of(session: Session, document: Document) -> Facts:
    """The document as it is now, as JSON."""
    implemented = carried_out(session, document)
    department = session.get(Department, document.department_id) if document.department_id else None
    return {
        "title": document.title,
        "form": document.form,
        "scheme": document.scheme,
        "department": department.name if department else "",
        "drafter": {"person_id": document.created_by_id, "name": document.drafter_name, "post": document.drafter_post},
        "disclosure": document.disclosure,
        "grounds": sorted(document.grounds),
        "retention": document.retention,
        "sender": document.sender,
        "seal_mode": document.seal_mode,
        "recipients": document.recipients,
        "via": document.via,
        "policy_no": document.policy_no,
        "letterhead": letterhead_of(session, document),
        "content": body_of(session, document).content,
        "attachments": [*papers_of(session, document), *attachments_of(session, document)],
        **({"implements": implemented} if implemented else {}),
    }


def attachments_of(session: Session, document: Document) -> list[dict[str, Any]]:
    """The 붙임 in order, each by its hash: another file under the same name is another text."""
    query = select(Attachment).where(Attachment.record_id == document.id, Attachment.in_text.is_(False))
    return [
        {"uid": one.uid, "name": one.name, "sha256": one.sha256}
        for one in session.scalars(query.order_by(Attachment.ordinal))
    ]
