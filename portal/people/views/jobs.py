"""What the worker has not done yet, for administrators: what waits for a setting, what failed, what to do about it."""

from typing import Any

import colander
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from portal import clock
from portal.i18n import _
from portal.jobs.backlog import Backlog, backlog, discard, retry, worth_telling
from portal.people.views.frame import FORM, form_page, frame, tell


def _backlog(request: Any) -> list[Backlog]:
    return backlog(request.dbsession, request.registry["settings"], request.registry["jobs"])


def _label(request: Any, kind: str) -> Any:
    """The kind's name for people. Raises HTTPNotFound for one that nobody declared."""
    found = request.registry["jobs"].get(kind)
    if found is None:
        raise HTTPNotFound()
    return found.label


@view_config(route_name="people.jobs", renderer="templates:people/jobs.pt", permission="admin")
def jobs(request: Any) -> dict[str, Any]:
    """The kinds of work that wait."""
    frame(request, _("밀린 작업"))
    known = request.registry["jobs"]
    labels = {name: kind.label for name, kind in known.items()} | {
        "index": _("검색 색인"),
        "index_rebuild": _("검색 색인 다시 만들기"),
    }
    return {"page_title": _("밀린 작업"), "rows": _backlog(request), "labels": labels, "known": known, "clock": clock}


@view_config(route_name="people.jobs_retry", request_method="POST", permission="admin")
def retry_jobs(request: Any) -> Any:
    """Try again what failed."""
    kind = request.matchdict["kind"]
    _label(request, kind)
    count = retry(request.dbsession, kind, request.identity)
    tell(request, _("작업 ${n}건을 다시 시도합니다.", {"n": count}))
    return HTTPSeeOther(location=request.route_path("people.jobs"))


@view_config(route_name="people.jobs_discard", renderer=FORM, permission="admin")
def discard_jobs(request: Any) -> Any:
    """Throw away what waits for a setting, once asked again: what is only late is never thrown away."""
    kind = request.matchdict["kind"]
    label = _label(request, kind)
    waiting = next((one for one in _backlog(request) if one.kind == kind and one.needs), None)
    if waiting is None:
        raise HTTPNotFound()

    def throw_away(_typed: dict[str, Any]) -> str:
        count = discard(request.dbsession, kind, request.identity)
        tell(request, _("작업 ${n}건을 버렸습니다.", {"n": count}))
        return str(request.route_path("people.jobs"))

    return form_page(
        request,
        colander.SchemaNode(colander.Mapping()),
        throw_away,
        title=label,
        back=request.route_path("people.jobs"),
        crumbs=((_("밀린 작업"), request.route_path("people.jobs")),),
        intro=_(
            "기다리는 작업 ${n}건을 하지 않고 버립니다. 되돌릴 수 없습니다.", {"n": waiting.waiting + waiting.given_up}
        ),
        done="",
        submit=_("버리기"),
    )


def backlog_panel(request: Any) -> dict[str, Any] | None:
    """On an administrator's first page, what nothing is done about by itself."""
    if not request.identity.is_admin:
        return None
    rows = [one for one in _backlog(request) if worth_telling(one)]
    return {"rows": rows, "known": request.registry["jobs"]} if rows else None
