"""Constructors of content: for sample data, imports, tests, and new blocks. Every block gets a fresh id.

Text is a string (line feeds become line breaks) or a list of inline nodes made by ``text``.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, TypeGuard

from portal.content.characters import clean
from portal.content.schema import SCHEMA, Node
from portal.content.tree import children

Inline = str | Iterable[Node]


def new_id() -> str:
    """A short id; 48 random bits keep the blocks of one document apart, also when two people add some at once."""
    return secrets.token_hex(6)


def text(value: str, *, bold: bool = False, underline: bool = False) -> list[Node]:
    """Inline nodes of one look. Characters that a document refuses are left out."""
    on = {"bold": bold, "underline": underline}
    marks = [{"type": name} for name in SCHEMA.marks if on.get(name)]
    result: list[Node] = []
    for number, line in enumerate(value.replace("\r\n", "\n").split("\n")):
        if number:
            result.append({"type": "hard_break"})
        words = clean(line)
        if words:
            result.append({"type": "text", "text": words, "marks": marks} if marks else {"type": "text", "text": words})
    return result


def node(type_: str, content: Iterable[Node] = (), /, **attrs: Any) -> Node:
    """A node with all its attributes written out, the id included. Raises KeyError for an unknown type."""
    rule = SCHEMA.rules[type_]
    values = {"id": new_id(), **rule.defaults, **attrs} if "id" in rule.attrs else {**rule.defaults, **attrs}
    result: Node = {"type": type_}
    if values:
        result["attrs"] = {key: values[key] for key in rule.attrs if key in values}
    inside = list(content)
    if inside:
        result["content"] = inside
    return result


def _inline(value: Inline) -> list[Node]:
    return text(value) if isinstance(value, str) else list(value)


def _line(value: str) -> str:
    """A title or name: one line without blank space around it."""
    return clean(value).strip()


def doc(*blocks: Node) -> Node:
    """A document of the blocks; without any, one empty paragraph."""
    return {"type": SCHEMA.top, "content": list(blocks) or [para("", 0)]}


def empty_doc() -> Node:
    """The document to start from: one empty paragraph."""
    return doc()


def para(value: Inline = "", level: int = 1) -> Node:
    """A paragraph; level 0 is plain text, 1 to 8 are items whose mark is computed."""
    return node("paragraph", _inline(value), level=level)


def note(value: Inline = "") -> Node:
    """A note, shown after ※."""
    return node("note", _inline(value))


def qa(question: Inline, answer: Inline, asked_by: str = "", answered_by: str = "") -> Node:
    """A question and its answer, as minutes write them, with who spoke where that is kept."""
    asked = node("question", _inline(question), who=_line(asked_by))
    answered = node("answer", _inline(answer), who=_line(answered_by))
    return node("qa", [asked, answered])


def cell(
    value: Inline | Node = "",
    *,
    header: bool = False,
    colspan: int = 1,
    rowspan: int = 1,
    kind: str = "text",
    choices: str = "",
) -> Node:
    """A table cell of one paragraph; ``kind`` (text, number, money, date, choice) is said by a column's header cell."""
    inside = [value] if isinstance(value, dict) else [para(value, 0)]
    spans: dict[str, Any] = {"colspan": colspan, "rowspan": rowspan}
    if header:
        return node("table_header", inside, kind=kind, choices=choices, **spans)
    return node("table_cell", inside, **spans)


def table(
    header: Sequence[Inline | Node],
    rows: Iterable[Sequence[Inline | Node]],
    caption: str = "",
    unit: str = "",
    kinds: Sequence[str] = (),
    *,
    form: str = "",
    identity: str = "",
) -> Node:
    """A table with one header row (none when ``header`` is empty). Cells are text, or nodes made by ``cell``."""
    content = []
    if header:
        cells = []
        for number, value in enumerate(header):
            kind = kinds[number] if number < len(kinds) else "text"
            cells.append(value if _is_cell(value) else cell(value, header=True, kind=kind))
        content.append(node("table_row", cells))
    for row in rows:
        content.append(node("table_row", [value if _is_cell(value) else cell(value) for value in row]))
    return node("table", content, caption=_line(caption), unit=_line(unit), form=form, identity=identity)


def _is_cell(value: Inline | Node) -> TypeGuard[Node]:
    return isinstance(value, dict) and value["type"] in {"table_cell", "table_header"}


def image(attachment: str, caption: str = "", alt: str = "") -> Node:
    """A picture that was uploaded before; ``attachment`` is the uid in its address."""
    return node("image", attachment=attachment, caption=_line(caption), alt=_line(alt))


def box(*blocks: Node, title: str = "") -> Node:
    """A framed part with a title."""
    return node("box", blocks or [para("", 0)], title=_line(title))


def columns(*parts: Sequence[Node]) -> Node:
    """Two or three columns side by side."""
    return node("columns", [node("column", part or [para("", 0)]) for part in parts])


def blank(kind: str) -> Node:
    """An empty node of any type, with the fewest children its content expression permits.

    Raises ValueError for a type that cannot be empty (a picture needs its file). A table starts as 2 x 2.
    """
    if kind == "table":
        return table(["", ""], [["", ""]])
    rule = SCHEMA.rules[kind]
    if rule.required - {"id"}:
        raise ValueError(f"{kind} cannot be made without {sorted(rule.required - {'id'})}")
    return node(kind, [blank(child) for child in rule.least])


def ensure_ids(document: Node) -> Node:
    """A copy in which every node that needs an id has one of its own.

    Of nodes that share an id, the outermost keeps it (addresses and merging use top-level ids), else the first one.
    """
    return {**document, "content": _with_ids(children(document), set())}


def _with_ids(nodes: list[Node], seen: set[str]) -> list[Node]:
    result = []
    for old in nodes:
        new = dict(old)
        rule = SCHEMA.rules.get(old["type"])
        if rule and "id" in rule.attrs:
            attrs = old.get("attrs", {})
            current = attrs.get("id")
            if not current or current in seen:
                current = new_id()
            seen.add(current)
            new["attrs"] = {**attrs, "id": current}
        result.append(new)
    # the ids of this level are taken before those below it are looked at
    for new in result:
        if "content" in new:
            new["content"] = _with_ids(new["content"], seen)
    return result
