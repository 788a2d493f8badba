"""The budget form: 편성목 → 사업 → 항목 with its 산출기초; sub-totals and the total are computed from leaves.

Rules BUD-1 (amount = product; a stated sum = the sum of its leaves). A missing figure is computed, a stated one that
differs is shown beside the computed one.
"""

from itertools import accumulate

from documents.blocks.budget_lines import figure_of, lines_of
from documents.blocks.budget_print import BudgetFacts, Printing, agrees
from documents.blocks.budget_tree import Leaf, Reading, Stated
from documents.blocks.formula import is_product, read_formula
from documents.blocks.wording import amount_fault, missing_column, wrong_sum
from portal.content.amounts import MAX_WON
from portal.content.printed import Grid, Look, Part, Shown
from portal.content.schema import Node
from portal.content.table_forms import Column, FormTable, Problem, TableForm, missing_columns, read_columns
from portal.i18n import _
from portal.office.formats import number

WIDTHS = (22, 58, 40, 26)
EXTRA_WIDTH = 24


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
        return _facts(read_columns(self, table))

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
        found = read_columns(self, table)
        facts = _facts(found)
        names = [found.name_of(column, label) for column, label in zip(_PRINTED, _LABELS, strict=True)]
        printing = Printing(facts, any(group.name for group in facts.groups), len(found.extras))
        head = [Shown(name, Look.HEAD) for name in (*names, *(found.names[place] for place in found.extras))]
        rows = [head if printing.has_groups else head[1:], *printing.rows()]
        widths = [*WIDTHS, *[EXTRA_WIDTH] * len(found.extras)]
        widths = widths if printing.has_groups else widths[1:]
        return [Grid(rows, 1, widths)]


_PRINTED = ("group", "project", "basis", "amount")
_LABELS = ("편성목", "예산내역", "산출기초", "금액")


def _facts(found: FormTable) -> BudgetFacts:
    reading = Reading(lines_of(found), found.unit)
    sums = list(accumulate((leaf.won for leaf in reading.leaves), initial=0))
    return BudgetFacts(reading.groups, reading.leaves, reading.stated, sums, found.unit)


def _leaf_problem(leaf: Leaf, unit: int) -> Problem | None:
    figure, row = leaf.figure, leaf.line.row
    if figure.unreadable:
        return Problem("BUD-1", amount_fault(figure.unreadable), row)
    if figure.won is None:
        return Problem("BUD-1", _("금액이 없고 산출기초로도 셈할 수 없습니다."), row)
    if not agrees(figure.formula, figure.stated, unit):
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
    if stated.won is None or agrees(right, stated.won, facts.unit):
        return None
    return Problem("BUD-1", wrong_sum(number(right), number(stated.won)), stated.line.row)
