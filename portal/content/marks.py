"""Item marks (1. 가. 1) …): computed from the levels of paragraphs, never stored.

Source: 행정업무의 운영 및 혁신에 관한 규정 시행규칙 제2조제1항 (order of marks; □ ○ - ㆍ where needed) and the
행정업무운영 편람 (거, 너 … after 하; a level with a single item takes no mark). The editor computes the same marks;
``tests/content/item_marks.json`` holds both to one table of cases.
"""

from collections.abc import Callable, Iterable

from portal.content.schema import Node
from portal.content.tree import attr, block_id, children, is_text_block

_INITIALS = (0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18)  # ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ
_VOWELS = (0, 4, 8, 13, 18, 20)  # ㅏ ㅓ ㅗ ㅜ ㅡ ㅣ
_ROMAN = ((50, "Ⅼ"), (40, "ⅩⅬ"), (10, "Ⅹ"))
_ROMAN_ONES = ("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ")


def syllable(index: int) -> str:
    """The item letter of an index from 0: 가 … 하 거 … 허 고 …; after 84 letters it starts again at 가."""
    vowel = _VOWELS[index // 14 % len(_VOWELS)]
    return chr(0xAC00 + (_INITIALS[index % 14] * 21 + vowel) * 28)


def _circled_number(index: int) -> str:
    for first, start, end in ((0x2460, 0, 20), (0x3251, 20, 35), (0x32B1, 35, 50)):
        if start <= index < end:
            return chr(first + index - start)
    return f"({index + 1})"  # Unicode has no circled 51


def _circled_syllable(index: int) -> str:
    return chr(0x326E + index) if index < 14 else f"({syllable(index)})"  # Unicode has ㉮ to ㉻ only


def _roman(index: int) -> str:
    left, result = index + 1, ""
    if left in {11, 12}:
        return chr(0x2160 + index)  # Ⅺ and Ⅻ are characters of their own
    for value, sign in _ROMAN:
        while left >= value:
            result += sign
            left -= value
    return result + _ROMAN_ONES[left]


_LEGAL = (
    lambda index: f"{index + 1}.",
    lambda index: f"{syllable(index)}.",
    lambda index: f"{index + 1})",
    lambda index: f"{syllable(index)})",
    lambda index: f"({index + 1})",
    lambda index: f"({syllable(index)})",
    _circled_number,
    _circled_syllable,
)
Mark = Callable[[int], str]
# A sign instead of a function is the same on every item, and stands on a single one too.
_SCHEMES: dict[str, tuple[Mark | str, ...]] = {
    "legal": _LEGAL,
    "symbols": tuple("□○-▶····"),
    # reports: a Roman numeral stands above the numbers, and the bracketed levels are left out
    "roman": (_roman, *_LEGAL[:4], _circled_number, _circled_syllable, "-"),
    # plans: the first level are sections, whose number stands in a box beside their title
    "plan": (lambda index: f"{index + 1}", *"□○-▶···"),
    "roman_plan": (_roman, _circled_number, *"■○▶-··"),
}
# What the first levels of a scheme are; below them stand items, each two 타 further in than the one above.
_ROLES = {"plan": ("section", "title"), "roman_plan": ("section", "subsection", "title")}
SCHEMES = tuple(_SCHEMES)
LEVELS = 8


def mark(scheme: str, level: int, index: int) -> str:
    """The mark of the item number ``index`` (from 0) of a level (1 to 8). Raises KeyError for an unknown scheme."""
    sign = _SCHEMES[scheme][level - 1]
    return sign if isinstance(sign, str) else sign(index)


def role(scheme: str, level: int) -> str:
    """What an item of a level is: "section" or "subsection" (a heading), "title" (of the items below), or "item"."""
    roles = _ROLES.get(scheme, ())
    return roles[level - 1] if 0 < level <= len(roles) else "item"


def depth(scheme: str, level: int) -> int:
    """How many steps an item stands to the right: none for headings, and none for what is first below them."""
    headings = sum(one != "title" for one in _ROLES.get(scheme, ()))
    return max(level - 1 - headings, 0)


def marks_of_levels(levels: Iterable[int], scheme: str) -> list[str]:
    """The marks of paragraphs by their levels, "" where there is none. Level 0 neither counts nor restarts anything.

    Items are counted below their nearest higher item; an item alone there takes no mark, except a symbol.
    Raises KeyError for an unknown scheme.
    """
    signs = _SCHEMES[scheme]
    found: list[list[int]] = []  # per item: level, index among its siblings
    groups: list[int] = []  # per item: which group of siblings it belongs to
    size: list[int] = []
    open_group = [-1] * (LEVELS + 1)
    given = list(levels)
    for level in given:
        if level:
            if open_group[level] < 0:
                open_group[level] = len(size)
                size.append(0)
            group = open_group[level]
            groups.append(group)
            found.append([level, size[group]])
            size[group] += 1
            open_group[level + 1 :] = [-1] * (LEVELS - level)
    items = iter(
        mark(scheme, level, index) if size[group] > 1 or isinstance(signs[level - 1], str) else ""
        for (level, index), group in zip(found, groups, strict=True)
    )
    return [next(items) if level else "" for level in given]


def item_marks(blocks: Iterable[Node], scheme: str) -> dict[str, str]:
    """The marks of all paragraphs that have one, by block id. A box, a column and a table cell count for themselves."""
    result: dict[str, str] = {}
    _add_marks(list(blocks), scheme, result)
    return result


def _add_marks(blocks: list[Node], scheme: str, result: dict[str, str]) -> None:
    levels = [attr(block, "level") if block["type"] == "paragraph" else 0 for block in blocks]
    # most cells hold no items
    if any(levels):
        for block, found in zip(blocks, marks_of_levels(levels, scheme), strict=True):
            if found:
                result[block_id(block)] = found
    for block in blocks:
        if "content" in block and not is_text_block(block):
            _add_marks(children(block), scheme, result)
