"""Editing without JavaScript: the same JSON, one block a page.

A block's form is drawn from the schema: a text area for each text in it, a field for each attribute. So a block that a
feature registers can be edited without another line. Everything here is a pure function; each change gives a new
document. LookupError: the block is not there (any more).

A text area must be drawn with a line feed before its value, because browsers drop one there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from portal.content import labels, tables
from portal.content.build import blank, image, para
from portal.content.characters import clean
from portal.content.grid import place_cells, table_width
from portal.content.inline import cleaned, looks, marked, retyped, to_text
from portal.content.plain import block_text
from portal.content.schema import SCHEMA, Node
from portal.content.table_forms import blank_form, form_named, forms
from portal.content.tree import attr, block_id, children, is_text_block
from portal.content.validate import ContentError, normalised
from portal.i18n import _

# Set by buttons for rows and columns, by the upload, or never by hand.
_NOT_TYPED = frozenset({"colspan", "rowspan"})
# A button's act on a table: what it does, to a row or a column, and how far from the chosen one.
TABLE_ACTS: dict[str, tuple[Callable[[Node, int], Node], str, int]] = {
    "row_before": (tables.insert_row, "row", 0),
    "row_after": (tables.insert_row, "row", 1),
    "row_delete": (tables.delete_row, "row", 0),
    "column_before": (tables.insert_column, "column", 0),
    "column_after": (tables.insert_column, "column", 1),
    "column_delete": (tables.delete_column, "column", 0),
}
LABEL_LENGTH = 20  # of a row's or column's first words in a list of them


class FieldError(ValueError):
    """A value that cannot be kept; ``name`` is the field, ``reason`` for people. What was typed stays in the form."""

    def __init__(self, name: str, reason: Any) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


@dataclass(frozen=True)
class Field:
    """One field of a block's form. ``kind``: "area" (several lines), "words" (one a line), "line", "number", "choice".

    ``place`` is the row and column (from 0) of the table cell the field is in.
    """

    name: str
    label: Any
    kind: str
    value: str
    choices: tuple[tuple[str, Any], ...] = ()
    max_length: int | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True)
class BlockForm:
    """The form of one block: what it is, and its fields in reading order; of a table, its rows and columns by name."""

    id: str
    type: str
    label: Any
    fields: tuple[Field, ...]
    rows: tuple[Any, ...] = ()
    columns: tuple[Any, ...] = ()


def block_form(doc: Node, wanted: str) -> BlockForm:
    """The form of a top-level block."""
    block = children(doc)[_index(doc, wanted)]
    label = labels.BLOCKS.get(block["type"], block["type"])
    rows, columns = _lines_of(block) if block["type"] == "table" else ((), ())
    return BlockForm(wanted, block["type"], label, tuple(_fields(block, "", None)), rows, columns)


def _lines_of(table: Node) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What the rows and columns of a table are called: their number and the first words that stand there."""
    rows, columns = [""] * len(table["content"]), [""] * table_width(table)
    for row in place_cells(table):
        for place in row:
            words = shorten(block_text(place.cell), LABEL_LENGTH, placeholder="…")
            for number in range(place.row, place.row + place.rowspan):
                rows[number] = rows[number] or words
            for number in range(place.column, place.column + place.colspan):
                columns[number] = columns[number] or words
    return (
        tuple(_("${n}행 ${words}", mapping={"n": n, "words": words}) for n, words in enumerate(rows, 1)),
        tuple(_("${n}열 ${words}", mapping={"n": n, "words": words}) for n, words in enumerate(columns, 1)),
    )


def _index(doc: Node, wanted: str) -> int:
    for number, block in enumerate(children(doc)):
        if block_id(block) == wanted:
            return number
    raise LookupError(wanted)


def _attributes(node: Node) -> Iterator[tuple[str, Node]]:
    """The attributes of a node that a person fills in."""
    for name, spec in SCHEMA.rules[node["type"]].attrs.items():
        # only a column of choices has choices
        idle = name == "choices" and attr(node, "kind") != "choice"
        if spec["type"] not in {"id", "uid"} and name not in _NOT_TYPED and not idle:
            yield name, spec


def _choices(name: str, spec: Node) -> tuple[tuple[str, Any], ...]:
    """The values a person may choose from, none where one types."""
    if name == "level":
        return tuple(labels.level_choices())
    if spec["type"] == "enum":
        return tuple((value, labels.CHOICES.get(value, value)) for value in spec["values"])
    if spec["type"] == "form":
        return (("", _("일반 표")), *((form.name, form.label) for form in forms()))
    return ()


def _fields(node: Node, path: str, place: tuple[int, int] | None) -> Iterator[Field]:
    for name, spec in _attributes(node):
        # one field a cell: items in a table keep the level they have
        if not (place and name == "level"):
            yield _attribute_field(node, name, spec, path, place)
    if is_text_block(node):
        label = labels.BLOCKS.get(node["type"], node["type"])
        if place:
            label = _("${row}행 ${column}열", mapping={"row": place[0] + 1, "column": place[1] + 1})
        yield Field(f"text{path}", label, "area", to_text(children(node)), place=place)
        for mark in () if place else SCHEMA.marks:  # in a table a look stays where its text stays
            yield Field(f"{mark}{path}", labels.LOOKS[mark], "words", "\n".join(looks(children(node), mark)))
    elif node["type"] == "table":
        for row_number, row in enumerate(place_cells(node)):
            for number, cell in enumerate(row):
                yield from _fields(cell.cell, f"{path}-{row_number}-{number}", (cell.row, cell.column))
    else:
        for number, child in enumerate(children(node)):
            yield from _fields(child, f"{path}-{number}", place)


def _attribute_field(node: Node, name: str, spec: Node, path: str, place: tuple[int, int] | None) -> Field:
    value = str(attr(node, name))
    label = labels.ATTRIBUTES.get(name, name)
    field_name = f"{name}{path}"
    choices = _choices(name, spec)
    if choices:
        return Field(field_name, label, "choice", value, choices, place=place)
    if spec["type"] == "int":
        return Field(field_name, label, "number", value, place=place)
    return Field(field_name, label, "line", value, max_length=spec["max"], place=place)


def apply_block(doc: Node, wanted: str, fields: Mapping[str, str]) -> Node:
    """The document with what was typed into a block's form; fields that were not sent stay as they are.

    Raises FieldError for a value that cannot be kept, ContentError when the whole grows beyond a limit.
    """
    number = _index(doc, wanted)
    block = _applied(children(doc)[number], "", fields)
    return normalised(_with_blocks(doc, [*children(doc)[:number], block, *children(doc)[number + 1 :]]))


def _applied(node: Node, path: str, fields: Mapping[str, str]) -> Node:
    result = dict(node)
    typed = {
        name: _value(fields[f"{name}{path}"], spec, f"{name}{path}")
        for name, spec in _attributes(node)
        if f"{name}{path}" in fields
    }
    if typed:
        result["attrs"] = {**node.get("attrs", {}), **typed}
    if is_text_block(node):
        if f"text{path}" in fields or any(f"{mark}{path}" in fields for mark in SCHEMA.marks):
            result["content"] = _typed(children(node), path, fields)
    elif "content" in node:
        result["content"] = [_applied(child, f"{path}-{number}", fields) for number, child in enumerate(children(node))]
    return result


def _typed(content: list[Node], path: str, fields: Mapping[str, str]) -> list[Node]:
    """A text as it was typed, and its looks where somebody changed which words have them."""
    result = retyped(content, fields.get(f"text{path}", to_text(content)))
    for mark in SCHEMA.marks:
        name = f"{mark}{path}"
        words = [line.strip() for line in cleaned(fields.get(name, "")).split("\n") if line.strip()]
        if name not in fields or words == looks(content, mark):
            continue
        missing = [word for word in words if word not in to_text(result)]
        if missing:
            raise FieldError(name, _("글에 없는 말입니다: ${words}", mapping={"words": ", ".join(missing)}))
        result = marked(result, mark, words)
    return result


def _value(typed: str, spec: Node, name: str) -> str | int:
    if spec["type"] == "text":
        value = clean(typed).strip()
        if len(value) > spec["max"]:
            raise FieldError(name, _("${max}자까지 쓸 수 있습니다.", mapping={"max": spec["max"]}))
        return value
    if spec["type"] in {"enum", "form"}:
        if typed not in dict(_choices("", spec)):
            raise FieldError(name, _("목록에 있는 값을 고르십시오."))
        return typed
    if not typed.strip().isascii() or not typed.strip().lstrip("-").isdigit() or len(typed) > 20:
        raise FieldError(name, _("숫자를 쓰십시오."))
    number = int(typed)
    if not spec.get("min", number) <= number <= spec.get("max", number):
        raise FieldError(name, _("쓸 수 있는 범위를 벗어난 숫자입니다."))
    return number


def _with_blocks(doc: Node, blocks: list[Node]) -> Node:
    return {**doc, "content": blocks or [para("", 0)]}


def _new_block(kind: str, attachment: str) -> Node:
    type_, _colon, name = kind.partition(":")
    form = form_named(name)
    if (
        type_ not in SCHEMA.block_types()
        or (type_ == "image" and not attachment)
        or (name and (form is None or type_ != "table"))
    ):
        raise ContentError((), _("쓸 수 없는 종류의 내용입니다."))
    if form is not None:
        return blank_form(form)
    return image(attachment) if type_ == "image" else blank(type_)


def insert_block(doc: Node, after: str | None, kind: str, attachment: str = "") -> tuple[Node, str]:
    """Add an empty block behind another (None: at the start); a picture needs its ``attachment``.

    ``table:budget`` is a table of that form. An item gets the level of the one before it. Returns the document and the
    new id. Raises ContentError for a type that cannot stand there.
    """
    at = 0 if after is None else _index(doc, after) + 1
    block = _new_block(kind, attachment)
    if at and kind == "paragraph":
        block["attrs"]["level"] = attr(children(doc)[at - 1], "level") or 0
    blocks = [*children(doc)[:at], block, *children(doc)[at:]]
    return normalised(_with_blocks(doc, blocks)), block_id(block)


def move_block(doc: Node, wanted: str, steps: int) -> Node:
    """Move a block up (negative) or down by some places, at most to the end."""
    blocks = list(children(doc))
    at = _index(doc, wanted)
    block = blocks.pop(at)
    blocks.insert(max(0, min(len(blocks), at + steps)), block)
    return _with_blocks(doc, blocks)


def delete_block(doc: Node, wanted: str) -> Node:
    """Remove a block; the last one leaves an empty paragraph behind."""
    at = _index(doc, wanted)
    return _with_blocks(doc, [*children(doc)[:at], *children(doc)[at + 1 :]])


def set_level(doc: Node, wanted: str, level: int) -> Node:
    """Make a paragraph an item of a level, or plain text (0). Raises ContentError for another level or block."""
    at = _index(doc, wanted)
    block = children(doc)[at]
    block = {**block, "attrs": {**block["attrs"], "level": level}}
    return normalised(_with_blocks(doc, [*children(doc)[:at], block, *children(doc)[at + 1 :]]))


def edit_table(doc: Node, wanted: str, act: str, chosen: int) -> Node:
    """Add or remove a row or column of a table block; ``act`` is one of TABLE_ACTS, ``chosen`` counts from 0.

    Raises ContentError where it cannot be done: the last row or column, too many columns, no such row.
    """
    number = _index(doc, wanted)
    table = children(doc)[number]
    try:
        change, _line, step = TABLE_ACTS[act]
        table = change(table, chosen + step if chosen >= 0 else chosen)
    except (ValueError, IndexError, KeyError) as error:
        raise ContentError((number,), _("표를 그렇게 바꿀 수 없습니다.")) from error
    return normalised(_with_blocks(doc, [*children(doc)[:number], table, *children(doc)[number + 1 :]]))
