"""Answers of a checklist as people type or paste them: `무`, `유(재무팀)`, `유 ■( ) 무 □`, `설명회, 기타(자문회의)`."""

import re
from dataclasses import dataclass

CHECKED, OPEN_BOX = "■☑✔✓▣☒⬛●", "□☐▢⬜○"
OTHER = "기타"
MAX_LENGTH = 2_000  # a longer answer is text
_BOX = rf"[{CHECKED}{OPEN_BOX}]"
_YES = re.compile(rf"(?:유|있음)\s*({_BOX})?(?:\s*[:：\-–]\s*|\s*(?=[(（])|\s+|$)(.*)", re.DOTALL)
_NO = re.compile(
    rf"(?:무|없음|해당\s*(?:사항\s*)?없음)\s*({_BOX})?(?:\s*[:：\-–]\s*|\s*(?=[(（])|\s+|$)(.*)", re.DOTALL
)
_BOTH = re.compile(rf"유\s*({_BOX})?(.*?)\s*무\s*({_BOX})?", re.DOTALL)
_NEITHER = re.compile(r"유(?:\s+|(?=[(（]))(.*?)(?:\s+|(?<=[)）]))무|유\s*무", re.DOTALL)
_BOXED = re.compile(rf"([^{CHECKED}{OPEN_BOX}(（]+?)\s*(?:[(（]([^)）]*)[)）])?\s*({_BOX})\s*(?:[(（]([^)）]*)[)）])?")
_LISTED = re.compile(r"([^,(（\n]+?)\s*(?:[(（]([^)）]*)[)）])?\s*(?:[,\n]|$)")


@dataclass(frozen=True, slots=True)
class YesNo:
    """Whether something applies, with its detail; None while nobody has said."""

    applies: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option: whether it was chosen, and what stands in its brackets."""

    name: str
    is_chosen: bool
    detail: str = ""


def read_yes_no(text: str) -> YesNo | None:
    """Yes or no of an answer; None for what is neither. Both boxes ticked, or none, is nobody's answer."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None if text else YesNo(None)
    neither, both = _NEITHER.fullmatch(text), _BOTH.fullmatch(text)
    if neither:
        return YesNo(None, _inside(neither[1] or ""))
    if both and (both[1] or both[3]):
        return _of_boxes(both[1] or "", _inside(both[2]), both[3] or "")
    for pattern, applies in ((_NO, False), (_YES, True)):
        found = pattern.fullmatch(text)
        if found:
            is_said = found[1] is None or found[1] in CHECKED
            return YesNo(applies if is_said else None, _inside(found[2]))
    return None


def _of_boxes(yes: str, detail: str, no: str) -> YesNo:
    says_yes, says_no = bool(yes) and yes in CHECKED, bool(no) and no in CHECKED
    if not yes and not says_no and detail:
        says_yes = True  # the box before a filled-in detail got lost in scanning
    return YesNo(says_yes if says_yes != says_no else None, detail)


def _inside(text: str) -> str:
    """A detail without the brackets around it."""
    text = text.strip()
    if text[:1] in "(（" and text[-1:] in ")）":
        text = text[1:-1]
    return " ".join(text.split())


def read_boxes(text: str) -> list[Chosen]:
    """Options that carry a box each, as they stand in a pasted checklist; none in any other text."""
    if len(text) > MAX_LENGTH or not any(box in text for box in CHECKED + OPEN_BOX):
        return []
    return [
        Chosen(" ".join(found[1].split()), found[3] in CHECKED, _inside(found[2] or found[4] or ""))
        for found in _BOXED.finditer(text)
    ]


def read_choices(text: str) -> list[Chosen]:
    """The options somebody listed: `설명회, 기타(자문회의)`."""
    if len(text) > MAX_LENGTH:
        return [Chosen(text, True)]
    return [
        Chosen(found[1].strip(), True, _inside(found[2] or "")) for found in _LISTED.finditer(text) if found[1].strip()
    ]
