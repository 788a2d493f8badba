"""People: the list, one person with everything that ties them to the institution, and the forms for each."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.audit.access import log_access
from portal.db import new_uid
from portal.i18n import _
from portal.layout.narrowing import word_asked
from portal.layout.paging import page_of
from portal.people import choices, labels, lists
from portal.people.exports import export_persons
from portal.people.finding import suggestions
from portal.people.models import Absence, Account, Body, Department, Duty, Membership, Person, Post
from portal.people.persons import (
    create_person,
    edit_person,
    end_absence,
    end_duty,
    end_post,
    give_duty,
    give_post,
    plan_absence,
)
from portal.people.schemas import (
    absence_schema,
    duty_schema,
    end_schema,
    person_schema,
    post_schema,
    reason_schema,
)
from portal.people.views.downloads import spreadsheet
from portal.people.views.frame import FORM, form_page, frame

KINDS = {
    "account": _("계정 있음"),
    "no_account": _("계정 없음"),
    "stopped": _("계정 중지"),
    "staff": _("보직 있음"),
    "member": _("위원"),
}


@view_config(route_name="people.persons", renderer="templates:people/persons.pt", permission="admin")
def persons(request: Any) -> dict[str, Any]:
    """People, found by name, workplace or login. No contact data: that is on each person's page, and logged."""
    frame(request, _("사람과 계정"))
    wanted = _wanted(request)
    query = lists.persons(wanted, clock.today())
    return {
        "page_title": _("사람과 계정"),
        "page": lists.page(request.dbsession, query, page_of(request)),
        "wanted": wanted,
        "kinds": KINDS,
    }


def _wanted(request: Any) -> lists.Wanted:
    return lists.Wanted(word_asked(request, "q"), word_asked(request, "kind", KINDS))


@view_config(route_name="people.persons_export", renderer=FORM, permission="admin")
def persons_export(request: Any) -> Any:
    """The list as it is narrowed now, with contact data, for a reason that is logged."""
    wanted = _wanted(request)
    back = request.route_path("people.persons", _query=request.GET)

    def save(typed: dict[str, Any]) -> Response:
        query = lists.persons(wanted, clock.today())
        data, count = export_persons(request.dbsession, query, request.identity, request.localizer.translate)
        subject = _("사람 목록 ${n}명", {"n": count})
        return spreadsheet(request, _("사람 목록"), data, subject.interpolate(), typed["reason"])

    return form_page(
        request,
        reason_schema(),
        save,
        title=_("사람 목록 내려받기"),
        back=back,
        crumbs=((_("사람과 계정"), back),),
        intro=_("연락처가 들어 있는 파일입니다. 사유와 함께 접속기록에 남습니다."),
        submit=_("내려받기"),
    )


def subject_of(person: Person) -> str:
    """Whose data, for the access log: the name and what tells namesakes apart."""
    return f"{person.name} #{person.id}"


@view_config(route_name="people.person", renderer="templates:people/person.pt", permission="admin")
def person(request: Any) -> dict[str, Any]:
    """One person; seeing the contact data is logged."""
    session, row = request.dbsession, request.context.row
    frame(request, row.name, (_("사람과 계정"), request.route_path("people.persons")))
    log_access(request, "view", subject_of(row))
    duties = select(Duty, Department.name).outerjoin(Department, Department.id == Duty.department_id)
    seats = select(Membership, Body).join(Body, Body.id == Membership.body_id)
    absences = select(Absence, Person.name).join(Person, Person.id == Absence.deputy_id)
    posts = select(Post).options(joinedload(Post.department))
    return {
        "page_title": row.name,
        "person": row,
        "account": session.scalar(select(Account).where(Account.person_id == row.id)),
        "own": row.id == request.identity.person_id,
        "today": clock.today(),
        "posts": session.scalars(posts.where(Post.person_id == row.id).order_by(Post.starts_on.desc())).all(),
        "seats": session.execute(
            seats.where(Membership.person_id == row.id).order_by(Membership.starts_on.desc())
        ).all(),
        "duties": session.execute(duties.where(Duty.person_id == row.id).order_by(Duty.starts_on.desc())).all(),
        "absences": session.execute(
            absences.where(Absence.person_id == row.id).order_by(Absence.starts_on.desc())
        ).all(),
        "labels": labels,
        "clock": clock,
    }


@view_config(route_name="people.person_new", renderer=FORM, permission="admin")
def person_new(request: Any) -> Any:
    """Register somebody."""

    def save(values: dict[str, Any]) -> str:
        made = create_person(request.dbsession, values, request.identity)
        log_access(request, "enter", subject_of(made))
        return _address(request, made)

    back = request.route_path("people.persons")
    return form_page(
        request,
        person_schema(new=True),
        save,
        title=_("사람 등록"),
        back=back,
        values={"uid": new_uid()},
        crumbs=((_("사람과 계정"), back),),
        intro=_("계정이 없는 위원도 등록합니다. 주민등록번호는 적지 않습니다."),
    )


@view_config(route_name="people.person_edit", renderer=FORM, permission="admin")
def person_edit(request: Any) -> Any:
    """Correct what is known of somebody; seeing it and changing it are logged."""
    row = request.context.row
    log_access(request, "change" if request.method == "POST" else "view", subject_of(row))
    values = {name: getattr(row, name) for name in ("name", "affiliation", "position", "email", "phone")}

    def save(typed: dict[str, Any]) -> str:
        edit_person(request.dbsession, row, typed, request.identity)
        return _address(request, row)

    return _person_form(
        request,
        row,
        person_schema(new=False),
        save,
        title=_("사람 고치기"),
        stored=values | {"gender": row.gender or ""},
    )


@view_config(route_name="people.post_new", renderer=FORM, permission="admin")
def post_new(request: Any) -> Any:
    """Give somebody a post."""
    session, row, today = request.dbsession, request.context.row, clock.today()

    def save(typed: dict[str, Any]) -> str:
        give_post(session, row, typed, request.identity)
        return _address(request, row)

    schema = post_schema(choices.departments(session, today))
    return _person_form(request, row, schema, save, title=_("보직 등록"), values={"starts_on": today})


@view_config(route_name="people.duty_new", renderer=FORM, permission="admin")
def duty_new(request: Any) -> Any:
    """Assign a duty."""
    session, row, today = request.dbsession, request.context.row, clock.today()

    def save(typed: dict[str, Any]) -> str:
        give_duty(session, row, typed, request.identity)
        return _address(request, row)

    schema = duty_schema(choices.departments(session, today))
    return _person_form(request, row, schema, save, title=_("임무 지정"), values={"starts_on": today})


@view_config(route_name="people.absence_new", renderer=FORM, permission="admin")
def absence_new(request: Any) -> Any:
    """Plan an absence with a deputy."""
    session, row, today = request.dbsession, request.context.row, clock.today()

    def save(typed: dict[str, Any]) -> str:
        plan_absence(session, row, typed, request.identity)
        return _address(request, row)

    schema = absence_schema(suggestions(session))
    return _person_form(request, row, schema, save, title=_("부재 등록"), values={"starts_on": today})


@view_config(route_name="people.post_end", renderer=FORM, permission="admin")
def post_end(request: Any) -> Any:
    """Let a post end."""
    return _end_form(request, end_post, _("보직 끝내기"))


@view_config(route_name="people.duty_end", renderer=FORM, permission="admin")
def duty_end(request: Any) -> Any:
    """Let a duty end."""
    return _end_form(request, end_duty, _("임무 해제"))


@view_config(route_name="people.absence_end", renderer=FORM, permission="admin")
def absence_end(request: Any) -> Any:
    """Let an absence end earlier."""
    return _end_form(request, end_absence, _("부재 끝내기"))


def _end_form(request: Any, end: Any, title: Any) -> Any:
    row = request.context.row
    somebody = request.dbsession.get_one(Person, row.person_id)

    def save(typed: dict[str, Any]) -> str:
        end(request.dbsession, row, typed["ends_on"], request.identity)
        return _address(request, somebody)

    values, stored = {"ends_on": row.ends_on or clock.today()}, {"ends_on": row.ends_on}
    return _person_form(request, somebody, end_schema(), save, title=title, values=values, stored=stored)


def _person_form(request: Any, row: Person, schema: Any, save: Any, *, title: Any, **filled: Any) -> Any:
    crumbs = ((_("사람과 계정"), request.route_path("people.persons")), (row.name, _address(request, row)))
    return form_page(request, schema, save, title=title, back=_address(request, row), crumbs=crumbs, **filled)


def _address(request: Any, row: Person) -> str:
    return str(request.route_path("people.person", uid=row.uid))
