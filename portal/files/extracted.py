"""What reading a file yields: texts with their places, and what the reader of the result should know."""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from portal.i18n import _

TEXT_LIMIT = 3_000_000  # characters kept of one file: a thousand pages
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)+")

_LABELS = {
    "body": _("본문"),
    "header": _("머리글·바닥글"),
    "notes": _("각주·미주"),
    "comments": _("메모"),
}


def place_label(place: str) -> Any:
    """A stored place (``page:3``, ``sheet:예산``, ``slide:2``, ``body``) as a translatable label."""
    kind, _colon, value = place.partition(":")
    if kind == "page":
        return _("${n}쪽", mapping={"n": value})
    if kind == "slide":
        return _("${n}번 슬라이드", mapping={"n": value})
    if kind == "sheet":
        return _("시트 ‘${name}’", mapping={"name": value})
    return _LABELS.get(kind, _LABELS["body"])


def clean_text(text: str) -> str:
    """NFC, without what a database or XML cannot hold, without runs of empty lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = unicodedata.normalize("NFC", _UNSTORABLE.sub("", text))
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


@dataclass
class Extracted:
    """The text of a file: ``pages`` of (place, text), and codes of warnings (see `reasons.WARNINGS`)."""

    pages: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, place: str, text: str) -> bool:
        """Keep a text if there is any; says whether there is room for more."""
        room = TEXT_LIMIT - self.length
        text = clean_text(text[: room * 2])
        if len(text) > room:
            text = text[:room]
            self.warn("cut")
        if text.strip():
            self.pages.append((place, text))
        return len(text) < room

    def warn(self, code: str) -> None:
        """Note a warning once."""
        if code not in self.warnings:
            self.warnings.append(code)

    @property
    def length(self) -> int:
        """Characters kept so far."""
        return sum(len(text) for _place, text in self.pages)

    @property
    def text(self) -> str:
        """All texts one after another."""
        return "\n\n".join(text for _place, text in self.pages)

    def to_json(self) -> str:
        """As text, for the way between processes and for storing."""
        return json.dumps({"pages": self.pages, "warnings": self.warnings}, ensure_ascii=False)

    @classmethod
    def from_value(cls, value: Any) -> "Extracted":
        """From what `to_json` wrote, parsed; anything of another shape raises `ValueError`."""
        try:
            pages = [(str(place), str(text)) for place, text in value["pages"]]
            return cls(pages, [str(code) for code in value["warnings"]])
        except (KeyError, TypeError) as error:
            raise ValueError("not an extraction") from error
