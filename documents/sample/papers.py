"""What the departments of the invented institution write, read from ``papers.txt``."""

from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from portal.commands.cards import FEW, Cards, Slots, lines_by_heading
from portal.content.build import doc, note, para, table
from portal.content.schema import Node
from portal.content.table_forms import blank_form, form_named
from portal.content.tree import attr

DRAWN = 2  # lines of a section that are drawn, at most one more


@dataclass
class Section:
    """A heading with its fixed lines, those to draw from, a table and a note; the first may have no heading."""

    title: str = ""
    fixed: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)  # cells between bars; the first is the head, but for a form
    form: str = ""  # the table form whose rows these are
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
    via: str = ""  # through whom it goes to its recipients
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
        elif word == "VIA":
            kind.via = more
        else:
            kind.disclosure, kind.grounds = word, [int(one) for one in more.split()]
    elif mark == "#":
        kind.sections.append(Section(rest))
    elif mark == "-":
        kind.section.fixed.append(rest)
    elif mark == "+":
        kind.section.drawn.append(rest)
    elif mark == "%":
        kind.section.form = rest
    elif mark == "|":
        kind.section.rows.append(rest)
    elif mark == ">":
        kind.section.remark = rest


class Papers:
    """The kinds, and the pack of cards from which their documents are written."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        self.kinds = read_kinds()
        self.remarks = lines_by_heading("documents.sample", "remarks.txt")

    def title(self, kind: Kind, day: date) -> str:
        """The title of one document."""
        return self.cards.say([kind.title], Slots(day), FEW) or self.cards.fill(kind.title, Slots(day))

    def remark(self, name: str, day: date) -> str:
        """What somebody of the line says in passing; empty where all of it has been said often."""
        return self.cards.say(self.remarks[name], Slots(day))

    def text(self, kind: Kind, day: date) -> Node:
        """The text of one document. What has been said often enough is left out."""
        slots = Slots(day)
        blocks: list[Node] = []
        for section in kind.sections:
            lines = [*self._always(section.fixed, slots), *self._drawn(section, slots)]
            head = 0 if section.form else 1
            rows = [*section.rows[:head], *self._always(section.rows[head:], slots)]
            if section.title and (lines or rows):
                blocks.append(para(section.title, 1))
            blocks += [para(line, 2 if section.title else 1) for line in lines]
            if rows:
                blocks.append(_table(section.form, [[cell.strip() for cell in row.split("|")] for row in rows]))
            if section.remark:
                blocks += [note(line) for line in self._always([section.remark], slots)]
        return doc(*blocks)

    def _always(self, lines: list[str], slots: Slots) -> list[str]:
        return [text for line in lines if (text := self.cards.say([line], slots))]

    def _drawn(self, section: Section, slots: Slots) -> list[str]:
        return self.cards.hand(section.drawn, DRAWN + self.cards.rng.randrange(2), slots)


def _table(name: str, rows: list[list[str]]) -> Node:
    """A plain table whose first row is its head, or one of a form with its headings, unit and kinds of columns."""
    form = form_named(name) if name else None
    if form is None:
        return table(rows[0], rows[1:])
    kinds = [column.kind for column in form.columns]
    unit = str(attr(blank_form(form), "unit") or "")
    return table([column.label for column in form.columns], rows, unit=unit, kinds=kinds, form=name)
