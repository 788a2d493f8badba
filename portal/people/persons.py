"""Persons, their posts, duties and absences: each with its dates, each change noted in the audit."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.forms import FormError
from portal.i18n import _
from portal.people.checks import add_once, change, check_term, overlapping, term_text
from portal.people.finding import require_person
from portal.people.models import Absence, Account, Department, Duty, Person, Post
from portal.people.principals import in_force

PERSON_FIELDS = ("name", "affiliation", "position", "email", "phone", "gender")


def create_person(session: Session, values: dict[str, Any], actor: Any) -> Person:
    """A new person. ``values["uid"]`` was given out with the form: a form sent twice makes one person."""
    same = select(Person).where(Person.uid == values["uid"])
    person, new = add_once(session, Person(uid=values["uid"], **{name: values[name] for name in PERSON_FIELDS}), same)
    if new:
        audit.note(session, actor, "create_person", person=person.id)
    return person


def edit_person(session: Session, person: Person, values: dict[str, Any], actor: Any) -> None:
    """Correct what is known of a person. What documents printed of them stays as printed."""
    changed = change(person, {name: values[name] for name in PERSON_FIELDS})
    if changed:
        audit.note(session, actor, "edit_person", person=person.id, fields=changed)


def lock_person(session: Session, person_id: int) -> Person:
    """The person, locked so that two requests cannot both find no overlap (SQLite locks by itself)."""
    return session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()


def give_post(session: Session, person: Person, values: dict[str, Any], actor: Any) -> Post:
    """A post in a department. Several at once are possible, but not the same one twice."""
    check_term(values["starts_on"], values["ends_on"])
    department = session.get_one(Department, values["department"])
    if department.ends_on is not None and values["starts_on"] > department.ends_on:
        raise FormError("department", _("이 부서는 그 날짜에 없습니다. 개편된 부서를 골라 주십시오."))
    lock_person(session, person.id)
    query = select(Post).where(
        Post.person_id == person.id, Post.department_id == department.id, Post.title == values["title"]
    )
    found = overlapping(session.scalars(query), values["starts_on"], values["ends_on"])
    if found is not None and (found.starts_on, found.ends_on) != (values["starts_on"], values["ends_on"]):
        raise FormError("starts_on", _("같은 보직을 이미 맡고 있습니다(${term}).", {"term": term_text(found)}))
    if found is not None:
        return found
    post = Post(
        person_id=person.id,
        department_id=department.id,
        title=values["title"],
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
    )
    session.add(post)
    session.flush()
    audit.note(session, actor, "give_post", person=person.id, post=post.id, department=department.id)
    return post


def end_post(session: Session, post: Post, last_day: date, actor: Any) -> None:
    """Let a post end with a day."""
    _end(post, last_day)
    audit.note(session, actor, "end_post", person=post.person_id, post=post.id)


def _end(row: Any, last_day: date) -> None:
    if last_day < row.starts_on:
        raise FormError("ends_on", _("시작한 날보다 앞선 날에 끝낼 수 없습니다."))
    row.ends_on = last_day


def give_duty(session: Session, person: Person, values: dict[str, Any], actor: Any) -> Duty:
    """Assign a duty for a time, of one department or of all."""
    check_term(values["starts_on"], values["ends_on"])
    name, department_id = values["name"], values["department"]
    if name == "ADMIN" and department_id is not None:
        raise FormError("department", _("관리자는 부서를 정하지 않습니다."))
    lock_person(session, person.id)
    query = select(Duty).where(Duty.person_id == person.id, Duty.name == name, Duty.department_id == department_id)
    found = overlapping(session.scalars(query), values["starts_on"], values["ends_on"])
    if found is not None and (found.starts_on, found.ends_on) != (values["starts_on"], values["ends_on"]):
        raise FormError("starts_on", _("같은 임무를 이미 맡고 있습니다(${term}).", {"term": term_text(found)}))
    if found is not None:
        return found
    duty = Duty(
        person_id=person.id,
        name=name,
        department_id=department_id,
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
    )
    session.add(duty)
    session.flush()
    audit.note(session, actor, "give_duty", person=person.id, duty=duty.id, name=name)
    return duty


def end_duty(session: Session, duty: Duty, last_day: date, actor: Any) -> None:
    """Let a duty end with a day. Somebody who can sign in remains administrator."""
    if duty.name == "ADMIN" and not other_administrators(session, duty):
        raise FormError("ends_on", _("관리자가 한 사람도 남지 않습니다. 먼저 다른 관리자를 정해 주십시오."))
    _end(duty, last_day)
    audit.note(session, actor, "end_duty", person=duty.person_id, duty=duty.id, name=duty.name)


def other_administrators(session: Session, duty: Duty) -> int:
    """How many others administer without an end in sight and can sign in."""
    query = (
        select(func.count(Duty.person_id.distinct()))
        .join(Account, Account.person_id == Duty.person_id)
        .where(
            Duty.name == "ADMIN",
            Duty.id != duty.id,
            Account.active,
            in_force(Duty, clock.today()),
            Duty.ends_on.is_(None),
        )
    )
    return session.scalar(query) or 0


def plan_absence(session: Session, person: Person, values: dict[str, Any], actor: Any) -> Absence:
    """An absence with a deputy (대결): while it lasts the deputy may do what waits for the person."""
    check_term(values["starts_on"], values["ends_on"])
    deputy = require_person(session, values["deputy"], "deputy")
    if deputy.id == person.id:
        raise FormError("deputy", _("자기 자신을 대리자로 정할 수 없습니다."))
    lock_person(session, person.id)
    rows = session.scalars(select(Absence).where(Absence.person_id == person.id))
    found = overlapping(rows, values["starts_on"], values["ends_on"])
    wanted = (deputy.id, values["starts_on"], values["ends_on"])
    if found is not None and (found.deputy_id, found.starts_on, found.ends_on) == wanted:
        return found
    if found is not None:
        raise FormError("starts_on", _("그 기간에 이미 부재가 있습니다(${term}).", {"term": term_text(found)}))
    absence = Absence(
        person_id=person.id,
        deputy_id=deputy.id,
        reason=values["reason"],
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
    )
    session.add(absence)
    session.flush()
    audit.note(session, actor, "plan_absence", person=person.id, deputy=deputy.id, absence=absence.id)
    return absence


def end_absence(session: Session, absence: Absence, last_day: date, actor: Any) -> None:
    """The person is back earlier: the absence ends with a day."""
    _end(absence, last_day)
    audit.note(session, actor, "end_absence", person=absence.person_id, absence=absence.id)
