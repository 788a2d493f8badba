"""The forms of 메모보고."""

from typing import Any

import colander

from documents.memos.labels import ANSWERS
from portal.forms import widgets
from portal.forms.fields import Text, choice, lines_of
from portal.i18n import _
from portal.people.schemas import hidden_uid, no_resident_number

MOST = 50  # people who get a memo at once
LONGEST = 10_000  # characters: a memo is quick
HINT = _("한 줄에 한 사람씩 적습니다. 같은 이름이 있으면 이름 뒤에 소속을 괄호로 적습니다.")


def _people(**more: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        Text(5000, lines=True), description=HINT, validator=_not_too_many, widget=widgets.TextArea(rows=3), **more
    )


def _not_too_many(node: colander.SchemaNode, value: str) -> None:
    if len(lines_of(value)) > MOST:
        raise colander.Invalid(node, _("한 번에 ${most}명까지 적을 수 있습니다.", mapping={"most": MOST}))


def memo_schema(new: bool = False) -> colander.SchemaNode:
    """A memo; what is new carries a uid, so that the form sent twice makes one."""
    schema = colander.Schema()
    schema.add(colander.SchemaNode(Text(300), name="title", title=_("제목")))
    schema.add(_people(name="receivers", title=_("받는 사람"), missing=""))
    schema.add(
        colander.SchemaNode(
            Text(LONGEST, lines=True), name="text", title=_("내용"), widget=widgets.TextArea(rows=12)
        )
    )  # fmt: skip
    if new:
        schema.add(hidden_uid())
    return schema


def _words(rows: int, **more: Any) -> colander.SchemaNode:
    return colander.SchemaNode(
        Text(2000, lines=True), validator=no_resident_number, widget=widgets.TextArea(rows=rows), **more
    )


def answer_schema() -> colander.SchemaNode:
    """The answer of a receiver; orders need words."""
    schema = colander.Schema()
    schema.add(choice(list(ANSWERS.items()), radios=True, name="answer", title=_("답"), default="SEEN"))
    hint = _("지시나 보완 요청은 무엇을 할지 적습니다. 답은 한 번만 하고 고칠 수 없습니다.")
    schema.add(_words(3, name="text", title=_("답하는 말"), description=hint, missing=""))
    return schema


def remark_schema() -> colander.SchemaNode:
    """What somebody says later."""
    schema = colander.Schema()
    schema.add(_words(2, name="remark", title=_("덧붙이는 말")))
    return schema


def pass_schema() -> colander.SchemaNode:
    """To whom a memo is passed on, with a word."""
    schema = colander.Schema()
    schema.add(_people(name="people", title=_("전달할 사람")))
    schema.add(_words(2, name="word", title=_("전하는 말"), missing=""))
    return schema
