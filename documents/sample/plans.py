"""The 지역사회보장계획 of the invented institution: projects, indicators, what was reported, what was changed."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files

from sqlalchemy import select

from documents.indicators import writing as indicators
from documents.indicators.facts import ActualFacts, IndicatorFacts, TargetFacts
from documents.indicators.models import Indicator
from documents.plans import projects, writing
from documents.plans.facts import OfficeFacts, PlanFacts, ProjectFacts, StrategyFacts
from documents.plans.models import SOURCES, Plan
from documents.plans.terms import term_of
from documents.sample.office import Office
from portal.commands.past import Life, on, working_day
from portal.files.services import attach
from portal.files.stores import blob_store
from portal.office.xlsx import Column, workbook
from portal.people.models import Body, Department

LEADER = "고은찬"  # of the 총괄부서
BEGUN = timedelta(days=1080)  # ago, or at the beginning of the term where that is later
MILLION = 1_000_000
PHONE = "031-000-0000"
# whose target was changed: of the third year, with the reason
CHANGED = {
    "퇴원 지원을 받은 사람 수": (170, "협약을 맺기로 한 병원 한 곳이 문을 닫아 목표를 낮춤"),
    "경사로를 놓은 곳의 수": (120, "한 해 앞서 목표를 넘겨 높임"),
}
EVIDENCE = ("살피미단 운영 횟수", "살피미단 모임 기록.xlsx")
ANSWERED = {"낮 활동 만족도": ("IND-6", "답하기 어려운 분은 그림 문항으로 묻고 곁에서 돕는 사람이 함께 답함")}


def read_lines(letter: str) -> list[list[str]]:
    """The lines of ``plans.txt`` that begin with a letter, in pieces."""
    return [rest for kind, rest in _lines() if kind == letter]


def _lines() -> Iterator[tuple[str, list[str]]]:
    for line in files("documents.sample").joinpath("plans.txt").read_text("utf-8").splitlines():
        letter, _, rest = line.partition(" ")
        if letter in ("=", "p", "i"):
            yield letter, [one.strip() for one in rest.split("|")]


def live(office: Office) -> Life:
    """The plan of this 기: written and published, then every January the year before is reported."""
    first = 2003 + 4 * term_of(office.today.year)[0]
    begun = working_day(max(office.today - BEGUN, date(first, 1, 6)))
    yield on(begun, 10)
    _write(office, first, begun)
    for year in range(first, first + 4):
        yield on(working_day(max(date(year + 1, 1, 20), begun + timedelta(days=7))), 14)
        _report(office, first, year)
        if year == first + 1:
            _change(office, year + 1)


def _write(office: Office, first: int, day: date) -> None:
    session, leader = office.session, office.now_as(office.person_id(LEADER))
    departments = {one.name: one.id for one in session.scalars(select(Department))}
    strategies = [
        StrategyFacts(number, name, _pieces(focuses)) for number, (name, focuses) in enumerate(read_lines("="), start=1)
    ]
    reviewers = session.scalars(select(Body.id).where(Body.kind.in_(("REPRESENTATIVE", "WORKING", "SUBCOMMITTEE"))))
    facts = PlanFacts(
        f"제{term_of(first)[0]}기 한빛시 지역사회보장계획", "FOUR_YEAR", first, first + 3, departments["복지정책과"],
        strategies=strategies, reviewers=list(reviewers),
    )  # fmt: skip
    plan = writing.begin(session, facts, leader)
    project = None
    for letter, row in _lines():
        if letter == "p":
            project = projects.add_project(session, plan, _project(plan, row, departments), leader)
        elif letter == "i" and project is not None:
            made = indicators.begin(session, project, _indicator(row, first), leader)
            for year, value in enumerate(row[7].split(), start=first):
                target = TargetFacts(year, Decimal(value), day, "계획을 세울 때 정함")
                indicators.set_target(session, made, target, leader)
    writing.publish(session, plan, leader)


def _project(plan: Plan, row: list[str], departments: dict[str, int]) -> ProjectFacts:
    code, name, category, offices, focus, purpose, group, contents, won = row
    strategy = next(one for one in plan.strategies if one.number == int(code.split("-")[0]))
    named = [[part.strip() for part in one.split(",")] for one in _pieces(offices)]
    amounts = [int(one) * MILLION if one != "-" else 0 for one in won.replace(" ", "").split("/")]
    years = range(plan.first_year, plan.last_year + 1)
    return ProjectFacts(
        code, name, category, [OfficeFacts(departments[where], team, who, PHONE) for where, team, who in named],
        focus_id=strategy.focuses[int(focus) - 1].id if focus != "-" else None,
        purpose=purpose, target_group=group, contents=contents,
        funding={(year, source): one for year in years for source, one in zip(SOURCES, amounts, strict=False) if one},
    )  # fmt: skip


def _indicator(row: list[str], first: int) -> IndicatorFacts:
    name, kind, unit, direction, formula, names, baseline, _targets, _actuals, method, source, rationale = row
    pairs = (one.split("=") for one in _pieces(names))
    return IndicatorFacts(
        name, kind, unit, direction, formula, {name.strip(): words.strip() for name, words in pairs},
        Decimal(baseline) if baseline else None, first - 1 if baseline else None, method, "YEAR", source,
        rationale=rationale,
    )  # fmt: skip


def _report(office: Office, first: int, year: int) -> None:
    session, leader = office.session, office.now_as(office.person_id(LEADER))
    for row in read_lines("i"):
        value = row[8].split()[year - first]
        indicator = session.scalars(select(Indicator).where(Indicator.title == row[0])).one()
        facts = ActualFacts(year, value=Decimal(value)) if value != "-" else ActualFacts(year, "NONE_PLANNED")
        indicators.report_actual(session, indicator, facts, leader)
        if row[0] == EVIDENCE[0] and year == first:
            _attach(office, indicator, value)
        rule, text = ANSWERED.get(row[0], ("", ""))
        if rule:
            indicators.answer(session, indicator, rule, text, leader)


def _attach(office: Office, indicator: Indicator, held: str) -> None:
    """The list behind a number, as a spreadsheet."""
    columns = [Column("분기", "number"), Column("모임", "number")]
    each, rest = divmod(int(held), 4)
    rows = [(quarter, each + (quarter <= rest)) for quarter in range(1, 5)]
    data = workbook(indicator.title, columns, rows)
    store = blob_store(office.registry, office.session)
    leader = office.now_as(office.person_id(LEADER))
    attach(office.session, store, indicator, EVIDENCE[1], io.BytesIO(data), actor=leader)


def _change(office: Office, year: int) -> None:
    session, leader = office.session, office.now_as(office.person_id(LEADER))
    for name, (value, reason) in CHANGED.items():
        indicator = session.scalars(select(Indicator).where(Indicator.title == name)).one()
        day = office.moment.date()
        indicators.set_target(session, indicator, TargetFacts(year, Decimal(value), day, reason), leader)


def _pieces(text: str) -> list[str]:
    return [one.strip() for one in text.split(";") if one.strip()]
