"""서식: keeping the text of a document for the next time, and beginning a draft from it.

A template holds the text and how it is marked; signatures, files and pictures stay with their document, and so do
tables that hold personal data. Who may change a template that is kept for a department: ``documents.kept``.
"""

from sqlalchemy.orm import Session

from documents.approvals.models import Document
from documents.document_templates.models import DocumentTemplate
from documents.kept import beside, changeable
from portal import clock
from portal.content.build import doc, empty_doc
from portal.content.copying import blocks_of, with_copies
from portal.content.schema import Node
from portal.content.table_forms import is_sensitive
from portal.forms import FormError
from portal.i18n import _
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer

MOST = 50  # templates of one owner
TAKEN = _("같은 이름의 서식이 이미 있습니다. 다른 이름으로 두십시오.")


def keep_template(
    session: Session, document: Document, name: str, department_id: int | None, actor: Viewer
) -> DocumentTemplate:
    """Keep a document's text under a name, for oneself or for a department; one's own of the same name is replaced.

    Raises FormError for a text that is empty without what stays behind and for a colleague's name, NotAllowed for
    strangers to the department.
    """
    if department_id is not None and department_id not in actor.department_ids:
        raise NotAllowed("keep_template")
    own = [one for one in blocks_of(session, document) if not is_sensitive(one)]
    text, ids = with_copies(empty_doc(), "", own)
    if not ids:
        raise FormError("", _("서식으로 둘 글이 없습니다. 그림과 사례표는 두지 않습니다."))
    known = beside(session, DocumentTemplate, actor.person_id, department_id)
    kept = next((one for one in known if one.name == name), None)
    if kept is None:
        if len(known) >= MOST:
            raise FormError("name", _("서식은 ${most}개까지 둘 수 있습니다.", mapping={"most": MOST}))
        kept = DocumentTemplate(name=name, department_id=department_id)
    elif not changeable(session, [kept], actor):
        raise FormError("name", TAKEN)
    kept.person_id = actor.person_id
    kept.form, kept.scheme, kept.retention = document.form, document.scheme, document.retention
    kept.content, kept.kept_at = text, clock.now()
    session.add(kept)
    session.flush()
    return kept


def rename(session: Session, template: DocumentTemplate, name: str, actor: Viewer) -> None:
    """Give a template another name. Raises NotAllowed, FormError for the name of another one."""
    if not changeable(session, [template], actor):
        raise NotAllowed("rename")
    others = beside(session, DocumentTemplate, template.person_id, template.department_id)
    if any(one.name == name and one is not template for one in others):
        raise FormError("name", TAKEN)
    template.name = name


def forget(session: Session, template: DocumentTemplate, actor: Viewer) -> None:
    """Throw a template away. Raises NotAllowed."""
    if not changeable(session, [template], actor):
        raise NotAllowed("forget")
    session.delete(template)


def text_of(template: DocumentTemplate) -> Node:
    """The text of a new draft: that of the template, every block with an id of its own."""
    text, _ids = with_copies(doc(), "", template.content["content"])
    return text
