"""What people state about a plan and its projects, as the forms hand it to the services."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class StrategyFacts:
    """추진전략 with the names of its 중점추진사업."""

    number: int
    name: str
    focuses: Sequence[str] = ()


@dataclass(frozen=True)
class PlanFacts:
    """A plan. ``reviewers`` are the ids of bodies."""

    title: str
    kind: str
    first_year: int
    last_year: int
    department_id: int
    disclosure: str = "OPEN"
    grounds: Sequence[int] = ()
    strategies: Sequence[StrategyFacts] = ()
    reviewers: Sequence[int] = ()


@dataclass(frozen=True)
class OfficeFacts:
    """A department in charge."""

    department_id: int
    team: str = ""
    officer: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ProjectFacts:
    """A 세부사업. ``funding`` is planned won by (year, source)."""

    code: str
    name: str
    category: str
    offices: Sequence[OfficeFacts]
    focus_id: int | None = None
    purpose: str = ""
    target_group: str = ""
    contents: str = ""
    funding: dict[tuple[int, str], int] = field(default_factory=dict)
