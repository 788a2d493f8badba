"""수신자 as they are typed, one a line: a department of the institution, a name with its mail address, or a name alone.

How a document reaches each of them follows from it: at once, by mail, or on paper (§2.6).
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.forms import FormError
from portal.i18n import _
from portal.people.models import Department
from portal.people.principals import in_force

_MAIL = re.compile(r"(?P<name>[^<>@]+?)(?:\s*<\s*(?P<boxed>[^<>\s]*)\s*>|\s+(?P<bare>[^<>\s]*@[^<>\s]*))")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")

Recipient = dict[str, Any]


def read_recipients(session: Session, lines: Sequence[str]) -> list[Recipient]:
    """Who is meant by the lines. Raises FormError at ``recipients`` for an address that is none, or a name twice."""
    departments = _departments(session)
    found: list[Recipient] = []
    for line in lines:
        one = _read(line, departments)
        if any(other["name"] == one["name"] for other in found):
            text = _("‘${name}’이(가) 두 번 적혀 있습니다.", mapping={"name": one["name"]})
            raise FormError("recipients", text)
        found.append(one)
    return found


def department_named(session: Session, line: str) -> int | None:
    """The department of today that a line names, by its name or that of its head (예산법무과장)."""
    return _department(line, _departments(session))


def _departments(session: Session) -> dict[str, int]:
    query = select(Department.name, Department.id).where(in_force(Department, clock.today()))
    found: dict[str, int] = dict(session.execute(query).all())
    return found


def _department(line: str, departments: dict[str, int]) -> int | None:
    return departments.get(line, departments.get(line.removesuffix("장")))


def _read(line: str, departments: dict[str, int]) -> Recipient:
    if not any(character.isalnum() for character in line):
        raise FormError("recipients", _("‘${line}’은(는) 받을 곳의 이름이 아닙니다.", mapping={"line": line}))
    with_mail = _MAIL.fullmatch(line)
    if with_mail:
        email = with_mail["boxed"] or with_mail["bare"] or ""
        if not _ADDRESS.fullmatch(email):
            text = _("‘${line}’에 적힌 것은 전자우편 주소가 아닙니다.", mapping={"line": line})
            raise FormError("recipients", text)
        return {"name": with_mail["name"], "email": email}
    department_id = _department(line, departments)
    return {"name": line, "department_id": department_id} if department_id else {"name": line}


def written_recipient(recipient: Recipient) -> str:
    """The line a recipient was typed as."""
    email = recipient.get("email")
    return f"{recipient['name']} {email}" if email else str(recipient["name"])
