"""What a text is indexed under: morphemes with compounds, bigrams of its surface, exact dates and numbers.

Morphemes cost 5-20 times the engine's own work (0.15 MB/s), so `Tokens.stored()` is kept in the database beside the
hash of the text and `Tokens.restored()` brings it back; bigrams and exact terms are computed anew (2 MB/s).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from search_index.exact_terms import exact_terms
from search_index.morphemes import Morpheme, compounds, morphemes_of_each
from search_index.spelling import bigrams, normalise

ANALYSIS_VERSION = 1
"""Raise it when morphemes come out differently, so that stored tokens are analysed again."""


@dataclass(frozen=True)
class Tokens:
    """Bags of terms (term -> how often) of one text, and its exact terms."""

    morphemes: Mapping[str, int]
    bigrams: Mapping[str, int]
    numbers: tuple[str, ...]

    def stored(self) -> dict[str, Any]:
        """The costly part as JSON values."""
        return {"version": ANALYSIS_VERSION, "morphemes": dict(self.morphemes)}

    @classmethod
    def restored(cls, stored: Mapping[str, Any], text: str) -> Self | None:
        """The tokens of `text` from what `stored()` gave for it; None when the analysis has changed since."""
        if stored.get("version") != ANALYSIS_VERSION:
            return None
        return cls(stored["morphemes"], *_surface(normalise(text)))

    @classmethod
    def joined(cls, many: Iterable["Tokens"]) -> "Tokens":
        """The tokens of several texts counted as one."""
        words: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        numbers: dict[str, None] = {}
        for tokens in many:
            words.update(tokens.morphemes)
            pairs.update(tokens.bigrams)
            numbers.update(dict.fromkeys(tokens.numbers))
        return Tokens(words, pairs, tuple(numbers))


def analyse(text: str) -> Tokens:
    """Every term of a text: 9 ms per 600 characters, and as long as it takes while the analyser is being loaded.

    Raises what `morphemes` raises: the analyser is away, or cannot take the text.
    """
    return analyse_each([text])[0]


def analyse_each(texts: Sequence[str]) -> list[Tokens]:
    """The terms of each text; cheaper than one call for each."""
    normalised = [normalise(text) for text in texts]
    return [_tokens(*one) for one in zip(normalised, morphemes_of_each(normalised), strict=True)]


def _tokens(normalised: str, found: list[Morpheme]) -> Tokens:
    words = Counter(morpheme.form for morpheme in found if morpheme.content)
    words.update(compounds(found))
    return Tokens(dict(words), *_surface(normalised))


def _surface(normalised: str) -> tuple[dict[str, int], tuple[str, ...]]:
    numbers = dict.fromkeys(spelling for term in exact_terms(normalised) for spelling in term.spellings)
    return bigrams(normalised), tuple(numbers)
