"""The page of an indicator, and its form."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config
from sqlalchemy import select

from documents.indicators import reading, writing
from documents.indicators.chart import chart, numbered
from documents.indicators.labels import CYCLES, DIRECTIONS, FLAGS, QUARTERS, STATUSES, TONES, TYPES
from documents.indicators.models import Indicator, IndicatorTarget
from documents.indicators.schemas import indicator_schema, stored_indicator, typed_indicator
from documents.plans.models import Plan, Project
from documents.plans.views.common import FORM, address_of, crumbs, plan_of, thrown_away
from portal.files.views import file_rows
from portal.forms import Form, handle
from portal.i18n import _
from portal.records.acting import read_anew, refusing
from portal.records.models import Record
from portal.records.readers import readable
from portal.records.types import record_types
from portal.security.viewer import principals


def project_of(request: Any, indicator: Indicator) -> Project:
    """The project of an indicator."""
    return request.dbsession.get_one(Project, indicator.parent_id)


@view_config(
    route_name="indicator",
    request_method="GET",
    permission="view",
    renderer="templates:documents/indicators/indicator.pt",
)
def read(context: Any, request: Any) -> dict[str, Any]:
    """Values by year, the chart, the history of the targets, suggestions."""
    indicator: Indicator = context.record
    session, project = request.dbsession, project_of(request, indicator)
    plan = plan_of(request, project)
    targets = reading.target_history(session, [indicator.id])
    actuals = reading.actual_history(session, [indicator.id])
    results = reading.results(indicator, targets, actuals)
    return {
        "page_title": indicator.title,
        "breadcrumbs": crumbs(request, plan, project, indicator),
        "indicator": indicator,
        "project": project,
        "acts": context.acts,
        "address": address_of(request, indicator),
        "labels": (TYPES[indicator.kind], DIRECTIONS[indicator.direction], CYCLES[indicator.cycle]),
        "rows": _every_year(plan, indicator, results),
        "chart": chart(indicator, results, targets, plan.first_year, plan.last_year),
        "history": [(number, one) for number, one in reversed(numbered(targets))],
        "reports": list(reversed(actuals)),
        "decisions": _decisions(request, targets),
        "quarters": QUARTERS,
        "statuses": STATUSES,
        "tones": TONES,
        "flags": FLAGS,
        "suggestions": reading.suggested(session, indicator, results),
        "answers": reading.answers(session, indicator),
        "files": file_rows(request, indicator.id),
    }


def _every_year(plan: Plan, indicator: Indicator, results: list[reading.Result]) -> list[reading.Result]:
    """The results, with an empty row for what may be reported besides: each year, its quarters if so often."""
    there = {(one.year, one.quarter) for one in results}
    often = (1, 2, 3, 4, None) if indicator.cycle in ("QUARTER", "MONTH") else (None,)
    whens = ((year, quarter) for year in range(plan.first_year, plan.last_year + 1) for quarter in often)
    empty = [reading.Result(*when, None, None, reading.Rate()) for when in whens if when not in there]
    return sorted([*results, *empty], key=lambda one: (one.year, one.quarter or 5))


def _decisions(request: Any, targets: Any) -> dict[int, tuple[str, str]]:
    """(title, address) of the records that decided targets, of those that the reader may read."""
    ids: set[int] = {one.decision_id for one in targets if isinstance(one, IndicatorTarget) and one.decision_id}
    if not ids:
        return {}
    types = record_types(request.dbsession)
    query = select(Record).where(Record.id.in_(ids), readable(principals(request.identity)))
    return {
        one.id: (one.title, request.route_path(types[one.type].route, uid=one.uid))
        for one in request.dbsession.scalars(query)
    }


@view_config(route_name="project.new_indicator", renderer=FORM, permission="add_indicator")
def new(context: Any, request: Any) -> Any:
    """A new indicator of a project."""
    project: Project = context.record
    back = address_of(request, project)
    form = Form(request, indicator_schema(new=True), submit=_("저장"), formid="indicator", cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            facts = typed_indicator(values)
            made = writing.begin(request.dbsession, project, facts, request.identity, uid=values["uid"])
        return address_of(request, made)

    title = _("새 지표")
    page = {"page_title": title, "breadcrumbs": crumbs(request, plan_of(request, project), project, title)}
    return handle(request, form, save, _("지표를 만들었습니다. 이제 목표를 적으십시오."), page)


@view_config(route_name="indicator.edit", renderer=FORM, permission="edit")
def edit(context: Any, request: Any) -> Any:
    """An indicator written otherwise."""
    indicator: Indicator = context.record
    read_anew(request, indicator)
    stored, back = stored_indicator(indicator), address_of(request, indicator)
    form = Form(
        request, indicator_schema(), submit=_("저장"), formid="indicator", appstruct=stored, stored=stored, cancel=back
    )  # fmt: skip

    def save(values: dict[str, Any]) -> str:
        with refusing():
            writing.change(request.dbsession, indicator, typed_indicator(values), request.identity)
        return back

    return handle(request, form, save, _("저장했습니다."), form_page(request, indicator, _("지표 고치기")))


def form_page(request: Any, indicator: Indicator, title: Any, intro: Any = None) -> dict[str, Any]:
    """The values of a page with a form about an indicator."""
    project = project_of(request, indicator)
    way = crumbs(request, plan_of(request, project), project, indicator, title)
    return {"page_title": title, "breadcrumbs": way, "intro": intro or indicator.title}


@view_config(route_name="indicator.remove", request_method="POST", permission="remove")
def remove(context: Any, request: Any) -> HTTPSeeOther:
    """Throw away an indicator while its plan is in the making."""
    return thrown_away(request, address_of(request, project_of(request, context.record)))
