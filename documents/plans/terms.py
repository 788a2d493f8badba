"""기 and 연차 of 지역사회보장계획, and the codes of projects."""

import re

FIRST = 2007  # 1기 began
_CODE = re.compile(r"[0-9]{1,4}(?:-[0-9]{1,4}){1,3}")


def term_of(year: int) -> tuple[int, int]:
    """(기, 연차) of a year: four years from 2007 are one 기. 2021 is (4, 3)."""
    return (year - FIRST) // 4 + 1, (year - FIRST) % 4 + 1


def is_code(text: str) -> bool:
    """Whether it is the code of a project: numbers between dashes (5-9, 7-1-1)."""
    return _CODE.fullmatch(text) is not None


def tidy_code(code: str) -> str:
    """A code without leading zeros: 05-09 is the same project as 5-9."""
    return "-".join(str(int(one)) for one in code.split("-"))


def code_order(code: str) -> str:
    """What sorts codes by their numbers, whatever the collation of a database."""
    return "".join(f"{int(one):04}" for one in code.split("-"))
