"""Order of blocks: which of them stayed where they were when others were moved."""

from bisect import bisect_left
from collections.abc import Sequence


def unmoved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The ids common to both that kept their order: a longest increasing run of old positions, read in new order.

    What is common but not in it was moved. Ids are unique in each sequence.
    """
    position = {name: index for index, name in enumerate(old)}
    ends: list[int] = []  # least last position of an increasing run of each length
    ending: list[str] = []  # the id it ends with
    before: dict[str, str | None] = {}
    for name in new:
        if name not in position:
            continue
        length = bisect_left(ends, position[name])
        before[name] = ending[length - 1] if length else None
        ends[length : length + 1] = [position[name]]
        ending[length : length + 1] = [name]
    stayed: set[str] = set()
    last = ending[-1] if ending else None
    while last is not None:
        stayed.add(last)
        last = before[last]
    return stayed
