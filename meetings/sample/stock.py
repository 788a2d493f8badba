"""What the invented committees talk about, read from the ``topics_*.txt`` and ``phrases.txt`` beside this module."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from portal.commands.cards import FEW, Cards, Slots, lines_by_heading

COPIES = 2  # records a sentence of a meeting stands in, where its item is put off and comes again


@dataclass(frozen=True)
class Project:
    """A 세부사업 of the four-year plan with its number."""

    code: str
    name: str
    category: str


@dataclass(frozen=True)
class Indicator:
    """A remark on an indicator (성과지표) of a project: how it is measured now, how better, and why."""

    project: Project
    now: str
    better: str
    why: str


@dataclass
class Topic:
    """One field of work: who is in charge, which bodies talk of it, and its lines by their first letter."""

    name: str
    department: str
    team: str
    officer: str
    bodies: tuple[str, ...]
    lines: dict[str, list[str]] = field(default_factory=dict)

    @property
    def projects(self) -> list[Project]:
        """The 세부사업 of this field."""
        return [Project(*parts(line)) for line in self.lines["p"]]

    def project_for(self, line: str) -> Project:
        """The project that a line is most likely about: the first of those whose names share most with it."""
        return max(self.projects, key=lambda project: len(_pairs(project.name) & _pairs(line)))

    def indicator(self, line: str) -> Indicator:
        """What a line says of an indicator."""
        return Indicator(self.project_for(line), *parts(line))


def parts(line: str) -> list[str]:
    """The pieces of a line between bars."""
    return [one.strip() for one in line.split(" | ")]


def read_topics() -> list[Topic]:
    """All topics of all files, in the order of file names."""
    found: list[Topic] = []
    folder = files("meetings.sample")
    names = sorted(one.name for one in folder.iterdir() if one.name.startswith("topics_"))
    for file in names:
        for line in folder.joinpath(file).read_text("utf-8").splitlines():
            letter, _, rest = line.partition(" ")
            if letter == "=":
                name, department, team, officer, bodies = parts(rest)
                found.append(Topic(name, department, team, officer, tuple(bodies.split())))
            elif rest and letter != "#":
                found[-1].lines.setdefault(letter, []).append(rest.strip())
    return found


class Stock:
    """The lines of the committees, dealt from the institution's pack of cards."""

    def __init__(self, cards: Cards) -> None:
        self.cards, self.rng = cards, cards.rng
        self.topics = read_topics()
        self.phrases = lines_by_heading("meetings.sample", "phrases.txt")
        self._turn: dict[str, list[Topic]] = {}

    def topics_of(self, body: str, number: int) -> list[Topic]:
        """The next topics of a body: its own first choice, all of them where no topic names it."""
        own = [topic for topic in self.topics if body in topic.bodies] or self.topics
        found: list[Topic] = []
        while len(found) < number:
            if not self._turn.get(body):
                self._turn[body] = self.rng.sample(own, len(own))
            found.append(self._turn[body].pop())
        return found

    def say(self, topic: Topic, letter: str, day: date, copies: int = COPIES) -> str:
        """The next line of a kind as said on a day. What is decided or to be done lies ahead, facts behind."""
        return self.word(topic.lines[letter], Slots(day, ahead=letter in "dcma"), copies)

    def phrase(self, name: str, day: date, **words: str) -> str:
        """One of the phrases of a kind, filled."""
        return self.word(self.phrases[name], Slots(day, words=words))

    def word(self, lines: Sequence[str], slots: Slots, copies: int = COPIES) -> str:
        """The next of some lines; once all have been said often enough they are said again, of one place."""
        return self.cards.say(lines, slots, copies) or self.cards.say(of_a_place(lines), slots, copies)

    def ask(self, topic: Topic, day: date) -> list[str]:
        """A question that was not asked often yet, and its answer; nothing where all were."""
        asked = self.cards.say(topic.lines["q"], Slots(day))
        return parts(asked) if asked else []

    def indicators(self, topic: Topic, number: int, day: date) -> list[Indicator]:
        """Remarks on different indicators of a topic, as many as are left of them."""
        lines = self.cards.hand(topic.lines["i"], number, Slots(day), COPIES)
        return [topic.indicator(line) for line in lines]

    def title(self, form: str, day: date, **words: str) -> str:
        """A title that no other item has."""
        return self.word(self.phrases[f"title {form}"], Slots(day, words=words), FEW)


def of_a_place(lines: Sequence[str]) -> list[str]:
    """The lines once more, each said of one quarter of the city."""
    return [f"{{동}}의 경우 {line}" for line in lines]


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring syllables in a text."""
    return {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]} - {"지원", "이음"}
