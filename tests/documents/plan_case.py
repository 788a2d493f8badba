"""Plans for tests: one of 복지정책과 that 연구기획분과 reviews, with projects and indicators."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from documents.indicators import writing as indicators
from documents.indicators.facts import IndicatorFacts
from documents.plans import projects, writing
from documents.plans.facts import OfficeFacts, PlanFacts, ProjectFacts, StrategyFacts
from documents.plans.lifecycle import LEAD_OFFICE
from portal import clock
from portal.people.models import Department
from tests import institution


def department(session: Any, name: str = "복지정책과") -> int:
    """A department by name."""
    return session.scalars(select(Department.id).where(Department.name == name)).one()


def as_lead(actor: Any) -> Any:
    """Somebody as if they worked in the 총괄부서."""
    return replace(actor, principals=actor.principals | {LEAD_OFFICE})


def plan(session: Any, actor: Any, *, strategies=("촘촘한 돌봄", "안전한 지역"), **more: Any) -> Any:
    """A plan of four years from this one, in the making."""
    year = clock.today().year
    named = [StrategyFacts(number, name, [f"{name} 중점"]) for number, name in enumerate(strategies, start=5)]
    reviewers = [institution.body(session).id]
    facts = PlanFacts("한빛 복지 이음 계획", "FOUR_YEAR", year, year + 3, department(session))
    return writing.begin(session, replace(facts, strategies=named, reviewers=reviewers, **more), actor)


def project(
    session: Any, of: Any, actor: Any, code: str = "5-9", *, name: str = "마음 돌봄 나들이", **more: Any
) -> Any:
    """A project of a plan."""
    offices = more.pop("offices", [OfficeFacts(department(session), "복지기획팀", "고은찬", "031-000-0000")])
    return projects.add_project(session, of, ProjectFacts(code, name, "NEW", offices, **more), actor)


def indicator(session: Any, of: Any, actor: Any, name: str = "나들이에 참여한 종사자 수", **more: Any) -> Any:
    """An indicator of a project, with everything that a reviewer asks for."""
    facts = IndicatorFacts(name, unit="명", method="참가 명단으로 셈", source="사업 결과 보고", rationale="지난해 실적")
    return indicators.begin(session, of, replace(facts, **more), actor)
