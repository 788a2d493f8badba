"""The execution form: how much of a budget will have been spent by each checkpoint, cumulative.

Rule BUD-3: amounts never fall, the last is at most the budget (what is left is shown), shares are whole per cents, half
up. A checkpoint is any column called after a month or quarter; its share and the increment are computed.
"""

from documents.blocks.execution_reading import Execution, Mark, Project, read_execution
from documents.blocks.wording import amount_fault, written
from portal.content.printed import Grid, Look, Part, Remark, Shown
from portal.content.schema import Node
from portal.content.table_forms import Column, Problem, TableForm, read_columns
from portal.i18n import _
from portal.office.formats import money_in, number


class ExecutionForm(TableForm):
    """예산집행계획(누계)."""

    name = "execution"
    label = _("예산 집행 계획(누계)")
    columns = (
        Column("name", "사업명", aliases=("사업", "구분", "세부사업")),
        Column("budget", "예산", "money", aliases=("예산액", "총예산", "금액", "사업비")),
    )
    more = tuple(Column(month, month, "money") for month in ("3월", "6월", "9월", "12월"))
    unit = "천원"

    def read(self, table: Node) -> Execution:
        """Projects and checkpoints."""
        return read_execution(read_columns(self, table))

    def problems(self, table: Node) -> list[Problem]:
        """BUD-3."""
        facts = self.read(table)
        if not facts.checkpoints:
            return [Problem("BUD-3", _("‘3월’처럼 집행 시점을 적은 열이 없습니다."))]
        found = [problem for project in facts.projects for problem in _problems(project, facts)]
        whole = facts.whole
        return found + [problem for stated in facts.stated for problem in _sum_problems(stated, whole, facts)]

    def printed(self, table: Node) -> list[Part]:
        """Amounts with their shares, the increments below."""
        facts, found = self.read(table), read_columns(self, table)
        has_rest = any(project.left for project in facts.projects)
        names = [found.name_of(column.name, column.label) for column in self.columns]
        head = [*names, *facts.checkpoints, *(["잔액"] if has_rest else []), *facts.extras]
        rows = [[Shown(name, Look.HEAD) for name in head]]
        rows += [_row(project, facts, has_rest, Look.TEXT) for project in facts.projects]
        if len(facts.projects) > 1 or facts.stated:
            rows.append(_row(facts.whole, facts, has_rest, Look.SUM))
        if facts.projects:
            rows.append(_increment_row(facts, has_rest))
        return [Grid(rows, 1), Remark("금액과 비율은 누계")]


def _problems(project: Project, facts: Execution) -> list[Problem]:
    found = []
    row, budget, before = project.row, project.budget.won, 0
    for mark in (project.budget, *project.marks):
        if mark.unreadable:
            found.append(Problem("BUD-3", amount_fault(mark.unreadable), row))
    if budget is None and not project.budget.unreadable:
        found.append(Problem("BUD-3", _("예산이 없어 비율을 셈할 수 없습니다."), row))
    for place, (name, mark) in enumerate(zip(facts.checkpoints, project.marks, strict=True)):
        if mark.won is None:
            continue
        if mark.won < before:
            found.append(Problem("BUD-3", _("${point} 누계가 앞보다 줄었습니다.", mapping={"point": name}), row))
        if budget is not None and mark.won > budget:
            found.append(Problem("BUD-3", _("${point} 누계가 예산보다 많습니다.", mapping={"point": name}), row))
        right = project.share_at(place)
        if mark.share is not None and right is not None and mark.share != right:
            values = {"point": name, "right": right, "stated": mark.share}
            text = _("${point} 비율은 ${right}%인데 ${stated}%로 적혀 있습니다.", mapping=values)
            found.append(Problem("BUD-3", text, row))
        before = mark.won
    return found


def _sum_problems(stated: Project, right: Project, facts: Execution) -> list[Problem]:
    found = []
    names = ["예산", *facts.checkpoints]
    for name, typed, mark in zip(names, (stated.budget, *stated.marks), (right.budget, *right.marks), strict=True):
        if typed.unreadable:
            found.append(Problem("BUD-3", amount_fault(typed.unreadable), stated.row))
        elif _differs(typed, mark):
            values = {"point": name, "right": number(mark.won or 0), "stated": number(typed.won or 0)}
            text = _("${point} 열을 더하면 ${right}원인데 ${stated}원으로 적혀 있습니다.", mapping=values)
            found.append(Problem("BUD-3", text, stated.row))
    return found


def _differs(typed: Mark, right: Mark) -> bool:
    return bool(typed.unreadable) or (typed.won is not None and right.won is not None and typed.won != right.won)


def _row(project: Project, facts: Execution, has_rest: bool, look: Look) -> list[Shown]:
    cells = [Shown(project.name, look, "center" if look else "")]
    shares = [100 if project.budget.won else None, *(project.share_at(place) for place in range(len(project.marks)))]
    for place, (mark, share) in enumerate(zip((project.budget, *project.marks), shares, strict=True)):
        amount = mark.unreadable if mark.won is None else money_in(mark.won, facts.unit)
        typed = mark.share if share is None else share
        shown = amount + (f"\n({typed}%)" if typed is not None else "")
        aside = _aside_of_sum(facts, place, mark) if look == Look.SUM else _aside_of_share(mark, share)
        cells.append(Shown(shown, look, "right", aside=aside))
    if has_rest:
        cells.append(Shown("" if project.left is None else money_in(project.left, facts.unit), look, "right"))
    lines = facts.stated if look == Look.SUM else [project]
    extras = [" ".join(filter(None, texts)) for texts in zip(*(line.extras for line in lines), strict=True)]
    return [*cells, *(Shown(text, look) for text in extras or [""] * len(facts.extras))]


def _aside_of_share(mark: Mark, share: int | None) -> str:
    return written(f"{mark.share}%") if mark.share not in (None, share) and share is not None else ""


def _aside_of_sum(facts: Execution, place: int, right: Mark) -> str:
    """What is written where the sum of a column differs; place 0 is the budget."""
    typed = [[stated.budget, *stated.marks][place] for stated in facts.stated]
    wrong = [mark.unreadable or money_in(mark.won or 0, facts.unit) for mark in typed if _differs(mark, right)]
    return written(", ".join(wrong)) if wrong else ""


def _increment_row(facts: Execution, has_rest: bool) -> list[Shown]:
    whole = facts.whole
    steps = [Shown("" if step is None else money_in(step, facts.unit), Look.SUM, "right") for step in whole.increments]
    rest = [Shown("", Look.SUM)] * (has_rest + len(facts.extras))
    return [Shown("증가분", Look.SUM, "center"), Shown("", Look.SUM), *steps, *rest]
