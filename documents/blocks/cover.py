"""The cover form: the title of a document in its box; with a date or an institution below, a page of its own."""

from portal.content.printed import Cover, Part
from portal.content.schema import Node
from portal.content.table_forms import Column, Problem, TableForm, read_columns
from portal.i18n import _

_TITLES = ("제목", "부제", "부제목", "표제")
_BELOW = ("일자", "날짜", "작성일", "시행일", "기관", "기관명", "부서", "부서명", "담당부서")


class CoverForm(TableForm):
    """표지."""

    name = "cover"
    label = _("표지(제목 상자)")
    columns = (Column("what", "항목", aliases=("구분",)), Column("text", "내용"))
    rows = (("제목", ""), ("", ""), ("일자", ""), ("기관", ""))

    def read(self, table: Node) -> Cover:
        """Title lines, then what stands below them."""
        found = read_columns(self, table)
        lines: list[str] = []
        below: list[str] = []
        what = ""
        for row in found.body:
            label = found.text(row, "what")
            what = "".join(label.split()) or what
            texts = (found.text(row, "text"), *(row.texts[place] for place in found.extras))
            written = [line for text in texts for line in text.split("\n") if line]
            if what in _TITLES or not what:
                lines += written
            else:  # a label that the form does not know is part of what is said
                below += written if what in _BELOW else [" ".join([*label.split(), *written])]
        return Cover(lines, below)

    def problems(self, table: Node) -> list[Problem]:
        """COV-1: a cover without a title."""
        return [] if self.read(table).lines else [Problem("COV-1", _("표지에 제목이 없습니다."), level="warning")]

    def printed(self, table: Node) -> list[Part]:
        """The box, and the page."""
        return [self.read(table)]
