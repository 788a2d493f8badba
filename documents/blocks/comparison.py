"""The comparison form: 현행, 변경(안) and 사유; what is new is underlined, as official tables do it."""

from dataclasses import dataclass

from portal.content import build
from portal.content.amounts import is_blank, squeezed
from portal.content.diff import word_spans
from portal.content.printed import Grid, Look, Part, Shown
from portal.content.schema import Node
from portal.content.table_forms import Column, FormTable, Problem, TableForm, missing_columns, read_columns
from portal.content.table_text import TextRow
from portal.content.tree import walk
from portal.i18n import _

MAX_LENGTH = 5_000  # a longer text is shown as it is


@dataclass(frozen=True, slots=True)
class Change:
    """One row: what was, what shall be, and why."""

    row: int
    old: str
    new: str
    reason: str

    @property
    def differs(self) -> bool:
        """Whether anything changes at all."""
        return squeezed(self.old) != squeezed(self.new) and squeezed(self.new) not in {"현행과같음", "(현행과같음)"}


class Comparison(TableForm):
    """신구 대비."""

    name = "comparison"
    label = _("전후 대비표(현행과 변경안)")
    columns = (
        Column("topic", "구분", aliases=("항목", "조항")),
        Column("old", "현행", aliases=("변경전", "당초", "기존", "종전", "개정전")),
        Column("new", "변경(안)", aliases=("변경", "변경후", "변경안", "개정안", "개정후", "개선(안)", "개선")),
        Column("reason", "사유", aliases=("변경사유", "비고", "개정사유")),
    )

    def read(self, table: Node) -> list[Change]:
        """The rows."""
        found = read_columns(self, table)
        return [_change(found, row) for row in found.body if not row.is_empty]

    def problems(self, table: Node) -> list[Problem]:
        """PLAN-1: a change says what was, what shall be, and why."""
        found = read_columns(self, table)
        missing = missing_columns(self, found, ("old", "new"))
        if missing:
            return [Problem("PLAN-1", _("표에 ‘${column}’ 열이 없습니다.", mapping={"column": missing[0]}))]
        problems = []
        for change in self.read(table):
            if change.differs and is_blank(change.reason) and "reason" in found.places:
                problems.append(Problem("PLAN-1", _("바꾸는 사유가 없습니다."), change.row))
        return problems

    def printed(self, table: Node) -> list[Part]:
        """The table, with what is new underlined."""
        found = read_columns(self, table)
        place = found.places.get("new")
        rows = [[Shown(name, Look.HEAD) for name in found.names]] if found.head else []
        for row in found.body:
            change = _change(found, row)
            cells = [Shown(cell if cell is not None else "") for cell in row.cells]
            if place is not None and change.differs and row.cells[place] is not None:
                cells[place] = Shown(_underlined(change, row.cells[place]))
            rows.append(cells)
        return [Grid(rows, 1 if found.head else 0)]


def _change(table: FormTable, row: TextRow) -> Change:
    return Change(row.number, table.text(row, "old"), table.text(row, "new"), table.text(row, "reason"))


def _underlined(change: Change, cell: Node | None) -> Node | str:
    """The new text with what the old one does not have underlined; a cell with looks of its own stays as it is."""
    assert cell is not None
    is_plain = not any(node.get("marks") for node in walk(cell))
    if not is_plain or is_blank(change.old) or len(change.old) + len(change.new) > MAX_LENGTH:
        return cell
    spans = [span for span in word_spans(change.old, change.new) if span.op != "removed"]
    inline = [node for span in spans for node in build.text(span.text, underline=span.op == "added")]
    return build.cell(build.para(inline, 0))
