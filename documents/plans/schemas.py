"""The forms of plans and projects, and what is read from and shown in them."""

from collections.abc import Sequence
from typing import Any

import colander

from documents.plans.facts import OfficeFacts, PlanFacts, ProjectFacts, StrategyFacts
from documents.plans.labels import CATEGORIES, KINDS, SOURCES
from documents.plans.models import Plan, Project
from documents.plans.terms import is_code
from portal.forms import widgets
from portal.forms.fields import Money, Rows, Text, Whole, choice, choices, lines_of
from portal.i18n import _
from portal.people.schemas import hidden_uid, no_resident_number, reference, schema, seen, telephone, text
from portal.records.disclosure import add_disclosure, typed_disclosure

Options = Sequence[tuple[int, Any]]
LONGEST = 3000  # characters of a part of a project


def plan_schema(departments: Options, bodies: Options, new: bool = False) -> colander.SchemaNode:
    """A plan; what is new carries a uid, so that the form sent twice makes one."""
    made = schema(text("title", _("계획 이름"), 300))
    made.add(choice(list(KINDS.items()), radios=True, name="kind", title=_("종류"), default="FOUR_YEAR"))
    made.add(_year("first_year", _("시작하는 해")))
    made.add(_year("last_year", _("끝나는 해")))
    made.add(reference("department_id", _("총괄하는 부서"), departments))
    add_disclosure(made)
    hint = _("계획이 확정되면 이 회의체의 위원도 읽습니다.")
    options = [(str(key), name) for key, name in bodies]
    made.add(choices(options, name="reviewers", title=_("심의하는 회의체"), description=hint, missing=frozenset()))
    made.add(_strategies())
    if new:
        made.add(hidden_uid())
    return made


def _year(name: str, title: Any) -> colander.SchemaNode:
    return colander.SchemaNode(Whole(2007, 2199), name=name, title=title)


def _strategies() -> colander.SchemaNode:
    row = schema(
        colander.SchemaNode(Whole(1, 999), name="number", title=_("번호")),
        text("name", _("추진전략 이름"), 200),
        _lines("focuses", _("중점추진사업(한 줄에 하나)"), 4000, rows=3, validator=_names),
        name="row",
        title=_("추진전략"),
    )
    return colander.SchemaNode(
        colander.Sequence(), row, name="strategies", title=_("추진전략"), validator=Rows(most=50), missing=[],
        widget=widgets.Rows(add_subitem_text_template=_("추진전략 더하기")),
    )  # fmt: skip


def _names(node: colander.SchemaNode, value: str) -> None:
    no_resident_number(node, value)
    if any(len(line) > 200 for line in lines_of(value)):
        raise colander.Invalid(node, _("이름 하나는 ${most}자까지 적을 수 있습니다.", mapping={"most": 200}))


def _lines(name: str, title: Any, longest: int, rows: int = 4, **more: Any) -> colander.SchemaNode:
    more.setdefault("validator", no_resident_number)
    return colander.SchemaNode(
        Text(longest, lines=True), name=name, title=title, missing="", widget=widgets.TextArea(rows=rows), **more
    )


def typed_plan(values: dict[str, Any]) -> PlanFacts:
    """What the form of a plan says."""
    strategies = [StrategyFacts(one["number"], one["name"], lines_of(one["focuses"])) for one in values["strategies"]]
    names = ("title", "kind", "first_year", "last_year", "department_id")
    return PlanFacts(
        **{name: values[name] for name in names},
        **typed_disclosure(values),
        strategies=strategies,
        reviewers=sorted(int(one) for one in values["reviewers"]),
    )


def stored_plan(plan: Plan) -> dict[str, Any]:
    """A plan as its form shows it."""
    names = ("title", "kind", "first_year", "last_year", "department_id", "disclosure")
    strategies = [
        {"number": one.number, "name": one.name, "focuses": "\n".join(focus.name for focus in one.focuses)}
        for one in plan.strategies
    ]
    return {name: getattr(plan, name) for name in names} | {
        "grounds": {str(one) for one in plan.grounds},
        "reviewers": {str(one.body_id) for one in plan.reviewers},
        "strategies": strategies,
    }


def project_schema(plan: Plan, departments: Options, new: bool = False) -> colander.SchemaNode:
    """A 세부사업 of a plan."""
    made = schema(
        text("code", _("사업번호"), 19, validator=_code, description=_("추진전략과 순번을 5-9처럼 적습니다.")),
        text("name", _("세부사업명"), 300),
    )
    focuses = [(one.id, f"{strategy.number}. {one.name}") for strategy in plan.strategies for one in strategy.focuses]
    if focuses:
        made.add(reference("focus_id", _("중점추진사업"), focuses, blank=_("없음")))
    made.add(choice(list(CATEGORIES.items()), name="category", title=_("사업 구분")))
    made.add(_offices(departments))
    for name, title in (("purpose", _("사업목적")), ("target_group", _("사업대상")), ("contents", _("사업 내용"))):
        made.add(_lines(name, title, LONGEST))
    made.add(_funding(plan))
    if new:
        made.add(hidden_uid())
    return made


def _code(node: colander.SchemaNode, value: str) -> None:
    if not is_code(value):
        raise colander.Invalid(node, _("사업번호를 5-9처럼 숫자와 붙임표로 적어 주십시오."))


def _offices(departments: Options) -> colander.SchemaNode:
    row = schema(
        reference("department_id", _("부서"), departments),
        text("team", _("팀"), 60, required=False),
        text("officer", _("담당자"), 60, required=False, validator=seen),
        text("phone", _("전화"), 30, required=False, validator=telephone),
        name="row",
        title=_("담당부서"),
    )
    return colander.SchemaNode(
        colander.Sequence(), row, name="offices", title=_("담당부서"), validator=Rows(1, 20),
        description=_("여러 부서가 맡으면 주관하는 부서를 맨 위에 적습니다."),
        widget=widgets.Rows(min_len=1, add_subitem_text_template=_("부서 더하기")),
    )  # fmt: skip


def _funding(plan: Plan) -> colander.SchemaNode:
    row = schema(
        colander.SchemaNode(Whole(plan.first_year, plan.last_year), name="year", title=_("연도")),
        choice(list(SOURCES.items()), name="source", title=_("재원")),
        colander.SchemaNode(Money(), name="planned", title=_("계획액(원)")),
        name="row",
        title=_("재원"),
    )
    return colander.SchemaNode(
        colander.Sequence(), row, name="funding", title=_("예산 계획"), validator=_each_once, missing=[],
        description=_("비예산 사업이면 비워 둡니다."),
        widget=widgets.Rows(add_subitem_text_template=_("예산 더하기")),
    )  # fmt: skip


def _each_once(node: colander.SchemaNode, rows: list[dict[str, Any]]) -> None:
    Rows(most=100)(node, rows)
    if len({(one["year"], one["source"]) for one in rows}) != len(rows):
        raise colander.Invalid(node, _("같은 해의 같은 재원이 두 번 있습니다."))


def typed_project(values: dict[str, Any]) -> ProjectFacts:
    """What the form of a project says."""
    names = ("code", "name", "category", "purpose", "target_group", "contents")
    return ProjectFacts(
        **{name: values[name] for name in names},
        focus_id=values.get("focus_id"),
        offices=[OfficeFacts(**one) for one in values["offices"]],
        funding={(one["year"], one["source"]): one["planned"] for one in values["funding"]},
    )


def stored_project(project: Project) -> dict[str, Any]:
    """A project as its form shows it."""
    names = ("code", "focus_id", "category", "purpose", "target_group", "contents")
    offices = ("department_id", "team", "officer", "phone")
    return {name: getattr(project, name) for name in names} | {
        "name": project.title,
        "offices": [{name: getattr(one, name) for name in offices} for one in project.offices],
        "funding": [{"year": one.year, "source": one.source, "planned": one.planned} for one in project.funding],
    }
