"""The rules of a vote (사보규칙 §5⑥, 회의록 서식): counts add up, the outcome follows from them, nobody excluded votes.

Pure arithmetic over numbers; who was present at an item is counted by ``meetings.sittings``.
"""

from dataclasses import dataclass
from typing import Any

from meetings.sittings.quorum import votes_to_pass
from portal.i18n import _

NEEDS_DETAIL = {
    "PASSED_AMENDED": _("무엇을 어떻게 고쳐 가결했는지 적어 주십시오."),
    "PASSED_CONDITIONAL": _("어떤 조건으로 가결했는지 적어 주십시오."),
    "DEFERRED": _("보류한 까닭과 다시 다룰 때를 적어 주십시오."),
}
PASSING = ("PASSED_AS_IS", "PASSED_AMENDED", "PASSED_CONDITIONAL", "AGREED")
# What a vote was for, when there was one. A deferral is voted on either way: for itself, or against deciding now.
CARRIED = (*PASSING, "NO_CHANGE", "ADVICE_GIVEN", "RECEIVED")
NOT_PASSED = _("찬성 ${yes}명으로는 가결되지 않습니다. 출석 ${present}명의 과반수는 ${needed}명입니다.")
NOT_CARRIED = _("찬성 ${yes}명으로는 그렇게 결정되지 않습니다. 출석 ${present}명의 과반수는 ${needed}명입니다.")
REPORT_OUTCOMES = ("RECEIVED", "DEFERRED", "WITHDRAWN")

Fault = tuple[str, Any]


@dataclass(frozen=True)
class Tally:
    """A vote as typed: 출석 for the item and how they voted."""

    method: str
    yes: int = 0
    no: int = 0
    abstain: int = 0
    present: int = 0

    @property
    def cast(self) -> int:
        """How many votes there are, abstentions included."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class Hall:
    """Who may vote on an item: how many were there, and who took no part (제척·기피·회피)."""

    voters: int
    excluded: tuple[str, ...] = ()
    casting_vote: bool = False  # the chair decides a tie
    replies: tuple[int, int, int] | None = None  # 찬성, 반대, 기권 as they came in, of an item answered in writing


def outcomes_for(kind: str) -> tuple[str, ...]:
    """The outcomes an item of a kind may have: 보고 is received, and what is decided is not."""
    if kind == "REPORT":
        return REPORT_OUTCOMES
    everything = (*PASSING, "REJECTED", "DEFERRED", "WITHDRAWN", "NO_CHANGE", "ADVICE_GIVEN")
    return (*everything, "RECEIVED") if kind in ("TRAINING", "OTHER") else everything


def faults(kind: str, outcome: str, detail: str, tally: Tally, hall: Hall) -> list[Fault]:
    """Everything wrong with a decision, as (field, message)."""
    found: list[Fault] = []
    if outcome not in outcomes_for(kind):
        found.append(("outcome", _("이 안건의 종류에는 쓸 수 없는 결정입니다.")))
    if outcome in NEEDS_DETAIL and not detail.strip():
        found.append(("detail", NEEDS_DETAIL[outcome]))
    wrong = _method(tally, hall)
    if wrong:
        return [*found, wrong]
    if tally.method == "CONSENSUS":
        if tally.cast:
            found.append(("method", _("‘표결 없음(합의)’에는 표 수를 적지 않습니다. 표결했다면 방법을 고르십시오.")))
        return found
    if outcome == "WITHDRAWN" and tally.method != "WRITTEN":
        return [*found, ("method", _("철회한 안건은 표결하지 않습니다. ‘표결 없음(합의)’로 하십시오."))]
    return found + _counts(tally, hall) + _result(outcome, tally, hall)


def _method(tally: Tally, hall: Hall) -> Fault | None:
    """What is answered in writing is decided as it was answered, and nothing else is."""
    if hall.replies is None:
        if tally.method == "WRITTEN":
            return ("method", _("서면은 서면심의의 안건에만 씁니다."))
        return None
    if tally.method != "WRITTEN":
        return ("method", _("서면심의의 안건은 회신으로 결정합니다. 표결을 ‘서면’으로 하십시오."))
    if (tally.yes, tally.no, tally.abstain) != hall.replies:
        yes, no, abstain = hall.replies
        mapping = {"yes": yes, "no": no, "abstain": abstain}
        return ("yes", _("회신과 다릅니다. 회신은 찬성 ${yes}, 반대 ${no}, 기권 ${abstain}입니다.", mapping=mapping))
    return None


def _counts(tally: Tally, hall: Hall) -> list[Fault]:
    """MTG-4 and MTG-6."""
    if tally.present > hall.voters:
        mapping = {"present": tally.present, "voters": hall.voters, "names": ", ".join(hall.excluded)}
        if hall.excluded:
            text = _(
                "이 안건의 출석 ${present}명은 표결할 수 있는 ${voters}명보다 많습니다. 제척·기피·회피: ${names}",
                mapping=mapping,
            )
        else:
            text = _("이 안건의 출석 ${present}명은 출석 표시가 된 ${voters}명보다 많습니다.", mapping=mapping)
        return [("present", text)]
    if tally.present < hall.voters:
        mapping = {"present": tally.present, "voters": hall.voters}
        text = _(
            "출석 표시로는 이 안건에 ${voters}명이 있었는데 ${present}명으로 적혔습니다."
            " 자리를 뜬 사람이 있으면 출석 확인에서 떠난 시각을 적고, 기권은 기권으로 적으십시오.",
            mapping=mapping,
        )
        return [("present", text)]
    if tally.cast != tally.present:
        mapping = {"cast": tally.cast, "present": tally.present}
        return [("yes", _("찬성·반대·기권을 더하면 ${cast}명으로, 출석 ${present}명과 다릅니다.", mapping=mapping))]
    if tally.present == 0:
        return [("present", _("출석한 사람이 없는데 표결할 수는 없습니다."))]
    if tally.method == "UNANIMOUS" and tally.yes != tally.present:
        return [("yes", _("전원합의라면 출석한 모두가 찬성이어야 합니다."))]
    return []


def _result(outcome: str, tally: Tally, hall: Hall) -> list[Fault]:
    present, needed = tally.present, votes_to_pass(tally.present)
    tie = tally.yes == tally.no and hall.casting_vote
    mapping = {"yes": tally.yes, "present": present, "needed": needed}
    if outcome in CARRIED and tally.yes < needed and not tie:
        return [("outcome", (NOT_PASSED if outcome in PASSING else NOT_CARRIED) % mapping)]
    if outcome == "REJECTED" and tally.yes >= needed:
        return [
            (
                "outcome",
                _("찬성 ${yes}명은 출석 ${present}명의 과반수(${needed}명)여서 부결이 아닙니다.", mapping=mapping),
            )
        ]
    return []
