"""The forms of receipt."""

from collections.abc import Sequence
from typing import Any

import colander

from portal.forms import widgets
from portal.forms.fields import LocalDate, Text, choice
from portal.i18n import _
from portal.people.schemas import hidden_uid, no_resident_number
from portal.records.disclosure import add_disclosure

Choices = Sequence[tuple[str, Any]]


def enter_schema(departments: Choices) -> colander.SchemaNode:
    """A document that came from outside, on paper or by mail."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(200), name="title", title=_("제목")))
    schema.add(colander.SchemaNode(Text(100), name="sender", title=_("보낸 곳")))
    schema.add(colander.SchemaNode(Text(60), name="sender_number", title=_("보낸 곳의 문서번호"), missing=""))
    schema.add(colander.SchemaNode(LocalDate(), name="sent_on", title=_("시행일"), missing=None))
    if len(departments) > 1:
        schema.add(choice(departments, name="department", title=_("처리 부서")))
    add_disclosure(schema)
    schema.add(hidden_uid())
    return schema


def assign_schema(people: Choices) -> colander.SchemaNode:
    """Who handles a document."""
    schema = colander.Schema()
    schema.add(choice(people, name="person", title=_("담당")))
    return schema


def transfer_schema(departments: Choices) -> colander.SchemaNode:
    """Where a document goes on to, and why."""
    schema = reason_schema()
    schema.children.insert(0, choice(departments, name="department", title=_("받을 부서")))
    return schema


def opinion_schema() -> colander.SchemaNode:
    """What is said when a document is passed on; it may be nothing."""
    schema = colander.Schema()
    area = widgets.TextArea(rows=3)
    schema.add(
        colander.SchemaNode(
            Text(500, lines=True),
            name="opinion",
            title=_("의견"),
            missing="",
            widget=area,
            validator=no_resident_number,
        )
    )
    return schema


def reason_schema() -> colander.SchemaNode:
    """Why something is done."""
    schema = colander.Schema()
    schema.add(
        colander.SchemaNode(
            Text(500, lines=True), name="reason", title=_("사유"), widget=widgets.TextArea(rows=3),
            validator=no_resident_number,
        )
    )  # fmt: skip
    return schema
