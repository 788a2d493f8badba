"""서식: keeping the text of a document for the next time, and beginning a draft from it.

A template holds the text and how it is marked; signatures, files and pictures stay with their document, and so do
tables that hold personal data. Everybody of a department drafts from its templates and may add to them; one that is
there is changed by who kept it or keeps the records, and by all once who kept it has left the department.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from documents.approvals.models import Document
from documents.document_templates.models import DocumentTemplate
from portal import clock
from portal.content.build import doc, empty_doc
from portal.content.copying import blocks_of, with_copies
from portal.content.schema import Node
from portal.content.table_forms import is_sensitive
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Post
from portal.people.principals import in_force
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer

MOST = 50  # templates of one owner
TAKEN = _("같은 이름의 서식이 이미 있습니다. 다른 이름으로 두십시오.")


def templates_of(session: Session, viewer: Viewer) -> list[DocumentTemplate]:
    """The viewer's own templates, then those of their departments."""
    own = (DocumentTemplate.person_id == viewer.person_id) & DocumentTemplate.department_id.is_(None)
    theirs = DocumentTemplate.department_id.in_(viewer.department_ids)
    query = select(DocumentTemplate).where(or_(own, theirs))
    order = (DocumentTemplate.department_id.is_not(None), DocumentTemplate.name, DocumentTemplate.id)
    return list(session.scalars(query.order_by(*order)))


def changeable(session: Session, templates: Iterable[DocumentTemplate], viewer: Viewer) -> list[DocumentTemplate]:
    """Those of the templates at hand that the viewer may replace, rename and throw away."""
    posts = select(Post.person_id, Post.department_id).where(in_force(Post, clock.today()))
    others = [one for one in templates if one.person_id != viewer.person_id]
    keepers = Post.person_id.in_({one.person_id for one in others})
    there = {(row.person_id, row.department_id) for row in session.execute(posts.where(keepers))}
    kept = [] if viewer.keeps_records else [one for one in others if (one.person_id, one.department_id) in there]
    return [one for one in templates if one not in kept]


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
    known = _beside(session, actor.person_id, department_id)
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


def _beside(session: Session, person_id: int | None, department_id: int | None) -> Sequence[DocumentTemplate]:
    """The templates of a department, or those that a person keeps alone."""
    query = select(DocumentTemplate).filter_by(department_id=department_id)
    return session.scalars(query if department_id is not None else query.filter_by(person_id=person_id)).all()


def rename(session: Session, template: DocumentTemplate, name: str, actor: Viewer) -> None:
    """Give a template another name. Raises NotAllowed, FormError for the name of another one."""
    if not changeable(session, [template], actor):
        raise NotAllowed("rename")
    others = _beside(session, template.person_id, template.department_id)
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
