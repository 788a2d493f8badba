"""Seats in bodies: the forms, and the terms that end soon."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from portal import clock
from portal.i18n import _
from portal.layout.paging import page_of
from portal.people import labels, lists
from portal.people.finding import suggestions
from portal.people.models import Body, Membership, Person
from portal.people.schemas import end_schema, replace_schema, seat_schema
from portal.people.seats import SEAT_FIELDS, appoint, edit_seat, end_seat, replace
from portal.people.views.frame import FORM, form_page, frame, tell


@view_config(route_name="people.ending_terms", renderer="templates:people/ending_terms.pt")
def ending_terms(request: Any) -> dict[str, Any]:
    """Terms that end within sixty days, for staff and administrators."""
    if not (request.identity.is_staff or request.identity.is_admin):
        raise HTTPForbidden()
    frame(request, _("임기 끝나는 위원"))
    today = clock.today()
    page = lists.ending_terms_page(request.dbsession, today, page_of(request))
    return {"page_title": _("임기 끝나는 위원"), "page": page, "today": today, "labels": labels}


@view_config(route_name="people.seat_new", renderer=FORM, permission="admin")
def seat_new(request: Any) -> Any:
    """Seat somebody in a body."""
    session, body = request.dbsession, request.context.row

    def save(typed: dict[str, Any]) -> str:
        _seat, warnings = appoint(session, body, typed, request.identity)
        tell(request, *warnings)
        return _address(request, body)

    return _seat_form(
        request,
        body,
        seat_schema(suggestions(session)),
        save,
        title=_("위원 등록"),
        values={"starts_on": clock.today()},
    )


@view_config(route_name="people.seat_edit", renderer=FORM, permission="admin")
def seat_edit(request: Any) -> Any:
    """Correct a seat."""
    session, seat = request.dbsession, request.context.row
    stored = {name: getattr(seat, name) for name in SEAT_FIELDS}

    def save(typed: dict[str, Any]) -> str:
        tell(request, *edit_seat(session, seat, typed, request.identity))
        return _address(request, seat.body)

    intro = _("잘못 적힌 것을 바로잡습니다. 다시 위촉된 위원은 새 임기로 등록하십시오.")
    return _seat_form(
        request, seat.body, seat_schema(None), save, title=_named(request, seat), stored=stored, intro=intro
    )


@view_config(route_name="people.seat_end", renderer=FORM, permission="admin")
def seat_end(request: Any) -> Any:
    """Let a term end."""
    seat = request.context.row

    def save(typed: dict[str, Any]) -> str:
        end_seat(request.dbsession, seat, typed["ends_on"], request.identity)
        return _address(request, seat.body)

    intro = _("마지막 날까지는 위원이고, 다음 날부터 이 회의체의 비공개 기록을 볼 수 없습니다.")
    return _seat_form(
        request,
        seat.body,
        end_schema(),
        save,
        title=_named(request, seat),
        values={"ends_on": min(seat.ends_on or clock.today(), clock.today())},
        stored={"ends_on": seat.ends_on},
        intro=intro,
    )


@view_config(route_name="people.seat_replace", renderer=FORM, permission="admin")
def seat_replace(request: Any) -> Any:
    """Put a successor on a seat."""
    session, seat = request.dbsession, request.context.row

    def save(typed: dict[str, Any]) -> str:
        _new, warnings = replace(session, seat, typed, request.identity)
        tell(request, *warnings)
        return _address(request, seat.body)

    intro = _("후임은 앞사람의 직책과 관·민 구분을 이어받습니다. 앞사람의 임기는 후임 임기가 시작하기 전날 끝납니다.")
    values = {"starts_on": clock.today(), "ends_on": seat.ends_on}
    return _seat_form(
        request,
        seat.body,
        replace_schema(suggestions(session)),
        save,
        title=_named(request, seat),
        values=values,
        intro=intro,
    )


def _named(request: Any, seat: Membership) -> Any:
    name = request.dbsession.get_one(Person, seat.person_id).name
    titles = {
        "people.seat_edit": _("${name} 위원 고치기", {"name": name}),
        "people.seat_end": _("${name} 위원 임기 끝내기", {"name": name}),
        "people.seat_replace": _("${name} 위원의 후임", {"name": name}),
    }
    return titles[request.matched_route.name]


def _seat_form(request: Any, body: Body, schema: Any, save: Any, *, title: Any, **filled: Any) -> Any:
    back = _address(request, body)
    return form_page(request, schema, save, title=title, back=back, crumbs=((body.name, back),), **filled)


def _address(request: Any, body: Body) -> str:
    return str(request.route_path("people.body", uid=body.uid))
