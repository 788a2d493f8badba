"""Adding, removing and moving rows without JavaScript.

Each row button is a submit button named `__row__`. A browser sends it where it stands among the inputs, so its place in
the peppercorn stream tells which row of which sequence is meant, however deeply nested.
"""

from dataclasses import dataclass, field
from typing import Any

Control = tuple[str, Any]
BUTTON = "__row__"


@dataclass
class Group:
    """A peppercorn structure: its start marker, what it holds, its end marker."""

    start: Control
    items: list["Group | Control"] = field(default_factory=list)
    end: Control = ("__end__", "")

    @property
    def is_sequence(self) -> bool:
        """Whether this is the list of rows (and not one row, or a mapping)."""
        return str(self.start[1]).endswith(":sequence")


def is_row_action(controls: list[Control]) -> bool:
    """Tell whether a row button, and not one of the form's own, sent the form."""
    return any(name == BUTTON for name, _value in controls)


def apply_row_action(controls: list[Control]) -> list[Control]:
    """Return the controls as they are after the pressed row button did its work.

    Raises ValueError if the structure is broken or the button stands in no row.
    """
    root = Group(("", ""))
    path = build(controls, root)
    if not path:
        raise ValueError("no row button")
    act(path)
    return flatten(root)[1:-1]


def build(controls: list[Control], root: Group) -> list[Group | Control]:
    """Fill `root` with the tree of the controls; return the path from the root to the pressed button."""
    open_groups = [root]
    path: list[Group | Control] = []
    for control in controls:
        name = control[0]
        if name == "__end__":
            if len(open_groups) == 1:
                raise ValueError("too many end markers")
            open_groups.pop().end = control
        elif name == "__start__":
            group = Group(control)
            open_groups[-1].items.append(group)
            open_groups.append(group)
        else:
            open_groups[-1].items.append(control)
            if name == BUTTON:
                path = [*open_groups, control]
    if len(open_groups) != 1:
        raise ValueError("not enough end markers")
    return path


def act(path: list[Group | Control]) -> None:
    """Do what the button at the end of `path` says to the innermost sequence around it."""
    button = path[-1]
    depth = max((n for n, group in enumerate(path) if isinstance(group, Group) and group.is_sequence), default=0)
    rows = path[depth]
    if not depth or not isinstance(rows, Group) or not isinstance(button, tuple):
        raise ValueError("a row button outside of rows")
    position = next(n for n, item in enumerate(rows.items) if item is path[depth + 1])
    # beside a single input the button follows the input it belongs to; inside a mapping the mapping is the row
    row = position if isinstance(rows.items[position], Group) else position - 1
    drop_button(path)
    verb, _separator, kind = str(button[1]).partition(":")
    if verb == "add":
        rows.items.append(Group(("__start__", "row:mapping")) if kind == "mapping" else ("row", ""))
    elif not 0 <= row < len(rows.items):
        raise ValueError("a row button without a row")
    elif verb == "remove":
        del rows.items[row]
    elif verb in {"up", "down"}:
        other = row - 1 if verb == "up" else row + 1
        if 0 <= other < len(rows.items):
            rows.items[row], rows.items[other] = rows.items[other], rows.items[row]
    else:
        raise ValueError("an unknown row button")


def drop_button(path: list[Group | Control]) -> None:
    """Take the button itself out of the stream."""
    holder, button = path[-2], path[-1]
    if isinstance(holder, Group):
        holder.items = [item for item in holder.items if item is not button]


def flatten(group: Group) -> list[Control]:
    """Return the controls of a tree in order."""
    controls = [group.start]
    for item in group.items:
        controls += flatten(item) if isinstance(item, Group) else [item]
    return [*controls, group.end]
