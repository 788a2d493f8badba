"""DOC-17: a table that shares out 읍·면·동 names each of them once."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from documents.checks.paper import Finding, Paper
from portal.content.schema import Node
from portal.content.table_text import text_rows
from portal.i18n import _

LEAST = 3  # so many towns in one column make it a list of towns
_NUMBERED = re.compile(r"([가-힣]+)(\d(?:\s?[·,.]\s?\d)+)(?!\d)", re.ASCII)  # 가온1·2·3동 is three of them
_WORD = re.compile(r"[가-힣]+\d*[읍면동]?", re.ASCII)


def towns_of(text: str, towns: Sequence[str]) -> list[str]:
    """The towns a text names, each as often as it stands there; in a list the last alone may say 동."""
    known = {town: town for town in towns} | {town[:-1]: town for town in towns}
    spelt = _NUMBERED.sub(lambda one: " ".join(f"{one[1]}{digit}" for digit in re.findall(r"\d", one[2])) + " ", text)
    return [known[word] for word in _WORD.findall(spelt.replace(" 동", "")) if word in known]


def towns_are_shared_out(paper: Paper) -> Iterator[Finding]:
    """A town twice in one column of a table, or left out where most of them stand."""
    if len(paper.towns) < LEAST:
        return
    for block in paper.blocks:
        for table in block.tables:
            for counts in _columns(table, paper.towns):
                twice = [town for town in paper.towns if counts[town] > 1]
                missing = [town for town in paper.towns if not counts[town]]
                if twice:
                    words = {"towns": ", ".join(twice)}
                    yield Finding("DOC-17", _("같은 곳이 표에 두 번 있습니다: ${towns}", mapping=words), block.place)
                if missing and len(missing) * 2 < len(paper.towns):
                    words = {"towns": ", ".join(missing)}
                    yield Finding("DOC-17", _("표에서 빠진 곳이 있습니다: ${towns}", mapping=words), block.place)


def _columns(table: Node, towns: Sequence[str]) -> Iterator[Counter[str]]:
    """The towns of each column that is a list of them: most of its cells name one."""
    _heads, rows = text_rows(table)
    for texts in zip(*(row.texts for row in rows), strict=True):
        filled = [text for text in texts if text]
        named = [towns_of(text, towns) for text in filled]
        if sum(map(len, named)) >= LEAST and sum(map(bool, named)) * 2 > len(filled):
            yield Counter(town for one in named for town in one)
