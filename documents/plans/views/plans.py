"""The list of plans, and a plan: its table, its forms, its publication."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import select

from documents.approvals.views.common import whole
from documents.approvals.views.register import XLSX
from documents.plans import listing, writing
from documents.plans.labels import CATEGORIES
from documents.plans.lifecycle import PLAN_WORKFLOW
from documents.plans.models import Plan, PlanReviewer
from documents.plans.schemas import plan_schema, stored_plan, typed_plan
from documents.plans.views.common import FORM, TITLE, address_of, crumbs, kind_words, thrown_away, years
from portal import clock
from portal.audit.access import log_access
from portal.files.download import content_disposition
from portal.files.views import file_rows
from portal.forms import Form, handle
from portal.forms.submit import undo
from portal.i18n import _
from portal.layout.paging import SIZE, Page, offset_of, page_of
from portal.office.formats import disclosure_label
from portal.people import choices
from portal.people.models import Body, Department
from portal.records.acting import already_done, go, read_anew, refusing
from portal.records.workflow import Refused

PAGE = "templates:documents/plans/plan.pt"


@view_config(
    route_name="plans", request_method="GET", permission="signed_in", renderer="templates:documents/plans/list.pt"
)
def plans(request: Any) -> dict[str, Any]:
    """The plans the reader may read."""
    number = page_of(request)
    rows, total = listing.plans(request.dbsession, request.identity, offset_of(number))
    return {
        "page_title": TITLE,
        "breadcrumbs": [(TITLE, "")],
        "page": Page(rows, number, SIZE, total),
        "rows": [(row, kind_words(request, row), years(row), PLAN_WORKFLOW.states[row.state]) for row in rows],
    }


def asked(request: Any, plan: Plan) -> tuple[int, int | None, int | None]:
    """(year, strategy, department) of the address; nonsense counts as not asked."""
    year = whole(request.GET.get("year"))
    if not year or not plan.first_year <= year <= plan.last_year:
        year = listing.year_of(request.dbsession, plan, clock.today().year)
    return year, whole(request.GET.get("strategy")) or None, whole(request.GET.get("department")) or None


@view_config(route_name="plan", request_method="GET", permission="view", renderer=PAGE)
def read(context: Any, request: Any) -> dict[str, Any]:
    """A plan and its table."""
    return page_values(request, context.record)


def page_values(request: Any, plan: Plan) -> dict[str, Any]:
    """Everything on the page of a plan."""
    session, acts = request.dbsession, request.context.acts
    year, strategy, department = asked(request, plan)
    bodies = select(Body.name).join(PlanReviewer, PlanReviewer.body_id == Body.id)
    rows = listing.table(session, plan, year)
    return {
        "page_title": plan.title,
        "breadcrumbs": crumbs(request, plan),
        "plan": plan,
        "kind": kind_words(request, plan),
        "years": years(plan),
        "lead": session.get_one(Department, plan.department_id).name,
        "bodies": session.scalars(bodies.where(PlanReviewer.plan_id == plan.id).order_by(Body.name)).all(),
        "state": PLAN_WORKFLOW.states[plan.state],
        "disclosure": disclosure_label(plan.disclosure, plan.grounds),
        "acts": acts,
        "address": address_of(request, plan),
        "rows": listing.narrowed(rows, strategy, department),
        "categories": CATEGORIES,
        "year": year,
        "strategy": strategy,
        "department": department,
        "departments": listing.departments_of(rows),
        "files": file_rows(request, plan.id),
        "xlsx": request.route_path("plan.xlsx", uid=plan.uid, _query=list(request.GET.items())),
    }


@view_config(route_name="plan.xlsx", request_method="GET", permission="view")
def xlsx(context: Any, request: Any) -> Response:
    """The table as a file; the download is logged before it leaves."""
    plan: Plan = context.record
    year, strategy, department = asked(request, plan)
    rows = listing.narrowed(listing.table(request.dbsession, plan, year), strategy, department)
    data = listing.table_workbook(plan, rows, year, request.localizer.translate)
    log_access(request, "download", f"plan {plan.uid}")
    response = Response(body=data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition(f"{plan.title[:60]}_{clock.today():%Y%m%d}.xlsx")
    return response


def _schema(request: Any, plan: Plan | None = None) -> Any:
    session, today = request.dbsession, clock.today()
    kept = {one.body_id for one in plan.reviewers} if plan else set()
    bodies = dict(choices.bodies(session, today))
    bodies |= {one: session.get_one(Body, one).name for one in kept - set(bodies)}
    departments = choices.departments(session, today, plan.department_id if plan else None)
    return plan_schema(departments, list(bodies.items()), new=plan is None)


@view_config(route_name="plans.new", renderer=FORM, permission="staff")
def new(request: Any) -> Any:
    """A new plan."""
    first = next(iter(request.identity.department_ids), None)
    year = clock.today().year
    start = {"department_id": first, "first_year": year, "last_year": year + 3}
    back = request.route_path("plans")
    form = Form(request, _schema(request), submit=_("저장"), formid="plan", appstruct=start, cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            made = writing.begin(request.dbsession, typed_plan(values), request.identity, uid=values["uid"])
        return address_of(request, made)

    title = _("새 계획")
    done = _("계획을 만들었습니다. 이제 세부사업을 적으십시오.")
    return handle(request, form, save, done, {"page_title": title, "breadcrumbs": crumbs(request, title)})


@view_config(route_name="plan.edit", renderer=FORM, permission="edit")
def edit(context: Any, request: Any) -> Any:
    """A plan written otherwise."""
    plan: Plan = context.record
    read_anew(request, plan)
    stored, back = stored_plan(plan), address_of(request, plan)
    schema = _schema(request, plan)
    form = Form(request, schema, submit=_("저장"), formid="plan", appstruct=stored, stored=stored, cancel=back)

    def save(values: dict[str, Any]) -> str:
        with refusing():
            writing.change(request.dbsession, plan, typed_plan(values), request.identity)
        return back

    title = _("계획 고치기")
    page = {"page_title": title, "breadcrumbs": crumbs(request, plan, title)}
    return handle(request, form, save, _("저장했습니다."), page)


@view_config(route_name="plan.publish", request_method="POST", permission="view", renderer=PAGE)
def publish(context: Any, request: Any) -> Any:
    """계획 확정; what is missing is listed with the way to mend it."""
    plan: Plan = context.record
    address = address_of(request, plan)
    if already_done(request, "publish_plan"):
        return HTTPSeeOther(location=address)
    try:
        with refusing():
            writing.publish(request.dbsession, plan, request.identity)
    except Refused as refused:
        undo(request)
        request.response.status_int = 400
        told = [(one.text, f"{address}/{one.place}") for one in refused.problems]
        return {**page_values(request, plan), "refused": told, "has_errors": True}
    return go(request, address, _("계획을 확정했습니다. 이제 직원과 심의하는 회의체가 읽습니다."))


@view_config(route_name="plan.remove", request_method="POST", permission="remove")
def remove(context: Any, request: Any) -> HTTPSeeOther:
    """Throw away a plan in the making."""
    return thrown_away(request, request.route_path("plans"))
