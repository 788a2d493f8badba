"""What a body's 조례 or 운영세칙 decides, with the defaults of 사보규칙 §5. Kept as JSON on the body, read here."""

from dataclasses import dataclass, fields
from typing import Any

from portal.people.models import Body


@dataclass(frozen=True)
class BodyRules:
    """The settings of one body; names are the keys of ``bodies.rules``."""

    notice_days: int = 5  # 사보규칙 §5④: written notice at least five days before
    strict_notice: bool = False  # count clear days: one day more
    allow_proxy: bool = False  # 대리출석 counts as present
    online_counts: bool = True
    exclusion_leaves_enrolled: bool = True  # 제척 위원 stay in 재적 and leave 출석 of that item
    casting_vote: bool = False  # the chair decides a tie
    circulation: bool = False  # minutes go round for opinions before they are confirmed
    circulation_days: int = 7
    scheme: str = "legal"  # item marks of the minutes: legal, symbols, roman
    minutes_disclosure: str = "OPEN"
    start_numbers: tuple[tuple[int, int], ...] = ()  # (year, number of the last meeting kept on paper)
    designated: bool = False  # 속기록 or 녹음기록 is required (기록물령 §18)

    def last_paper_number(self, year: int) -> int:
        """The number of the last meeting of a year that is only on paper; 0 when there is none."""
        return dict(self.start_numbers).get(year, 0)


def rules_of(body: Body) -> BodyRules:
    """The rules of a body: its own, else those of the body above it, else the defaults."""
    values: dict[str, Any] = {}
    chain: list[Body] = []
    at: Body | None = body
    while at is not None:
        chain.append(at)
        at = at.parent
    known = {field.name for field in fields(BodyRules)}
    for one in reversed(chain):
        inherited = {name: value for name, value in (one.rules or {}).items() if name in known}
        if one is not body:
            inherited.pop("start_numbers", None)  # numbers are a body's own
        values |= inherited
    if "start_numbers" in values:
        values["start_numbers"] = tuple((int(year), int(n)) for year, n in values["start_numbers"])
    return BodyRules(**values)
