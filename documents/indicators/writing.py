"""Writing indicators: made, changed, a target changed from a day on, an actual reported, a suggestion answered."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from documents.indicators import reading
from documents.indicators.facts import ActualFacts, IndicatorFacts, TargetFacts
from documents.indicators.formula import FormulaError, evaluate, names_in
from documents.indicators.lint import RULES
from documents.indicators.models import Indicator, IndicatorActual, IndicatorTarget, SuggestionAnswer
from documents.plans.models import Plan, Project
from portal import audit, clock
from portal.db import new_uid
from portal.forms import FormError
from portal.i18n import _
from portal.records import services as records
from portal.records.models import Record
from portal.records.readers import readable
from portal.records.workflow import NotAllowed

HALF_OF_LAST = Decimal("0.00005")  # values are kept to four decimals


def begin(session: Session, project: Project, facts: IndicatorFacts, actor: Any, *, uid: str = "") -> Indicator:
    """A new indicator of a project. The same ``uid`` sent again is the same one. Raises NotAllowed, FormError."""
    records.hold(session, project, "add_indicator", actor)
    found = session.scalar(select(Indicator).where(Indicator.uid == uid)) if uid else None
    if found is not None:
        return _own(found, project, actor)
    indicator = Indicator(uid=uid or new_uid(), parent_id=project.id, department_id=project.department_id)
    _state(indicator, facts)
    try:
        with audit.attempt(session):
            records.add(session, indicator, actor)
    except IntegrityError:  # two clicks at the same moment
        return _own(session.scalar(select(Indicator).where(Indicator.uid == uid)), project, actor)
    return indicator


def _own(indicator: Indicator | None, project: Project, actor: Any) -> Indicator:
    if indicator is None or indicator.created_by_id != actor.person_id or indicator.parent_id != project.id:
        raise NotAllowed("add_indicator")
    return indicator


def change(session: Session, indicator: Indicator, facts: IndicatorFacts, actor: Any) -> None:
    """Write an indicator otherwise. Raises NotAllowed, FormError; also for another unit once values are there."""
    records.hold(session, indicator, "edit", actor)
    if facts.unit != indicator.unit and reading.has_values(session, indicator):
        raise FormError("unit", _("이미 값이 있어 단위를 바꿀 수 없습니다. 새 지표를 만드십시오."))
    _state(indicator, facts)
    audit.note(session, actor, "edit", indicator)
    records.changed(session, indicator)


def _state(indicator: Indicator, facts: IndicatorFacts) -> None:
    if facts.weight < 0:
        raise FormError("weight", _("가중치는 0보다 작을 수 없습니다."))
    _check_formula(facts)
    indicator.title, indicator.kind, indicator.unit = facts.name, facts.kind, facts.unit
    indicator.direction, indicator.formula, indicator.variables = facts.direction, facts.formula, dict(facts.variables)
    indicator.baseline, indicator.baseline_year = facts.baseline, facts.baseline_year
    indicator.method, indicator.cycle, indicator.source = facts.method, facts.cycle, facts.source
    indicator.weight, indicator.rationale = facts.weight, facts.rationale


def _check_formula(facts: IndicatorFacts) -> None:
    """With variables a formula is reckoned, so it must be one; without it is words that people read."""
    if not facts.variables:
        return
    try:
        names = names_in(facts.formula)
    except FormulaError as error:
        raise FormError("formula", error.message) from error
    if set(names) != set(facts.variables):
        text = _("산식의 기호와 아래에 적은 기호가 다릅니다. 산식의 기호: ${names}", {"names": ", ".join(names) or "-"})
        raise FormError("variables", text)


def set_target(session: Session, indicator: Indicator, facts: TargetFacts, actor: Any) -> IndicatorTarget:
    """A target from a day on; what held before stays in the history. Raises NotAllowed, FormError."""
    records.hold(session, indicator, "set_target", actor)
    _check_year(session, indicator, facts.year)
    if not facts.reason.strip():
        raise FormError("reason", _("목표를 정하거나 바꾼 까닭을 적어 주십시오."))
    _check_binary(indicator, facts.value)
    decision = _decision(session, facts.decision_uid, actor)
    last = next(iter(reversed(reading.target_history(session, [indicator.id]))), None)
    if last is not None and _says_the_same(last, facts, decision, actor):
        return last  # a second click
    row = IndicatorTarget(
        indicator_id=indicator.id, year=facts.year, quarter=facts.quarter, value=facts.value,
        valid_from=facts.valid_from, reason=facts.reason, decision_id=decision, **_entered(actor),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.note(session, actor, "set_target", indicator)
    return row


def _says_the_same(last: IndicatorTarget, facts: TargetFacts, decision: int | None, actor: Any) -> bool:
    kept = (last.year, last.quarter, last.value, last.valid_from, last.reason, last.decision_id, last.entered_by_id)
    stated = (facts.year, facts.quarter, facts.value, facts.valid_from, facts.reason, decision, actor.person_id)
    return kept == stated


def _decision(session: Session, uid: str, actor: Any) -> int | None:
    """The record that decided a target: one that who enters it may read."""
    if not uid:
        return None
    found = session.scalar(select(Record.id).where(Record.uid == uid, readable(actor.principals)))
    if found is None:
        raise FormError("decision", _("그 주소의 기록이 없습니다. 결정이나 문서 화면의 주소를 붙여 넣으십시오."))
    return found


def report_actual(session: Session, indicator: Indicator, facts: ActualFacts, actor: Any) -> IndicatorActual:
    """What was reached, or that nothing was planned (–), or that it is not reported after all.

    Raises NotAllowed, FormError; what was reported before stays in the history.
    """
    records.hold(session, indicator, "report_actual", actor)
    _check_year(session, indicator, facts.year)
    value = _value(indicator, facts) if facts.state == "REPORTED" else None
    inputs = {name: f"{one:f}" for name, one in facts.inputs.items()} if value is not None else {}
    history = reading.actual_history(session, [indicator.id])
    last = next((one for one in reversed(history) if (one.year, one.quarter) == (facts.year, facts.quarter)), None)
    if last is not None and (last.state, last.value, last.inputs) == (facts.state, value, inputs):
        return last  # nothing new, or a second click
    row = IndicatorActual(
        indicator_id=indicator.id, year=facts.year, quarter=facts.quarter, state=facts.state, value=value,
        inputs=inputs, **_entered(actor),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.note(session, actor, "report_actual", indicator)
    return row


def _value(indicator: Indicator, facts: ActualFacts) -> Decimal:
    reckoned = None
    if facts.inputs:
        try:
            reckoned = evaluate(indicator.formula, facts.inputs)
        except FormulaError as error:
            raise FormError("inputs", error.message) from error
    value = reckoned if facts.value is None else facts.value
    if value is None:
        raise FormError("value", _("값을 적거나, 산식에 들어가는 값을 모두 적어 주십시오."))
    if reckoned is not None and abs(reckoned - value) > HALF_OF_LAST:
        raise FormError(
            "value",
            _(
                "산식으로 계산한 값은 ${value}입니다. 둘 가운데 하나를 고치십시오.",
                {"value": f"{reckoned.normalize():f}"},
            ),
        )
    _check_binary(indicator, value)
    return value


def _check_binary(indicator: Indicator, value: Decimal) -> None:
    if indicator.direction == "BINARY" and value not in (0, 1):
        raise FormError("value", _("이행 여부는 1(이행) 또는 0(미이행)으로 적습니다."))


def _check_year(session: Session, indicator: Indicator, year: int) -> None:
    plan = session.get_one(Plan, session.get_one(Project, indicator.parent_id).plan_id)
    if not plan.first_year <= year <= plan.last_year:
        words = {"first": plan.first_year, "last": plan.last_year}
        raise FormError("year", _("이 계획의 해는 ${first}년부터 ${last}년까지입니다.", words))


def answer(session: Session, indicator: Indicator, rule: str, text: str, actor: Any) -> None:
    """Keep what was answered to a suggestion; the same words of two clicks are kept once. Raises NotAllowed."""
    records.hold(session, indicator, "answer_suggestion", actor)
    if rule not in {one[0] for one in RULES}:
        raise LookupError(rule)
    last = reading.answers(session, indicator).get(rule)
    if last is not None and (last.text, last.entered_by_id) == (text, actor.person_id):
        return
    session.add(SuggestionAnswer(indicator_id=indicator.id, rule=rule, text=text, **_entered(actor)))
    session.flush()
    audit.note(session, actor, "answer_suggestion", indicator)


def _entered(actor: Any) -> dict[str, Any]:
    return {"entered_by_id": actor.person_id, "entered_by": actor.name, "entered_at": clock.now()}
