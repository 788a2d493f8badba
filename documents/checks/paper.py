"""What the rules look at, and what they find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portal.content.plain import block_lines
from portal.content.schema import Node
from portal.content.tree import block_id, children, walk

ERROR, WARNING = "error", "warning"
FACTS, FILES, BODY = "edit#facts", "edit#files", "edit#body"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: its id in the catalogue, in words, and the place where it is mended.

    An error keeps the document from being sent up; a warning is shown to who sends it up, and to those who sign.
    """

    rule: str
    text: Any
    place: str = BODY
    level: str = WARNING


@dataclass(frozen=True, slots=True)
class PaperFile:
    """An attached file: ``pages`` as (place, text), ``state`` of its extraction (PENDING, DONE, FAILED …)."""

    name: str
    state: str
    pages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block with its lines as they are read, and the level of its item (0 for none)."""

    node: Node
    lines: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where it stands in the editor."""
        return f"edit#b-{block_id(self.node)}"

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines)

    @property
    def level(self) -> int:
        """The level of its item; 0 for plain text and for everything that is no paragraph."""
        return int(self.node.get("attrs", {}).get("level", 0)) if self.node["type"] == "paragraph" else 0

    @property
    def tables(self) -> Iterator[Node]:
        """The tables in it."""
        return (node for node in walk(self.node) if node["type"] == "table")


@dataclass(frozen=True)
class Paper:
    """A document as the rules see it. ``day`` is its date, ``towns`` the 읍·면·동 that the institution knows.

    ``filing`` tells whether its file takes it in: see `portal.records.filing.filing_of`.
    """

    facts: dict[str, Any]
    day: date
    files: tuple[PaperFile, ...] = ()
    towns: tuple[str, ...] = ()
    filing: str = "FILED"

    @cached_property
    def blocks(self) -> list[Block]:
        """Its text, block by block."""
        return [Block(node, tuple(block_lines(node, None))) for node in children(self.facts["content"])]


Rule = Callable[[Paper], Iterator[Finding]]
