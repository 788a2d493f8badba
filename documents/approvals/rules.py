"""The 위임전결 table as administrators keep it: lines with dates, corrected and ended but never deleted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.models import DelegationRule
from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.people.checks import change, check_term, overlapping
from portal.people.select import Columns
from portal.records.models import IssuingUnit, RegisterCounter


def all_rules() -> Columns:
    """The lines of the table with the unit each holds for, those in force first."""
    rule = DelegationRule
    columns = (rule.id, rule.work, rule.line, rule.approver, rule.delegated, rule.starts_on, rule.ends_on)
    query = select(*columns, IssuingUnit.name.label("unit")).outerjoin(IssuingUnit, IssuingUnit.id == rule.unit_id)
    return query.order_by(rule.ends_on.is_not(None), rule.work, rule.starts_on.desc(), rule.id)


def save_rule(session: Session, rule: DelegationRule | None, values: dict[str, Any], actor: Any) -> DelegationRule:
    """Make a line of the table (``None``) or correct one. The same form sent twice makes one.

    Raises FormError when the same work has a line in the same days already.
    """
    check_term(values["starts_on"], values["ends_on"])
    names = ("work", "line", "approver", "delegated", "starts_on", "ends_on", "unit_id")
    facts = {name: values[name] for name in names}
    others = [one for one in _of_work(session, facts) if one is not rule]
    found = overlapping(others, values["starts_on"], values["ends_on"])
    if rule is None and found is not None and all(getattr(found, name) == value for name, value in facts.items()):
        return found
    if found is not None:
        raise FormError("work", _("같은 업무의 규칙이 그 기간에 이미 있습니다. 앞선 규칙을 먼저 끝내 주십시오."))
    if rule is None:
        rule = DelegationRule(**facts)
        session.add(rule)
        session.flush()
        audit.note(session, actor, "create_delegation_rule", rule=rule.id)
        return rule
    changed = change(rule, facts)
    if changed:
        audit.note(session, actor, "edit_delegation_rule", rule=rule.id, fields=changed)
    return rule


def _of_work(session: Session, facts: dict[str, Any]) -> Sequence[DelegationRule]:
    unit = DelegationRule.unit_id.is_not_distinct_from(facts["unit_id"])
    return session.scalars(select(DelegationRule).where(DelegationRule.work == facts["work"], unit)).all()


def counters(session: Session) -> Sequence[Any]:
    """The last number of each unit and year, newest year first."""
    query = select(IssuingUnit.name, RegisterCounter.year, RegisterCounter.n)
    query = query.join(IssuingUnit, IssuingUnit.id == RegisterCounter.unit_id)
    return session.execute(query.order_by(RegisterCounter.year.desc(), IssuingUnit.name)).all()
