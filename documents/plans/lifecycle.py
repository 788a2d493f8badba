"""The states of a plan (작성 중 → 확정), who may do what to it, and what stands in the way of publishing it.

Projects and indicators have no state of their own: what may be done to them follows their plan.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.plans.models import Plan, Project, ProjectOffice
from portal.i18n import _
from portal.records.models import Record
from portal.records.workflow import Problem, State, Transition, Workflow

LEAD_OFFICE = "duty:LEAD_DEPT"  # 총괄부서
MAKING = ("DRAFT",)


def has_projects(session: Session, plan: Record) -> list[Problem]:
    """A plan without a project plans nothing."""
    there = session.scalar(select(Project.id).where(Project.plan_id == plan.id, Project.binned_at.is_(None)).limit(1))
    return [] if there is not None else [Problem(_("세부사업을 하나 이상 적어 주십시오."), "projects/new")]


PLAN_WORKFLOW = Workflow(
    states={"DRAFT": State(_("작성 중"), "information"), "PUBLISHED": State(_("확정", context="plan"), "success")},
    transitions={"publish_plan": Transition(_("계획 확정"), MAKING, "PUBLISHED", ("lead",), (has_projects,))},
    acts={
        "edit": {("*",): ("lead",), MAKING: ("author",)},
        "attach": {("*",): ("lead",), MAKING: ("author",)},
        "add_project": {("*",): ("lead",), MAKING: ("author", "office")},
        "remove": {MAKING: ("author", "lead")},
    },
)
IN_PLAN = State(_("계획에 있음"), "gray")
PROJECT_WORKFLOW = Workflow(
    states={"IN_PLAN": IN_PLAN},
    acts={
        "edit": {("*",): ("lead", "maker")},
        "attach": {("*",): ("lead", "office")},
        "add_indicator": {("*",): ("lead", "maker")},
        "remove": {("*",): ("maker",)},
    },
)


def lead_offices(department_id: int | None) -> frozenset[str]:
    """The principals of the 총괄부서: that of the institution, and one named for the plans of this department."""
    return frozenset((LEAD_OFFICE, *((f"{LEAD_OFFICE}:{department_id}",) if department_id else ())))


def leads(department_id: int | None, viewer: Any) -> bool:
    """Whether somebody works in the department that leads a plan, or in the 총괄부서."""
    if viewer is None:
        return False
    return department_id in viewer.department_ids or not lead_offices(department_id).isdisjoint(viewer.principals)


def plan_relations(session: Session, plan: Record, viewer: Any) -> frozenset[str]:
    """lead; author; office (works in a department of one of its projects)."""
    if viewer is None:
        return frozenset()
    found = {"lead"} if leads(plan.department_id, viewer) else set()
    found |= {"author"} if viewer.person_id == plan.created_by_id else set()
    return frozenset(found | (set() if offices_of(session, plan).isdisjoint(viewer.principals) else {"office"}))


def offices_of(session: Session, plan: Record) -> frozenset[str]:
    """The principals of the departments in charge of a plan's projects, whether or not one of these is in the bin."""
    query = select(ProjectOffice.department_id).join(Project, Project.id == ProjectOffice.project_id)
    return frozenset(f"dept:{one}" for one in session.scalars(query.where(Project.plan_id == plan.id).distinct()))


def project_relations(session: Session, project: Record, viewer: Any) -> frozenset[str]:
    """lead; office (of this project); maker: one of them, or its author, while the plan is in the making."""
    assert isinstance(project, Project)
    if viewer is None:
        return frozenset()
    plan = session.get_one(Plan, project.plan_id)
    found = {"lead"} if leads(plan.department_id, viewer) else set()
    found |= {"office"} if any(one.department_id in viewer.department_ids for one in project.offices) else set()
    making = plan.state in MAKING and (found or viewer.person_id == project.created_by_id)
    return frozenset(found | ({"maker"} if making else set()))
