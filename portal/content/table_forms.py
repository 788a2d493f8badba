"""Table forms: tables whose columns mean something, so that what can be computed is computed and checked.

What people type stays an ordinary ``table`` node with ``form`` naming its form: keyboard, paste, merged cells, merging
of two people's changes and editing without JavaScript need nothing more. A feature declares a form once:

    register_form(Budget())

``read`` gives the facts of a table, ``problems`` what does not fit, ``printed`` how it is shown on every medium. A
table whose form nobody registered is an ordinary table.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from portal.content import build
from portal.content.amounts import squeezed, unit_in
from portal.content.printed import Grid, Part
from portal.content.schema import Node
from portal.content.table_text import TextRow, headings, text_rows
from portal.content.tree import attr, walk

_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_forms: dict[str, "TableForm"] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form: ``name`` for the program, ``label`` its heading, ``aliases`` other headings people use."""

    name: str
    label: str
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not fit in a table. ``rule`` is its id in the catalogue of checks, ``row`` counts from 0."""

    rule: str
    text: Any
    row: int | None = None
    level: str = "error"


class TableForm(ABC):
    """One form. A new table starts with its ``columns``, ``more`` columns and ``rows``, and its ``unit`` line."""

    name: ClassVar[str]
    label: ClassVar[Any]
    columns: ClassVar[tuple[Column, ...]]
    more: ClassVar[tuple[Column, ...]] = ()
    rows: ClassVar[tuple[tuple[str, ...], ...]] = ()
    unit: ClassVar[str] = ""
    # holds what must not be shown to everyone: a document with it is not opened without a public copy
    sensitive: ClassVar[bool] = False

    @abstractmethod
    def read(self, table: Node) -> Any:
        """The facts of a checked table. Never fails: what cannot be read is left to ``problems``."""

    def problems(self, table: Node) -> list[Problem]:
        """What does not fit, in the order of rows."""
        return []

    @abstractmethod
    def printed(self, table: Node) -> list[Part]:
        """How the table is shown; ``shown`` adds its caption and unit line to the first grid."""


def register_form(form: TableForm) -> None:
    """Add a form while the application is configured. Raises ValueError when its name is another form's.

    The same registration may come again, with every application made in a process.
    """
    known = _forms.setdefault(form.name, form)
    if type(known) is not type(form):
        raise ValueError(f"table form {form.name!r} is registered already")


def forms() -> list[TableForm]:
    """Every form, in the order of registration."""
    return list(_forms.values())


def form_named(name: str) -> TableForm | None:
    """The form of that name."""
    return _forms.get(name)


def form_of(table: Node) -> TableForm | None:
    """The form of a table; None for an ordinary one."""
    return _forms.get(attr(table, "form") or "")


def is_sensitive(block: Node) -> bool:
    """Whether a block is or holds a table whose form keeps what it says from everyone."""
    forms = (form_of(node) for node in walk(block) if node["type"] == "table")
    return any(form is not None and form.sensitive for form in forms)


def shown(table: Node) -> list[Part] | None:
    """How a table is shown by its form, under its caption and unit line; None for an ordinary table."""
    form = form_of(table)
    if form is None:
        return None
    parts = form.printed(table)
    first = next((number for number, part in enumerate(parts) if isinstance(part, Grid)), None)
    if first is not None:
        parts[first] = replace(parts[first], caption=attr(table, "caption"), unit=attr(table, "unit"))
    return parts


def blank_form(form: TableForm) -> Node:
    """A new table of a form: its headings, and the rows it starts with."""
    head = [
        build.cell(column.label, header=True, kind=column.kind, choices=", ".join(column.choices))
        for column in (*form.columns, *form.more)
    ]
    rows = form.rows or (("",) * len(head),)
    return build.table(head, rows, unit=form.unit, form=form.name)


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table read by the columns of its form: ``places`` says where each stands, by its name."""

    head: Sequence[TextRow]
    body: Sequence[TextRow]
    names: Sequence[str]
    places: dict[str, int]
    unit: int  # won

    def text(self, row: TextRow, column: str) -> str:
        """The text of a row in a column of the form, "" where the table has no such column."""
        place = self.places.get(column)
        return row.texts[place] if place is not None else ""

    @property
    def extras(self) -> list[int]:
        """The columns that the form does not know and somebody wrote in: they are shown as they are."""
        return [place for place in self.others if any(row.texts[place] for row in (*self.head, *self.body))]

    @property
    def others(self) -> list[int]:
        """The columns that the form does not know, whether somebody wrote in them or not."""
        known = set(self.places.values())
        return [place for place in range(len(self.names)) if place not in known]

    def name_of(self, column: str, default: str = "") -> str:
        """The heading that stands over a column, as it was typed."""
        place = self.places.get(column)
        return (self.names[place] if place is not None else "") or default


def read_columns(form: TableForm, table: Node) -> FormTable:
    """A table with the columns of its form found by their headings, and by their place where no heading fits."""
    head, body = text_rows(table)
    width = len((head or body)[0].texts)
    names = headings(head, width)
    places = _places(form, [heading_word(name) for name in names])
    money = next((column.name for column in form.columns if column.kind == "money"), "")
    unit = (
        unit_in(attr(table, "unit"))
        if attr(table, "unit")
        else unit_in(names[places[money]] if money in places else "")
    )
    return FormTable(head, body, names, places, unit)


def _places(form: TableForm, words: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for column in form.columns:
        wanted = {heading_word(name) for name in (column.label, *column.aliases)}
        free = (place for place, word in enumerate(words) if word in wanted and place not in places.values())
        place = next(free, None)
        if place is not None:
            places[column.name] = place
    if len(words) == len(form.columns):
        taken = set(places.values())
        for place, column in enumerate(form.columns):
            if column.name not in places and place not in taken:
                places[column.name] = place
    return places


def heading_word(text: str) -> str:
    """A heading without what is in brackets and without blank space: `금액 (원)` is `금액`."""
    return squeezed(_BRACKETS.sub("", text)) or squeezed(text)


def missing_columns(form: TableForm, table: FormTable, needed: Sequence[str]) -> list[str]:
    """The headings of needed columns that the table does not have."""
    return [column.label for column in form.columns if column.name in needed and column.name not in table.places]
