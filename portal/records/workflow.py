"""States and guarded transitions as data, and the one function that makes a record move.

Seeing is one test (readers), acting another: which relations to a record may do what in which state is said here, in
the declaration, and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyramid.exceptions import ConfigurationError
from sqlalchemy.orm import Session

from portal.records.models import Record


@dataclass(frozen=True)
class Problem:
    """Something that stands in the way, in words, and where to mend it (a path or fragment of the record's page)."""

    text: Any
    place: str = ""


class Refused(Exception):
    """A guard said no; ``problems`` lists everything that is missing, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem.text) for problem in problems))
        self.problems = problems


class NotAllowed(Exception):
    """The actor has no such right on the record in its present state."""


@dataclass(frozen=True)
class State:
    """A state; ``tone`` colours its badge (information, success, warning, danger, gray)."""

    label: Any
    tone: str = "gray"


Guard = Callable[[Session, Record], list[Problem]]


@dataclass(frozen=True)
class Transition:
    """A step from some states to another, for some relations, if the guards find no problem."""

    label: Any
    source: tuple[str, ...]
    target: str
    by: tuple[str, ...]
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """The states (the first is where a record begins), the transitions, and other acts by state."""

    states: Mapping[str, State]
    transitions: Mapping[str, Transition] = field(default_factory=dict)
    acts: Mapping[str, Mapping[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)

    @property
    def initial(self) -> str:
        """The state a new record has."""
        return next(iter(self.states))

    def allowed(self, state: str, relations: frozenset[str]) -> frozenset[str]:
        """The transitions and other acts open to these relations in this state."""
        steps = {
            name for name, step in self.transitions.items() if state in step.source and relations.intersection(step.by)
        }
        others = {
            act
            for act, table in self.acts.items()
            for states, by in table.items()
            if (state in states or states == ("*",)) and relations.intersection(by)
        }
        return frozenset(steps | others)

    def check(self, name: str) -> None:
        """Raise :class:`ConfigurationError` when a transition or act names a state that is not declared."""
        if not self.states:
            raise ConfigurationError(f"record type {name!r}: a workflow needs a state")
        named = {state for step in self.transitions.values() for state in (*step.source, step.target)}
        named |= {state for table in self.acts.values() for states in table for state in states if state != "*"}
        unknown = named - set(self.states)
        if unknown:
            raise ConfigurationError(f"record type {name!r}: unknown states {sorted(unknown)}")
