"""What keeps a draft from being sent up its line: told all at once, each with the place where it is mended."""

from sqlalchemy.orm import Session

from documents.approvals.facts import body_of
from documents.approvals.lifecycle import has_unit
from documents.approvals.line import faults
from documents.approvals.models import Document
from portal.content.plain import text_parts
from portal.i18n import _
from portal.records.workflow import Problem

BODY_PLACE, FACTS_PLACE = "edit#body", "edit#facts"


def missing(session: Session, document: Document) -> list[Problem]:
    """Everything that is missing before 상신: title, text, retention, a number-giving unit, the line."""
    found: list[Problem] = []
    if not any(text.strip() for _id, text in text_parts(body_of(session, document).content)):
        found.append(Problem(_("본문을 적어 주십시오."), BODY_PLACE))
    if not document.retention:
        found.append(Problem(_("보존기간을 골라 주십시오."), FACTS_PLACE))
    if document.disclosure != "OPEN" and not document.grounds:
        found.append(Problem(_("부분공개나 비공개에는 근거 호를 한 개 이상 골라 주십시오."), FACTS_PLACE))
    return [*found, *has_unit(session, document), *faults(session, document)]
