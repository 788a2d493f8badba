"""A department or body gets another name or merges (조직개편): from a day on a successor takes its place."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Body, Department, Duty, Membership, Post
from portal.people.principals import in_force
from portal.people.rules import rules_of


def succeed_department(session: Session, old: Department, values: dict[str, Any], actor: Any) -> Department:
    """From a day on another department stands in the place of ``old``: a new name, or an existing one (merger).

    Posts, duties, the departments below and the bodies it cares for go over. The issuing unit goes with a new name, so
    that its numbers go on.
    """
    first_day: date = values["starts_on"]
    done = _successor(session, old, first_day)
    if done is not None:
        return done
    target = session.get(Department, values["into"]) if values.get("into") else None
    _check_target(old, target, first_day)
    new = target or Department(
        name=values["name"], parent_id=old.parent_id, issuing_unit_id=old.issuing_unit_id, starts_on=first_day
    )
    _succeed(session, old, new, first_day)
    for held in (Post, Duty):
        for row in session.scalars(select(held).where(held.department_id == old.id, _after(held, first_day))):
            _carry(session, row, first_day, department_id=new.id)
    children = update(Department).where(Department.parent_id == old.id, Department.id != new.id)
    session.execute(children.values(parent_id=new.id))
    session.execute(update(Body).where(Body.department_id == old.id).values(department_id=new.id))
    audit.note(session, actor, "succeed_department", department=old.id, successor=new.id)
    return new


def succeed_body(session: Session, old: Body, values: dict[str, Any], actor: Any) -> Body:
    """From a day on another body stands in the place of ``old``: a new name, or an existing one (merger).

    A new name takes members, rules, issuing unit and the number of the year's last meeting with it. In a merger the
    terms end: who sits in the other body is for that body to say.
    """
    first_day: date = values["starts_on"]
    done = _successor(session, old, first_day)
    if done is not None:
        return done
    target = session.get(Body, values["into"]) if values.get("into") else None
    _check_target(old, target, first_day)
    new = target or Body(
        name=values["name"],
        kind=old.kind,
        parent_id=old.parent_id,
        department_id=old.department_id,
        issuing_unit_id=old.issuing_unit_id,
        starts_on=first_day,
        rules=_rules_after(old, first_day.year, values.get("last_number") or 0),
    )
    _succeed(session, old, new, first_day)
    for seat in session.scalars(select(Membership).where(Membership.body_id == old.id, _after(Membership, first_day))):
        if target is None:
            _carry(session, seat, first_day, body_id=new.id)
        else:
            _close(session, seat, first_day)
    session.execute(update(Body).where(Body.parent_id == old.id, Body.id != new.id).values(parent_id=new.id))
    audit.note(session, actor, "succeed_body", body=old.id, successor=new.id)
    return new


def _rules_after(old: Body, year: int, last_number: int) -> dict[str, Any]:
    """The rules of a renamed body; its meetings go on from the year's last number."""
    rules = dict(old.rules or {})
    numbers = dict(rules_of(old).start_numbers)
    numbers[year] = max(numbers.get(year, 0), last_number)
    kept = [[one, n] for one, n in sorted(numbers.items()) if n]
    return rules | {"start_numbers": kept} if kept else rules


def _successor(session: Session, old: Any, first_day: date) -> Any | None:
    """What stands in the place of ``old`` when the form was sent twice; refuses a second successor."""
    if old.successor_id is None:
        return None
    if old.ends_on == first_day - timedelta(days=1):
        return session.get_one(type(old), old.successor_id)
    raise FormError("", _("이미 개편되었습니다. 개편된 뒤의 것을 열어 주십시오."))


def _check_target(old: Any, target: Any | None, first_day: date) -> None:
    if first_day <= old.starts_on:
        raise FormError("starts_on", _("만들어진 날보다 뒤여야 합니다."))
    if target is old:
        raise FormError("into", _("자기 자신과 합칠 수 없습니다."))
    if target is not None and (target.starts_on > first_day or (target.ends_on or first_day) < first_day):
        raise FormError("into", _("그 날짜에 있는 것을 골라 주십시오."))


def _succeed(session: Session, old: Any, new: Any, first_day: date) -> None:
    session.add(new)
    session.flush()
    old.ends_on, old.successor_id = first_day - timedelta(days=1), new.id
    if new.parent_id == old.id:
        new.parent_id = old.parent_id
    session.flush()


def _after(held: Any, first_day: date) -> Any:
    """The condition that a dated row holds on a day or begins later."""
    return in_force(held, first_day) | (held.starts_on > first_day)


def _carry(session: Session, row: Any, first_day: date, **place: int) -> None:
    """Let a dated row go on elsewhere from a day: what lies before stays where it was."""
    if row.starts_on >= first_day:
        for name, value in place.items():
            setattr(row, name, value)
        return
    copied = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs if column.key != "id"}
    session.add(type(row)(**(copied | place | {"starts_on": first_day})))
    row.ends_on = first_day - timedelta(days=1)


def _close(session: Session, seat: Membership, first_day: date) -> None:
    if seat.starts_on >= first_day:
        session.delete(seat)
    else:
        seat.ends_on = first_day - timedelta(days=1)
