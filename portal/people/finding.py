"""Finding the person that somebody typed: a name, or a name with what tells it from others."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Person

MOST_SUGGESTIONS = 300
NUMBERED = re.compile(r"(?P<name>.*?)\s*#(?P<id>\d{1,9})")
DESCRIBED = re.compile(r"(?P<name>.+?)\s*\((?P<affiliation>.*)\)")


def label_of(name: str, affiliation: str, person_id: int) -> str:
    """How a person is offered: ``한도윤 (복지정책과) #12``; the number tells namesakes apart."""
    return f"{name} ({affiliation}) #{person_id}" if affiliation else f"{name} #{person_id}"


def suggestions(session: Session) -> list[str]:
    """The first few hundred people to choose from; any other name may be typed."""
    query = select(Person.name, Person.affiliation, Person.id).where(Person.left_at.is_(None))
    return [label_of(*row) for row in session.execute(query.order_by(Person.name, Person.id).limit(MOST_SUGGESTIONS))]


def find_person(session: Session, typed: str, field: str) -> Person | None:
    """The person of a name, ``name (affiliation)`` or ``… #number``; None when nobody has the name.

    Raises :class:`FormError` at ``field`` when several people have it.
    """
    numbered = NUMBERED.fullmatch(typed)
    if numbered:
        person = session.get(Person, int(numbered["id"]))
        name = numbered["name"]
        return person if person is not None and (not name or name.startswith(person.name)) else None
    found = _named(session, typed)
    described = DESCRIBED.fullmatch(typed)
    if not found and described:
        found = [one for one in _named(session, described["name"]) if one.affiliation == described["affiliation"]]
    if len(found) > 1:
        names = ", ".join(label_of(one.name, one.affiliation, one.id) for one in found[:5])
        raise FormError(
            field, _("같은 이름이 여럿입니다. 이 가운데 하나를 그대로 적어 주십시오: ${names}", {"names": names})
        )
    return found[0] if found else None


def require_person(session: Session, typed: str, field: str) -> Person:
    """The same, but there must be one."""
    person = find_person(session, typed, field)
    if person is None:
        raise FormError(field, _("등록된 사람이 아닙니다. 이름을 확인하거나 먼저 사람을 등록해 주십시오."))
    return person


def _named(session: Session, name: str) -> Sequence[Person]:
    query = select(Person).where(Person.name == name, Person.left_at.is_(None))
    return session.scalars(query.order_by(Person.id).limit(20)).all()
