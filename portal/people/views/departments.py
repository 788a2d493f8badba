"""Departments and issuing units."""

from typing import Any

from pyramid.view import view_config
from sqlalchemy import select

from portal import clock
from portal.db import new_uid
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import page_of
from portal.people import choices, lists
from portal.people.models import Department, Person, Post
from portal.people.principals import in_force
from portal.people.schemas import department_schema, issuing_unit_schema, succession_schema
from portal.people.succession import succeed_department
from portal.people.units import save_department, save_issuing_unit
from portal.people.views.frame import FORM, form_page, frame
from portal.records.models import IssuingUnit


@view_config(route_name="people.departments", renderer="templates:people/departments.pt", permission="admin")
def departments(request: Any) -> dict[str, Any]:
    """Departments of today, or all there ever were."""
    frame(request, _("부서"))
    text, ended = word_asked(request, "q"), request.GET.get("ended") == "1"
    query = lists.departments(text, None if ended else clock.today())
    page = lists.page(request.dbsession, query, page_of(request))
    return {"page_title": _("부서"), "page": page, "text": text, "ended": ended}


@view_config(route_name="people.department", renderer="templates:people/department.pt", permission="admin")
def department(request: Any) -> dict[str, Any]:
    """One department: who holds a post there, what it was and what it became."""
    session, row = request.dbsession, request.context.row
    frame(request, row.name, (_("부서"), request.route_path("people.departments")))
    posts = (
        select(Person.uid, Person.name, Post.title, Post.starts_on, Post.ends_on)
        .join(Person, Person.id == Post.person_id)
        .where(Post.department_id == row.id, in_force(Post, clock.today()))
        .order_by(Person.name)
    )
    unit = session.get(IssuingUnit, row.issuing_unit_id) if row.issuing_unit_id else None
    parent = session.get(Department, row.parent_id) if row.parent_id else None
    return {
        "page_title": row.name,
        "department": row,
        "facts": [(_("상위 부서"), parent.name if parent else "-"), (_("발신 단위"), unit.name if unit else "-")],
        "page": lists.page(session, posts, page_of(request)),
        "successor": session.get(Department, row.successor_id) if row.successor_id else None,
        "before": session.scalars(select(Department).where(Department.successor_id == row.id)).all(),
    }


@view_config(route_name="people.department_new", renderer=FORM, permission="admin")
def department_new(request: Any) -> Any:
    """Make a department."""
    values = {"uid": new_uid(), "starts_on": clock.today()}
    return _department_form(request, None, _("부서 등록"), values=values)


@view_config(route_name="people.department_edit", renderer=FORM, permission="admin")
def department_edit(request: Any) -> Any:
    """Correct a department."""
    row = request.context.row
    stored = {
        "name": row.name,
        "parent": row.parent_id,
        "issuing_unit": row.issuing_unit_id,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }
    return _department_form(request, row, _("부서 고치기"), stored=stored)


def _department_form(request: Any, row: Department | None, title: Any, **filled: Any) -> Any:
    session = request.dbsession
    offered = choices.departments(session, clock.today(), row.parent_id if row else None)
    back = _address(request, row) if row else request.route_path("people.departments")

    def save(typed: dict[str, Any]) -> str:
        return _address(request, save_department(session, row, typed, request.identity))

    schema = department_schema(row is None, offered, choices.issuing_units(session))
    crumbs = ((_("부서"), request.route_path("people.departments")),)
    return form_page(request, schema, save, title=title, back=back, crumbs=crumbs, **filled)


@view_config(route_name="people.department_succeed", renderer=FORM, permission="admin")
def department_succeed(request: Any) -> Any:
    """Another name from a day on, or a merger."""
    session, row, today = request.dbsession, request.context.row, clock.today()

    def save(typed: dict[str, Any]) -> str:
        return _address(request, succeed_department(session, row, typed, request.identity))

    others = choices.departments(session, today, without=frozenset({row.id}))
    return form_page(
        request,
        succession_schema(others, body=False),
        save,
        title=_("이름 바꾸기·통합"),
        back=_address(request, row),
        values={"starts_on": today},
        crumbs=((_("부서"), request.route_path("people.departments")), (row.name, _address(request, row))),
        intro=_("보직과 임무, 아래 부서, 담당하는 회의체가 옮겨 갑니다. 이름만 바꾸면 등록번호도 이어집니다."),
    )


@view_config(route_name="people.units", renderer="templates:people/units.pt", permission="admin")
def units(request: Any) -> dict[str, Any]:
    """The units that number and send documents."""
    frame(request, _("발신 단위"))
    return {
        "page_title": _("발신 단위"),
        "page": lists.page(request.dbsession, lists.issuing_units(), page_of(request)),
    }


@view_config(route_name="people.unit_new", renderer=FORM, permission="admin")
def unit_new(request: Any) -> Any:
    """Make an issuing unit."""
    return _unit_form(request, None, _("발신 단위 등록"))


@view_config(route_name="people.unit_edit", renderer=FORM, permission="admin")
def unit_edit(request: Any) -> Any:
    """Correct an issuing unit."""
    row = request.context.row
    stored = {
        "name": row.name,
        "number_format": row.number_format,
        "sender": row.sender,
        "parent": row.parent_id,
        "contact": row.contact or {},
    }
    return _unit_form(request, row, _("발신 단위 고치기"), stored)


def _unit_form(request: Any, row: IssuingUnit | None, title: Any, stored: dict[str, Any] | None = None) -> Any:
    session, back = request.dbsession, request.route_path("people.units")

    def save(typed: dict[str, Any]) -> str:
        save_issuing_unit(session, row, typed, request.identity)
        return str(back)

    schema = issuing_unit_schema(choices.issuing_units(session))
    crumbs = ((_("발신 단위"), back),)
    return form_page(request, schema, save, title=title, back=back, stored=stored, crumbs=crumbs)


def _address(request: Any, row: Department) -> str:
    return str(request.route_path("people.department", uid=row.uid))
