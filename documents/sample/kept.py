"""서식 that the departments of the invented institution keep: one of the first documents of a kind, and one's own."""

from sqlalchemy import select

from documents.approvals.models import Document
from documents.document_templates.services import keep_template
from documents.sample.office import Office

DRAFTER = "고은찬"
FOR_THE_DEPARTMENT = (("모니터링 결과 보고", "모니터링 결과 보고"), ("연차별 시행계획 수립 계획", "시행계획 수립"))
FOR_ONESELF = ("워크숍", "워크숍 운영 계획")


def keep_templates(office: Office) -> None:
    """Two for the department, one for the drafter alone."""
    drafter = office.now_as(office.person_id(DRAFTER))
    for words, name in FOR_THE_DEPARTMENT:
        document = _newest(office, words)
        keep_template(office.session, document, name, document.department_id, drafter)
    words, name = FOR_ONESELF
    keep_template(office.session, _newest(office, words), name, None, drafter)


def _newest(office: Office, words: str) -> Document:
    """The newest document the drafter wrote whose title says this."""
    query = select(Document).where(Document.title.contains(words), Document.created_by_id == office.person_id(DRAFTER))
    found: Document = office.session.scalars(query.order_by(Document.id.desc()).limit(1)).one()
    return found
