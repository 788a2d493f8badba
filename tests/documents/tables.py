"""Builders of form tables for tests, and one way to look at what a form prints."""

import re
from typing import Any

from portal.content import build
from portal.content.amounts import is_blank, read_amount, read_number, squeezed
from portal.content.plain import block_text
from portal.content.printed import Grid, Shown
from portal.content.sum_words import sum_word
from portal.content.table_forms import TableForm
from portal.content.table_text import text_rows
from portal.content.validate import normalised


def form_table(form: TableForm, rows: list[list[Any]], head: list[Any] | None = None, **attrs: str) -> dict[str, Any]:
    """A table of a form under its own headings (or ``head``; [] for none)."""
    titles = [column.label for column in form.columns] if head is None else head
    return checked(build.table(titles, rows, form=form.name, **attrs))


def checked(table: dict[str, Any]) -> dict[str, Any]:
    """The table as the database would hold it."""
    return normalised(build.doc(table))["content"][0]


def grid_of(form: TableForm, table: dict[str, Any]) -> list[list[str]]:
    """The texts of the first grid a form prints, row by row."""
    grid = next(part for part in form.printed(table) if isinstance(part, Grid))
    return [[cell.text.replace("\u00a0", " ") for cell in row] for row in grid.rows]


def cells_of(form: TableForm, table: dict[str, Any]) -> list[Shown]:
    """Every printed cell."""
    return [cell for part in form.printed(table) if isinstance(part, Grid) for row in part.rows for cell in row]


def lost(form: TableForm, table: dict[str, Any]) -> list[str]:
    """What somebody typed and nobody is shown: figures and words of sums may be shown in another way, words not."""
    shown = squeezed(block_text(table)) + "".join(squeezed(text) for _rule, _row, text in told(form, table))
    head, body = text_rows(table)
    words = [word for row in body for text in row.texts for word in re.split(r"[\s()○]+", text)]
    return [word for word in words if squeezed(word) not in shown and not _is_figure(word) and not sum_word(word)]


def _is_figure(text: str) -> bool:
    return is_blank(text) or any(read(text) is not None for read in (read_amount, read_number))


def told(form: TableForm, table: dict[str, Any]) -> list[tuple[str, int | None, str]]:
    """Rule, row and Korean text of every problem."""
    return [(one.rule, one.row, one.text.interpolate()) for one in form.problems(table)]
