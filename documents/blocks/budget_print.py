"""How a budget is printed: projects marked ○ with their sub-total, items below, a sub-total for each 편성목."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.blocks.budget_lines import Line, plain_name
from documents.blocks.budget_tree import GROUP, PROJECT, WHOLE, Leaf, Span, Stated
from documents.blocks.formula import is_product, read_formula, tidy
from documents.blocks.wording import written
from portal.content.amounts import is_blank
from portal.content.printed import Look, Shown
from portal.office.formats import money_in


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


def agrees(right: int | None, stated: int | None, unit: int) -> bool:
    """Whether two amounts are the same as far as the unit of the table shows."""
    return right is None or stated is None or right == stated or money_in(right, unit) == money_in(stated, unit)


class Printing:
    """The rows of one printed budget."""

    def __init__(self, facts: BudgetFacts, has_groups: bool, extras: int) -> None:
        self.facts = facts
        self.has_groups = has_groups
        self.extras = extras
        # sums that were typed, by what they sum; those that are printed are taken out
        self.stated: dict[tuple[int, int, int], list[Stated]] = {}
        for stated in facts.stated:
            self.stated.setdefault((stated.of, stated.start, stated.end), []).append(stated)

    def rows(self) -> list[list[Shown]]:
        """All rows below the heading."""
        facts, out = self.facts, []
        for group in facts.groups:
            rows = [row for project in group.projects for row in self._project(project)]
            if group.end - group.start > 1 and self.has_groups:
                rows.append(self._sum_row("소계", group, GROUP))
            if rows and self.has_groups:
                rows[0].insert(0, Shown(plain_name(group.name), align="center", rowspan=len(rows)))
            out += rows
        whole = Span("", 0, len(facts.leaves))
        last = self._sum_row("합계", whole, WHOLE) if facts.leaves or (WHOLE, 0, 0) in self.stated else None
        out += [
            self._left_over(stated) for stated in sorted(sum(self.stated.values(), []), key=lambda one: one.line.row)
        ]
        return [*out, last] if last else out

    def _project(self, project: Span) -> list[list[Shown]]:
        leaves = self.facts.leaves[project.start : project.end]
        if not leaves:
            return []
        if not project.name:
            return [self._leaf(leaf, f"○ {_name(leaf)}") for leaf in leaves]
        if len(leaves) == 1 and not leaves[0].line.labels[2]:
            return [self._leaf(leaves[0], f"○ {plain_name(project.name)}")]
        typed = self.stated.pop((PROJECT, project.start, project.end), [])
        name = Shown(f"○ {plain_name(project.name)}", Look.PART)
        head = [name, Shown(_remarks(typed), Look.PART), *self._sum(project, typed, Look.PART)]
        return [head, *(self._leaf(leaf, f"\u3000- {_name(leaf)}") for leaf in leaves)]

    def _leaf(self, leaf: Leaf, name: str) -> list[Shown]:
        figure, unit = leaf.figure, self.facts.unit
        shown = "" if figure.won is None else money_in(figure.won, unit)
        aside = "" if agrees(figure.formula, figure.stated, unit) else written(money_in(figure.stated or 0, unit))
        amount = Shown(shown or leaf.line.amount, align="right", aside=aside)
        return [Shown(name), Shown(tidy(_remark(leaf.line))), amount, *map(Shown, leaf.line.extras)]

    def _sum_row(self, name: str, span: Span, of: int) -> list[Shown]:
        """A sum and its name: the word that was typed, and what was remarked beside it."""
        typed = self.stated.pop((of, span.start, span.end), [])
        label = next((plain_name(one.line.labels[one.line.level]) for one in typed if one.line.sum_word), name)
        remarks = _remarks(typed)
        columns = 3 if self.has_groups and of == WHOLE else 2
        shown = Shown(f"{label} ({remarks})" if remarks else label, Look.SUM, "center", colspan=columns)
        return [shown, *self._sum(span, typed)]

    def _left_over(self, stated: Stated) -> list[Shown]:
        """A typed sum over leaves that nothing printed covers."""
        name = " ".join(filter(None, (*map(plain_name, stated.line.labels), _remark(stated.line))))
        label = Shown(name, Look.SUM, "center", colspan=3 if self.has_groups else 2)
        return [label, *self._sum(Span(name, stated.start, stated.end), [stated])]

    def _sum(self, span: Span, typed: Iterable[Stated], look: Look = Look.SUM) -> list[Shown]:
        right, unit, typed = self.facts.sum_of(span), self.facts.unit, list(typed)
        wrong = [money_in(one.won or 0, unit) for one in typed if not agrees(right, one.won, unit)]
        amount = Shown(money_in(right, unit), look, "right", aside=written(", ".join(wrong)) if wrong else "")
        extras = [" ".join(filter(None, texts)) for texts in zip(*(one.line.extras for one in typed), strict=True)]
        return [amount, *(Shown(text, look) for text in extras or [""] * self.extras)]


def _name(leaf: Leaf) -> str:
    """What a leaf is called: its last label."""
    labels = leaf.line.labels
    return plain_name(labels[2] or labels[1] or labels[0])


def _remark(line: Line) -> str:
    """What stands under 산출기초, unless it is the amount of the line in another column."""
    formula = read_formula(line.basis)
    return "" if formula and not is_product(line.basis) and is_blank(line.amount) else line.basis


def _remarks(typed: Iterable[Stated]) -> str:
    return " ".join(filter(None, (_remark(one.line) for one in typed)))
