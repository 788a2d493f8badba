"""Reading a document: attributes with their defaults, every node in reading order, the text of a node."""

from collections.abc import Iterator
from typing import Any

from portal.content.schema import SCHEMA, Node


def attr(node: Node, name: str) -> Any:
    """The value of an attribute, or the schema's default; None when it has neither."""
    attrs = node.get("attrs", {})
    if name in attrs:
        return attrs[name]
    rule = SCHEMA.rules.get(node["type"])
    return rule.defaults.get(name) if rule else None


def children(node: Node) -> list[Node]:
    """The nodes directly inside, none for a leaf."""
    found: list[Node] = node.get("content", [])
    return found


def block_id(block: Node) -> str:
    """The id of a block; every block of a checked document has one."""
    return str(block["attrs"]["id"])


def walk(node: Node) -> Iterator[Node]:
    """The node and everything inside it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def is_text_block(node: Node) -> bool:
    """Whether the node holds text directly (paragraph, note, question, answer), not other blocks."""
    rule = SCHEMA.rules.get(node["type"])
    return bool(rule and rule.is_text_block)


def inline_text(node: Node) -> str:
    """The text directly inside a text block, a line break as a line feed."""
    return "".join("\n" if child["type"] == "hard_break" else child.get("text", "") for child in children(node))


def find_block(doc: Node, wanted: str) -> Node | None:
    """The top-level block with the id, or None."""
    return next((block for block in children(doc) if block_id(block) == wanted), None)


def is_blank(doc: Node) -> bool:
    """Whether a document says nothing yet: no text and no picture."""
    return not any(node["type"] == "image" or node.get("text", "").strip() for node in walk(doc))
