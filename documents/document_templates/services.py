"""서식: keeping the text of a document for the next time, and beginning a draft from it.

A template holds the text and how it is marked; signatures, files and pictures stay with their document, and so do
tables that hold personal data.
"""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from documents.approvals.models import Document
from documents.document_templates.models import DocumentTemplate
from portal import clock
from portal.content.build import doc, empty_doc
from portal.content.copying import blocks_of, with_copies
from portal.content.schema import Node
from portal.content.table_forms import form_of
from portal.content.tree import walk
from portal.forms import FormError
from portal.i18n import _
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer

MOST = 50  # templates of one owner


def templates_of(session: Session, viewer: Viewer) -> list[DocumentTemplate]:
    """The viewer's own templates, then those of their departments."""
    theirs = DocumentTemplate.department_id.in_(viewer.department_ids)
    query = select(DocumentTemplate).where(or_(DocumentTemplate.person_id == viewer.person_id, theirs))
    order = (DocumentTemplate.department_id.is_not(None), DocumentTemplate.name, DocumentTemplate.id)
    return list(session.scalars(query.order_by(*order)))


def keep_template(
    session: Session, document: Document, name: str, department_id: int | None, actor: Viewer
) -> DocumentTemplate:
    """Keep a document's text under a name, for oneself or for a department; one of the same name is replaced.

    Raises FormError for a text that is empty without what stays behind, NotAllowed for strangers to the department.
    """
    if department_id is not None and department_id not in actor.department_ids:
        raise NotAllowed("keep_template")
    own = [one for one in blocks_of(session, document) if not _is_sensitive(one)]
    text, ids = with_copies(empty_doc(), "", own)
    if not ids:
        raise FormError("", _("서식으로 둘 글이 없습니다. 그림과 사례표는 두지 않습니다."))
    owner = {"person_id": actor.person_id} if department_id is None else {"department_id": department_id}
    known = session.scalars(select(DocumentTemplate).filter_by(**owner)).all()
    kept = next((one for one in known if one.name == name), None)
    if kept is None:
        if len(known) >= MOST:
            raise FormError("name", _("서식은 ${most}개까지 둘 수 있습니다.", mapping={"most": MOST}))
        kept = DocumentTemplate(name=name, **owner)
    kept.form, kept.scheme, kept.retention = document.form, document.scheme, document.retention
    kept.content, kept.kept_at = text, clock.now()
    session.add(kept)
    session.flush()
    return kept


def _is_sensitive(block: Node) -> bool:
    forms = (form_of(node) for node in walk(block) if node["type"] == "table")
    return any(form is not None and form.sensitive for form in forms)


def text_of(template: DocumentTemplate) -> Node:
    """The text of a new draft: that of the template, every block with an id of its own."""
    text, _ids = with_copies(doc(), "", template.content["content"])
    return text
