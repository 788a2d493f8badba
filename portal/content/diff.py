"""What changed between two versions of a text: per block, with the words that came and went.

Plain data for templates ("what changed", and the page of a conflict); nothing here is markup.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from portal.content.plain import block_text
from portal.content.schema import Node
from portal.content.sequence import unmoved
from portal.content.tree import block_id, children

_WORD = re.compile(r"\S+\s*|\s+")
# Comparing word by word is quadratic at worst; longer blocks are shown as a whole where they differ.
_MAX_WORDS = 3000


@dataclass(frozen=True)
class Span:
    """A stretch of text; ``op`` is "same", "added" or "removed"."""

    op: str
    text: str


@dataclass(frozen=True)
class AttributeChange:
    """A value of the block itself that differs, such as the level or the caption."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One block that differs. ``kind``: "added", "removed", "changed" or "moved" (moved and else the same).

    A changed block whose spans are all "same" and that has no ``attributes`` differs in looks only.
    """

    kind: str
    id: str
    type: str
    spans: tuple[Span, ...]
    old: Node | None
    new: Node | None
    attributes: tuple[AttributeChange, ...] = ()
    moved: bool = False

    @property
    def text_changed(self) -> bool:
        """Whether words came or went."""
        return any(span.op != "same" for span in self.spans)


def diff(old: Node, new: Node) -> list[Change]:
    """The blocks that differ, in the order of the new text; a removed block stands where it was."""
    before = {block_id(block): block for block in children(old)}
    after = {block_id(block): block for block in children(new)}
    stayed = unmoved(list(before), list(after))
    gone: dict[str | None, list[Change]] = {}
    previous: str | None = None
    for name, block in before.items():
        if name in after:
            previous = name
        else:
            gone.setdefault(previous, []).append(_one_sided("removed", block))
    result = gone.get(None, [])
    for name, block in after.items():
        if name not in before:
            result.append(_one_sided("added", block))
        elif before[name] != block or name not in stayed:
            result.append(_compared(before[name], block, name not in stayed))
        result += gone.get(name, [])
    return result


def _one_sided(kind: str, block: Node) -> Change:
    sides = (block, None) if kind == "removed" else (None, block)
    return Change(kind, block_id(block), block["type"], (Span(kind, block_text(block)),), *sides)


def _compared(old: Node, new: Node, moved: bool) -> Change:
    kind = "moved" if old == new else "changed"
    spans = tuple(word_spans(block_text(old), block_text(new)))
    return Change(kind, block_id(new), new["type"], spans, old, new, tuple(_attributes(old, new)), moved)


def _attributes(old: Node, new: Node) -> list[AttributeChange]:
    before, after = old.get("attrs", {}), new.get("attrs", {})
    return [
        AttributeChange(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def word_spans(old: str, new: str) -> list[Span]:
    """Both texts in one row of spans: without the added ones it reads as the old text, without the removed as the new.

    Words are compared without the blank space behind them, so that a word at a new line's end is still the same word.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    old_words, new_words = [word.strip() for word in before], [word.strip() for word in after]
    start, end = _common_ends(old_words, new_words)
    old_end, new_end = len(before) - end, len(after) - end
    row = _Row()
    row.same(before[:start], after[:start])
    if max(old_end, new_end) - start > _MAX_WORDS:
        row.differ(before[start:old_end], after[start:new_end])
    else:
        matcher = SequenceMatcher(None, old_words[start:old_end], new_words[start:new_end], autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            add = row.same if tag == "equal" else row.differ
            add(before[start + i1 : start + i2], after[start + j1 : start + j2])
    row.same(before[old_end:], after[new_end:])
    return row.finish()


class _Row:
    """Collects spans; neighbours of one kind become one, what was removed stands before what was added."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.kept = self.removed = self.added = ""

    def same(self, old: list[str], new: list[str]) -> None:
        for old_word, new_word in zip(old, new, strict=True):
            word = new_word.rstrip()
            if word and (self.removed or self.added):
                self.finish()
            if old_word == new_word and not (self.removed or self.added):
                self.kept += new_word
                continue
            self.kept += word
            self.removed += old_word[len(word) :]
            self.added += new_word[len(word) :]

    def differ(self, old: list[str], new: list[str]) -> None:
        self.removed += "".join(old)
        self.added += "".join(new)

    def finish(self) -> list[Span]:
        found = (("same", self.kept), ("removed", self.removed), ("added", self.added))
        self.spans += [Span(op, text) for op, text in found if text]
        self.kept = self.removed = self.added = ""
        return self.spans


def _common_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many words both begin with, and how many of the rest both end with."""
    shorter = min(len(old), len(new))
    start = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    rest = shorter - start
    end = next((number for number in range(rest) if old[-1 - number] != new[-1 - number]), rest)
    return start, end
