"""Text of a template cut at the places that each document fills."""

import re
from collections.abc import Callable, Mapping

from portal.office.model import DocumentFacts
from portal.office.xml_text import escaped

SLOT = re.compile("\ue000(\\d+)\ue001")
WATERMARK = "\ue000watermark"  # the place of the mark across a draft; no author can name a control so


class Slots:
    """Places with a name and with what the template itself has there."""

    __slots__ = ("_pieces", "originals", "tags")

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.originals: list[str] = []
        self._pieces: list[str] = []

    def place(self, tag: str, original: str = "") -> str:
        """The characters that stand for this place until the text is cut."""
        self.tags.append(tag)
        self.originals.append(original)
        return f"\ue000{len(self.tags) - 1}\ue001"

    def cut(self, text: str) -> "Slots":
        """Take the text with all places in it."""
        self._pieces = SLOT.split(text)
        return self

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with `values`, which are XML, in their places; a place nobody names keeps the template's text."""
        pieces = list(self._pieces)
        for index in range(1, len(pieces), 2):
            slot = int(pieces[index])
            pieces[index] = values.get(self.tags[slot], self.originals[slot])
        return "".join(pieces)


def slot_values(facts: DocumentFacts, watermark: Callable[[str], str]) -> dict[str, str]:
    """What a document fills, as XML: its title, author and mark, its own fields, and its watermark drawn."""
    values = {"title": facts.title, "author": facts.author, "mark": facts.mark, **facts.fields}
    out = {tag: escaped(text) for tag, text in values.items()}
    return out | {WATERMARK: watermark(facts.watermark) if facts.watermark else ""}
