"""The content schema: which nodes, attributes and marks a document may hold.

``schema.json`` is shared with the editor. A feature adds its own blocks once, while the application is configured:

    register_node("budget", {"group": "block", "content": "budget_line+", "attrs": {"id": {"type": "id"}}})

Attribute types: ``id`` (required, unique in the document), ``uid`` (an attachment), ``int``, ``text``, ``enum``,
``form`` (the name of a table form; of one that nobody registered the table is an ordinary one).
"""

import json
import re
from importlib.resources import files
from typing import Any

from portal.content.expression import Expression, compile_expression

Node = dict[str, Any]

ATTRIBUTE_TYPES = frozenset({"id", "uid", "int", "text", "enum", "form"})
SPEC_KEYS = frozenset({"group", "content", "attrs"})
# Letters of node types in compiled expressions come from a private-use area: none means anything to a regex.
_FIRST_LETTER = 0xE000


class Rule:
    """One node type, ready for checking: its letter, its children's pattern, and its attributes with defaults."""

    def __init__(self, name: str, spec: Node, letter: str, expression: Expression | None) -> None:
        self.name = name
        self.letter = letter
        self.attrs: dict[str, Node] = spec.get("attrs", {})
        self.defaults = {key: attr["default"] for key, attr in self.attrs.items() if "default" in attr}
        self.required = frozenset(self.attrs) - frozenset(self.defaults)
        self.inline = spec.get("group") == "inline"
        self.least = expression.least if expression else ()
        self.pattern = re.compile(expression.pattern) if expression else None
        # a text block is what the cursor can be in: its children are inline
        self.is_text_block = "inline" in spec.get("content", "")


class Schema:
    """The nodes known to this process. Compiled on first use and again after each registration."""

    def __init__(self, data: Node) -> None:
        self.top: str = data["top"]
        self.marks: tuple[str, ...] = tuple(data["marks"])
        self.limits: dict[str, int] = data["limits"]
        self.nodes: dict[str, Node] = {}
        self._rules: dict[str, Rule] | None = None
        for name, spec in data["nodes"].items():
            self.register(name, spec)

    def register(self, name: str, spec: Node) -> None:
        """Add a node type. Raises ValueError for a faulty spec or for a name that is taken by another spec.

        The same spec again is accepted: two applications in one process share this schema.
        """
        if name in self.nodes:
            if self.nodes[name] == spec:
                return
            raise ValueError(f"content node {name!r} is registered already")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise ValueError(f"content node {name!r}: a name is made of a-z, 0-9 and _")
        if not SPEC_KEYS.issuperset(spec):
            raise ValueError(f"content node {name!r}: unknown key {set(spec) - SPEC_KEYS}")
        attrs = spec.get("attrs", {})
        for key, attr in attrs.items():
            if attr.get("type") not in ATTRIBUTE_TYPES:
                raise ValueError(f"content node {name!r}: attribute {key!r} has no known type")
        if spec.get("group") == "block" and attrs.get("id") != {"type": "id"}:
            raise ValueError(f"content node {name!r}: a block needs an id, or it cannot be merged or linked")
        self.nodes[name] = spec
        self._rules = None

    def members(self, name: str) -> list[str]:
        """The node types a word of a content expression stands for: a type, or every type of a group."""
        if name in self.nodes:
            return [name]
        found = [key for key, spec in self.nodes.items() if spec.get("group") == name]
        if not found:
            raise KeyError(f"content expression names {name!r}, which no node or group is called")
        return found

    @property
    def rules(self) -> dict[str, Rule]:
        """Every node type compiled. Raises KeyError when an expression names a node that nobody registered."""
        if self._rules is None:
            letters = {name: chr(_FIRST_LETTER + index) for index, name in enumerate(self.nodes)}
            self._rules = {
                name: Rule(
                    name,
                    spec,
                    letters[name],
                    compile_expression(spec["content"], self.members, letters.__getitem__)
                    if "content" in spec
                    else None,
                )
                for name, spec in self.nodes.items()
            }
        return self._rules

    def block_types(self) -> list[str]:
        """The types that may stand at the top of a document, in order of registration."""
        return self.members("block")

    def as_json(self) -> str:
        """The schema as the editor page is given it, registered blocks included."""
        return json.dumps(
            {"top": self.top, "marks": self.marks, "limits": self.limits, "nodes": self.nodes}, ensure_ascii=False
        )


def load_schema() -> Schema:
    """A fresh schema of the blocks in ``schema.json`` alone (tests register into one of their own)."""
    return Schema(json.loads(files("portal.content").joinpath("schema.json").read_text("utf-8")))


SCHEMA = load_schema()


def register_node(name: str, spec: Node) -> None:
    """Add a node type to the schema of this process; call it from a feature's ``includeme`` only."""
    SCHEMA.register(name, spec)


def schema_json() -> str:
    """What the editor page is given."""
    return SCHEMA.as_json()
