"""Two people's changes of one text brought together, block by block.

Both started from ``base``; *theirs* is saved already, *mine* is to be saved. Only a block that both changed differently
is a conflict, and then nothing is lost: the merged document carries theirs and the conflict carries mine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.content.build import ensure_ids, new_id, para
from portal.content.schema import SCHEMA, Node
from portal.content.sequence import unmoved
from portal.content.tree import block_id, children


@dataclass(frozen=True)
class Conflict:
    """A block that both changed. None means: not there (``base``: new on both sides; else deleted on that side)."""

    id: str
    base: Node | None
    mine: Node | None
    theirs: Node | None


@dataclass(frozen=True)
class Merged:
    """The document after merging. With conflicts, a person has to look before it is saved."""

    doc: Node
    conflicts: list[Conflict] = field(default_factory=list)


def merge(base: Node, mine: Node, theirs: Node) -> Merged:
    """Bring two changed copies of ``base`` together. All three are checked documents.

    Edited here and deleted there keeps the edited text, and is a conflict, so that whoever deleted hears of it.
    """
    old, own, other = _by_id(base), _by_id(mine), _by_id(theirs)
    kept: dict[str, Node] = {}
    conflicts = []
    for name in {**other, **own, **old}:
        versions = old.get(name), own.get(name), other.get(name)
        winner, clash = _winner(*versions)
        if winner is not None:
            kept[name] = winner
        if clash:
            conflicts.append(Conflict(name, *versions))
    order = _order(list(old), list(own), list(other), kept)
    # a block moved into a box here and left outside there is in both: the inner one takes a new id
    blocks = [kept[name] for name in order] or [para("", 0)]
    conflicts.sort(key=lambda conflict: order.index(conflict.id))
    return Merged(ensure_ids({"type": SCHEMA.top, "content": blocks}), conflicts)


def _by_id(doc: Node) -> dict[str, Node]:
    return {block_id(block): block for block in children(doc)}


def _winner(base: Node | None, mine: Node | None, theirs: Node | None) -> tuple[Node | None, bool]:
    """The version of a block that the merged document carries, and whether the two sides disagree."""
    if mine in (base, theirs):
        return theirs, False
    if theirs == base:
        return mine, False
    return (mine if theirs is None else theirs), True


def _order(old: list[str], own: list[str], other: list[str], kept: Mapping[str, Node]) -> list[str]:
    """The order of the kept blocks: theirs, with what I added or moved placed after the block it follows in mine.

    What I added goes along when they moved that block; what I moved then looks for the block before it that stayed.
    """
    moved_there = set(other) & set(old) - unmoved(old, other)
    moved_here = (set(own) & set(old)) - unmoved(old, own) - moved_there
    before_mine = set(own) | set(old)
    result = [name for name in other if name in kept and name not in moved_here]
    placed = set(result)
    previous: str | None = None
    steady: str | None = None
    for name in own:
        if name not in kept:
            continue
        if name not in placed:
            anchor = steady if name in moved_here else previous
            at = result.index(anchor) + 1 if anchor is not None else 0
            # what they added at the same place is saved already and stays in front
            while at < len(result) and result[at] not in before_mine:
                at += 1
            result.insert(at, name)
            placed.add(name)
        previous = name
        if name not in moved_there:
            steady = name
    return result


def resolve(merged: Merged, choices: Mapping[str, str]) -> Node:
    """The document after a person chose for each conflict: "mine", "theirs", or "both" (also where nothing was said).

    "both" puts mine behind theirs under a new id. A side that deleted the block means deleting it when chosen.
    """
    open_conflicts = {conflict.id: conflict for conflict in merged.conflicts}
    blocks: list[Node] = []
    for block in children(merged.doc):
        conflict = open_conflicts.get(block_id(block))
        if conflict is None:
            blocks.append(block)
            continue
        choice = choices.get(conflict.id, "both")
        sides = {"mine": [conflict.mine], "theirs": [conflict.theirs]}.get(choice, [conflict.theirs, conflict.mine])
        found = [side for side in sides if side is not None]
        if len(found) == 2:
            found[1] = {**found[1], "attrs": {**found[1]["attrs"], "id": new_id()}}
        blocks += found
    return ensure_ids({"type": SCHEMA.top, "content": blocks or [para("", 0)]})
