"""Content expressions of the schema (``question answer``, ``(paragraph|note)+``), as ProseMirror writes them.

An expression becomes a regular expression over one letter per node type, so that a node's children are checked by
one match in C, and a list of the fewest children, so that an empty block of any registered type can be made.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*|[()|*+?])")


@dataclass(frozen=True)
class Expression:
    """What may stand inside a node: ``pattern`` over type letters, ``least`` the shortest permitted children."""

    pattern: str
    least: tuple[str, ...]


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"content expression {text!r}: unexpected {text[at]!r}")
        found.append(match.group(1))
        at = match.end()
    return found


class _Parser:
    """Recursive descent over three rules.

    choice := sequence ('|' sequence)*      sequence := item*      item := (name | '(' choice ')') [*+?]
    """

    def __init__(self, text: str, members: Callable[[str], list[str]], letter: Callable[[str], str]) -> None:
        self.text, self.members, self.letter = text, members, letter
        self.tokens = _tokens(text)

    def parse(self) -> Expression:
        result = self.choice()
        if self.tokens:
            raise ValueError(f"content expression {self.text!r}: {self.tokens[0]!r} is out of place")
        return result

    def choice(self) -> Expression:
        options = [self.sequence()]
        while self.tokens and self.tokens[0] == "|":
            self.tokens.pop(0)
            options.append(self.sequence())
        return Expression("(?:" + "|".join(option.pattern for option in options) + ")", options[0].least)

    def sequence(self) -> Expression:
        items = []
        while self.tokens and self.tokens[0] not in "|)":
            items.append(self.item())
        return Expression("".join(item.pattern for item in items), sum((item.least for item in items), ()))

    def item(self) -> Expression:
        word = self.tokens.pop(0)
        if word == "(":
            inner = self.choice()
            if not self.tokens or self.tokens.pop(0) != ")":
                raise ValueError(f"content expression {self.text!r}: a bracket is open")
        elif word in "*+?":
            raise ValueError(f"content expression {self.text!r}: nothing before {word!r}")
        else:
            names = self.members(word)
            inner = Expression("[" + "".join(map(self.letter, names)) + "]", (names[0],))
        if self.tokens and self.tokens[0] in "*+?":
            sign = self.tokens.pop(0)
            return Expression(inner.pattern + sign, inner.least if sign == "+" else ())
        return inner


def compile_expression(text: str, members: Callable[[str], list[str]], letter: Callable[[str], str]) -> Expression:
    """Read an expression; ``members`` gives the node types behind a name or group, ``letter`` the letter of a type.

    Raises ValueError for an expression that cannot be read, KeyError (from ``members``) for an unknown name.
    """
    return _Parser(text, members, letter).parse()
