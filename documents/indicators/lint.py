"""Suggestions on an indicator, as an expert would make them at a review (IND-1 … IND-8).

They ask, they refuse nothing: each can be answered, and the answer is then shown in its place.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.i18n import _

_VAGUE = re.compile(r"(정도|방안\s*마련|활성화|강화|제고|구축)$")
_SCORED = re.compile(r"점수|점|%|퍼센트")
_SCALE = re.compile(r"\d+\s*점|만점|척도|%|퍼센트")
_TIMES = re.compile(r"횟수|회수|운영\s*건수")
_HEADS = re.compile(r"인원|명|참여자\s*수|이용자\s*수")
_CANNOT_ANSWER = re.compile(r"영유아|영아|유아|치매|와상|의식이|중증|발달장애|도전행동|말기")
_USERS = re.compile(r"이용|참여|\d\s*(?:명|가구)")
_MEETING = re.compile(r"회의|협의체|위원회|분과|간담회")
_WORD_UNITS = {"", "-", "–", "정도", "여부", "상태", "수준"}


@dataclass(frozen=True)
class Facts:
    """What the rules look at. ``siblings`` are (name, unit) of the other indicators of the project, ``yearly`` the
    targets of whole years, ``about`` what the project says of whom it is for and what is done.
    """

    name: str
    unit: str = ""
    direction: str = "UP"
    formula: str = ""
    method: str = ""
    source: str = ""
    project: str = ""
    about: str = ""
    siblings: Sequence[tuple[str, str]] = ()
    yearly: Sequence[Decimal] = ()

    @property
    def asks_satisfaction(self) -> bool:
        """Whether it is a 만족도."""
        return "만족도" in self.name


@dataclass(frozen=True)
class Suggestion:
    """What a rule says, and what an answer to it would tell."""

    rule: str
    text: str
    ask: str


def traceable(facts: Facts) -> bool:
    """IND-1: a source and a method, so that somebody else can follow the number."""
    return bool(facts.source.strip() and facts.method.strip())


def countable(facts: Facts) -> bool:
    """IND-2: a unit in which one can count, and a name that says of what."""
    return facts.direction == "BINARY" or (facts.unit.strip() not in _WORD_UNITS and not _VAGUE.search(facts.name))


def scored(facts: Facts) -> bool:
    """IND-3: a 만족도 names its points and its scale."""
    words = f"{facts.name} {facts.unit}"
    everything = f"{words} {facts.method} {facts.formula}"
    return not facts.asks_satisfaction or bool(_SCORED.search(words) and _SCALE.search(everything))


def more_than_satisfaction(facts: Facts) -> bool:
    """IND-4: where users can be counted, a 만족도 is not the only indicator."""
    only = facts.asks_satisfaction and all("만족도" in name for name, _unit in facts.siblings)
    return not (only and _USERS.search(facts.about))


def more_than_times(facts: Facts) -> bool:
    """IND-5: how often something was held says nothing of how many came."""
    counts = bool(_TIMES.search(facts.name)) and not re.search(r"평균|당", facts.name)
    return not counts or any(_HEADS.search(f"{name} {unit}") for name, unit in facts.siblings)


def can_be_asked(facts: Facts) -> bool:
    """IND-6: who is asked can answer."""
    asked = f"{facts.name} {facts.project} {facts.about}"
    return not (facts.asks_satisfaction and _CANNOT_ANSWER.search(asked))


def no_yes_or_no(facts: Facts) -> bool:
    """IND-7: what cannot be counted may still be done or not."""
    done_or_not = re.search(r"(수립|제정|마련|구축|설치|이행)(\s*여부)?$", facts.name)
    return facts.direction == "BINARY" or not done_or_not


def meets_often(facts: Facts) -> bool:
    """IND-8: a body that meets once a year hardly works together."""
    meeting = _MEETING.search(f"{facts.name} {facts.project}") and (
        facts.unit.strip() == "회" or _TIMES.search(facts.name)
    )
    return not (meeting and facts.yearly and min(facts.yearly) <= 1)


METHOD, REASON = _("측정 방법"), _("이유")
RULES: tuple[tuple[str, Callable[[Facts], bool], str, str], ...] = (
    (
        "IND-1", traceable,
        _(
            "자료 출처나 측정 방법이 없어 누가 다시 세어도 같은 값이 나오는지 알 수 없습니다. "
            "따라가 확인할 수 없는 값은 지표로 쓰기 어렵습니다."
        ),
        METHOD,
    ),
    (
        "IND-2", countable,
        _(
            "이름이나 단위만으로는 무엇을 세는지 알 수 없습니다. "
            "지표는 숫자로 나타낼 수 있어야 합니다. 비율, 수, 점수 가운데 하나로 바꾸어 보십시오."
        ),
        METHOD,
    ),
    (
        "IND-3", scored,
        _("만족도는 몇 점 만점에 몇 점인지 적어야 해마다 견줄 수 있습니다. ‘점수(5점 만점)’로 바꾸어 보십시오."),
        METHOD,
    ),
    (
        "IND-4", more_than_satisfaction,
        _("만족도만으로 성과를 봅니다. 실제로 이용한 사람의 수로 충분한지, 함께 둘지 살펴보십시오."),
        REASON,
    ),
    (
        "IND-5", more_than_times,
        _("몇 번 열었는지만 셉니다. 횟수와 함께 한 번에 평균 몇 명이 참여했는지도 보십시오."),
        REASON,
    ),
    (
        "IND-6", can_be_asked,
        _(
            "만족도를 물을 사람이 스스로 답하기 어려울 수 있습니다. "
            "물을 수 있는 대상인지, 보호자나 종사자에게 물을지 확인하십시오."
        ),
        METHOD,
    ),
    (
        "IND-7", no_yes_or_no,
        _("셀 수 없는 일이면 실제로 이행했는지(1 또는 0)로 정할 수 있습니다. 방향을 ‘이행 여부’로 바꾸어 보십시오."),
        REASON,
    ),
    (
        "IND-8", meets_often,
        _("한 해에 한 번 모이는 목표입니다. 두 번 이상 모이거나 비대면 회의를 함께 두는 목표를 생각해 보십시오."),
        REASON,
    ),
)  # fmt: skip


def suggestions(facts: Facts) -> list[Suggestion]:
    """Those that a rule makes, in the order of the rules."""
    return [Suggestion(rule, text, ask) for rule, holds, text, ask in RULES if not holds(facts)]
