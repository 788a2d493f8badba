"""The declarations of plans and projects: who reads them, and what the index gets."""

from dataclasses import replace

from sqlalchemy.orm import Session

from documents.plans.lifecycle import (
    MAKING,
    PLAN_WORKFLOW,
    PROJECT_WORKFLOW,
    lead_offices,
    offices_of,
    plan_relations,
    project_relations,
)
from documents.plans.models import Plan, Project
from portal.files.services import index_parts
from portal.i18n import _
from portal.records.models import Record
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType

OWN = ("department", "lead_office", "offices")
READERS = ReaderRule(
    making=(*OWN, "author"),
    making_states=MAKING,
    open=(*OWN, "staff", "reviewers"),
    partial=(*OWN, "reviewers"),
    closed=OWN,
    published=(),
)
IN_PLAN_READERS = replace(READERS, making_states=())  # of what a plan contains: as the plan, whatever this says


def plan_principals(session: Session, plan: Record, word: str) -> frozenset[str] | None:
    """총괄부서, the departments of its projects, the bodies that review it."""
    assert isinstance(plan, Plan)
    if word == "lead_office":
        return lead_offices(plan.department_id)
    if word == "offices":
        return offices_of(session, plan)
    if word == "reviewers":
        return frozenset(f"body:{one.body_id}" for one in plan.reviewers)
    return None


def plan_index(session: Session, plan: Record) -> IndexFacts:
    """Its title, its strategies and 중점추진사업, its files."""
    assert isinstance(plan, Plan)
    names = [name for one in plan.strategies for name in (one.name, *(focus.name for focus in one.focuses))]
    part = IndexPart("strategies", _("추진전략"), "\n".join(names), "#strategies")
    return IndexFacts((part, *index_parts(session, plan.id)))


def project_index(session: Session, project: Record) -> IndexFacts:
    """Its code, what it is for, whom it is for and what is done, who is in charge, its files."""
    assert isinstance(project, Project)
    people = [f"{one.department.name} {one.team} {one.officer}" for one in project.offices]
    about = "\n".join((f"{project.code} {project.title}", *people))
    body = "\n".join((project.purpose, project.target_group, project.contents))
    parts = (IndexPart("about", _("사업 정보"), about, "#facts"), IndexPart("body", _("사업 내용"), body, "#body"))
    return IndexFacts((*parts, *index_parts(session, project.id)), number=project.code)


PLAN = RecordType(
    name="plan",
    label=_("계획", context="type"),
    model=Plan,
    workflow=PLAN_WORKFLOW,
    readers=READERS,
    relations=plan_relations,
    index=plan_index,
    principals=plan_principals,
    route="plan",
)
PROJECT = RecordType(
    name="project",
    label=_("세부사업", context="type"),
    model=Project,
    workflow=PROJECT_WORKFLOW,
    readers=IN_PLAN_READERS,
    relations=project_relations,
    index=project_index,
    route="project",
    inherits_readers=True,
)
