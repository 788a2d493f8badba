"""What the pages of plans, projects and indicators share: addresses, the way back, throwing away."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from documents.plans.labels import KINDS, term_label
from documents.plans.models import Plan, Project
from documents.plans.writing import throw_away
from portal.i18n import _
from portal.records.acting import go, refusing
from portal.records.models import Record

TITLE = _("계획·지표")
FORM = "templates:documents/plans/form.pt"


def address_of(request: Any, record: Record, act: str = "") -> str:
    """The address of the page of a plan, project or indicator, or of one of its acts."""
    return str(request.route_path(f"{record.type}.{act}" if act else record.type, uid=record.uid))


def plan_of(request: Any, project: Project) -> Plan:
    """The plan of a project."""
    return request.dbsession.get_one(Plan, project.plan_id)


def crumbs(request: Any, *more: Record | Any) -> list[tuple[Any, str]]:
    """The way to a page: records by their titles, the last words without an address."""
    way = [(_named(one), address_of(request, one)) if isinstance(one, Record) else (one, "") for one in more]
    return [(TITLE, request.route_path("plans")), *way[:-1], *((words, "") for words, _address in way[-1:])]


def _named(record: Record) -> str:
    return f"{record.code} {record.title}" if isinstance(record, Project) else record.title


def years(plan: Any) -> str:
    """`2023~2026`, or `2026` of one year."""
    first, last = plan.first_year, plan.last_year
    return str(first) if first == last else f"{first}~{last}"


def kind_words(request: Any, plan: Any) -> str:
    """`지역사회보장계획 5기`."""
    translate = request.localizer.translate
    term = term_label(plan.kind, plan.first_year)
    return f"{translate(KINDS[plan.kind])} {translate(term) if term else ''}".strip()


def thrown_away(request: Any, back: str) -> HTTPSeeOther:
    """Put the page's record in the bin and go ``back``."""
    with refusing():
        throw_away(request.dbsession, request.context.record, request.identity)
    return go(request, back, _("휴지통에 넣었습니다. 30일 안에 되살릴 수 있습니다."))
