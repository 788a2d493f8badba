"""The records officer's forms."""

from collections.abc import Sequence
from typing import Any

import colander

from documents.filing.review import DECISIONS
from portal import clock
from portal.forms import widgets
from portal.forms.fields import LocalDate, Text, Whole, choice
from portal.i18n import _
from portal.records.models import RETENTIONS, UnitTask


def task_schema(departments: Sequence[tuple[int, str]]) -> colander.SchemaNode:
    """A unit of work."""
    schema = colander.Schema()
    schema.add(choice([(str(key), name) for key, name in departments], name="department", title=_("부서")))
    schema.add(colander.SchemaNode(Text(120), name="name", title=_("단위과제")))
    hint = _("기록관리기준표의 번호가 있으면 적습니다.")
    schema.add(colander.SchemaNode(Text(40), name="code", title=_("과제 번호"), description=hint, missing=""))
    hint = _("앞으로 이 과제에 편철하는 기록에 쓰입니다. 이미 편철한 기록의 보존기간은 바뀌지 않습니다.")
    schema.add(choice(list(RETENTIONS.items()), name="retention", title=_("보존기간"), description=hint))
    schema.add(colander.SchemaNode(LocalDate(), name="starts_on", title=_("시작하는 날")))
    hint = _("여러 해에 걸친 과제의 기록은 과제가 끝난 다음 해부터 보존기간을 셉니다.")
    schema.add(colander.SchemaNode(LocalDate(), name="ends_on", title=_("끝나는 날"), description=hint, missing=None))
    return schema


def task_facts(values: dict[str, Any]) -> dict[str, Any]:
    """The typed values as the service takes them."""
    same = {name: values[name] for name in ("name", "code", "retention", "starts_on", "ends_on")}
    return {**same, "department_id": int(values["department"])}


def task_values(task: UnitTask) -> dict[str, Any]:
    """What the form shows of a unit of work."""
    names = ("name", "code", "retention", "starts_on", "ends_on")
    return {**{name: getattr(task, name) for name in names}, "department": str(task.department_id)}


def file_schema() -> colander.SchemaNode:
    """A file of a unit of work."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(120), name="title", title=_("철 이름")))
    year = clock.today().year
    schema.add(colander.SchemaNode(Whole(1950, year + 1), name="year", title=_("연도"), default=year))
    schema.add(colander.SchemaNode(Whole(1, 999), name="volume", title=_("권"), default=1))
    hint = _("종결한 철에는 더 편철하지 않습니다. 비우면 다시 열립니다.")
    schema.add(colander.SchemaNode(LocalDate(), name="closed_on", title=_("종결일"), description=hint, missing=None))
    return schema


def review_schema() -> colander.SchemaNode:
    """What is decided on a record that was kept long enough, and why."""
    schema = colander.Schema()
    schema.add(choice(list(DECISIONS.items()), radios=True, name="decision", title=_("심사 결과")))
    hint = _("보존기간을 다시 정할 때 고릅니다. 지금보다 길어야 합니다.")
    schema.add(
        choice(
            list(RETENTIONS.items()), name="retention", title=_("새 보존기간"), description=hint,
            blank=_("바꾸지 않음"), missing="",
        )
    )  # fmt: skip
    schema.add(
        colander.SchemaNode(
            Text(1000, lines=True), name="opinion", title=_("생산부서 의견"), missing="",
            widget=widgets.TextArea(rows=2),
        )
    )  # fmt: skip
    schema.add(
        colander.SchemaNode(
            Text(1000, lines=True), name="reason", title=_("사유"), widget=widgets.TextArea(rows=3),
        )
    )  # fmt: skip
    schema.add(colander.SchemaNode(Whole(), name="last", widget=widgets.Hidden(), missing=0))
    return schema
