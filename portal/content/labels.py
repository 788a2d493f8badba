"""What blocks and their attributes are called, for forms and lists of changes. Features name their own blocks."""

from typing import Any

from portal.content.marks import LEVELS
from portal.i18n import _

BLOCKS: dict[str, Any] = {
    "paragraph": _("문단"),
    "note": _("주석(※)"),
    "qa": _("질의·답변"),
    "question": _("질문"),
    "answer": _("답변"),
    "table": _("표"),
    "image": _("그림"),
    "box": _("글상자"),
    "columns": _("나란한 단"),
    "column": _("단"),
}
LOOKS: dict[str, Any] = {"bold": _("굵게 할 말"), "underline": _("밑줄 그을 말")}
ATTRIBUTES: dict[str, Any] = {
    "level": _("항목 단계"),
    "who": _("발언자"),
    "caption": _("제목"),
    "unit": _("단위"),
    "title": _("글상자 제목"),
    "alt": _("대체 텍스트"),
    "kind": _("열의 값"),
    "choices": _("고를 수 있는 값(쉼표로 나눔)"),
    "form": _("표의 양식"),
    "identity": _("맞아야 하는 셈"),
}
CHOICES: dict[str, Any] = {
    "text": _("글"),
    "number": _("숫자"),
    "money": _("금액"),
    "date": _("날짜"),
    "choice": _("고르기"),
}


def register_labels(block: str, label: Any, attributes: dict[str, Any] | None = None) -> None:
    """Name a registered block and the attributes that only it has."""
    BLOCKS[block] = label
    ATTRIBUTES.update(attributes or {})


def level_label(level: int) -> Any:
    """What a level is called in a list of choices."""
    return _("${level}단계 항목", mapping={"level": level}) if level else _("본문(항목 아님)")


def level_choices() -> list[tuple[str, Any]]:
    """All levels as value and label."""
    return [(str(level), level_label(level)) for level in range(LEVELS + 1)]
