"""붙임 and 끝: how an official document says that it ends (시행규칙 제4조④·⑤)."""

from collections.abc import Sequence
from dataclasses import replace

from portal.office.model import Block, Cell, Paragraph, Run, Table

GAP = "  "  # 2타, one character
END = "끝."
BLANK_BELOW = "이하 빈칸"


def ended(blocks: Sequence[Block], attachments: Sequence[str] = ()) -> list[Block]:
    """`blocks` with the lines of `attachments` (`회의자료 1부`) and the end mark where the rule wants it.

    After the last character of text; after a full table below it, one character in; in a table that ends part-way no
    끝 but `이하 빈칸` in the first cell left empty.
    """
    out = [*blocks, *attachment_lines(attachments)]
    if not out:
        return [Paragraph(END)]
    last = out[-1]
    if isinstance(last, Paragraph):
        out[-1] = replace(last, runs=_appended(last.runs))
    elif isinstance(last, Table) and (place := _first_empty_after_text(last)):
        out[-1] = _with_blank_below(last, *place)
    else:
        out.append(Paragraph(END, indent=2))
    return out


def attachment_lines(attachments: Sequence[str]) -> list[Paragraph]:
    """`붙임  회의자료 1부.`; two or more are numbered under one another."""
    texts = [text.rstrip(" .") + "." for text in attachments]
    if len(texts) < 2:
        return [Paragraph(f"붙임{GAP}{text}", hanging=5) for text in texts]
    first = f"붙임{GAP}1. {texts[0]}"
    rest = [Paragraph(f"{number}. {text}", indent=5.2, hanging=2) for number, text in enumerate(texts[1:], 2)]
    return [Paragraph(first, hanging=7.2), *rest]


def _appended(runs: str | Sequence[Run]) -> str | list[Run]:
    if isinstance(runs, str):
        return runs.rstrip() + GAP + END if runs.strip() else END
    return [*runs, Run(GAP + END)] if any(run.text.strip() for run in runs) else [*runs, Run(END)]


def _first_empty_after_text(table: Table) -> tuple[int, int] | None:
    """Row and cell after the last filled one, when empty cells of one column follow in a table of data."""
    if not table.header_rows or len(table.rows) <= table.header_rows:
        return None
    data = range(table.header_rows, len(table.rows))
    cells = [(row, column) for row in data for column in range(len(table.rows[row]))]
    filled = [place for place in cells if _is_filled(table.rows[place[0]][place[1]])]
    after = cells.index(filled[-1]) + 1 if filled else 0
    if after == len(cells) or (filled and cells[after][0] == filled[-1][0]):
        return None  # a last row with an empty remark is a full row
    return cells[after]


def _is_filled(cell: Cell | str) -> bool:
    if isinstance(cell, str):
        return bool(cell.strip())
    if isinstance(cell.blocks, str):
        return bool(cell.blocks.strip())
    return any(not isinstance(block, Paragraph) or block.text.strip() for block in cell.blocks)


def _with_blank_below(table: Table, row: int, column: int) -> Table:
    rows = [list(cells) for cells in table.rows]
    cell = rows[row][column]
    rows[row][column] = replace(cell, blocks=BLANK_BELOW) if isinstance(cell, Cell) else BLANK_BELOW
    return replace(table, rows=rows)
