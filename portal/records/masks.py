"""The fields of a form that say which words a public copy masks, and by which ground."""

from collections.abc import Iterable, Mapping
from typing import Any

import colander

from portal.forms import widgets
from portal.forms.fields import Rows, Text, choice
from portal.i18n import _
from portal.records.disclosure import ground_options

MOST_WORDS = 200


class Mask(colander.Schema):
    """A word to be masked wherever it stands, and why."""

    word = colander.SchemaNode(Text(100), title=_("가릴 말"))
    ground = choice(ground_options(), title=_("근거"))


class Masks(colander.SequenceSchema):
    """The words to be masked."""

    mask = Mask(title=_("가릴 말"))


def add_masks(schema: colander.SchemaNode) -> None:
    """Add the words to the schema of a form."""
    schema.add(
        Masks(
            name="masks", title=_("가릴 말"), missing=(), validator=Rows(0, MOST_WORDS),
            widget=widgets.Rows(add_subitem_text_template=_("가릴 말 더하기"), max_len=MOST_WORDS),
            description=_(
                "주민등록번호, 계좌번호, 휴대전화번호, 전자우편 주소, 생년월일, 집 주소는 저절로 가립니다. "
                "이름처럼 더 가릴 말을 적으십시오."
            ),
        )
    )  # fmt: skip


def masks_of(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The typed words as a copy keeps them."""
    return [{"word": one["word"], "ground": int(one["ground"])} for one in values["masks"]]


def mask_values(masks: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the form shows of those of a copy."""
    return [{"word": str(one["word"]), "ground": str(one["ground"])} for one in masks]
