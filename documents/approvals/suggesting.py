"""Lines that need not be typed: what 위임전결 suggests, and lines that were kept for the next time."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from documents.approvals.delegation import holders_of, rule_of
from documents.approvals.line import LONGEST, Planned, as_rows
from documents.approvals.models import Document, SavedLine
from documents.kept import at_hand, beside, changeable
from portal.forms import FormError
from portal.i18n import _
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer

MOST_SAVED = 50  # lines of one person or department


def suggested(session: Session, document: Document) -> list[Planned]:
    """The line of the document's 위임전결 rule: people of its department and those above it, by their 직위.

    Without a rule it is the drafter alone.
    """
    found = [Planned("DRAFT", 0, document.created_by_id)]
    rule = rule_of(session, document)
    if rule is None:
        return found
    taken = {document.created_by_id}
    for title in [*rule.line, rule.approver]:
        person_id = next(iter(holders_of(session, document.department_id, title)), None)
        if person_id is None or person_id in taken:
            continue
        taken.add(person_id)
        last = title == rule.approver
        found.append(Planned("APPROVE" if last else "REVIEW", len(found), person_id, delegated=last and rule.delegated))
    return found


def save_line(
    session: Session, name: str, plan: Sequence[Planned], actor: Viewer, department_id: int | None = None
) -> SavedLine:
    """Keep a line under a name, for oneself or for a department; one's own of the same name is replaced.

    The drafter is not part of it. Raises FormError for a line without anybody and for a colleague's name, NotAllowed
    for strangers to the department.
    """
    if department_id is not None and department_id not in actor.department_ids:
        raise NotAllowed("save_line")
    others = [one for one in plan if one.kind != "DRAFT"]
    if not others or len(others) > LONGEST:
        raise FormError("name", _("저장할 결재선이 없습니다. 결재선을 먼저 정해 주십시오."))
    known = beside(session, SavedLine, actor.person_id, department_id)
    line = next((one for one in known if one.name == name), None)
    if line is None:
        if len(known) >= MOST_SAVED:
            raise FormError("name", _("결재선은 ${most}개까지 저장할 수 있습니다.", mapping={"most": MOST_SAVED}))
        line = SavedLine(name=name, department_id=department_id)
        session.add(line)
    elif not changeable(session, [line], actor):
        raise FormError("name", _("같은 이름의 부서 결재선이 이미 있습니다. 다른 이름으로 저장하십시오."))
    line.person_id = actor.person_id
    line.steps = as_rows(others)
    session.flush()
    return line


def saved_plan(session: Session, line_id: int, document: Document, viewer: Viewer) -> list[Planned]:
    """A saved line as the plan for a document, its drafter first. Raises LookupError for one that is not at hand."""
    line = _usable(session, line_id, viewer)
    steps = [Planned(**row) for row in line.steps]
    return [Planned("DRAFT", 0, document.created_by_id), *(one for one in steps if one.person_id != viewer.person_id)]


def forget_line(session: Session, line_id: int, viewer: Viewer) -> None:
    """Throw a saved line away. Raises LookupError for one that is not at hand, NotAllowed for a colleague's."""
    line = _usable(session, line_id, viewer)
    if not changeable(session, [line], viewer):
        raise NotAllowed("forget_line")
    session.delete(line)


def _usable(session: Session, line_id: int, viewer: Viewer) -> SavedLine:
    found = next((one for one in at_hand(session, SavedLine, viewer) if one.id == line_id), None)
    if found is None:
        raise LookupError(line_id)
    return found
