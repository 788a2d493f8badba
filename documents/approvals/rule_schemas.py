"""The administrators' forms: lines of the 위임전결 table, starting numbers."""

from collections.abc import Sequence
from typing import Any

import colander

from documents.approvals.line import LONGEST
from portal import clock
from portal.forms import widgets
from portal.forms.fields import LocalDate, Text, Whole, choice, lines_of
from portal.i18n import _

BY = {"delegated": _("전결"), "head": _("결재(기관장)")}


def posts(node: colander.SchemaNode, text: str) -> None:
    """At most as many 직위 as a line has steps, each short."""
    lines = lines_of(text)
    if len(lines) > LONGEST - 2 or any(len(line) > 60 for line in lines):
        raise colander.Invalid(node, _("한 줄에 직위 하나씩, 60자까지 적어 주십시오."))


def rule_schema(units: Sequence[tuple[int, str]]) -> colander.SchemaNode:
    """A line of the table."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(120), name="work", title=_("업무")))
    schema.add(
        colander.SchemaNode(
            Text(2000, lines=True), name="line", title=_("검토자 직위"), missing="", validator=posts,
            description=_("기안자 다음부터 위로, 한 줄에 하나씩 적습니다."), widget=widgets.TextArea(rows=3),
        )
    )  # fmt: skip
    schema.add(colander.SchemaNode(Text(60), name="approver", title=_("결재권자 직위")))
    schema.add(choice(list(BY.items()), radios=True, name="by", title=_("결재 방법"), default="delegated"))
    offered = [(str(key), name) for key, name in units]
    schema.add(choice(offered, name="unit", title=_("발신 단위"), blank=_("모든 단위"), missing=""))
    schema.add(colander.SchemaNode(LocalDate(), name="starts_on", title=_("시작하는 날")))
    schema.add(colander.SchemaNode(LocalDate(), name="ends_on", title=_("끝나는 날"), missing=None))
    return schema


def rule_facts(values: dict[str, Any]) -> dict[str, Any]:
    """The typed values as the service takes them."""
    same = {name: values[name] for name in ("work", "approver", "starts_on", "ends_on")}
    unit_id = int(values["unit"]) if values["unit"] else None
    return {**same, "line": lines_of(values["line"]), "delegated": values["by"] == "delegated", "unit_id": unit_id}


def rule_values(rule: Any) -> dict[str, Any]:
    """What the form shows of a line."""
    return {
        "work": rule.work,
        "line": "\n".join(rule.line),
        "approver": rule.approver,
        "by": "delegated" if rule.delegated else "head",
        "unit": str(rule.unit_id or ""),
        "starts_on": rule.starts_on,
        "ends_on": rule.ends_on,
    }


def number_schema(units: Sequence[tuple[int, str]]) -> colander.SchemaNode:
    """The last number that was given on paper."""
    schema = colander.Schema()
    schema.add(choice([(str(key), name) for key, name in units], name="unit", title=_("발신 단위")))
    year = clock.today().year
    schema.add(colander.SchemaNode(Whole(2000, year + 1), name="year", title=_("연도"), default=year))
    hint = _("종이나 다른 시스템에서 마지막으로 쓴 번호입니다. 다음 문서는 그다음 번호를 받습니다.")
    schema.add(colander.SchemaNode(Whole(0, 9_999_999), name="n", title=_("마지막 번호"), description=hint))
    return schema
