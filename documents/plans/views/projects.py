"""The page of a project with its indicators, and its forms."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from documents.indicators import reading
from documents.indicators.labels import FLAGS, STATUSES, TONES, TYPES
from documents.plans import listing, projects
from documents.plans.labels import CATEGORIES, SOURCES
from documents.plans.models import Plan, Project
from documents.plans.schemas import project_schema, stored_project, typed_project
from documents.plans.views.common import FORM, address_of, crumbs, plan_of, thrown_away
from portal import clock
from portal.files.views import file_rows
from portal.forms import Form, handle
from portal.i18n import _
from portal.people import choices
from portal.records.acting import read_anew, refusing


@view_config(
    route_name="project", request_method="GET", permission="view", renderer="templates:documents/plans/project.pt"
)
def read(context: Any, request: Any) -> dict[str, Any]:
    """A project and its indicators."""
    project: Project = context.record
    session, plan = request.dbsession, plan_of(request, project)
    year = listing.year_of(request.dbsession, plan, clock.today().year)
    indicators = reading.with_results(session, reading.indicators_of(session, [project.id]))
    return {
        "page_title": f"{project.code} {project.title}",
        "breadcrumbs": crumbs(request, plan, project),
        "project": project,
        "plan": plan,
        "acts": context.acts,
        "address": address_of(request, project),
        "category": CATEGORIES[project.category],
        "sources": SOURCES,
        "year": year,
        "indicators": [(one, next((row for row in rows if _is_of(row, year)), None)) for one, rows in indicators],
        "types": TYPES,
        "statuses": STATUSES,
        "tones": TONES,
        "flags": FLAGS,
        "files": file_rows(request, project.id),
    }


def _is_of(row: reading.Result, year: int) -> bool:
    return (row.year, row.quarter) == (year, None)


def _departments(request: Any, project: Project | None = None) -> list[tuple[int, str]]:
    found = dict(choices.departments(request.dbsession, clock.today()))
    for one in project.offices if project else ():
        found.setdefault(one.department_id, one.department.name)
    return list(found.items())


@view_config(route_name="plan.new_project", renderer=FORM, permission="add_project")
def new(context: Any, request: Any) -> Any:
    """A new project of a plan."""
    plan: Plan = context.record
    back = address_of(request, plan)
    schema = project_schema(plan, _departments(request), new=True)
    form = Form(request, schema, submit=_("저장"), formid="project", cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            facts = typed_project(values)
            made = projects.add_project(request.dbsession, plan, facts, request.identity, uid=values["uid"])
        return address_of(request, made)

    title = _("새 세부사업")
    page = {"page_title": title, "breadcrumbs": crumbs(request, plan, title)}
    return handle(request, form, save, _("세부사업을 만들었습니다."), page)


@view_config(route_name="project.edit", renderer=FORM, permission="edit")
def edit(context: Any, request: Any) -> Any:
    """A project written otherwise."""
    project: Project = context.record
    plan = plan_of(request, project)
    read_anew(request, plan, project)
    stored, back = stored_project(project), address_of(request, project)
    schema = project_schema(plan, _departments(request, project))
    form = Form(request, schema, submit=_("저장"), formid="project", appstruct=stored, stored=stored, cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            projects.change_project(request.dbsession, project, typed_project(values), request.identity)
        return back

    title = _("세부사업 고치기")
    page = {"page_title": title, "breadcrumbs": crumbs(request, plan, project, title)}
    return handle(request, form, save, _("저장했습니다."), page)


@view_config(route_name="project.remove", request_method="POST", permission="remove")
def remove(context: Any, request: Any) -> HTTPSeeOther:
    """Throw away a project while its plan is in the making."""
    return thrown_away(request, address_of(request, plan_of(request, context.record)))
