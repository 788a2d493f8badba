"""Text with bold and underline as plain text, for editing without JavaScript: nobody sees signs.

What is typed anew is set against what was there: a letter that stays keeps its look, a new one between two of a look
takes it. Which words are bold is said beside the text, a line each.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from os.path import commonprefix

from portal.content.characters import FORBIDDEN
from portal.content.schema import SCHEMA, Node

_WORD = re.compile(r"\S+|\s+")
# Comparing word by word is quadratic at worst; of a longer text only the changed middle is taken for new.
_MAX_WORDS = 3000

Marks = frozenset[str]
Letter = tuple[str, Marks]


def to_text(content: Iterable[Node]) -> str:
    """Inline nodes as a person reads them; a line break as a line feed."""
    return "".join(char for char, _marks in _letters(content))


def looks(content: Iterable[Node], mark: str) -> list[str]:
    """The words that carry a mark, line by line, in their order."""
    pieces = groupby(_letters(content), lambda letter: mark in letter[1] and letter[0] != "\n")
    words = ["".join(char for char, _marks in piece).strip() for marked, piece in pieces if marked]
    return [word for word in words if word]


def retyped(content: Sequence[Node], typed: str) -> list[Node]:
    """Inline nodes of what somebody typed over a text, with the looks that stay. Forbidden characters are left out."""
    text, old = cleaned(typed), _letters(content)
    before = "".join(char for char, _marks in old)
    if text == cleaned(before):
        return list(content)
    return _nodes(list(zip(text, _carried(before, [marks for _char, marks in old], text), strict=True)))


def marked(content: Sequence[Node], mark: str, words: Sequence[str]) -> list[Node]:
    """Inline nodes in which these words carry the mark wherever they stand, and no others."""
    letters = [(char, marks - {mark}) for char, marks in _letters(content)]
    text = "".join(char for char, _marks in letters)
    for word in words:
        for found in re.finditer(re.escape(word), text):
            for place in range(*found.span()):
                letters[place] = (letters[place][0], letters[place][1] | {mark})
    return _nodes(letters)


def cleaned(typed: str) -> str:
    """What somebody typed, in the form a document keeps: NFC, line feeds, nothing that it refuses."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "\n".join(FORBIDDEN.sub("", line) for line in text.split("\n")))


def _letters(content: Iterable[Node]) -> list[Letter]:
    return [
        (char, frozenset(mark["type"] for mark in node.get("marks", ())))
        for node in content
        if node["type"] in {"text", "hard_break"}
        for char in node.get("text", "\n")
    ]


def _carried(old: str, looks: list[Marks], new: str) -> list[Marks]:
    """The look of each letter of the new text."""
    found: list[Marks | None] = [None] * len(new)
    for start, end, first, last in _changed(old, new):
        head = len(commonprefix([old[start:end], new[first:last]]))
        tail = len(commonprefix([old[start + head : end][::-1], new[first + head : last][::-1]]))
        found[first : first + head] = looks[start : start + head]
        found[last - tail : last] = looks[end - tail : end]
    result: list[Marks] = []
    following = _following(found)
    for number, one in enumerate(found):
        between = (result[-1] if result else frozenset()) & following[number]
        result.append(between if one is None else one)
    return result


def _following(found: list[Marks | None]) -> list[Marks]:
    """For each letter the look of the next one that has one."""
    result: list[Marks] = []
    after: Marks = frozenset()
    for one in reversed(found):
        after = after if one is None else one
        result.append(after)
    return result[::-1]


def _changed(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """Stretches of the old text and what they became, the same ones too."""
    words = [_WORD.findall(text) for text in (old, new)]
    if max(map(len, words)) > _MAX_WORDS:
        return [(0, len(old), 0, len(new))]
    at = [[0], [0]]
    for places, some in zip(at, words, strict=True):
        for word in some:
            places.append(places[-1] + len(word))
    codes = SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()
    return [(at[0][a], at[0][b], at[1][c], at[1][d]) for _op, a, b, c, d in codes]


def _nodes(letters: list[Letter]) -> list[Node]:
    result: list[Node] = []
    for marks, run in groupby(letters, lambda letter: letter[1]):
        look = {"marks": [{"type": name} for name in SCHEMA.marks if name in marks]} if marks else {}
        for number, line in enumerate("".join(char for char, _marks in run).split("\n")):
            if number:
                result.append({"type": "hard_break", **look})
            if line:
                result.append({"type": "text", "text": line, **look})
    return result
