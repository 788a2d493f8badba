"""Departments, bodies with their rules, and issuing units: made and corrected."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.people.checks import add_once, change, check_ancestors, check_term
from portal.people.models import Body, Department
from portal.people.rules import rules_of
from portal.records.models import IssuingUnit


def save_department(session: Session, department: Department | None, values: dict[str, Any], actor: Any) -> Department:
    """Make a department (``None``) or correct one. Its new name from a day on is a successor, not a correction."""
    check_term(values["starts_on"], values["ends_on"])
    parent = session.get(Department, values["parent"]) if values["parent"] else None
    facts = {
        "name": values["name"],
        "parent_id": parent.id if parent else None,
        "issuing_unit_id": values["issuing_unit"],
        "starts_on": values["starts_on"],
        "ends_on": values["ends_on"],
    }
    if department is None:
        same = select(Department).where(Department.uid == values["uid"])
        made, new = add_once(session, Department(uid=values["uid"], **facts), same)
        if new:
            audit.note(session, actor, "create_department", department=made.id)
        return made
    check_ancestors(department, parent, lambda one: session.get(Department, one.parent_id) if one.parent_id else None)
    changed = change(department, facts)
    if changed:
        audit.note(session, actor, "edit_department", department=department.id, fields=changed)
    return department


def save_body(session: Session, body: Body | None, values: dict[str, Any], actor: Any) -> Body:
    """Make a body (``None``) or correct one."""
    check_term(values["starts_on"], values["ends_on"])
    parent = session.get(Body, values["parent"]) if values["parent"] else None
    facts = {
        "name": values["name"],
        "kind": values["kind"],
        "parent_id": parent.id if parent else None,
        "department_id": values["department"],
        "issuing_unit_id": values["issuing_unit"],
        "starts_on": values["starts_on"],
        "ends_on": values["ends_on"],
    }
    if body is None:
        same = select(Body).where(Body.uid == values["uid"])
        made, new = add_once(session, Body(uid=values["uid"], rules={}, **facts), same)
        if new:
            audit.note(session, actor, "create_body", body=made.id)
        return made
    check_ancestors(body, parent, lambda one: one.parent)
    changed = change(body, facts)
    if changed:
        audit.note(session, actor, "edit_body", body=body.id, fields=changed)
    return body


def save_rules(session: Session, body: Body, values: dict[str, Any], actor: Any) -> None:
    """Keep what differs from the body above, so that the rest follows that body's later changes."""
    above = rules_of(body.parent) if body.parent is not None else rules_of(Body(rules={}))
    numbers = values.pop("start_numbers")
    kept = {name: value for name, value in values.items() if getattr(above, name) != value}
    if numbers:
        kept["start_numbers"] = [[row["year"], row["n"]] for row in numbers]
    if kept != (body.rules or {}):
        body.rules = kept
        audit.note(session, actor, "edit_body_rules", body=body.id, fields=sorted(kept))


def save_issuing_unit(session: Session, unit: IssuingUnit | None, values: dict[str, Any], actor: Any) -> IssuingUnit:
    """Make an issuing unit (``None``) or correct one; numbers given keep the form they were given in."""
    parent = session.get(IssuingUnit, values["parent"]) if values["parent"] else None
    facts = {
        "name": values["name"],
        "number_format": values["number_format"],
        "sender": values["sender"],
        "contact": {name: text for name, text in values["contact"].items() if text},
        "parent_id": parent.id if parent else None,
    }
    named = session.scalar(select(IssuingUnit).where(IssuingUnit.name == values["name"]))
    if unit is None and named is not None and all(getattr(named, name) == value for name, value in facts.items()):
        return named
    if named is not None and named is not unit:
        raise FormError("name", _("같은 이름의 발신 단위가 있습니다."))
    if unit is None:
        unit = IssuingUnit(**facts)
        session.add(unit)
        session.flush()
        audit.note(session, actor, "create_unit", unit=unit.id)
        return unit
    check_ancestors(unit, parent, lambda one: session.get(IssuingUnit, one.parent_id) if one.parent_id else None)
    changed = change(unit, facts)
    if changed:
        audit.note(session, actor, "edit_unit", unit=unit.id, fields=changed)
    return unit
