"""Who is meant by what was typed into a line: a person, by name or by department and 직위, or a whole department."""

import re

from sqlalchemy import Row, Select, case, select
from sqlalchemy.orm import Session

from portal import clock
from portal.forms import FormError
from portal.i18n import _
from portal.people.finding import NUMBERED, find_person, label_of
from portal.people.models import Account, Department, Person, Post
from portal.people.principals import in_force

MOST = 400  # suggestions; anybody else may be typed
_SPACES = re.compile(r"\s+")


def suggestions(session: Session, department_id: int | None) -> list[str]:
    """People who can sign, those of a department and of the ones above it first, with department and 직위.

    Departments come last: they stand for whoever of them takes a 부서협조.
    """
    near = above(session, department_id)
    rank = case({one: place for place, one in enumerate(near)}, value=Post.department_id, else_=len(near))
    query = _holders().join(Account, Account.person_id == Person.id).where(Account.active)
    people = session.execute(query.order_by(rank, Department.name, Post.starts_on, Person.name).limit(MOST))
    found = [label_of(name, f"{department} {title}", person_id) for person_id, name, department, title in people]
    return [*dict.fromkeys(found), *departments(session)]


def departments(session: Session) -> list[str]:
    """The departments of today by name."""
    query = select(Department.name).where(in_force(Department, clock.today())).order_by(Department.name)
    return list(session.scalars(query))


def above(session: Session, department_id: int | None) -> list[int]:
    """A department and those above it, itself first."""
    found: list[int] = []
    while department_id is not None and department_id not in found:
        found.append(department_id)
        department_id = session.get_one(Department, department_id).parent_id
    return found


def _holders() -> Select[int, str, str, str]:
    query = select(Person.id, Person.name, Department.name, Post.title)
    query = query.join(Post, Post.person_id == Person.id).join(Department, Department.id == Post.department_id)
    return query.where(in_force(Post, clock.today()), Person.left_at.is_(None))


def label_for(session: Session, person_id: int | None, department_id: int | None) -> str:
    """How the form shows who stands in a step."""
    if person_id is None:
        return session.get_one(Department, department_id).name
    person = session.get_one(Person, person_id)
    held = session.execute(_holders().where(Person.id == person_id).order_by(Post.starts_on, Post.id)).first()
    return label_of(person.name, f"{held[2]} {held[3]}" if held else person.affiliation, person.id)


def find(session: Session, typed: str, field: str) -> tuple[int | None, int | None]:
    """(person, department) of what was typed; exactly one of them. Raises FormError at ``field``.

    ``복지정책과 복지기획팀장`` and ``복지기획팀장`` alone stand for who holds the post, if it is one person.
    """
    if NUMBERED.fullmatch(typed) is None:
        query = select(Department.id).where(Department.name == typed, in_force(Department, clock.today()))
        department_id = session.scalar(query)
        if department_id is not None:
            return None, department_id
        holders = _by_post(session, typed)
        if len(holders) == 1:
            return holders[0][0], None
        if holders:
            names = ", ".join(label_of(name, f"{where} {title}", one) for one, name, where, title in holders[:5])
            text = _("같은 직위가 여럿입니다. 이 가운데 하나를 그대로 적어 주십시오: ${names}", {"names": names})
            raise FormError(field, text)
    person = find_person(session, typed, field)
    if person is None:
        words = {"typed": typed}
        text = _("‘${typed}’에 맞는 사람이나 부서가 없습니다. 이름, 직위, 부서 가운데 하나를 적어 주십시오.", words)
        raise FormError(field, text)
    return person.id, None


def _by_post(session: Session, typed: str) -> list[Row[int, str, str, str]]:
    words = _SPACES.sub(" ", typed).strip()
    title = words.rpartition(" ")[2]
    rows = session.execute(_holders().where(Post.title.in_((words, title))).order_by(Post.id)).all()
    return [row for row in rows if words in (row[3], f"{row[2]} {row[3]}")]
