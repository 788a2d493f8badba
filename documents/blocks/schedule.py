"""The schedule forms: rows of 구분, 세부사업 and 기간, shown over twelve months or as lines with dots.

A month with something in it is shaded and says what was typed, so that colour is never the only sign.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from documents.blocks.periods import Period, Stretch, read_period, without_year
from portal.content.amounts import is_blank
from portal.content.printed import Grid, Leader, Look, Part, Shown
from portal.content.schema import Node
from portal.content.table_forms import Column, FormTable, Problem, TableForm, read_columns
from portal.i18n import _

GROUP_WIDTH, TASK_WIDTH, MONTH_WIDTH, EXTRA_WIDTH = 18, 36, 10.1, 20


@dataclass(frozen=True, slots=True)
class Task:
    """One row: ``group`` is "" where it goes on with the group above; ``period`` is None when it cannot be read."""

    row: int
    group: str
    name: str
    when: str
    period: Period | None
    extras: tuple[str, ...]

    def months_of(self, year: int | None) -> list[Stretch]:
        """Its stretches counted from January of a year, as far as they fall into it."""
        if self.period is None:
            return []
        shift = 12 * ((self.period.year or year or 0) - (year or self.period.year or 0))
        is_here = self.period.year in (None, year)  # the year stands in the heading
        texts = [without_year(one.text) if is_here else one.text for one in self.period.stretches]
        moved = [
            Stretch(one.first + shift, one.last + shift, text)
            for one, text in zip(self.period.stretches, texts, strict=True)
        ]
        return [
            Stretch(max(one.first, 0), min(one.last, 11), one.text) for one in moved if one.first < 12 and one.last >= 0
        ]


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows; ``year`` is the one most of them are written in, None when none is."""

    tasks: list[Task]
    year: int | None
    extras: list[str]

    @property
    def has_groups(self) -> bool:
        """Whether anybody named a group."""
        return any(task.group for task in self.tasks)

    def groups(self) -> Iterator[list[Task]]:
        """The rows of each group."""
        held: list[Task] = []
        for task in self.tasks:
            if task.group and held:
                yield held
                held = []
            held.append(task)
        if held:
            yield held


class Schedule(TableForm):
    """추진일정."""

    name = "schedule"
    label = _("추진 일정(12개월 표)")
    columns = (
        Column("group", "구분", aliases=("추진과제", "추진사업", "분야", "대상사업")),
        Column("task", "세부사업", aliases=("내용", "세부내용", "추진내용", "사업", "세부추진내용", "과제")),
        Column("when", "기간", aliases=("일정", "시기", "추진시기", "추진기간", "추진일정", "일시")),
    )

    def read(self, table: Node) -> Plan:
        """The rows with their months."""
        return _plan(read_columns(self, table))

    def problems(self, table: Node) -> list[Problem]:
        """SCH-1: a period that cannot be read, or none."""
        found = []
        for task in self.read(table).tasks:
            if is_blank(task.when):
                if task.name:
                    found.append(Problem("SCH-1", _("기간이 없습니다."), task.row, "warning"))
            elif task.period is None:
                text = _("‘${text}’에서 몇 월인지 읽을 수 없습니다.", mapping={"text": task.when[:40]})
                found.append(Problem("SCH-1", text, task.row, "warning"))
        return found

    def printed(self, table: Node) -> list[Part]:
        """Over twelve months, by quarters."""
        found = read_columns(self, table)
        plan = _plan(found)
        rows = [row for group in plan.groups() for row in _group_rows(plan, group)]
        columns = [GROUP_WIDTH] * plan.has_groups + [TASK_WIDTH] + [MONTH_WIDTH] * 12
        return [Grid([*_head(found, plan), *rows], 2, [*columns, *[EXTRA_WIDTH] * len(plan.extras)])]


class ScheduleLines(Schedule):
    """추진일정, one line a row."""

    name = "schedule_lines"
    label = _("추진 일정(점선)")

    def printed(self, table: Node) -> list[Part]:
        """Lines with dots between what is done and when."""
        plan = self.read(table)
        out: list[Part] = []
        for group in plan.groups():
            if group[0].group:
                out.append(Leader(group[0].group, ""))
            level = 2 if plan.has_groups else 1
            for task in group:
                right = " ".join(filter(None, (task.when, *task.extras)))
                out.append(Leader(f"- {task.name}" if level > 1 else task.name, right, level))
        return out


def _plan(found: FormTable) -> Plan:
    extras = found.extras
    tasks = [
        Task(
            row.number,
            found.text(row, "group").replace("\n", " "),
            found.text(row, "task").replace("\n", " "),
            found.text(row, "when").replace("\n", ", "),
            read_period(found.text(row, "when").replace("\n", ",")),
            tuple(row.texts[place] for place in extras),
        )
        for row in found.body
        if not row.is_empty
    ]
    years = Counter(task.period.year for task in tasks if task.period and task.period.year)
    year = years.most_common(1)[0][0] if years else None
    return Plan(tasks, year, [found.names[place] for place in extras])


def _head(found: FormTable, plan: Plan) -> list[list[Shown]]:
    year = f"{plan.year}년 " if plan.year else ""
    left = [Shown(found.name_of("group", "구분"), Look.HEAD, rowspan=2)] if plan.has_groups else []
    task = Shown(found.name_of("task", "세부사업"), Look.HEAD, rowspan=2)
    quarters = [Shown(f"{year}{number}분기", Look.HEAD, colspan=3) for number in (1, 2, 3, 4)]
    extras = [Shown(name, Look.HEAD, rowspan=2) for name in plan.extras]
    months = [Shown(f"{number}월", Look.HEAD) for number in range(1, 13)]
    return [[*left, task, *quarters, *extras], months]


def _group_rows(plan: Plan, group: list[Task]) -> list[list[Shown]]:
    rows = [[Shown(task.name), *_month_cells(plan, task), *map(Shown, task.extras)] for task in group]
    if plan.has_groups:
        rows[0].insert(0, Shown(group[0].group, align="center", rowspan=len(rows)))
    return rows


def _month_cells(plan: Plan, task: Task) -> list[Shown]:
    """Twelve columns: a cell for each stretch with what was typed, an empty one for each other month."""
    stretches = task.months_of(plan.year)
    if not stretches:  # 수시, or months of another year, or what cannot be read
        return [Shown(task.when, align="center", colspan=12)]
    owner: list[int | None] = [None] * 12
    for number, one in enumerate(stretches):
        for month in range(one.first, one.last + 1):
            if owner[month] is None:
                owner[month] = number
    hidden = [one.text for number, one in enumerate(stretches) if number not in owner]
    cells = []
    for at, months in groupby(owner):
        width = len(list(months))
        if at is None:
            cells += [Shown()] * width
        else:
            text = ", ".join([stretches[at].text, *hidden])
            cells.append(Shown(text, Look.MARK, "center", colspan=width))
            hidden = []
    return cells
