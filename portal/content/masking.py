"""Personal data in text: found by shape, and masked for what becomes public (개인정보 보호법, 공개본).

Numbers that identify (주민등록·여권·운전면허·계좌·카드번호), telephone numbers and mail addresses of persons, dates of
birth and homes, and words that a person names. The telephone of an office and the address of an institution are no
personal data. The number of stars says nothing of the length of what they stand for.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal.content.schema import Node
from portal.content.tree import children
from portal.i18n import _

STARS = "**"
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Everything is bounded: a text of 100 KB is looked through in a moment, whatever stands in it.
_GAP = r"[ \u00a0]{0,3}"
_SIGN = r"[:：(]?"
_DASH = r"[-‐-―－~·/_.]"
# The month and day of the birth tell a 주민등록번호 or 외국인등록번호 from other numbers of thirteen digits, its name a
# 법인등록번호, which is public.
_CORPORATE = "".join(f"(?<!법인{word}번호{after})" for word in ("등록", "") for after in ("", " ", ":", ": ", r"\("))
_FRONT = r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_RRN = re.compile(rf"{_CORPORATE}{_FRONT}(?:{_GAP}{_DASH}{_GAP})?[1-8]\d{{6}}(?!\d)")
_PASSPORT = re.compile(rf"(여권{_GAP}(?:번호)?{_GAP}{_SIGN}{_GAP})[A-Z](?:\d{{8}}|\d{{3}}[A-Z]\d{{4}})(?![A-Za-z0-9])")
_LICENCE = re.compile(rf"(면허증?{_GAP}(?:번호)?{_GAP}{_SIGN}{_GAP})\d{{2}}-\d{{2}}-\d{{6}}-\d{{2}}(?![\d-])")
_BREAK = r"(?: ?[-‐-―－.] ?| )?"
_PHONE = re.compile(rf"(?<!\d)(01[016789]){_BREAK}\d{{3,4}}{_BREAK}(\d{{4}})(?!\d)")
_HOME_PHONE = re.compile(
    rf"(자택{_GAP}(?:전화)?(?:번호)?{_GAP}{_SIGN}{_GAP}0\d{{1,2}})[-.) ]?\d{{3,4}}[-. ]?\d{{4}}(?!\d)"
)
_MAIL = re.compile(r"([A-Za-z0-9._%+-]{1,64})@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
_DAY = rf"(?:19|20)?\d{{2}}{_GAP}[.년/-]{_GAP}\d{{1,2}}{_GAP}[.월/-]{_GAP}\d{{1,2}}{_GAP}[.일]?"
_BIRTH = re.compile(
    rf"(생년월일{_GAP}{_SIGN}{_GAP})(?:{_DAY}|(?:19|20)?\d{{6}})(?!\d|[.일]?{_GAP}기준)|(?<!\d){_DAY}{_GAP}생(?![가-힣])"
)
_CARD = re.compile(r"(?<!\d)([3-69]\d{3})[- ](\d{2})\d{2}[- ]\d{4}[- ](\d{4})(?!\d)")
# With the word 계좌 any number is one; beside a bank's name not its telephone, a date or a 사업자등록번호.
_BANK = r"(?:은행|뱅크|농협|수협|신협|축협|새마을금고|우체국)"
_ACCOUNT = re.compile(
    rf"(계좌{_GAP}(?:번호)?(?:는|:|：|\()?{_GAP})((?:-?\d){{10,16}})(?!-?\d)"
    rf"|({_BANK}{_GAP}{_SIGN}{_GAP})(?!0\d|(?:19|20)\d\d-)((?=\d{{2,6}}-)(?:-?\d){{11,16}})(?!-?\d)"
)
_DWELLING = re.compile(r"(?<!\d)\d{3,4}동\s?\d{3,4}\s?호(?![점선기봉])")
_HOME = re.compile(
    rf"((?:자택|현|집)\s?주소|(?<!법인 )(?<!기관 )(?:주소지|거주지))({_GAP}[:：]{_GAP})"
    r"(?=[^\n]{0,60}[읍면동리로길가][ \u00a0]?\d)([^\n]{0,60}?[읍면동](?=[\s\d(]))?[^\n]{0,120}"
)


@dataclass(frozen=True)
class Finding:
    """Something that looks like personal data; ``text`` as it stands."""

    kind: str
    label: Any
    text: str


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _account(found: re.Match[str]) -> str:
    label, number = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{label}****{_digits(number)[-4:]}"


def _home(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{found[3] or STARS}"


# What each looks like in a public copy: (개인정보) of the domain's table. Later shapes see what earlier ones left.
_SHAPES: tuple[tuple[str, Any, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("rrn", _("주민등록번호"), _RRN, lambda found: "******-*******"),
    ("licence", _("운전면허번호"), _LICENCE, lambda found: f"{found[1]}{STARS}"),
    ("passport", _("여권번호"), _PASSPORT, lambda found: f"{found[1]}{STARS}"),
    ("phone", _("전화번호"), _PHONE, lambda found: f"{found[1]}-****-{found[2]}"),
    ("phone", _("전화번호"), _HOME_PHONE, lambda found: f"{found[1]}-****-****"),
    ("mail", _("전자우편 주소"), _MAIL, lambda found: f"{found[1][:2]}***@{found[2]}"),
    ("account", _("계좌번호"), _ACCOUNT, _account),
    ("card", _("카드번호"), _CARD, lambda found: f"{found[1]}-{found[2]}**-****-{found[3]}"),
    ("birth", _("생년월일"), _BIRTH, lambda found: f"{found[1]}{STARS}" if found[1] else f"{STARS} 생"),
    ("address", _("집 주소"), _HOME, _home),
    ("address", _("집 주소"), _DWELLING, lambda found: STARS),
)


def find_personal_data(text: str) -> list[Finding]:
    """What looks like personal data in a text; what is masked is found no more."""
    found, text = [], _plainly(text)
    for kind, label, pattern, mask in _SHAPES:
        found += [Finding(kind, label, match[0]) for match in pattern.finditer(text) if mask(match) != match[0]]
        text = pattern.sub(mask, text)
    return found


def holds_resident_number(text: str) -> bool:
    """Whether a 주민등록번호 or 외국인등록번호 stands in a text: the portal keeps none (개인정보 보호법 §24의2)."""
    return _RRN.search(_plainly(text)) is not None


def _plainly(text: str) -> str:
    """The text with ９ as 9 and without what nobody sees: neither hides a number."""
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), _INVISIBLE.sub("", text))


def mask_text(text: str, words: Iterable[str] = ()) -> str:
    """The text with personal data masked, and each of ``words`` replaced by two stars."""
    plain = result = _plainly(text)
    for _kind, _label, pattern, mask in _SHAPES:
        result = pattern.sub(mask, result)
    text = text if result == plain else result
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
