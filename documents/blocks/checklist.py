"""The checklist form: items that are answered 유 or 무, by text, or by some of a list of options (§ CHK-1).

Which of the three stands in 답할 것: nothing or `유·무`, `글`, or the options with commas between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from documents.blocks.answers import OTHER, Chosen, YesNo, read_boxes, read_choices, read_yes_no
from portal.content.amounts import squeezed
from portal.content.printed import Grid, Look, Part, Remark, Shown, heights
from portal.content.schema import Node
from portal.content.table_forms import Column, FormTable, Problem, TableForm, read_columns
from portal.content.table_text import TextRow
from portal.i18n import _

NO_BREAK = "\u00a0"  # an option stays on one line with its box
WIDTHS = (30, 36, 16, 78, 16)
_TEXT_KINDS = frozenset({"글", "서술", "내용", "직접입력"})
_YES_NO_KINDS = frozenset({"", "유무", "유·무", "유/무"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item. Its answer is a YesNo, the options of a list, or text."""

    row: int
    group: str
    name: str
    answer: YesNo | list[Chosen] | str
    extras: tuple[str, ...] = ()


class Checklist(TableForm):
    """사전 검토 항목."""

    name = "checklist"
    label = _("검토 항목표(유·무)")
    columns = (
        Column("group", "구분", aliases=("검토분야", "분야")),
        Column("item", "검토항목", aliases=("항목", "점검항목", "점검사항")),
        Column("ask", "답할 것", aliases=("유형", "선택항목")),
        Column("answer", "검토내용", aliases=("내용", "점검결과", "결과", "검토결과")),
    )

    def read(self, table: Node) -> list[Item]:
        """The items with their answers."""
        return _items(read_columns(self, table))

    def problems(self, table: Node) -> list[Problem]:
        """CHK-1: every item is answered, 유 with its detail."""
        return [Problem("CHK-1", fault, item.row) for item in self.read(table) for fault in _faults(item)]

    def printed(self, table: Node) -> list[Part]:
        """`유 ■ | (내용) | 무 □`, options with a box each."""
        found = read_columns(self, table)
        items = _items(found)
        has_groups = any(item.group for item in items)
        left = Shown(found.name_of("item", "검토항목"), Look.HEAD, colspan=1 + has_groups)
        right = Shown(found.name_of("answer", "검토내용"), Look.HEAD, colspan=3)
        extras = [found.names[place] for place in found.extras]
        rows = [[left, right, *(Shown(name, Look.HEAD) for name in extras)]]
        for item, height in zip(items, heights([bool(item.group) for item in items]), strict=True):
            cells = [Shown(item.name), *_answer_cells(item), *map(Shown, item.extras)]
            if has_groups and height:
                cells.insert(0, Shown(item.group, Look.PART, "center", rowspan=height))
            rows.append(cells)
        widths = [*(WIDTHS if has_groups else WIDTHS[1:]), *[24] * len(extras)]
        return [Grid(rows, 1, widths), Remark("해당 사항이 없는 경우 ‘무 ■’로 표시")]


def _items(table: FormTable) -> list[Item]:
    extras = table.extras
    return [_item(table, row, extras) for row in table.body if not row.is_empty]


def _item(table: FormTable, row: TextRow, extras: Sequence[int]) -> Item:
    ask, answer = table.text(row, "ask"), table.text(row, "answer")
    name = (table.text(row, "group").replace("\n", " "), table.text(row, "item").replace("\n", " "))
    return Item(row.number, *name, _answer(ask, answer), tuple(row.texts[place] for place in extras))


def _answer(ask: str, answer: str) -> YesNo | list[Chosen] | str:
    kind = squeezed(ask)
    if kind in _TEXT_KINDS:
        return answer
    if kind not in _YES_NO_KINDS:
        return _options(ask, answer)
    found = read_yes_no(answer)
    if found is not None:
        return found
    return read_boxes(answer) or answer


def _options(ask: str, answer: str) -> list[Chosen]:
    """The options that were asked for, then what was answered beside them."""
    offered = read_choices(ask)
    boxed = read_boxes(answer)
    chosen = {one.name: one for one in (boxed or read_choices(answer)) if one.is_chosen}
    found = []
    for one in offered:
        answered = chosen.pop(one.name, None)
        details = dict.fromkeys(filter(None, (one.detail, answered.detail if answered else "")))
        found.append(Chosen(one.name, answered is not None, ", ".join(details)))
    return [*found, *chosen.values()]


def _faults(item: Item) -> list[Any]:
    answer = item.answer
    if isinstance(answer, str):
        return [] if answer else [_("답이 없습니다.")]
    if isinstance(answer, YesNo):
        if answer.applies is None:
            return [_("유와 무 가운데 하나를 적어 주십시오.")]
        return [_("‘유’에는 내용을 함께 적어 주십시오.")] if answer.applies and not answer.detail else []
    if not any(one.is_chosen for one in answer):
        return [_("하나 이상 골라 주십시오.")]
    others = [one for one in answer if one.name == OTHER and one.is_chosen and not one.detail]
    return [_("‘기타’에는 내용을 함께 적어 주십시오.")] if others else []


def _box(is_ticked: bool | None) -> str:
    return "■" if is_ticked else "□"


def _answer_cells(item: Item) -> list[Shown]:
    answer = item.answer
    if isinstance(answer, str):
        return [Shown(answer, colspan=3)]
    if isinstance(answer, YesNo):
        detail = f"({answer.detail})" if answer.detail else ""
        yes = Shown(f"유 {_box(answer.applies)}", align="center")
        return [yes, Shown(detail), Shown(f"무 {_box(answer.applies is False)}", align="center")]
    return [Shown("   ".join(map(_option, answer)), colspan=3)]


def _option(one: Chosen) -> str:
    detail = f"({one.detail})" if one.detail else f"({NO_BREAK * 8})" if one.name == OTHER else ""
    return f"{one.name}{NO_BREAK}{_box(one.is_chosen)}{detail}"
