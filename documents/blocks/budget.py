"""The budget form: 편성목 → 사업 → 항목 with its 산출기초; sub-totals and the total are computed from leaves.

Rules BUD-1 (amount = product; a stated sum = the sum of its leaves). A missing figure is computed, a stated one that
differs is shown beside the computed one.
"""

from dataclasses import dataclass
from itertools import accumulate

from documents.blocks.budget_lines import figure_of, lines_of, plain_name
from documents.blocks.budget_tree import GROUP, PROJECT, WHOLE, Leaf, Reading, Span, Stated
from documents.blocks.formula import is_product, read_formula, tidy
from documents.blocks.wording import amount_fault, missing_column, written, wrong_sum
from portal.content.amounts import MAX_WON, is_blank
from portal.content.printed import Grid, Look, Part, Shown
from portal.content.schema import Node
from portal.content.table_forms import Column, Problem, TableForm, missing_columns, read_columns
from portal.i18n import _
from portal.office.formats import money_in, number

WIDTHS = (22, 58, 40, 26)
EXTRA_WIDTH = 24


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """What a budget says, in won."""

    groups: list[Span]
    leaves: list[Leaf]
    stated: list[Stated]
    sums: list[int]  # of the leaves before each place, and after the last
    unit: int

    @property
    def total(self) -> int:
        """The sum of all leaves."""
        return self.sums[-1]

    def sum_of(self, span: Span | Stated) -> int:
        """The sum of the leaves of a group, a project or a stated sum."""
        return self.sums[span.end] - self.sums[span.start]


class Budget(TableForm):
    """소요예산 · 세부내역."""

    name = "budget"
    label = _("예산")
    columns = (
        Column("group", "편성목", aliases=("예산과목", "목", "비목", "구분")),
        Column("project", "사업(예산내역)", aliases=("사업", "사업명", "예산내역", "내역", "세부사업")),
        Column("item", "항목", aliases=("세부항목", "품목")),
        Column("basis", "산출기초", aliases=("산출근거", "산출내역", "산출식", "세부내역")),
        Column("amount", "금액", "money", aliases=("예산액", "예산", "소요예산", "사업비", "금액")),
    )
    unit = "원"

    def read(self, table: Node) -> BudgetFacts:
        """Groups, projects and leaves with their sums."""
        found = read_columns(self, table)
        reading = Reading(lines_of(found), found.unit)
        sums = list(accumulate((leaf.won for leaf in reading.leaves), initial=0))
        return BudgetFacts(reading.groups, reading.leaves, reading.stated, sums, found.unit)

    def problems(self, table: Node) -> list[Problem]:
        """BUD-1."""
        missing = missing_columns(self, read_columns(self, table), ("project", "amount"))
        if missing:
            return [Problem("BUD-1", missing_column(missing[0]))]
        facts = self.read(table)
        found = [problem for leaf in facts.leaves if (problem := _leaf_problem(leaf, facts.unit))]
        found += [problem for stated in facts.stated if (problem := _sum_problem(stated, facts))]
        if facts.total > MAX_WON:
            found.append(Problem("BUD-1", _("예산 합계가 너무 큽니다.")))
        return sorted(found, key=lambda problem: problem.row or 0)

    def printed(self, table: Node) -> list[Part]:
        """As plans print it: projects marked ○ with their sub-total, items below, a sub-total for each 편성목."""
        found, facts = read_columns(self, table), self.read(table)
        names = [found.name_of(column, label) for column, label in zip(_PRINTED, _LABELS, strict=True)]
        printing = _Printing(facts, any(group.name for group in facts.groups), len(found.extras))
        head = [Shown(name, Look.HEAD) for name in (*names, *(found.names[place] for place in found.extras))]
        rows = [head if printing.has_groups else head[1:], *printing.rows()]
        widths = [*WIDTHS, *[EXTRA_WIDTH] * len(found.extras)]
        widths = widths if printing.has_groups else widths[1:]
        return [Grid(rows, 1, widths)]


_PRINTED = ("group", "project", "basis", "amount")
_LABELS = ("편성목", "예산내역", "산출기초", "금액")


def _leaf_problem(leaf: Leaf, unit: int) -> Problem | None:
    figure, row = leaf.figure, leaf.line.row
    if figure.unreadable:
        return Problem("BUD-1", amount_fault(figure.unreadable), row)
    if figure.won is None:
        return Problem("BUD-1", _("금액이 없고 산출기초로도 셈할 수 없습니다."), row)
    if not _agrees(figure.formula, figure.stated, unit):
        values = {"right": number(figure.formula or 0), "stated": number(figure.stated or 0)}
        text = _("산출기초로 셈하면 ${right}원인데 ${stated}원으로 적혀 있습니다.", mapping=values)
        return Problem("BUD-1", text, row)
    single = read_formula(leaf.line.basis, unit)
    if single and not is_product(leaf.line.basis) and single.won != figure.won:
        return Problem("BUD-1", _("산출기초와 금액이 서로 다릅니다."), row, "warning")
    return None


def _sum_problem(stated: Stated, facts: BudgetFacts) -> Problem | None:
    right = facts.sum_of(stated)
    if figure_of(stated.line, facts.unit).unreadable:
        return Problem("BUD-1", amount_fault(stated.line.amount), stated.line.row)
    if stated.won is None or _agrees(right, stated.won, facts.unit):
        return None
    return Problem("BUD-1", wrong_sum(number(right), number(stated.won)), stated.line.row)


def _agrees(right: int | None, stated: int | None, unit: int) -> bool:
    """Whether two amounts are the same as far as the unit of the table shows."""
    return right is None or stated is None or right == stated or money_in(right, unit) == money_in(stated, unit)


class _Printing:
    """The rows of one printed budget."""

    def __init__(self, facts: BudgetFacts, has_groups: bool, extras: int) -> None:
        self.facts = facts
        self.has_groups = has_groups
        self.extras = extras
        self.stated = {(one.of, one.start, one.end): one for one in facts.stated}

    def rows(self) -> list[list[Shown]]:
        """All rows below the heading."""
        facts, out = self.facts, []
        for group in facts.groups:
            rows = [row for project in group.projects for row in self._project(project)]
            if group.end - group.start > 1 and self.has_groups:
                rows.append([Shown("소계", Look.SUM, "center", colspan=2), *self._sum(group, GROUP)])
            if rows and self.has_groups:
                rows[0].insert(0, Shown(plain_name(group.name), align="center", rowspan=len(rows)))
            out += rows
        whole = Span("", facts.leaves[0].line, 0, len(facts.leaves)) if facts.leaves else None
        if whole:
            label = Shown("합계", Look.SUM, "center", colspan=3 if self.has_groups else 2)
            out.append([label, *self._sum(whole, WHOLE)])
        return out

    def _project(self, project: Span) -> list[list[Shown]]:
        leaves = self.facts.leaves[project.start : project.end]
        if not leaves:
            return []
        if not project.name:
            return [self._leaf(leaf, f"○ {_name(leaf)}") for leaf in leaves]
        if len(leaves) == 1 and not leaves[0].line.labels[2]:
            return [self._leaf(leaves[0], f"○ {plain_name(project.name)}")]
        name = Shown(f"○ {plain_name(project.name)}", Look.PART)
        head = [name, Shown("", Look.PART), *self._sum(project, PROJECT, Look.PART)]
        return [head, *(self._leaf(leaf, f"\u3000- {_name(leaf)}") for leaf in leaves)]

    def _leaf(self, leaf: Leaf, name: str) -> list[Shown]:
        figure, shown = leaf.figure, ""
        basis = "" if figure.formula is None and not is_blank(leaf.line.basis) and _is_amount(leaf) else leaf.line.basis
        if figure.won is not None:
            shown = money_in(figure.won, self.facts.unit)
        differs = not _agrees(figure.formula, figure.stated, self.facts.unit)
        aside = self._aside(figure.stated) if differs else ""
        amount = Shown(shown or leaf.line.amount, align="right", aside=aside)
        return [Shown(name), Shown(tidy(basis)), amount, *map(Shown, leaf.line.extras)]

    def _sum(self, span: Span, of: int, look: Look = Look.SUM) -> list[Shown]:
        right, typed = self.facts.sum_of(span), self.stated.get((of, span.start, span.end))
        stated, extras = (typed.won, typed.line.extras) if typed else (None, ("",) * self.extras)
        aside = "" if _agrees(right, stated, self.facts.unit) else self._aside(stated)
        amount = Shown(money_in(right, self.facts.unit), look, "right", aside=aside)
        return [amount, *(Shown(text, look) for text in extras)]

    def _aside(self, stated: int | None) -> str:
        return written(money_in(stated or 0, self.facts.unit))


def _name(leaf: Leaf) -> str:
    """What a leaf is called: its last label."""
    labels = leaf.line.labels
    return plain_name(labels[2] or labels[1] or labels[0])


def _is_amount(leaf: Leaf) -> bool:
    """Whether the figure under 산출기초 is only the amount in another column."""
    return is_blank(leaf.line.amount) and leaf.figure.stated is not None
