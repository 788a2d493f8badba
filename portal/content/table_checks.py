"""What does not fit in a table: by its form, or for an ordinary table by its columns and sums."""

from portal.content.amounts import exact
from portal.content.cell_values import choices_of, fits_kind
from portal.content.grid import column_kinds, place_cells
from portal.content.identities import Figures, differences, read_identities
from portal.content.schema import Node
from portal.content.table_forms import Problem, form_of
from portal.content.table_text import cell_text
from portal.content.tree import attr
from portal.i18n import _


def table_problems(table: Node) -> list[Problem]:
    """Everything a checked table's reader should know of, in the order of rows."""
    form = form_of(table)
    if form is not None:
        return form.problems(table)
    found = [*_misfits(table), *_sums(table)]
    return sorted(found, key=lambda problem: -1 if problem.row is None else problem.row)


def _misfits(table: Node) -> list[Problem]:
    """TAB-2: cells that do not fit the kind of their column."""
    kinds = column_kinds(table)
    if not set(kinds) - {"text"}:
        return []
    choices: dict[int, list[str]] = {}
    found = []
    for row in place_cells(table):
        for place in row:
            if place.cell["type"] == "table_header":
                if place.cell.get("attrs", {}).get("kind") == "choice":
                    choices.setdefault(place.column, choices_of(attr(place.cell, "choices")))
                continue
            text = cell_text(place.cell)
            if not fits_kind(text, kinds[place.column], choices.get(place.column, ())):
                message = _("‘${text}’은(는) 열의 종류와 맞지 않습니다.", mapping={"text": text[:40]})
                found.append(Problem("TAB-2", message, place.row, "warning"))
    return found


def _sums(table: Node) -> list[Problem]:
    """TAB-1: stated sums that differ, and identities that name nothing of the table."""
    found = [
        Problem("TAB-1", _("셈하면 ${right}인데 다르게 적혀 있습니다.", mapping={"right": exact(right)}), row)
        for (row, _column), right in sorted(differences(table).items())
    ]
    if attr(table, "identity"):
        found += [Problem("TAB-1", fault) for fault in read_identities(Figures(table))[1]]
    return found
