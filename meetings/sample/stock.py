"""What the invented committees talk about, read from the ``topics_*.txt`` beside this module and dealt out like cards.

Each line is dealt once before any comes again, and its slots ({3-9}, {동}, {월} …) are filled anew each time, so that
no sentence stands in more than a few records.
"""

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

SEED = 20_260_301
OF_A_PLACE = "foq"  # facts, opinions and questions may be about one 동
OFTEN, TRIES = 2, 20  # a sentence is not said more than twice while another can be found
QUARTERS = ("물빛동", "솔마루동", "한들동", "새별동", "느티동", "가람동", "햇살동", "다온동", "윗샘동", "너른동")
SLOT = re.compile(r"\{([^}]+)\}(만? ?원)?")
ROUND = {"원": 100, "만 원": 5}  # sums of money are round
RANGE = re.compile(r"([\d,]+)-([\d,]+)")


@dataclass(frozen=True)
class Project:
    """A 세부사업 of the four-year plan with its number."""

    code: str
    name: str
    category: str


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


def read_phrases() -> dict[str, tuple[str, ...]]:
    """The lines of ``phrases.txt`` by their heading."""
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in files("meetings.sample").joinpath("phrases.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            found[heading] = (*found.get(heading, ()), line)
    return found


class Stock:
    """The cards and the chance that shuffles them; the same seed deals the same institution."""

    def __init__(self, seed: int = SEED) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn
        self.topics = read_topics()
        self.phrases = read_phrases()
        self._decks: dict[tuple[str, str], list[str]] = {}
        self._titles: set[str] = set()
        self._said: Counter[str] = Counter()
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

    def deal(self, topic: Topic, letter: str) -> str:
        """The next line of a kind, slots still empty."""
        deck = self._decks.setdefault((topic.name, letter), [])
        if not deck:
            deck += self.rng.sample(topic.lines[letter], len(topic.lines[letter]))
        return deck.pop()

    def say(self, topic: Topic, letter: str, day: date) -> str:
        """The next line of a kind as said on a day. What is decided or to be done lies ahead, facts behind."""
        text = self._seldom(lambda: self.fill(self.deal(topic, letter), day, ahead=letter in "dcma"))
        if letter in OF_A_PLACE and self._said[text] > OFTEN:  # the same again, of another place
            return f"{self.rng.choice(QUARTERS)}의 경우 {text}"
        return text

    def phrase(self, name: str, day: date) -> str:
        """One of the phrases of a kind, filled."""
        return self._seldom(lambda: self.fill(self.rng.choice(self.phrases[name]), day))

    def _seldom(self, make: Callable[[], str]) -> str:
        """What was not said often yet, else what was said least: a decision stands in its minutes as well."""
        tried: list[str] = []
        while len(tried) < TRIES and (not tried or self._said[tried[-1]] >= OFTEN):
            tried.append(make())
        text = min(tried[::-1], key=lambda one: self._said[one])
        self._said[text] += 1
        return text

    def fill(self, line: str, day: date, *, ahead: bool = False) -> str:
        """A line with its slots filled."""
        return SLOT.sub(lambda found: self._slot(found.group(1), found.group(2) or "", day, ahead), line)

    def _slot(self, slot: str, unit: str, day: date, ahead: bool) -> str:
        limits = RANGE.fullmatch(slot)
        if limits:
            low, high = (int(one.replace(",", "")) for one in limits.groups())
            step = ROUND.get(unit, 1) if high - low >= ROUND.get(unit, 1) else 1
            return f"{max(self.rng.randint(low, high) // step * step, low):,}{unit}"
        return self._word(slot, day, ahead) + unit

    def _word(self, slot: str, day: date, ahead: bool) -> str:
        if slot == "동":
            return self.rng.choice(QUARTERS)
        if slot in ("년", "작년"):
            return str(day.year - (slot == "작년"))
        if slot == "월":
            return self._month(day, ahead)
        return self.rng.choice(slot.split("|"))

    def _month(self, day: date, ahead: bool) -> str:
        if not ahead:
            return f"{self.rng.randint(1, day.month)}월"
        if day.month >= 11:
            return f"내년 {self.rng.randint(1, 4)}월"
        return f"{self.rng.randint(day.month + 1, 12)}월"

    def project_for(self, topic: Topic, line: str) -> Project:
        """The project that a line of its topic is most likely about: the one whose name shares most with it."""
        found = {project: len(_pairs(project.name) & _pairs(line)) for project in topic.projects}
        best = max(found.values())
        return self.rng.choice([project for project, shared in found.items() if shared == best])

    def title(self, form: str, day: date, **words: str) -> str:
        """A title that no other item has."""
        patterns = self.phrases[f"title {form}"]
        for attempt in range(40):
            text = self.fill(self.rng.choice(patterns).format_map(_Kept(words)), day)
            if attempt > 20:
                text = f"{text} {self.rng.choice(QUARTERS)} 편"
            if text not in self._titles:
                break
        self._titles.add(text)
        return text


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring syllables in a text."""
    return {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]} - {"지원", "이음"}


class _Kept(dict[str, str]):
    """Words for a pattern; what is not among them stays a slot."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
