"""Writing plans: begun, changed, published, thrown away while in the making."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from documents.plans.facts import PlanFacts, StrategyFacts
from documents.plans.lifecycle import leads
from documents.plans.models import FocusProject, Plan, PlanReviewer, Project, Strategy
from portal import audit
from portal.db import new_uid
from portal.forms import FormError
from portal.i18n import _
from portal.records import services as records
from portal.records.models import Record
from portal.records.readers import principals_of, reader_set, set_readers
from portal.records.workflow import NotAllowed

LENGTHS = {"FOUR_YEAR": 4, "YEARLY": 1}  # 사보법 §35: four years, and each of them


def begin(session: Session, facts: PlanFacts, actor: Any, *, uid: str = "") -> Plan:
    """A new plan of a department. The same ``uid`` sent again is the same plan.

    Raises FormError for facts that cannot be, NotAllowed for who neither works there nor in the 총괄부서.
    """
    found = session.scalar(select(Plan).where(Plan.uid == uid)) if uid else None
    if found is not None:
        return _own(found, actor)
    if not leads(facts.department_id, actor):
        raise NotAllowed("edit")
    plan = Plan(uid=uid or new_uid())
    _state(session, plan, facts)
    try:
        with audit.attempt(session):
            records.add(session, plan, actor)
    except IntegrityError:  # two clicks at the same moment
        return _own(session.scalar(select(Plan).where(Plan.uid == uid)), actor)
    return plan


def _own(plan: Plan | None, actor: Any) -> Plan:
    if plan is None or plan.created_by_id != actor.person_id:
        raise NotAllowed("edit")
    return plan


def change(session: Session, plan: Plan, facts: PlanFacts, actor: Any) -> None:
    """Write a plan otherwise. Raises NotAllowed, FormError as :func:`begin`, and where a project stands in the way."""
    records.hold(session, plan, "edit", actor)
    if facts.department_id != plan.department_id and not leads(facts.department_id, actor):
        raise FormError("department_id", _("다른 부서의 계획으로 바꾸는 것은 총괄부서가 합니다."))
    _state(session, plan, facts)
    set_readers(session, plan)
    audit.note(session, actor, "edit", plan)
    records.changed(session, plan)


def publish(session: Session, plan: Plan, actor: Any) -> None:
    """계획 확정: staff and the bodies that review it read it from now on. Raises NotAllowed, Refused."""
    records.hold(session, plan, "publish_plan", actor)
    records.move(session, plan, "publish_plan", actor)


def throw_away(session: Session, record: Record, actor: Any) -> None:
    """A plan in the making, or a part of one, goes to the bin with what it contains. Raises NotAllowed, Refused."""
    records.hold(session, record, "remove", actor)
    records.put_in_bin(session, record, actor)


def follow_offices(session: Session, plan: Plan) -> None:
    """The departments of its projects read a plan: its readers are made anew when these are others than before."""
    session.flush()
    if reader_set(session, principals_of(session, plan)) != plan.reader_set_id:
        set_readers(session, plan)
        records.changed(session, plan)


def _state(session: Session, plan: Plan, facts: PlanFacts) -> None:
    _check_years(facts)
    plan.title, plan.kind, plan.department_id = facts.title, facts.kind, facts.department_id
    plan.first_year, plan.last_year = facts.first_year, facts.last_year
    plan.disclosure, plan.grounds = facts.disclosure, list(facts.grounds)
    kept = {one.body_id: one for one in plan.reviewers}
    plan.reviewers = [kept.get(one) or PlanReviewer(body_id=one) for one in dict.fromkeys(facts.reviewers)]
    _state_strategies(session, plan, facts)


def _check_years(facts: PlanFacts) -> None:
    length = LENGTHS.get(facts.kind)
    years = facts.last_year - facts.first_year + 1
    if years < 1:
        raise FormError("last_year", _("끝나는 해가 시작하는 해보다 앞섭니다."))
    if length is not None and years != length:
        raise FormError("last_year", _("이 종류의 계획은 ${n}년의 계획입니다. 연도를 확인하십시오.", {"n": length}))


def _state_strategies(session: Session, plan: Plan, facts: PlanFacts) -> None:
    """Strategies are known by their number, 중점추진사업 by their name; what a project belongs to stays."""
    kept = {one.number: one for one in plan.strategies}
    if len({one.number for one in facts.strategies}) != len(facts.strategies):
        raise FormError("strategies", _("같은 번호의 추진전략이 둘 있습니다."))
    gone = [one for number, one in kept.items() if number not in {asked.number for asked in facts.strategies}]
    _refuse_used(session, Project.strategy_id, {one.id: f"{one.number}. {one.name}" for one in gone})
    plan.strategies = [_strategy(session, kept.get(one.number), one) for one in facts.strategies]


def _strategy(session: Session, kept: Strategy | None, facts: StrategyFacts) -> Strategy:
    strategy = kept or Strategy(number=facts.number)
    strategy.name = facts.name
    before = {one.name: one for one in strategy.focuses}
    _refuse_used(session, Project.focus_id, {one.id: name for name, one in before.items() if name not in facts.focuses})
    strategy.focuses = [before.get(name) or FocusProject(name=name) for name in dict.fromkeys(facts.focuses)]
    return strategy


def _refuse_used(session: Session, column: Any, gone: dict[int, str]) -> None:
    used = session.scalar(select(column).where(column.in_(gone)).limit(1)) if gone else None
    if used is not None:
        text = _(
            "‘${name}’에 딸린 세부사업이 있어 지울 수 없습니다. 그 세부사업을 먼저 옮기십시오.", {"name": gone[used]}
        )
        raise FormError("strategies", text)
