"""What the departments of the invented institution write, read from ``papers.txt`` and dealt out like cards.

A line is drawn once before any comes again, and its slots are filled anew each time.
"""

import random
import re
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from portal.content.build import doc, note, para, table
from portal.content.schema import Node

SEED = 20_260_817
QUARTERS = ("물빛동", "솔마루동", "한들동", "새별동", "느티동", "가람동", "햇살동", "다온동", "윗샘동", "너른동")
SLOT = re.compile(r"\{([^}]+)\}")
RANGE = re.compile(r"([\d,]+)-([\d,]+)")
DRAWN = 2  # lines of a section that are drawn, at most one more


@dataclass
class Section:
    """A heading with its fixed lines, those to draw from, a table and a note; the first may have no heading."""

    title: str = ""
    fixed: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    remark: str = ""


@dataclass
class Kind:
    """A kind of document: when it is written, by whom, over whom it goes, and what stands in it."""

    key: str
    months: list[int]
    drafter: str
    reviewers: list[str]
    consents: list[str]
    approver: str
    delegated: bool
    retention: str
    title: str
    disclosure: str = "OPEN"
    grounds: list[int] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def section(self) -> Section:
        """The section that is being read."""
        if not self.sections:
            self.sections.append(Section())
        return self.sections[-1]


def read_kinds() -> list[Kind]:
    """All kinds, in the order of the file."""
    found: list[Kind] = []
    for line in files("documents.sample").joinpath("papers.txt").read_text("utf-8").splitlines():
        mark, _space, rest = line.partition(" ")
        if mark == "=":
            found.append(_kind([part.strip() for part in rest.split(" | ")]))
        elif found and rest:
            _take(found[-1], mark, rest.strip())
    return found


def _kind(parts: list[str]) -> Kind:
    key, months, drafter, line, retention, title = parts
    reviewers, consents, approver = (part.strip() for part in line.split("/"))
    asked = [] if consents == "-" else consents.split()
    return Kind(
        key, [int(one) for one in months.split()], drafter, reviewers.split(), asked, approver.rstrip("!"),
        approver.endswith("!"), retention, title,
    )  # fmt: skip


def _take(kind: Kind, mark: str, rest: str) -> None:
    if mark == "@":
        word, _space, more = rest.partition(" ")
        if word == "DISPATCH":
            kind.recipients = [one.strip() for one in more.split(",")]
        else:
            kind.disclosure, kind.grounds = word, [int(one) for one in more.split()]
    elif mark == "#":
        kind.sections.append(Section(rest))
    elif mark == "-":
        kind.section.fixed.append(rest)
    elif mark == "+":
        kind.section.drawn.append(rest)
    elif mark == "|":
        kind.section.rows.append([cell.strip() for cell in rest.split("|")])
    elif mark == ">":
        kind.section.remark = rest


class Papers:
    """The cards and the chance that shuffles them; the same seed writes the same documents."""

    def __init__(self, seed: int = SEED) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn
        self.kinds = read_kinds()
        self._decks: dict[int, list[str]] = {}

    def chance(self, percent: int) -> bool:
        """Whether something happens this time."""
        return self.rng.randrange(100) < percent

    def title(self, kind: Kind, day: date) -> str:
        """The title of one document."""
        return self._filled(kind.title, day)

    def text(self, kind: Kind, day: date) -> Node:
        """The text of one document."""
        blocks: list[Node] = []
        for section in kind.sections:
            if section.title:
                blocks.append(para(section.title, 1))
            lines = [*section.fixed, *self._draw(section)]
            blocks += [para(self._filled(line, day), 2 if section.title else 1) for line in lines]
            if section.rows:
                head, *rows = [[self._filled(cell, day) for cell in row] for row in section.rows]
                blocks.append(table(head, rows))
            if section.remark:
                blocks.append(note(self._filled(section.remark, day)))
        return doc(*blocks)

    def _draw(self, section: Section) -> list[str]:
        wanted = min(len(section.drawn), DRAWN + self.rng.randrange(2))
        deck = self._decks.setdefault(id(section), [])
        found: list[str] = []
        while len(found) < wanted:
            if not deck:
                deck += self.rng.sample(section.drawn, len(section.drawn))
            line = deck.pop()
            if line not in found:
                found.append(line)
        return found

    def _filled(self, line: str, day: date) -> str:
        return SLOT.sub(lambda found: self._slot(found.group(1), day), line)

    def _slot(self, slot: str, day: date) -> str:
        limits = RANGE.fullmatch(slot)
        if limits:
            low, high = (int(one.replace(",", "")) for one in limits.groups())
            number = self.rng.randint(low, high)
            return f"{number // 100 * 100 if high >= 1000 else number:,}"
        if slot == "동":
            return self.rng.choice(QUARTERS)
        words = {
            "년": str(day.year),
            "작년": str(day.year - 1),
            "월": str(day.month),
            "분기": str(day.month // 3),
            "반기": "상반기" if day.month <= 6 else "하반기",
        }
        return words[slot]
