"""Seats in bodies: appoint, correct, end, replace by a successor."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.forms import FormError
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.checks import change, check_term, overlapping, term_text
from portal.people.composition import MOST_CHAIR_TERMS, third_term
from portal.people.finding import find_person, require_person
from portal.people.models import CHAIR_ROLES, Body, Membership, Person
from portal.people.persons import lock_person
from portal.people.principals import with_predecessors
from portal.people.roll import chair_terms

SEAT_FIELDS = (
    "role",
    "kind",
    "sector",
    "votes",
    "secretary",
    "rank",
    "affiliation",
    "position",
    "starts_on",
    "ends_on",
)


def appoint(session: Session, body: Body, values: dict[str, Any], actor: Any) -> tuple[Membership, list[Any]]:
    """Seat a person in a body; answers the seat and warnings.

    ``values["person"]`` is what was typed; with ``new_person`` somebody unknown is registered with the seat. The same
    form sent twice seats once.
    """
    check_dates(body, values)
    person = _person_of(session, values, actor)
    facts = {name: values[name] for name in SEAT_FIELDS}
    found = overlapping(_seats_of(session, body, person), values["starts_on"], values["ends_on"])
    if found is not None and all(getattr(found, name) == value for name, value in facts.items()):
        return found, []
    if found is not None:
        raise _overlap("person", found)
    seat = Membership(person_id=person.id, body_id=body.id, **facts)
    session.add(seat)
    session.flush()
    audit.note(session, actor, "appoint", person=person.id, body=body.id, seat=seat.id)
    return seat, warnings_of(session, seat, body, person)


def edit_seat(session: Session, seat: Membership, values: dict[str, Any], actor: Any) -> list[Any]:
    """Correct a seat; answers warnings. A new term is a new seat, not a correction."""
    check_dates(seat.body, values)
    person = lock_person(session, seat.person_id)
    others = [one for one in _seats_of(session, seat.body, person) if one.id != seat.id]
    found = overlapping(others, values["starts_on"], values["ends_on"])
    if found is not None:
        raise _overlap("starts_on", found)
    changed = change(seat, {name: values[name] for name in SEAT_FIELDS})
    if changed:
        audit.note(session, actor, "edit_seat", seat=seat.id, body=seat.body_id, fields=changed)
    session.flush()
    return warnings_of(session, seat, seat.body, person)


def end_seat(session: Session, seat: Membership, last_day: date, actor: Any) -> None:
    """Let a term end with a day (사임, 해촉, 임기만료)."""
    if last_day < seat.starts_on:
        raise FormError("ends_on", _("임기를 시작한 날보다 앞선 날에 끝낼 수 없습니다."))
    others = [one for one in _seats_of(session, seat.body, lock_person(session, seat.person_id)) if one.id != seat.id]
    found = overlapping(others, seat.starts_on, last_day)
    if found is not None:
        raise _overlap("ends_on", found)
    seat.ends_on = last_day
    audit.note(session, actor, "end_seat", seat=seat.id, body=seat.body_id, person=seat.person_id)


def replace(session: Session, seat: Membership, values: dict[str, Any], actor: Any) -> tuple[Membership, list[Any]]:
    """Put a successor on a seat from a day: the old term ends the day before, role and sector go over."""
    first_day: date = values["starts_on"]
    if seat.replaced_by_id is not None:
        done = _successor_of(session, seat, first_day)
        if done is not None:
            return done, []  # the form was sent twice
        raise FormError("person", _("이미 후임이 있습니다. 후임의 임기를 고치거나 끝내 주십시오."))
    if first_day <= seat.starts_on:
        raise FormError("starts_on", _("앞사람의 임기가 시작한 날보다 뒤여야 합니다."))
    successor_seat = {
        name: getattr(seat, name) for name in ("role", "kind", "sector", "votes", "secretary", "rank")
    } | {name: values[name] for name in ("affiliation", "position", "starts_on", "ends_on")}
    if seat.ends_on is None or seat.ends_on >= first_day:
        seat.ends_on = first_day - timedelta(days=1)
    session.flush()
    new, found = appoint(session, seat.body, values | successor_seat, actor)
    if new.person_id == seat.person_id:
        raise FormError("person", _("같은 사람입니다. 다시 위촉하려면 새 임기를 등록해 주십시오."))
    seat.replaced_by_id = new.person_id
    audit.note(session, actor, "replace_seat", seat=seat.id, body=seat.body_id, successor=new.id)
    return new, found


def check_dates(body: Body, values: dict[str, Any]) -> None:
    """A term lies within the life of its body and ends after it starts."""
    check_term(values["starts_on"], values["ends_on"])
    if values["starts_on"] < body.starts_on:
        raise FormError(
            "starts_on",
            _("회의체가 만들어진 날(${day})보다 앞섭니다.", {"day": official_date(body.starts_on)}),
        )
    if body.ends_on is not None and values["starts_on"] > body.ends_on:
        raise FormError("starts_on", _("회의체가 없어진 뒤입니다(${day}까지).", {"day": official_date(body.ends_on)}))


def warnings_of(session: Session, seat: Membership, body: Body, person: Person) -> list[Any]:
    """What to say about a seat that was saved: the third term of a chair (MEM-1)."""
    if seat.role not in CHAIR_ROLES:
        return []
    bodies = with_predecessors(session, Body, {body.id})
    terms = chair_terms(session, bodies, seat.starts_on).get(person.id, 0)
    return [third_term(person.name)] if terms > MOST_CHAIR_TERMS else []


def _person_of(session: Session, values: dict[str, Any], actor: Any) -> Person:
    if not values.get("new_person"):
        return lock_person(session, require_person(session, values["person"], "person").id)
    person = find_person(session, values["person"], "person")
    if person is not None:
        return lock_person(session, person.id)
    if len(values["person"]) > 60:
        raise FormError("person", _("이름은 60자까지 적을 수 있습니다."))
    person = Person(name=values["person"], affiliation=values["affiliation"], position=values["position"])
    session.add(person)
    session.flush()
    audit.note(session, actor, "create_person", person=person.id)
    return person


def _seats_of(session: Session, body: Body, person: Person) -> list[Membership]:
    query = select(Membership).where(Membership.body_id == body.id, Membership.person_id == person.id)
    return list(session.scalars(query.order_by(Membership.starts_on)))


def _overlap(field: str, found: Membership) -> FormError:
    text = _("이미 이 회의체의 위원입니다(임기 ${term}). 임기가 겹치지 않게 적어 주십시오.", {"term": term_text(found)})
    return FormError(field, text)


def _successor_of(session: Session, seat: Membership, first_day: date) -> Membership | None:
    query = select(Membership).where(
        Membership.body_id == seat.body_id,
        Membership.person_id == seat.replaced_by_id,
        Membership.starts_on == first_day,
    )
    return session.scalar(query)
