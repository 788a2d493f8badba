"""위임전결: who decides alone on which work by the institution's table, and what a line does against it.

Raising or lowering the approver against the table is a disciplinary matter (영 §10②, §67).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from documents.approvals.models import DelegationRule, Document, Step
from portal import clock
from portal.i18n import _
from portal.people.models import Department, Post
from portal.people.principals import in_force
from portal.records.models import IssuingUnit
from portal.records.registration import unit_of_department


def holds_on(day: date) -> object:
    """The condition that a rule is in force on a day."""
    return (DelegationRule.starts_on <= day) & or_(DelegationRule.ends_on.is_(None), DelegationRule.ends_on >= day)


def rules_for(session: Session, department_id: int | None) -> list[DelegationRule]:
    """The rules that a department's documents follow today: of its issuing unit, of those above it, of everybody."""
    units: list[int] = []
    unit = unit_of_department(session, department_id)
    while unit is not None:
        units.append(unit.id)
        unit = session.get(IssuingUnit, unit.parent_id) if unit.parent_id else None
    own = or_(DelegationRule.unit_id.is_(None), DelegationRule.unit_id.in_(units))
    query = select(DelegationRule).where(own, holds_on(clock.today()))  # type: ignore[arg-type]
    return list(session.scalars(query.order_by(DelegationRule.work, DelegationRule.id)))


def rule_of(session: Session, document: Document) -> DelegationRule | None:
    """The rule a document follows; None when it names none."""
    return session.get(DelegationRule, document.delegation_rule_id) if document.delegation_rule_id else None


def delegation_faults(session: Session, document: Document, line: Sequence[Step]) -> Iterable[object]:
    """DOC-6: the approver is the one the table names, neither a higher nor a lower one, by a rule of today."""
    last, rule = line[-1], rule_of(session, document)
    if rule is None:
        if last.delegated:
            yield _("전결로 결재하려면 위임전결 규칙에서 업무를 골라야 합니다.")
        return
    words = {"work": rule.work, "approver": rule.approver}
    if rule.ends_on is not None and rule.ends_on < clock.today():
        yield _("위임전결 규칙의 ‘${work}’은(는) 이제 쓰지 않습니다. 업무를 다시 골라 주십시오.", mapping=words)
    elif last.kind == "APPROVE" and (last.delegated != rule.delegated or not _is_named(session, document, last, rule)):
        text = _("‘${work}’의 결재권자는 위임전결 규칙에 따라 ${approver} 전결입니다.", mapping=words)
        yield text if rule.delegated else _("‘${work}’의 결재권자는 ${approver}입니다.", mapping=words)


def _is_named(session: Session, document: Document, last: Step, rule: DelegationRule) -> bool:
    """Whether who decides holds the 직위 of the rule in the department of the document or the nearest above it.

    Where nobody there holds it, the 직위 alone decides.
    """
    holders = holders_of(session, document.department_id, rule.approver)
    return last.person_id in holders if holders else last.post == rule.approver


def has_no_rule(session: Session, document: Document) -> bool:
    """Whether the institution has rules for this department while the document names none (DOC-6: asked about)."""
    return rule_of(session, document) is None and bool(rules_for(session, document.department_id))


def holders_of(session: Session, department_id: int | None, title: str) -> list[int]:
    """Who holds a 직위 today in a department, or in the nearest one above it where somebody does."""
    day = clock.today()
    while department_id is not None:
        query = select(Post.person_id).where(Post.department_id == department_id, Post.title == title)
        found = session.scalars(query.where(in_force(Post, day)).order_by(Post.starts_on, Post.id)).all()
        if found:
            return list(found)
        department_id = session.get_one(Department, department_id).parent_id
    return []
