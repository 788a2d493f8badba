"""Text with bold and underline as plain text, for editing without JavaScript: ``**bold**``, ``__underline__``.

A line feed is a line break. Two stars or underscores count as a sign only where they touch text on their inner side and
have a partner, so that ``홍**`` and ``성명: ____`` stay what they are. A backslash takes a sign's meaning away. Writing
and reading again gives the same nodes.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from portal.content.characters import FORBIDDEN
from portal.content.schema import SCHEMA, Node

_SIGNS = {"bold": "**", "underline": "__"}
_NAMES = {sign: name for name, sign in _SIGNS.items()}
_TOKEN = re.compile(r"\\[\\*_\s]|\*+|_+|[^\\*_]+|\\")
# a star or underscore beside another of its kind could be read as a sign; one alone cannot
_DOUBLED = re.compile(r"(?<=\*)\*|\*(?=\*)|(?<=_)_|_(?=_)")

Run = tuple[frozenset[str], str]


def to_text(content: Iterable[Node]) -> str:
    """Inline nodes as text with signs."""
    runs = _runs(content)
    out: list[str] = []
    before: frozenset[str] = frozenset()
    for number, (marks, text) in enumerate(runs):
        after = runs[number + 1][0] if number + 1 < len(runs) else frozenset()
        out += [_SIGNS[name] for name in SCHEMA.marks if name in before - marks]
        out += [_SIGNS[name] for name in SCHEMA.marks if name in marks - before]
        out.append(_escaped(text, before, marks, after))
        before = marks
    out += [_SIGNS[name] for name in SCHEMA.marks if name in before]
    return "".join(out)


def _runs(content: Iterable[Node]) -> list[Run]:
    """Neighbours of one look as one text, a line break as a line feed."""
    pieces = [
        (frozenset(mark["type"] for mark in node.get("marks", ())), node.get("text", "\n"))
        for node in content
        if node["type"] in {"text", "hard_break"}
    ]
    return [(marks, "".join(text for _, text in run)) for marks, run in groupby(pieces, lambda piece: piece[0])]


def _escaped(text: str, before: frozenset[str], marks: frozenset[str], after: frozenset[str]) -> str:
    """The text of a run, with what could be read as a sign, or would keep a sign from being read, escaped."""
    places = {found.start() for found in _DOUBLED.finditer(text)}
    places.update(number for number, char in enumerate(text) if char == "\\")
    last = len(text) - 1
    if before != marks and (text[0] in "*_" or (marks - before and text[0].isspace())):
        places.add(0)
    if marks != after and (text[last] in "*_" or (marks - after and text[last].isspace())):
        places.add(last)
    return "".join("\\" + char if number in places else char for number, char in enumerate(text))


def from_text(text: str) -> list[Node]:
    """Inline nodes of a text with signs. Characters that a document refuses are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "\n".join(FORBIDDEN.sub("", line) for line in text.split("\n"))
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", text))
    signs = _paired_signs(tokens)
    nodes: list[Node] = []
    marks: frozenset[str] = frozenset()
    words: list[str] = []
    for number, token in enumerate(tokens):
        if number in signs:
            nodes += _nodes("".join(words), marks)
            words = []
            marks ^= {_NAMES[token]}
        else:
            escaped = len(token) == 2 and token[0] == "\\"
            words.append(token[1] if escaped else token)
    return nodes + _nodes("".join(words), marks)


def _paired_signs(tokens: list[str]) -> set[int]:
    """Numbers of the tokens that switch a mark on or off."""
    result: set[int] = set()
    opened: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if token not in _NAMES:
            continue
        if token in opened:
            if not _is_space(tokens[number - 1][-1], tokens[number - 1]):
                result |= {opened.pop(token), number}
        elif number + 1 < len(tokens) and not _is_space(tokens[number + 1][0], tokens[number + 1]):
            opened[token] = number
    return result


def _is_space(char: str, token: str) -> bool:
    """Whether a sign touches blank space there; escaped space counts as text."""
    return char.isspace() and token[0] != "\\"


def _nodes(text: str, marks: frozenset[str]) -> list[Node]:
    look = [{"type": name} for name in SCHEMA.marks if name in marks]
    result: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            result.append({"type": "hard_break"})
        if line:
            result.append({"type": "text", "text": line})
    return [{**node, "marks": look} for node in result] if look else result
