"""What an execution table says: projects, their budgets, and what is spent by each checkpoint."""

import re
from dataclasses import dataclass
from fractions import Fraction

from portal.content.amounts import is_blank, is_one_figure, read_amount, squeezed
from portal.content.sum_words import sum_word
from portal.content.table_forms import FormTable
from portal.content.table_text import TextRow
from portal.office.formats import rounded

_CHECKPOINT = re.compile(r"(\d{1,2})월(?:말|까지)?|([1-4])(?:/4)?분기|(상|하)반기", re.ASCII)
_ONLY_SHARE = re.compile(r"\(?(\d{1,3})%\)?", re.ASCII)
_SHARE_BESIDE = re.compile(r"\s*[/\s]\s*(\d{1,3})\s*%$", re.ASCII)  # 7,500 / 32%
_AMOUNT_AND_SHARE = re.compile(r"(.*?)(?:\((\d{1,3})%\))?", re.ASCII)


@dataclass(slots=True)
class Mark:
    """What is spent by a checkpoint: won, and the share in per cent where somebody wrote one."""

    won: int | None = None
    share: int | None = None
    unreadable: str = ""


@dataclass(slots=True)
class Project:
    """One project: its budget and its marks, one a checkpoint."""

    row: int
    name: str
    budget: Mark
    marks: list[Mark]
    extras: tuple[str, ...] = ()

    def share_at(self, place: int) -> int | None:
        """The share spent by a checkpoint, in whole per cents, half up."""
        won, budget = self.marks[place].won, self.budget.won
        return int(rounded(Fraction(won * 100, budget))) if budget and won is not None else None

    @property
    def increments(self) -> list[int | None]:
        """What is spent from one checkpoint to the next."""
        before, found = 0, list[int | None]()
        for mark in self.marks:
            found.append(None if mark.won is None else mark.won - before)
            before = before if mark.won is None else mark.won
        return found

    @property
    def left(self) -> int | None:
        """What the last checkpoint leaves of the budget."""
        last = next((mark.won for mark in reversed(self.marks) if mark.won is not None), None)
        return None if last is None or self.budget.won is None else self.budget.won - last


@dataclass(frozen=True, slots=True)
class Execution:
    """Projects over checkpoints; ``months`` are those of the checkpoints, ``stated`` rows that state their sum."""

    checkpoints: list[str]
    months: list[int]
    projects: list[Project]
    stated: list[Project]
    unit: int
    extras: list[str]  # headings of columns that are no checkpoints

    @property
    def whole(self) -> Project:
        """The sum of all projects; a checkpoint that one of them leaves open has none."""
        lines = [[project.budget, *project.marks] for project in self.projects]
        sums = [_sum(column) for column in zip(*lines, strict=True)] or [Mark(), *(Mark() for _one in self.months)]
        return Project(-1, "합계", sums[0], sums[1:])


def read_execution(table: FormTable) -> Execution:
    """Projects and checkpoints of a table."""
    places = {place: month for place in table.others if (month := checkpoint_month(table.names[place]))}
    others = [place for place in table.extras if place not in places]
    projects: list[Project] = []
    stated: list[Project] = []
    for row in table.body:
        if row.is_empty:
            continue
        project = _project(table, row, list(places), others)
        if projects and _is_shares(row, list(places)):
            _take_shares(projects[-1], project)
        elif sum_word(project.name):
            stated.append(project)
        else:
            projects.append(project)
    if not projects:  # a sum of nothing is a line like any other
        projects, stated = stated, []
    names = [table.names[place] for place in places]
    return Execution(names, list(places.values()), projects, stated, table.unit, [table.names[one] for one in others])


def checkpoint_month(heading: str) -> int:
    """The month a heading names, the last one of a quarter or half year; 0 when it names none."""
    found = _CHECKPOINT.fullmatch(squeezed(heading)) if len(heading) <= 20 else None
    if found is None:
        return 0
    if found[1]:
        return int(found[1]) if 1 <= int(found[1]) <= 12 else 0
    return int(found[2]) * 3 if found[2] else 6 if found[3] == "상" else 12


def _project(table: FormTable, row: TextRow, places: list[int], others: list[int]) -> Project:
    marks = [_mark(row.texts[place], table.unit) for place in places]
    name, budget = table.text(row, "name").replace("\n", " "), _mark(table.text(row, "budget"), table.unit)
    return Project(row.number, name, budget, marks, tuple(row.texts[place] for place in others))


def _mark(text: str, unit: int) -> Mark:
    """An amount, with its share behind it where there is one: `7,500(32%)`, or `32%` on a line below."""
    if is_blank(text):
        return Mark()
    written = _SHARE_BESIDE.sub(r"(\1%)", text.strip())
    found = _AMOUNT_AND_SHARE.fullmatch(squeezed(written)[:60])
    assert found  # both parts may be empty
    won = read_amount(found[1], unit) if is_one_figure(written[:60]) else None
    share = int(found[2]) if found[2] else None
    return Mark(None, share, text) if won is None or won < 0 else Mark(won, share)


def _is_shares(row: TextRow, places: list[int]) -> bool:
    """Whether a row only states the shares of the row above."""
    texts = [squeezed(row.texts[place]) for place in places if not is_blank(row.texts[place])]
    return bool(texts) and all(_ONLY_SHARE.fullmatch(text[:10]) and "%" in text for text in texts)


def _take_shares(project: Project, shares: Project) -> None:
    for mark, typed in zip(project.marks, shares.marks, strict=True):
        found = _ONLY_SHARE.fullmatch(squeezed(typed.unreadable)[:10])
        mark.share = int(found[1]) if found else mark.share


def _sum(marks: tuple[Mark, ...]) -> Mark:
    amounts = [mark.won for mark in marks if mark.won is not None]
    return Mark(sum(amounts) if len(amounts) == len(marks) else None)
