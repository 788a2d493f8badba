"""The forms of 공람."""

from collections.abc import Sequence
from typing import Any

import colander

from portal.forms import widgets
from portal.forms.fields import Text, choice
from portal.i18n import _

MOST = 200  # people shown something at once


def _people(**more: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        Text(20_000, lines=True), name="people", title=_("사람"), validator=_not_too_many,
        description=_("한 줄에 한 사람씩 적습니다."), widget=widgets.TextArea(rows=4), **more,
    )  # fmt: skip


def _not_too_many(node: colander.SchemaNode, value: str) -> None:
    if len(value.splitlines()) > MOST:
        raise colander.Invalid(node, _("한 번에 ${most}명까지 적을 수 있습니다.", mapping={"most": MOST}))


def show_schema(groups: Sequence[tuple[str, Any]]) -> colander.SchemaNode:
    """To whom a record is shown: people, a group, or both."""
    schema = colander.Schema()
    schema.add(_people(missing=""))
    if groups:
        schema.add(choice([("", _("없음")), *groups], name="group", title=_("공람그룹"), missing=""))
    return schema


def group_schema(departments: Sequence[tuple[str, Any]]) -> colander.SchemaNode:
    """A group and its people; the department is asked for when there are several."""
    schema = colander.Schema()
    if len(departments) > 1:
        schema.add(choice(departments, name="department", title=_("부서")))
    schema.add(colander.SchemaNode(Text(60), name="name", title=_("그룹 이름")))
    schema.add(_people())
    return schema
