"""Bodies: their tree, who sits in them on a day, their rules, another name from a day on."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select

from portal import clock
from portal.db import new_uid
from portal.i18n import _
from portal.layout.narrowing import day_asked, word_asked
from portal.layout.paging import page_of
from portal.people import choices, labels, lists
from portal.people.composition import composition, warnings
from portal.people.exports import export_members
from portal.people.models import Body, Department
from portal.people.principals import with_predecessors
from portal.people.roll import chair_terms, members_on
from portal.people.rules import rules_of
from portal.people.schemas import body_schema, reason_schema, rules_schema, succession_schema
from portal.people.succession import succeed_body
from portal.people.units import save_body, save_rules
from portal.people.views.downloads import spreadsheet
from portal.people.views.frame import FORM, form_page, frame
from portal.records.models import IssuingUnit


@view_config(route_name="people", renderer="templates:people/bodies.pt")
def bodies(request: Any) -> dict[str, Any]:
    """The bodies the reader may see, as a tree."""
    frame(request, _("회의체와 위원"))
    viewer = request.identity
    own = None if viewer.is_admin or viewer.is_staff else _own_bodies(viewer.principals)
    kind, ended = word_asked(request, "kind", labels.BODY_KINDS), request.GET.get("ended") == "1"
    lines = lists.bodies(request.dbsession, clock.today(), own, kind, ended)
    return {
        "page_title": _("회의체와 위원"),
        "page": lists.page_of_lines(lines, page_of(request)),
        "kinds": labels.BODY_KINDS,
        "kind": kind,
        "ended": ended,
        "today": clock.today(),
    }


def _own_bodies(principals: frozenset[str]) -> frozenset[int]:
    parts = [one.split(":") for one in principals if one.startswith("body:")]
    return frozenset(int(part[1]) for part in parts)


@view_config(route_name="people.body", renderer="templates:people/body.pt", permission="view")
def body(request: Any) -> dict[str, Any]:
    """Who sits in a body on a day, and its make-up."""
    session, row = request.dbsession, request.context.row
    today = clock.today()
    day = day_asked(request, "on", today)
    seats = members_on(session, row, day)
    bodies = with_predecessors(session, Body, {row.id})
    former = select(Body).where(Body.id.in_(bodies - {row.id})).order_by(Body.starts_on.desc())
    frame(request, row.name)
    return {
        "page_title": row.name,
        "body": row,
        "day": day,
        "today": today,
        "seats": seats,
        "composition": composition(seats),
        "warnings": warnings(row, seats, chair_terms(session, bodies, day)) if day == today else [],
        "labels": labels,
        "facts": _facts(request, row),
        "successor": session.get(Body, row.successor_id) if row.successor_id else None,
        "before": session.scalars(former).all() if len(bodies) > 1 else [],
        "may_change": request.identity.is_admin,
        "rules": rules_of(row),
    }


def _facts(request: Any, row: Body) -> list[tuple[Any, str]]:
    session = request.dbsession
    departments = select(Department.name).where(Department.id == row.department_id).scalar_subquery()
    units = select(IssuingUnit.name).where(IssuingUnit.id == row.issuing_unit_id).scalar_subquery()
    department, unit = session.execute(select(departments, units)).one()
    return [
        (_("종류"), request.localizer.translate(labels.BODY_KINDS[row.kind])),
        (_("상위 회의체"), row.parent.name if row.parent else "-"),
        (_("담당 부서"), department or "-"),
        (_("발신 단위"), unit or "-"),
    ]


@view_config(route_name="people.body_new", renderer=FORM, permission="admin")
def body_new(request: Any) -> Any:
    """Make a body."""
    session, today = request.dbsession, clock.today()
    schema = body_schema(
        True, choices.bodies(session, today), choices.departments(session, today), choices.issuing_units(session)
    )

    def save(values: dict[str, Any]) -> str:
        return _address(request, save_body(session, None, values, request.identity))

    return form_page(
        request,
        schema,
        save,
        title=_("회의체 등록"),
        back=request.route_path("people"),
        values={"uid": new_uid(), "starts_on": today},
    )


@view_config(route_name="people.body_edit", renderer=FORM, permission="admin")
def body_edit(request: Any) -> Any:
    """Correct a body."""
    session, row, today = request.dbsession, request.context.row, clock.today()
    schema = body_schema(
        False,
        choices.bodies(session, today, row.parent_id),
        choices.departments(session, today, row.department_id),
        choices.issuing_units(session),
    )
    stored = {
        "name": row.name,
        "kind": row.kind,
        "parent": row.parent_id,
        "department": row.department_id,
        "issuing_unit": row.issuing_unit_id,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }

    def save(typed: dict[str, Any]) -> str:
        return _address(request, save_body(session, row, typed, request.identity))

    return form_page(
        request,
        schema,
        save,
        title=_("회의체 고치기"),
        back=_address(request, row),
        stored=stored,
        crumbs=((row.name, _address(request, row)),),
        intro=_("잘못 적힌 것을 바로잡을 때 씁니다. 이름이 바뀌었으면 ‘이름 바꾸기·통합’을 쓰십시오."),
    )


@view_config(route_name="people.body_rules", renderer=FORM, permission="admin")
def body_rules(request: Any) -> Any:
    """What the body's 조례 or 운영세칙 decides."""
    row = request.context.row
    rules = rules_of(row)
    stored = {name: getattr(rules, name) for name in rules.__dataclass_fields__}
    stored["start_numbers"] = [{"year": year, "n": n} for year, n in rules.start_numbers]

    def save(typed: dict[str, Any]) -> str:
        save_rules(request.dbsession, row, typed, request.identity)
        return _address(request, row)

    return form_page(
        request,
        rules_schema(),
        save,
        title=_("운영 규칙"),
        back=_address(request, row),
        stored=stored,
        crumbs=((row.name, _address(request, row)),),
        intro=_("조례나 운영세칙에서 정한 것을 적습니다. 상위 회의체와 같게 둔 것은 상위 회의체를 따라 바뀝니다."),
    )


@view_config(route_name="people.body_succeed", renderer=FORM, permission="admin")
def body_succeed(request: Any) -> Any:
    """Another name from a day on, or a merger."""
    session, row, today = request.dbsession, request.context.row, clock.today()
    others = choices.bodies(session, today, without=frozenset({row.id}))

    def save(typed: dict[str, Any]) -> str:
        return _address(request, succeed_body(session, row, typed, request.identity))

    return form_page(
        request,
        succession_schema(others, body=True),
        save,
        title=_("이름 바꾸기·통합"),
        back=_address(request, row),
        values={"starts_on": today},
        crumbs=((row.name, _address(request, row)),),
        intro=_("위원과 운영 규칙, 등록번호는 새 이름으로 이어집니다. 다른 회의체에 합치면 위원의 임기는 끝납니다."),
    )


@view_config(route_name="people.body_export", renderer=FORM, permission="admin")
def body_export(request: Any) -> Any:
    """The members of a body with their contact data as a spreadsheet, for a reason that is logged."""
    row = request.context.row
    day = day_asked(request, "on", clock.today())

    def save(typed: dict[str, Any]) -> Response:
        data, count = export_members(request.dbsession, row, day, request.identity, request.localizer.translate)
        subject = _("${name} 위원 ${n}명", {"name": row.name[:60], "n": count})
        return spreadsheet(request, row.name, data, subject.interpolate(), typed["reason"])

    return form_page(
        request,
        reason_schema(),
        save,
        title=_("위원 명단 내려받기"),
        back=_address(request, row),
        crumbs=((row.name, _address(request, row)),),
        intro=_("연락처가 들어 있는 파일입니다. 사유와 함께 접속기록에 남습니다."),
        submit=_("내려받기"),
    )


def _address(request: Any, row: Body) -> str:
    return str(request.route_path("people.body", uid=row.uid))
