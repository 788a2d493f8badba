"""What the invented institution says, dealt out like cards: one pack for all its parts, so that nothing is said often.

Features keep their lines in text files of their own. A line is dealt once before it comes again, its slots are filled
anew each time, and it is left out where it or one of its sentences would stand in more than ``FEW`` records.
"""

import random
import re
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

SEED = 20_260_301
FEW = 5  # records that one sentence may stand in
SENTENCE = 15  # characters; what is shorter are words
TRIES = 30  # fillings of one line before the next is taken
QUARTERS = ("물빛동", "솔마루동", "한들동", "새별동", "느티동", "가람동", "햇살동", "다온동", "윗샘동", "너른동")
SLOT = re.compile(r"\{([^}]+)\}(만? ?원|천원)?")
ROUND = {"원": 100, "만 원": 5, "천원": 100}  # sums of money are round
RANGE = re.compile(r"([\d,]+)-([\d,]+)")
BETWEEN = re.compile(r"[\n?]|[.!](?:\s|$)| \| ")


def lines_by_heading(package: str, name: str) -> dict[str, list[str]]:
    """The lines of a text file by the ``[heading]`` they stand under; those that begin with # are remarks."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in files(package).joinpath(name).read_text("utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            found.setdefault(heading, []).append(line)
    return found


@dataclass(frozen=True)
class Slots:
    """What fills the slots of a line: the day it is said, whether it speaks of what lies ahead, words of its own.

    ``{3-9}`` is a number, ``{가|나}`` one of the words, ``{동}`` a quarter of the city, ``{년}`` and ``{작년}`` years,
    ``{월}`` a month (of this year so far, or one ahead), ``{이달}`` the number of this one,
    ``{분기}`` that of the quarter that ended last, ``{반기}`` the half of the year.
    """

    day: date
    ahead: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, str]:
        """The slots that the day decides, and the words of its own."""
        month = self.day.month
        return {
            "년": str(self.day.year), "작년": str(self.day.year - 1), "이달": str(month),
            "분기": str(max(month // 3, 1)), "반기": "상반기" if month <= 6 else "하반기", **self.words,
        }  # fmt: skip


class Cards:
    """The pack and the chance that shuffles it; the same seed deals the same institution."""

    def __init__(self, seed: int = SEED) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn
        self._decks: dict[tuple[str, ...], deque[str]] = {}
        self._records: Counter[str] = Counter()

    def chance(self, percent: int) -> bool:
        """Whether something happens this time."""
        return self.rng.randrange(100) < percent

    def deal(self, lines: Sequence[str]) -> str:
        """The next of some lines, slots still empty; it goes below the others."""
        key = tuple(lines)
        if key not in self._decks:
            self._decks[key] = deque(self.rng.sample(key, len(key)))
        self._decks[key].rotate(-1)
        return self._decks[key][-1]

    def hand(self, lines: Sequence[str], number: int, slots: Slots, copies: int = 1) -> list[str]:
        """Up to so many different lines, filled. ``copies``: how many records what is said may come to stand in."""
        found: list[str] = []
        for _card in lines:
            if len(found) < number:
                found += self._fresh(self.deal(lines), slots, copies)
        return found

    def say(self, lines: Sequence[str], slots: Slots, copies: int = 1) -> str:
        """The next of some lines, filled; empty where all of them have been said often enough."""
        return "".join(self.hand(lines, 1, slots, copies))

    def fill(self, line: str, slots: Slots) -> str:
        """A line with its slots filled, whether it was said before or not."""
        return SLOT.sub(lambda found: self._slot(found.group(1), found.group(2) or "", slots), line)

    def _fresh(self, line: str, slots: Slots, copies: int) -> list[str]:
        for _try in range(TRIES if SLOT.search(line) else 1):
            text = self.fill(line, slots)
            said = {text, *(one for one in map(str.strip, BETWEEN.split(text)) if len(one) >= SENTENCE)}
            if all(self._records[one] + copies <= FEW for one in said):
                self._records.update(dict.fromkeys(said, copies))
                return [text]
        return []

    def _slot(self, slot: str, unit: str, slots: Slots) -> str:
        limits = RANGE.fullmatch(slot)
        if limits:
            low, high = (int(one.replace(",", "")) for one in limits.groups())
            step = ROUND.get(unit, 1) if high - low >= ROUND.get(unit, 1) else 1
            return f"{max(self.rng.randint(low, high) // step * step, low):,}{unit}"
        return self._word(slot, slots) + unit

    def _word(self, slot: str, slots: Slots) -> str:
        if slot == "동":
            return self.rng.choice(QUARTERS)
        if slot == "월":
            return self._month(slots.day, slots.ahead)
        return self.rng.choice(slot.split("|")) if "|" in slot else slots.known[slot]

    def _month(self, day: date, ahead: bool) -> str:
        if not ahead:
            return f"{self.rng.randint(1, day.month)}월"
        if day.month >= 11:
            return f"내년 {self.rng.randint(1, 4)}월"
        return f"{self.rng.randint(day.month + 1, 12)}월"
