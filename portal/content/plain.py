"""A document as plain text: for the search index, mail, and comparison."""

from portal.content.grid import table_width
from portal.content.marks import item_marks
from portal.content.printed import text_lines
from portal.content.schema import Node
from portal.content.table_forms import shown
from portal.content.tree import attr, block_id, children, inline_text, is_text_block

_SIGNS = {"note": "※ ", "question": "- ", "answer": ": "}


def plain_text(doc: Node, marks: bool = False, scheme: str = "legal") -> str:
    """The text of a document, one line a paragraph, table rows as ``a | b``.

    With ``marks``, also what a reader sees before the text: item marks of the scheme, ※, and the signs of questions.
    """
    shown = item_marks(children(doc), scheme) if marks else None
    lines: list[str] = []
    for block in children(doc):
        lines += block_lines(block, shown)
    return "\n".join(lines)


def text_parts(doc: Node) -> list[tuple[str, str]]:
    """The text of each top-level block with its id, blocks without text left out: a search hit opens at ``#b-<id>``."""
    parts = [(block_id(block), block_text(block)) for block in children(doc)]
    return [(name, text) for name, text in parts if text.strip()]


def block_text(block: Node) -> str:
    """The text of one block without marks."""
    return "\n".join(block_lines(block, None))


def block_lines(block: Node, marks: dict[str, str] | None) -> list[str]:
    """The lines of a block; ``marks`` as ``item_marks`` gives them, or None to leave all signs out."""
    if is_text_block(block):
        return [_prefix(block, marks) + inline_text(block)]
    if block["type"] == "table":
        return _table_lines(block, marks)
    # a box's title, a picture's caption (or what it shows), and whatever text a registered block keeps in attributes
    lines = [attr(block, name) for name in ("title", "caption") if (attr(block, name) or "").strip()]
    if block["type"] == "image" and not lines and attr(block, "alt"):
        lines.append(attr(block, "alt"))
    for child in children(block):
        lines += block_lines(child, marks)
    return lines


def _prefix(block: Node, marks: dict[str, str] | None) -> str:
    who = attr(block, "who")
    spoken = f"{who}: " if who else ""
    if marks is None:
        return spoken
    found = marks.get(block.get("attrs", {}).get("id", ""))
    return (f"{found} " if found else _SIGNS.get(block["type"], "")) + spoken


def _table_lines(table: Node, marks: dict[str, str] | None) -> list[str]:
    parts = shown(table)
    if parts is not None:
        return list(text_lines(parts, marks is not None))
    lines = [attr(table, "caption")] if attr(table, "caption") else []
    if attr(table, "unit") and marks is not None:
        lines.append(f"({attr(table, 'unit')})")
    several = table_width(table) > 1
    for row in children(table):
        cells = [" ".join(_cell_lines(cell, marks)) for cell in children(row)]
        if any(cells):
            lines.append(" | ".join(cells) if several else cells[0])
    return lines


def _cell_lines(cell: Node, marks: dict[str, str] | None) -> list[str]:
    return [line.replace("\n", " ") for child in children(cell) for line in block_lines(child, marks)]
