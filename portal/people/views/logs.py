"""Lists across people: duties, absences, the access log, the audit."""

from datetime import datetime, time, timedelta
from typing import Any

from pyramid.view import view_config

from portal import audit, clock
from portal.audit.models import AuditHead
from portal.i18n import _
from portal.layout.narrowing import day_asked, word_asked
from portal.layout.paging import page_of
from portal.people import labels, lists, logs
from portal.people.views.frame import frame

SPAN = timedelta(days=30)


@view_config(route_name="people.duties", renderer="templates:people/duties.pt", permission="admin")
def duties(request: Any) -> dict[str, Any]:
    """Who holds which duty."""
    frame(request, _("임무"))
    name, ended = word_asked(request, "name", labels.DUTIES), request.GET.get("ended") == "1"
    query = lists.duties(name, None if ended else clock.today())
    page = lists.page(request.dbsession, query, page_of(request))
    return {"page_title": _("임무"), "page": page, "name": name, "ended": ended, "labels": labels}


@view_config(route_name="people.absences", renderer="templates:people/absences.pt", permission="admin")
def absences(request: Any) -> dict[str, Any]:
    """Who is away and who stands in."""
    frame(request, _("부재와 대리"))
    ended = request.GET.get("ended") == "1"
    page = lists.page(request.dbsession, lists.absences(None if ended else clock.today()), page_of(request))
    return {"page_title": _("부재와 대리"), "page": page, "ended": ended, "today": clock.today()}


@view_config(route_name="people.access_log", renderer="templates:people/access_log.pt", permission="privacy")
def access_log(request: Any) -> dict[str, Any]:
    """Who looked at whose data (접속기록), for the monthly review."""
    frame(request, _("개인정보 접속기록"))
    first, last = _days(request)
    who = word_asked(request, "who")
    query = logs.access_lines(_midnight(first), _midnight(last + timedelta(days=1)), who)
    return {
        "page_title": _("개인정보 접속기록"),
        "page": lists.page(request.dbsession, query, page_of(request)),
        "first": first,
        "last": last,
        "who": who,
        "labels": labels,
        "clock": clock,
    }


@view_config(route_name="people.audit", renderer="templates:people/audit.pt", permission="admin")
def audit_page(request: Any) -> dict[str, Any]:
    """What happened to records and people; the chain is checked on request: that reads all of it."""
    session = request.dbsession
    frame(request, _("처리 기록"))
    first, last = _days(request)
    registry = request.registry
    names = logs.act_names(registry)
    who, act = word_asked(request, "who"), word_asked(request, "act", names)
    query = logs.audit_entries(_midnight(first), _midnight(last + timedelta(days=1)), who, act)
    head = session.get(AuditHead, 1)
    checked = request.GET.get("check") == "1"
    return {
        "page_title": _("처리 기록"),
        "page": lists.page(session, query, page_of(request)),
        "first": first,
        "last": last,
        "who": who,
        "act": act,
        "total": head.entry_id if head else 0,
        "checked": checked,
        "broken": audit.broken_at(session) if checked else None,
        "names": names,
        "named": lambda row: logs.act_name(registry, row.act, row.type),
        "types": registry["record_types"],
        "clock": clock,
        "detail": logs.detail_text,
    }


def _days(request: Any) -> tuple[Any, Any]:
    today = clock.today()
    last = day_asked(request, "until", today)
    first = day_asked(request, "from", last - SPAN)
    return min(first, last), max(first, last)


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), clock.SEOUL)
