"""Writing the projects (세부사업) of a plan."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from documents.plans.facts import ProjectFacts
from documents.plans.models import Plan, Project, ProjectFunding, ProjectOffice, Strategy
from documents.plans.terms import code_order, tidy_code
from documents.plans.writing import follow_offices
from portal import audit
from portal.db import new_uid
from portal.forms import FormError
from portal.i18n import _
from portal.records import services as records
from portal.records.workflow import NotAllowed


def add_project(session: Session, plan: Plan, facts: ProjectFacts, actor: Any, *, uid: str = "") -> Project:
    """A new project of a plan. The same ``uid`` sent again is the same project.

    Raises NotAllowed, FormError for a code that is taken or of no strategy, and for years outside of the plan.
    """
    records.hold(session, plan, "add_project", actor)
    found = session.scalar(select(Project).where(Project.uid == uid)) if uid else None
    if found is not None:
        if found.created_by_id != actor.person_id or found.plan_id != plan.id:
            raise NotAllowed("add_project")
        return found
    project = Project(uid=uid or new_uid(), plan_id=plan.id, parent_id=plan.id)
    _state(session, plan, project, facts)
    project.offices = [_office(rank, one) for rank, one in enumerate(facts.offices)]
    try:
        with audit.attempt(session):
            records.add(session, project, actor)
    except IntegrityError as error:  # somebody else took the code at the same moment
        raise _taken(facts.code) from error
    follow_offices(session, plan)
    return project


def change_project(session: Session, project: Project, facts: ProjectFacts, actor: Any) -> None:
    """Write a project otherwise. Raises NotAllowed, FormError as :func:`add_project`."""
    plan = session.get_one(Plan, project.plan_id)
    records.lock(session, plan)  # before the project, as when one is added: two never wait for each other
    records.hold(session, project, "edit", actor)
    _state(session, plan, project, facts)
    project.offices = [_office(rank, one) for rank, one in enumerate(facts.offices)]
    audit.note(session, actor, "edit", project)
    follow_offices(session, plan)
    records.changed(session, project)


def _state(session: Session, plan: Plan, project: Project, facts: ProjectFacts) -> None:
    code = tidy_code(facts.code)
    query = select(Project.id).where(Project.plan_id == plan.id, Project.code == code, Project.id != project.id)
    if project.id is None:
        query = select(Project.id).where(Project.plan_id == plan.id, Project.code == code)
    if session.scalar(query) is not None:
        raise _taken(code)
    strategy = _strategy(plan, code)
    project.strategy_id = strategy.id if strategy else None
    if facts.focus_id is not None and facts.focus_id not in {one.id for one in (strategy.focuses if strategy else ())}:
        raise FormError("focus_id", _("사업번호의 추진전략에 딸린 중점추진사업이 아닙니다."))
    project.focus_id = facts.focus_id
    project.code, project.code_order, project.title = code, code_order(code), facts.name
    project.category, project.purpose = facts.category, facts.purpose
    project.target_group, project.contents = facts.target_group, facts.contents
    project.department_id = facts.offices[0].department_id
    _state_funding(plan, project, facts)


def _taken(code: str) -> FormError:
    return FormError("code", _("사업번호 ${code}은(는) 이 계획이나 휴지통에 이미 있습니다.", {"code": code}))


def _strategy(plan: Plan, code: str) -> Strategy | None:
    """The strategy of the first number of a code; a plan without strategies has none."""
    number = int(code.split("-", maxsplit=1)[0])
    found = next((one for one in plan.strategies if one.number == number), None)
    if found is None and plan.strategies:
        raise FormError("code", _("이 계획에는 추진전략 ${n}이(가) 없습니다. 번호를 확인하십시오.", {"n": number}))
    return found


def _state_funding(plan: Plan, project: Project, facts: ProjectFacts) -> None:
    outside = [year for year, _source in facts.funding if not plan.first_year <= year <= plan.last_year]
    if outside:
        raise FormError("funding", _("${year}년은 이 계획의 해가 아닙니다.", {"year": outside[0]}))
    kept = {(one.year, one.source): one for one in project.funding}
    for key, planned in facts.funding.items():
        row = kept.get(key) or ProjectFunding(year=key[0], source=key[1])
        row.planned, kept[key] = planned, row
    project.funding = [row for key, row in kept.items() if key in facts.funding]


def _office(rank: int, facts: Any) -> ProjectOffice:
    return ProjectOffice(
        rank=rank, department_id=facts.department_id, team=facts.team, officer=facts.officer, phone=facts.phone
    )
