"""Whether a squeezed text holds a phrase as it is."""

import re
from collections.abc import Callable


def holds(squeezed: str) -> Callable[[bytes], bool]:
    """A test for squeezed UTF-8 text; a phrase that begins or ends with a number or Latin word holds all of it.

    `3386` is not found in `13386`.
    """
    needle = squeezed.encode()
    before = _boundary(squeezed[0], "(?<!{})")
    after = _boundary(squeezed[-1], "(?!{})")
    if not before and not after:
        return lambda text: needle in text
    pattern = re.compile(before + re.escape(needle) + after)
    return lambda text: pattern.search(text) is not None


def _boundary(character: str, lookaround: str) -> bytes:
    for of_a_kind in ("[0-9]", "[a-z]"):
        if re.match(of_a_kind, character):
            return lookaround.format(of_a_kind).encode()
    return b""
