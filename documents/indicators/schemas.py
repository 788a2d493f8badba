"""The forms of indicators: the indicator, a change of target, an actual, an answer."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import colander

from documents.indicators.facts import ActualFacts, IndicatorFacts, TargetFacts
from documents.indicators.labels import ACTUAL_STATES, CYCLES, DIRECTIONS, QUARTERS, TYPES
from documents.indicators.models import Indicator, IndicatorActual
from portal.forms import widgets
from portal.forms.fields import Text, Whole, choice, lines_of
from portal.i18n import _
from portal.people.schemas import day, hidden_uid, no_resident_number, schema, text

LONGEST = 2000  # characters of method, source and rationale
MOST = 10**11  # a value beyond is a slip; SQLite and Excel count no further exactly
_NUMBER = re.compile(r"[-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,4})?")
_VARIABLE = re.compile(r"\s*([^\W\d_]\w{0,29})\s*[=:]\s*(\S.{0,99})")
_UID = re.compile(r"[0-9a-f]{32}")


class Measured(colander.SchemaType):
    """A value with at most four decimals; thousands commas are allowed."""

    widget_maker = widgets.NumberInput

    def __init__(self, least: int = -MOST) -> None:
        self.least = least

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the digits."""
        return colander.null if appstruct in (colander.null, None) else f"{appstruct:f}"

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return the value or refuse it in words."""
        typed = "" if cstruct in (colander.null, None) else unicodedata.normalize("NFKC", str(cstruct)).strip()
        if not typed:
            return colander.null
        if _NUMBER.fullmatch(typed) is None:
            raise colander.Invalid(node, _("숫자로 적어 주십시오. 소수는 네 자리까지 쓸 수 있습니다."))
        value = Decimal(typed.replace(",", "").replace("−", "-"))
        if not self.least <= value <= MOST:
            mapping = {"least": f"{self.least:,}", "most": f"{MOST:,}"}
            raise colander.Invalid(node, _("${least}에서 ${most} 사이로 적어 주십시오.", mapping=mapping))
        return value


def _measure(name: str, title: Any, required: bool = True, least: int = -MOST, **more: Any) -> colander.SchemaNode:
    more |= {} if required else {"missing": None}
    return colander.SchemaNode(Measured(least), name=name, title=title, **more)


def _lines(name: str, title: Any, required: bool = False, **more: Any) -> colander.SchemaNode:
    more |= {} if required else {"missing": ""}
    more.setdefault("validator", no_resident_number)
    return colander.SchemaNode(
        Text(LONGEST, lines=True), name=name, title=title, widget=widgets.TextArea(rows=3), **more
    )


def indicator_schema(new: bool = False) -> colander.SchemaNode:
    """An indicator; what is new carries a uid, so that the form sent twice makes one."""
    made = schema(text("name", _("지표명"), 300))
    made.add(choice(list(TYPES.items()), name="kind", title=_("유형")))
    made.add(choice(list(DIRECTIONS.items()), name="direction", title=_("방향"), default="UP"))
    made.add(text("unit", _("단위"), 30, required=False))
    hint = _("a/b*100처럼 적으면 실적을 계산해 드립니다. 더하기, 빼기, 곱하기, 나누기와 괄호를 쓸 수 있습니다.")
    made.add(text("formula", _("산식"), 300, required=False, description=hint))
    hint = _("산식에 쓴 기호마다 한 줄에 ‘a = 참여한 사람 수’처럼 적습니다. 글로 된 산식이면 비워 둡니다.")
    made.add(_lines("variables", _("산식의 기호"), description=hint, validator=_variables))
    made.add(_measure("baseline", _("기준값"), required=False))
    made.add(colander.SchemaNode(Whole(1990, 2199), name="baseline_year", title=_("기준연도"), missing=None))
    made.add(_lines("method", _("측정방법")))
    made.add(choice(list(CYCLES.items()), name="cycle", title=_("측정주기"), default="YEAR"))
    made.add(_lines("source", _("자료원")))
    made.add(_measure("weight", _("가중치"), least=0, default=Decimal(1)))
    made.add(_lines("rationale", _("목표 설정근거")))
    if new:
        made.add(hidden_uid())
    return made


def _variables(node: colander.SchemaNode, value: str) -> None:
    no_resident_number(node, value)
    found = [_VARIABLE.fullmatch(line) for line in lines_of(value)]
    if not all(found) or len({one[1] for one in found if one}) != len(found) or len(found) > 10:
        raise colander.Invalid(node, _("한 줄에 하나씩 ‘a = 참여한 사람 수’처럼, 열 개까지 적어 주십시오."))


def typed_indicator(values: dict[str, Any]) -> IndicatorFacts:
    """What the form of an indicator says."""
    found = (_VARIABLE.fullmatch(line) for line in lines_of(values["variables"]))
    stated = {name: value for name, value in values.items() if name not in ("variables", "uid")}
    return IndicatorFacts(**stated, variables={one[1]: one[2].strip() for one in found if one})


def stored_indicator(indicator: Indicator) -> dict[str, Any]:
    """An indicator as its form shows it."""
    names = (
        "kind", "direction", "unit", "formula", "baseline", "baseline_year", "method", "cycle", "source", "weight",
        "rationale",
    )  # fmt: skip
    variables = "\n".join(f"{name} = {words}" for name, words in indicator.variables.items())
    return {name: getattr(indicator, name) for name in names} | {"name": indicator.title, "variables": variables}


def _when(years: Sequence[int], first: int) -> list[colander.SchemaNode]:
    return [
        choice([(str(one), str(one)) for one in years], name="year", title=_("연도"), default=str(first)),
        choice(
            [(str(n), label) for n, label in QUARTERS.items()],
            name="quarter", title=_("분기"), blank=_("한 해 전체"), missing="",
        ),
    ]  # fmt: skip


def target_schema(years: Sequence[int], today: date) -> colander.SchemaNode:
    """A target from a day on, and why."""
    nearest = min(years, key=lambda one: abs(one - today.year))
    made = schema(*_when(years, nearest), _measure("value", _("목표")))
    hint = _("이날부터 이 목표를 씁니다. 앞의 목표는 이력에 남습니다.")
    made.add(day("valid_from", _("시작하는 날"), default=today, description=hint))
    made.add(_lines("reason", _("정하거나 바꾸는 까닭"), required=True))
    hint = _("이 목표를 정한 결정이나 문서가 있으면 그 화면의 주소를 붙여 넣습니다.")
    made.add(text("decision", _("정한 기록"), 500, required=False, description=hint, validator=_an_address))
    return made


def _an_address(node: colander.SchemaNode, value: str) -> None:
    if _UID.search(value) is None:
        raise colander.Invalid(node, _("그 주소의 기록이 없습니다. 결정이나 문서 화면의 주소를 붙여 넣으십시오."))


def typed_target(values: dict[str, Any]) -> TargetFacts:
    """What the form of a target says."""
    address = _UID.search(values["decision"])
    return TargetFacts(
        int(values["year"]), values["value"], values["valid_from"], values["reason"],
        quarter=int(values["quarter"]) if values["quarter"] else None, decision_uid=address[0] if address else "",
    )  # fmt: skip


def actual_schema(indicator: Indicator) -> colander.SchemaNode:
    """What was reached in one year or quarter; the values of a formula stand beside the value."""
    made = schema(choice(list(ACTUAL_STATES.items()), radios=True, name="state", title=_("실적"), default="REPORTED"))
    made.add(_measure("value", _("값"), required=False))
    for number, (name, words) in enumerate(indicator.variables.items()):
        made.add(_measure(f"input{number}", f"{name}: {words}", required=False))
    return made


def typed_actual(indicator: Indicator, year: int, quarter: int | None, values: dict[str, Any]) -> ActualFacts:
    """What the form of an actual says; a name of the formula without a value is left out."""
    named = ((name, values[f"input{number}"]) for number, name in enumerate(indicator.variables))
    inputs = {name: value for name, value in named if value is not None}
    return ActualFacts(year, values["state"], values["value"], quarter, inputs)


def stored_actual(indicator: Indicator, actual: IndicatorActual | None) -> dict[str, Any]:
    """The last report as the form shows it."""
    inputs = actual.inputs if actual else {}
    named = {
        f"input{number}": Decimal(inputs[name]) if name in inputs else None
        for number, name in enumerate(indicator.variables)
    }
    state = actual.state if actual else "UNREPORTED"
    return {"state": state, "value": actual.value if actual else None, **named}


def answer_schema(ask: Any) -> colander.SchemaNode:
    """An answer to a suggestion."""
    return schema(_lines("text", ask, required=True))
