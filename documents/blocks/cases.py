"""The case form (통합사례): sensitive, its clients' names are never shown whole.

A document that holds one is not opened to everyone without a public copy. What is typed stays as it is; every page and
file shows the masked name (개인정보 보호: the length of the stars says nothing of the name).
"""

import re
from dataclasses import dataclass

from documents.blocks.identifiers import ENOUGH, hints, masked, names_in
from portal.content.printed import Grid, Look, Part, Shown
from portal.content.schema import Node
from portal.content.table_forms import Column, Problem, TableForm, read_columns
from portal.i18n import _

WIDTHS = (20, 30, 50, 56, 24)


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its texts by the table's columns, names masked; ``names`` are those that were typed whole."""

    row: int
    texts: tuple[str, ...]
    names: tuple[str, ...]


class Cases(TableForm):
    """통합사례관리 대상 현황."""

    name = "cases"
    label = _("통합사례표(민감)")
    sensitive = True
    columns = (
        Column("client", "대상자", aliases=("성명", "이름", "대상")),
        Column("household", "가구개요", aliases=("가구 현황", "가구유형", "가구")),
        Column("matter", "내용", aliases=("주요 문제", "문제", "욕구")),
        Column("course", "진행 방향", aliases=("개입 내용", "진행사항", "지원 내용")),
        Column("supervision", "슈퍼비전", aliases=("자문", "비고")),
    )

    def read(self, table: Node) -> list[Case]:
        """The cases, masked."""
        found = read_columns(self, table)
        place = found.places.get("client", 0)
        cases = []
        for row in found.body:
            if not row.is_empty:
                names = names_in(row.texts[place])
                texts = tuple(_without(text, names, number == place) for number, text in enumerate(row.texts))
                cases.append(Case(row.number, texts, tuple(names)))
        return cases

    def problems(self, table: Node) -> list[Problem]:
        """CASE-1: a name typed whole; CASE-2: so many hints that the person may be known again."""
        found = []
        for case in self.read(table):
            if case.names:
                found.append(Problem("CASE-1", _("대상자 이름은 ‘김**’처럼 가려 적어 주십시오."), case.row, "warning"))
            kinds = hints(" ".join(case.texts))
            if len(kinds) >= ENOUGH:
                text = _(
                    "누구인지 알아볼 단서가 ${count}가지 있습니다. 뭉뚱그려 적어 주십시오.",
                    mapping={"count": len(kinds)},
                )
                found.append(Problem("CASE-2", text, case.row, "warning"))
        return found

    def printed(self, table: Node) -> list[Part]:
        """The table with its names masked."""
        found = read_columns(self, table)
        rows = [[Shown(name, Look.HEAD) for name in found.names]] if found.head else []
        rows += [[Shown(text) for text in case.texts] for case in self.read(table)]
        widths = WIDTHS if len(found.names) == len(WIDTHS) else ()
        return [Grid(rows or [[Shown()]], len(found.head) and 1, widths)]


def _without(text: str, names: list[str], is_client: bool) -> str:
    """A text in which nobody's whole name stands; a masked name in one spelling, `김 * *` is `김**`."""
    for name in names:
        text = text.replace(name, masked(name))
    return re.sub(r"([가-힣])(?:\s*[*○◯])+", r"\1**", text) if is_client else text
