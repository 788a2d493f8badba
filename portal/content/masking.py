"""Personal data in text: found by shape, and masked for what becomes public (개인정보 보호법, 공개본).

A first cut: resident registration numbers, telephone numbers, mail addresses, and words that a person names. The number
of stars says nothing of the length of what they stand for.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal.content.schema import Node
from portal.content.tree import children
from portal.i18n import _

STARS = "**"
_RRN = re.compile(r"(?<!\d)\d{6}\s*-?\s*[1-8]\d{6}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(01[016789])[-. ]?\d{3,4}[-. ]?(\d{4})(?!\d)")
_MAIL = re.compile(r"([A-Za-z0-9._%+-]{1,64})@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")


@dataclass(frozen=True)
class Finding:
    """Something that looks like personal data; ``text`` as it stands."""

    kind: str
    label: Any
    text: str


_SHAPES: tuple[tuple[str, Any, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("rrn", _("주민등록번호"), _RRN, lambda found: "******-*******"),
    ("phone", _("전화번호"), _PHONE, lambda found: f"{found[1]}-****-{found[2]}"),
    ("mail", _("전자우편 주소"), _MAIL, lambda found: f"{found[1][:2]}***@{found[2]}"),
)


def find_personal_data(text: str) -> list[Finding]:
    """What looks like personal data in a text; a masked number or address is found no more."""
    return [
        Finding(kind, label, match[0]) for kind, label, pattern, _mask in _SHAPES for match in pattern.finditer(text)
    ]


def mask_text(text: str, words: Iterable[str] = ()) -> str:
    """The text with personal data masked, and each of ``words`` replaced by two stars."""
    for _kind, _label, pattern, mask in _SHAPES:
        text = pattern.sub(mask, text)
    for word in sorted(set(filter(None, words)), key=len, reverse=True):
        text = text.replace(word, STARS)
    return text


def mask_document(doc: Node, words: Iterable[str] = ()) -> Node:
    """A copy of a document with all its text and attributes of text masked.

    A word cut in two by bold or underline is found too: the pieces of one text block are masked together.
    """
    words = list(words)
    result = {**doc}
    if "attrs" in doc:
        kept = ("id", "attachment")
        result["attrs"] = {
            name: mask_text(value, words) if isinstance(value, str) and name not in kept else value
            for name, value in doc["attrs"].items()
        }
    if "content" in doc:
        inside = children(doc)
        whole = "".join(node.get("text", "\n") for node in inside if node["type"] in ("text", "hard_break"))
        pieces = [mask_document(node, words) for node in inside]
        if any(node["type"] == "text" for node in inside) and mask_text(whole, words) != _text_of(pieces):
            pieces = _lines(mask_text(whole, words))
        result["content"] = pieces
    if "text" in doc:
        result["text"] = mask_text(doc["text"], words)
    return result


def _text_of(nodes: list[Node]) -> str:
    return "".join(node.get("text", "\n") for node in nodes)


def _lines(text: str) -> list[Node]:
    nodes: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            nodes.append({"type": "hard_break"})
        if line:
            nodes.append({"type": "text", "text": line})
    return nodes
