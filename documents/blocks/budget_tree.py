"""The tree of a budget: which lines are leaves, which head others, and which state a sum.

People lay budgets out in many ways: a sub-total beside the project's name or in a row of its own, above or below what
it sums; 편성목 once or in every row; 항목 in a column of its own or below a project marked with ○. So nothing is summed
by column: only leaves are, and every other figure is a stated sum that is checked against them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from documents.blocks.budget_lines import Figure, Line, figure_of
from documents.blocks.formula import is_product
from portal.content.sum_words import EITHER
from portal.content.sum_words import WHOLE as WHOLE_WORDS

GROUP, PROJECT, ITEM = range(3)
WHOLE = -1


@dataclass(slots=True)
class Leaf:
    """A line that is summed."""

    line: Line
    figure: Figure

    @property
    def won(self) -> int:
        """Its amount, 0 where none can be read."""
        return self.figure.won or 0


@dataclass(slots=True)
class Span:
    """A group or project: the leaves from ``start`` to before ``end``."""

    name: str
    start: int
    end: int = 0
    projects: "list[Span]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stated:
    """A sum that was typed: over which leaves, and what it says (None when it is left blank).

    ``of`` says what it sums: WHOLE, a GROUP or a PROJECT.
    """

    line: Line
    start: int
    end: int
    won: int | None
    of: int


def _end_at_the_next(spans: Sequence[Span], end: int) -> None:
    for span, following in pairwise(spans):
        span.end = following.start
    if spans:
        spans[-1].end = end


class Reading:
    """Reads lines into groups, projects and leaves; whatever states a sum goes to ``stated``."""

    def __init__(self, lines: Sequence[Line], unit: int) -> None:
        self.lines = lines
        self.unit = unit
        self.groups: list[Span] = []
        self.leaves: list[Leaf] = []
        self.stated: list[Stated] = []
        self._sums: list[tuple[Line, int, int, Span | None]] = []  # as _sum_place says
        self._headed: list[tuple[Line, Span]] = []
        self._path: list[str] = ["", ""]
        for number, line in enumerate(self.lines):
            self._read(line, number)
        self._close()

    def _read(self, line: Line, number: int) -> None:
        word = line.sum_word
        level = line.level
        self._open(line, level if word else ITEM)
        if word:
            self._sums.append((line, *self._sum_place(line, word, level)))
        elif level in (GROUP, PROJECT) and not is_product(line.basis) and self._has_children(number, level):
            span = self.groups[-1] if level == GROUP else self.groups[-1].projects[-1]
            self._headed.append((line, span))
        else:
            self.leaves.append(Leaf(line, figure_of(line, self.unit)))

    def _sum_place(self, line: Line, word: str, level: int) -> tuple[int, int, Span | None]:
        """Which column a sum stands in (WHOLE: it sums everything), the leaves before it, and what it stands in."""
        is_whole = word in WHOLE_WORDS or (word == EITHER and level == GROUP)
        if is_whole and not any(line.labels[:level]):
            return WHOLE, len(self.leaves), None
        group = self.groups[-1] if self.groups and level > GROUP else None
        scope = group.projects[-1] if group and group.projects and level == ITEM else group
        return level, len(self.leaves), scope

    def _open(self, line: Line, below: int) -> None:
        """Begin the group and project that the line's labels name; a name repeated row by row is the same one."""
        at = len(self.leaves)
        for level in (GROUP, PROJECT):
            name = line.labels[level] if level < below else ""
            if not name or (name == self._path[level] and self.groups):
                continue
            if level == GROUP:
                self.groups.append(Span(name, at))
                self._path = [name, ""]
            else:
                self._group().projects.append(Span(name, at))
                self._path[PROJECT] = name
        if below == ITEM and not self._group().projects:
            self.groups[-1].projects.append(Span("", at))

    def _group(self) -> Span:
        if not self.groups:
            self.groups.append(Span("", len(self.leaves)))
        return self.groups[-1]

    def _has_children(self, number: int, level: int) -> bool:
        """Whether the next line that is no sum stands below this one."""
        for line in self.lines[number + 1 :]:
            if line.sum_word:
                continue
            same = [not line.labels[at] or line.labels[at] == self._path[at] for at in range(level + 1)]
            return all(same) and line.level > level
        return False

    def _close(self) -> None:
        end = len(self.leaves)
        _end_at_the_next(self.groups, end)
        for group in self.groups:
            _end_at_the_next(group.projects, group.end)
        for line, span in self._headed:
            self.stated.append(Stated(line, span.start, span.end, figure_of(line, self.unit).won, line.level))
        self._place_sums(end)
        self.stated.sort(key=lambda stated: stated.line.row)

    def _place_sums(self, end: int) -> None:
        """A 소계 covers the leaves since the last one of its column, or those after it where it stands above them."""
        last: dict[int, int] = {}
        for (line, level, at, scope), following in zip(self._sums, self._following(end), strict=True):
            won = figure_of(line, self.unit).won
            if level == WHOLE:
                self.stated.append(Stated(line, 0, end, won, WHOLE))
                continue
            first, beyond = (scope.start, scope.end) if scope else (0, end)
            start, stop = max(last.get(level, 0), first), at
            if start == at:  # it stands above
                stop = min(following, beyond)
            last[level] = stop
            # a column's sum is that of what stands left of it, unless it follows one project of several
            is_part = level == PROJECT and (start, stop) != (first, beyond)
            self.stated.append(Stated(line, start, stop, won, PROJECT if is_part else max(level - 1, GROUP)))

    def _following(self, end: int) -> list[int]:
        """For each row that states a sum, the leaves before the next one of its column."""
        result: list[int] = []
        known: dict[int, int] = {}
        for _line, level, at, _scope in reversed(self._sums):
            result.append(known.get(level, end))
            known[level] = at
        return result[::-1]
