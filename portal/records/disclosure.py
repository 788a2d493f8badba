"""Disclosure and retention: what their values are called, and the fields of a form that ask for them."""

from collections.abc import Mapping
from typing import Any

import colander

from portal.forms import widgets
from portal.forms.fields import LocalDate, Text, choice, choices
from portal.i18n import _

DISCLOSURES = {"OPEN": _("공개"), "PARTIAL": _("부분공개"), "CLOSED": _("비공개")}
# 정보공개법 제9조제1항 각 호, in short
GROUNDS = {
    1: _("1호 다른 법령상 비밀"),
    2: _("2호 국가안전보장·국방·통일·외교"),
    3: _("3호 생명·신체·재산 보호"),
    4: _("4호 재판·수사·형 집행"),
    5: _("5호 감사·계약·인사·의사결정 과정"),
    6: _("6호 개인정보"),
    7: _("7호 경영상 비밀"),
    8: _("8호 부동산 투기·매점매석"),
}
IN_PROGRESS = 5  # the ground that ends with the decision (제9조제2항): what was closed for it is classified again


def ground_options() -> list[tuple[str, Any]]:
    """The grounds as choices of a form."""
    return [(str(number), label) for number, label in GROUNDS.items()]


def add_disclosure(schema: colander.SchemaNode) -> None:
    """Add 공개 구분 and its grounds to the schema of a form."""
    schema.add(choice(list(DISCLOSURES.items()), radios=True, name="disclosure", title=_("공개 구분"), default="OPEN"))
    schema.add(
        choices(
            ground_options(),
            name="grounds",
            title=_("비공개 근거"),
            description=_("부분공개나 비공개일 때 정보공개법 제9조제1항의 호를 고릅니다."),
            missing=frozenset(),
        )
    )


def typed_disclosure(values: Mapping[str, Any]) -> dict[str, Any]:
    """Both as they were typed; what is open has no grounds."""
    grounds = sorted(int(one) for one in values["grounds"]) if values["disclosure"] != "OPEN" else []
    return {"disclosure": values["disclosure"], "grounds": grounds}


def add_review_until(schema: colander.SchemaNode) -> None:
    """Add until when the ground 5 (의사결정 과정) lasts."""
    schema.add(
        colander.SchemaNode(
            LocalDate(),
            name="review_until",
            title=_("내부 검토 기한"),
            description=_("5호(의사결정 과정)일 때 언제까지 공개하지 않는지 적습니다."),
            missing=None,
        )
    )


def reclassify_schema(with_review: bool = False) -> colander.SchemaNode:
    """The form that gives a settled record another class, and says why."""
    schema = colander.SchemaNode(colander.Mapping())
    add_disclosure(schema)
    if with_review:
        add_review_until(schema)
    schema.add(
        colander.SchemaNode(
            Text(1000, lines=True), name="reason", title=_("사유"), widget=widgets.TextArea(rows=3),
            description=_("그대로 두는 것으로 다시 분류할 때에도 그 까닭을 적습니다."),
        )
    )  # fmt: skip
    return schema
