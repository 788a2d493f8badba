"""Rows and columns that state a sum, told by their names, and over which others they sum."""

import re
from collections.abc import Sequence

WHOLE = frozenset(
    ("합계", "총계", "총합계", "총액", "총예산", "총예산액", "예산총액", "예산합계", "총사업비", "총소요예산",
     "총소요액")
)  # fmt: skip
PART = frozenset({"소계", "중계"})
EITHER = "계"  # a part where there are several, else the whole
_DECORATION = re.compile(r"[\s○◯◦●□■▶:()<>【】\[\]]")


def sum_word(label: str) -> str:
    """The word of a label that names a sum, without blank space and marks (`합 계` is `합계`); "" for any other."""
    word = _DECORATION.sub("", label) if len(label) <= 20 else ""
    return word if word in WHOLE or word in PART or word == EITHER else ""


def summed(words: Sequence[str]) -> list[tuple[int, range]]:
    """For each row that states a sum, its place and the others it sums, as places among the rows that state none.

    ``words`` are the rows' sum words. A 소계 covers what stands since the last one, or what follows where it stands
    above; a 합계 covers everything.
    """
    several = words.count(EITHER) > 1
    is_part = [word in PART or (word == EITHER and several) for word in words]
    before, seen = [], 0
    for word in words:
        before.append(seen)
        seen += not word
    parts = [before[place] for place, part in enumerate(is_part) if part]
    result, last, number = [], 0, 0
    for place, word in enumerate(words):
        if word and not is_part[place]:
            result.append((place, range(seen)))
        elif word:
            number += 1
            start, stop = last, before[place]
            if start == stop:  # it stands above
                stop = parts[number] if number < len(parts) else seen
            last = stop
            result.append((place, range(start, stop)))
    return result
