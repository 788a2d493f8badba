"""Lists with contact data as spreadsheets. Whoever calls this has asked for a reason and logs it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.i18n import _
from portal.office.xlsx import Column, workbook
from portal.people import labels
from portal.people.models import Body, Person
from portal.people.roll import members_on
from portal.people.select import Columns

Translate = Callable[[Any], str]


def export_persons(session: Session, query: Columns, actor: Any, translate: Translate) -> tuple[bytes, int]:
    """The people of a list (the query of portal.people.lists.persons) with contact data; the file and the count."""
    rows = session.execute(query.add_columns(Person.email, Person.phone)).all()
    columns = [
        *(Column(translate(one)) for one in (_("이름"), _("소속"), _("직위"), _("아이디"))),
        *(Column(translate(one)) for one in (_("전자우편"), _("전화번호"))),
    ]
    lines = ((name, at, position, login, mail, phone) for _uid, name, at, position, login, _on, mail, phone in rows)
    audit.note(session, actor, "export_persons", count=len(rows))
    return workbook(translate(_("사람 목록")), columns, lines), len(rows)


def export_members(session: Session, body: Body, day: date, actor: Any, translate: Translate) -> tuple[bytes, int]:
    """The seats of a body on a day with contact data; the file and the count."""
    seats = members_on(session, body, day)
    query = select(Person.id, Person.email, Person.phone).where(Person.id.in_([seat.person_id for seat in seats]))
    contacts = {key: (mail, phone) for key, mail, phone in session.execute(query)}
    titles = (_("직책"), _("이름"), _("구분"), _("관·민"), _("소속"), _("직위"), _("전자우편"), _("전화번호"))
    columns = [
        *(Column(translate(title)) for title in titles),
        Column(translate(_("임기 시작")), "date"),
        Column(translate(_("임기 끝")), "date"),
    ]
    lines = (
        (
            translate(labels.ROLES[seat.role]),
            seat.name,
            translate(labels.MEMBER_KINDS[seat.kind]),
            translate(labels.SECTORS[seat.sector]),
            seat.affiliation,
            seat.position,
            *contacts[seat.person_id],
            seat.starts_on,
            seat.ends_on,
        )
        for seat in seats
    )
    audit.note(session, actor, "export_members", body=body.id, count=len(seats))
    return workbook(body.name, columns, lines), len(seats)
