"""What fits a typed column. The editor marks the same cells (``editor/src/values.js``).

``tests/content/cell_values.json`` holds both to one table of cases.
"""

import re
from collections.abc import Sequence

_SIGN = r"[△▲\-−+]?"
_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(rf"{_SIGN}{_FIGURE}(?:\.[0-9]+)?\s*%?")
_MONEY = re.compile(rf"금?\s*{_SIGN}{_FIGURE}\s*(?:원|천원|백만원|만원|억원)?")
_DATE = re.compile(
    r"(?:'?[0-9]{2,4}\.\s*)?[0-9]{1,2}\.\s*[0-9]{1,2}\.?\s*(?:\([월화수목금토일]\))?|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
_DASHES = frozenset("-–—")
_SHAPES = {"number": _NUMBER, "money": _MONEY, "date": _DATE}


def choices_of(text: str) -> list[str]:
    """The values of a column of choices, as they are typed into one line."""
    return [choice.strip() for choice in text.split(",") if choice.strip()]


def fits_kind(text: str, kind: str, choices: Sequence[str] = ()) -> bool:
    """Whether a cell's text fits its column; an empty cell or a dash always does."""
    value = " ".join(text.split())
    if kind == "text" or not value or value in _DASHES:
        return True
    if kind == "choice":
        return not choices or value in choices
    return bool(_SHAPES[kind].fullmatch(value))
