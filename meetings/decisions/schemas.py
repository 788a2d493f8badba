"""The forms of decisions, action items and their follow-up."""

from collections.abc import Sequence
from typing import Any

import colander

from meetings.decisions.labels import ACTION_STATE_LABELS, METHOD_LABELS, OUTCOME_LABELS
from meetings.decisions.rulings import Question, add_questions
from meetings.decisions.votes import outcomes_for
from portal.forms import widgets
from portal.forms.fields import LocalDate, Text, Whole, choice, lock_node
from portal.i18n import _

MOST_PEOPLE = 9999


def _count(name: str, title: Any) -> colander.SchemaNode:
    return colander.SchemaNode(Whole(0, MOST_PEOPLE), name=name, title=title, missing=0)


def decision_schema(kind: str, questions: Sequence[Question] = (), written: bool = False) -> colander.SchemaNode:
    """A decision on an agenda item of this kind, how it was voted on, and what it says of the records it is about.

    ``written``: the item was answered in writing, and there is no other way to decide it.
    """
    methods = [(value, label) for value, label in METHOD_LABELS.items() if (value == "WRITTEN") == written]
    outcomes = [(value, OUTCOME_LABELS[value]) for value in outcomes_for(kind)]
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(choice(outcomes, name="outcome", title=_("결정")))
    schema.add(
        colander.SchemaNode(Text(4000, lines=True), name="text", title=_("결정 내용"), missing="",
                            widget=widgets.TextArea(rows=2))
    )  # fmt: skip
    schema.add(
        colander.SchemaNode(
            Text(4000, lines=True), name="detail", title=_("수정 내용·조건·보류 사유"), missing="",
            description=_("수정가결, 조건부가결, 보류일 때 적습니다."), widget=widgets.TextArea(rows=2),
        )
    )  # fmt: skip
    schema.add(choice(methods, name="method", title=_("표결"), missing="WRITTEN" if written else "CONSENSUS"))
    for name, title in (("present", _("출석")), ("yes", _("찬성")), ("no", _("반대")), ("abstain", _("기권"))):
        schema.add(_count(name, title))
    add_questions(schema, questions)
    schema.add(lock_node())
    return schema


def action_schema(owners: Sequence[tuple[str, Any]] = ()) -> colander.SchemaNode:
    """An action item. ``owners`` [(key, name)] are the persons and departments the portal knows."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(
        colander.SchemaNode(Text(2000, lines=True), name="what", title=_("조치사항"), widget=widgets.TextArea(rows=2))
    )
    schema.add(
        colander.SchemaNode(
            Text(120),
            name="owner",
            title=_("담당"),
            widget=widgets.TextInput(suggestions=[str(n) for _k, n in owners]),
        )
    )
    schema.add(colander.SchemaNode(LocalDate(), name="due_on", title=_("기한"), missing=None))
    return schema


class ReportSchema(colander.Schema):
    """What became of an action item."""

    state = choice(list(ACTION_STATE_LABELS.items()), radios=True, title=_("상태"))
    report = colander.SchemaNode(
        Text(4000, lines=True), title=_("조치 결과"), missing="", widget=widgets.TextArea(rows=4),
        description=_("무엇을 했는지, 왜 중단했는지 적습니다. 다음 회의에서 보고합니다."),
    )  # fmt: skip
