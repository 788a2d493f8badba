"""Targets and actuals as they held on a day, their history, results by year, scores of projects."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from documents.indicators.achievement import Rate, rate, score
from documents.indicators.lint import Facts, Suggestion, suggestions
from documents.indicators.models import Indicator, IndicatorActual, IndicatorTarget, SuggestionAnswer
from documents.plans.models import Project
from portal import clock

MOST_LIKELY = 200  # percent
When = tuple[int, int | None]  # year, quarter


@dataclass(frozen=True)
class Result:
    """One year or quarter of an indicator: target, actual (None: not reported), rate."""

    year: int
    quarter: int | None
    target: Decimal | None
    actual: IndicatorActual | None
    rate: Rate

    @property
    def doubtful(self) -> bool:
        """Whether it is so far beyond the target that a unit may have slipped: asked about, never refused."""
        return self.rate.exact is not None and self.rate.exact > MOST_LIKELY


def target_history(session: Session, indicator_ids: Collection[int]) -> Sequence[IndicatorTarget]:
    """Every target there was, in the order in which they came into force."""
    query = select(IndicatorTarget).where(IndicatorTarget.indicator_id.in_(indicator_ids))
    return session.scalars(query.order_by(IndicatorTarget.valid_from, IndicatorTarget.id)).all()


def actual_history(session: Session, indicator_ids: Collection[int]) -> Sequence[IndicatorActual]:
    """Everything that was reported, in the order in which it was."""
    query = select(IndicatorActual).where(IndicatorActual.indicator_id.in_(indicator_ids))
    return session.scalars(query.order_by(IndicatorActual.id)).all()


def targets_on(session: Session, indicator: Indicator, day: date) -> dict[When, Decimal]:
    """What the targets were on a day, as far as is known today."""
    return in_force(target_history(session, [indicator.id]), day)


def in_force(history: Iterable[IndicatorTarget], day: date) -> dict[When, Decimal]:
    """Those of one indicator's targets that held on a day: of each year or quarter the one that came last."""
    return {(one.year, one.quarter): one.value for one in history if one.valid_from <= day}


def latest(history: Iterable[IndicatorActual]) -> dict[When, IndicatorActual]:
    """What is reported now of one indicator; what was taken back is not there."""
    found = {(one.year, one.quarter): one for one in history}
    return {when: one for when, one in found.items() if one.state != "UNREPORTED"}


def results(
    indicator: Indicator,
    targets: Iterable[IndicatorTarget],
    actuals: Iterable[IndicatorActual],
    day: date | None = None,
) -> list[Result]:
    """What an indicator's years and quarters came to, by the targets of a day (today)."""
    aimed, reached = in_force(targets, day or clock.today()), latest(actuals)
    whens = sorted({*aimed, *reached}, key=lambda when: (when[0], when[1] or 5))
    return [_result(indicator, when, aimed.get(when), reached.get(when)) for when in whens]


def _result(indicator: Indicator, when: When, target: Decimal | None, actual: IndicatorActual | None) -> Result:
    found = rate(indicator.direction, target, actual.value if actual else None)
    return Result(when[0], when[1], target, actual, found)


def has_values(session: Session, indicator: Indicator) -> bool:
    """Whether a target or an actual was ever entered."""
    rows = (exists().where(one.indicator_id == indicator.id) for one in (IndicatorTarget, IndicatorActual))
    return bool(session.scalar(select(or_(*rows))))


def indicators_of(session: Session, project_ids: Collection[int]) -> Sequence[Indicator]:
    """The indicators of some projects, in the order they were made."""
    query = select(Indicator).where(Indicator.parent_id.in_(project_ids), Indicator.binned_at.is_(None))
    return session.scalars(query.order_by(Indicator.id)).all()


def answers(session: Session, indicator: Indicator) -> dict[str, SuggestionAnswer]:
    """The last answer to each suggestion, by rule."""
    query = select(SuggestionAnswer).where(SuggestionAnswer.indicator_id == indicator.id)
    return {one.rule: one for one in session.scalars(query.order_by(SuggestionAnswer.id))}


def suggested(session: Session, indicator: Indicator, shown: Iterable[Result]) -> list[Suggestion]:
    """The suggestions on an indicator."""
    project = session.get_one(Project, indicator.parent_id)
    siblings = [(one.title, one.unit) for one in indicators_of(session, [project.id]) if one.id != indicator.id]
    yearly = [one.target for one in shown if one.quarter is None and one.target is not None]
    about = f"{project.target_group} {project.contents}"
    return suggestions(
        Facts(
            indicator.title, indicator.unit, indicator.direction, indicator.formula, indicator.method,
            indicator.source, project.title, about, siblings, yearly,
        )
    )  # fmt: skip


def scores(session: Session, project_ids: Collection[int], year: int) -> dict[int, tuple[int, Fraction | None]]:
    """(number of indicators, score of a year) of each project that has indicators; three queries however many."""
    found: dict[int, list[tuple[Decimal, Rate]]] = {}
    for indicator, shown in with_results(session, indicators_of(session, project_ids)):
        whole = next((one.rate for one in shown if (one.year, one.quarter) == (year, None)), Rate())
        found.setdefault(indicator.parent_id or 0, []).append((indicator.weight, whole))
    return {project_id: (len(rated), score(rated)) for project_id, rated in found.items()}


def with_results(session: Session, indicators: Sequence[Indicator]) -> list[tuple[Indicator, list[Result]]]:
    """Indicators with their results."""
    ids = [one.id for one in indicators]
    targets: dict[int, list[IndicatorTarget]] = {one: [] for one in ids}
    actuals: dict[int, list[IndicatorActual]] = {one: [] for one in ids}
    for target in target_history(session, ids):
        targets[target.indicator_id].append(target)
    for actual in actual_history(session, ids):
        actuals[actual.indicator_id].append(actual)
    return [(one, results(one, targets[one.id], actuals[one.id])) for one in indicators]
