"""A plan of the make-up of real ones, kept as text: ``own_plan.txt``, about an institution that does not exist.

``3> text`` is an item of level 3; ``[budget unit=원]`` begins a table of that form, a row a line, cells between bars;
``[box]`` a framed text, ``[columns]`` parts side by side with ``---`` between them. A row that begins with a bar and
the form's own first heading gives other headings than the form's.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.content import build
from portal.content.table_forms import TableForm, form_named
from portal.content.validate import normalised

OWN = Path(__file__).with_name("own_plan.txt")
DASH = 4  # the level of "-" in plans
_ITEM = re.compile(r"([1-8])> (.+)")
_BEGINS = re.compile(r"\[(\w+)((?: \w+=\S+)*)\]")


@dataclass(slots=True)
class Piece:
    """What one writes in one go: an item of a level, or a block of a kind with its lines."""

    kind: str
    text: str = ""
    level: int = 0
    lines: list[str] = field(default_factory=list)
    attrs: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[list[str]]:
        """The cells of a table's rows, without a row of headings."""
        return [row for row in self._rows() if row[:1] != [""] or not self._is_head(row)]

    @property
    def head(self) -> list[str]:
        """The headings of a table."""
        form = self.form
        assert form is not None
        own = next((row[1:] for row in self._rows() if self._is_head(row)), None)
        return own or [column.label for column in form.columns]

    @property
    def form(self) -> TableForm | None:
        """The form of a table."""
        return form_named(self.kind)

    def _rows(self) -> list[list[str]]:
        return [[cell.strip() for cell in line.split("|")] for line in self.lines]

    def _is_head(self, row: list[str]) -> bool:
        form = self.form
        return bool(form and len(row) > 2 and row[0] == "" and row[1] == form.columns[0].label)


@dataclass(slots=True)
class PlanText:
    """A title, the scheme of its marks, and the pieces in order."""

    title: str
    scheme: str
    pieces: list[Piece]

    def content(self) -> dict[str, Any]:
        """The document, as the editor would save it."""
        return normalised(build.doc(*map(_block, self.pieces)))


def read_plan(path: Path = OWN) -> PlanText:
    """Read a plan from its file."""
    title, scheme, *lines = path.read_text("utf-8").splitlines()
    pieces: list[Piece] = []
    is_open = False
    for line in lines:
        item, begins = _ITEM.fullmatch(line), _BEGINS.fullmatch(line)
        if item:
            pieces.append(Piece("paragraph", item[2], int(item[1])))
        elif begins:
            attrs = dict(one.split("=") for one in begins[2].split())
            pieces.append(Piece(begins[1], attrs=attrs))
            is_open = True
        elif line and is_open:
            pieces[-1].lines.append(line)
        else:
            is_open = False
    return PlanText(title.partition(": ")[2], scheme.partition(": ")[2], pieces)


def _line(text: str) -> dict[str, Any]:
    """A line of a column; a dash makes it an item of the scheme ``plan``."""
    return build.para(text[2:], DASH) if text.startswith("- ") else build.para(text, 0)


def _block(piece: Piece) -> dict[str, Any]:
    if piece.kind == "paragraph":
        return build.para(piece.text, piece.level)
    if piece.kind == "box":
        return build.box(*(build.para(line, 0) for line in piece.lines))
    if piece.kind == "columns":
        parts = "\n".join(piece.lines).split("\n---\n")
        return build.columns(*[[_line(line) for line in part.split("\n")] for part in parts])
    rows = piece.cells
    width = max(len(piece.head), *map(len, rows))
    kinds = [column.kind for column in piece.form.columns] if piece.form else []
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    return build.table(piece.head, filled, unit=piece.attrs.get("unit", ""), kinds=kinds, form=piece.kind)
