"""Which documents of a snapshot a query means, and how well: masks and BM25 scores over whole posting lists."""

from collections.abc import Collection, Iterable
from math import log

import numpy as np
from numpy.typing import NDArray

from search_index.phrases import holds
from search_index.query import Alternative, Phrase, Term, TypedQuery, Word
from search_index.whoosh_segments import Ids, Mask, Snapshot, Weights

Scores = NDArray[np.float32]

K1, B = 1.2, 0.75
# BM25 of morphemes + half of that of bigrams: measured best, alone neither is
FIELDS = {
    "morpheme": (("morphemes", 1.0), ("title_morphemes", 1.0)),
    "bigram": (("bigrams", 0.5), ("title_bigrams", 0.5)),
}
OWN_NUMBER = 50.0
"""Added when the query names the record's own registration number: above every other score."""
COMMON = 0.1
"""Bigrams in more than this share of documents are not scored: half the postings for the same quality."""
COMMON_FROM = 1000
"""Documents from which on bigrams are pruned; among few, a common one still tells them apart."""
TEXTS = 20_000
"""Texts that are read for the phrases of one search (2.5 µs each); where there are more, a phrase's terms must do."""
MOST = 0.6
"""Share of a sentence's weight (by rarity) that a record must hold."""


class Match:
    """One query against one snapshot. `visible` are the documents the reader may see; nothing else is ever counted."""

    def __init__(self, snapshot: Snapshot, text: TypedQuery, visible: Mask) -> None:
        self._snapshot = snapshot
        self._text = text
        self._visible = visible
        self._texts_left = TEXTS
        self._postings: dict[tuple[str, str], tuple[Ids, Weights]] = {}

    def found(self) -> tuple[Mask, bool]:
        """The documents meant, and whether they hold only most of the words because none holds all."""
        text = self._text
        mask = self._visible.copy()
        for phrase in text.phrases:
            mask &= self._with_phrase(phrase, mask)
        for phrase in text.excluded:
            mask &= ~self._with_phrase(phrase, mask)
        if text.is_sentence:
            return mask & self._with_most(text.fragments, mask), False
        every = mask.copy()
        for word in text.words:
            every &= self._with_word(word)
        if every.any() or not text.words:
            return every, False
        most = mask & self._with_most(text.fragments, mask)
        return most, bool(most.any())

    def scores(self) -> Scores:
        """BM25 of every document for the scored terms; 0 where nothing matches."""
        scores = np.zeros(self._snapshot.size, np.float32)
        for term in sorted(self._text.scored):
            for field, weight in FIELDS.get(term.kind, ()):
                self._add_score(scores, field, term.text, weight)
        for number in self._numbers():
            scores[self._of("own_number", number)[0]] += OWN_NUMBER
            self._add_score(scores, "exact", number, 1.0)
        return scores

    def _add_score(self, scores: Scores, field: str, text: str, weight: float) -> None:
        ids, counts = self._of(field, text)
        living = self._snapshot.living
        common = living >= COMMON_FROM and len(ids) > living * COMMON
        if not len(ids) or (common and field.endswith("bigrams")):
            return
        saturation: float | NDArray[np.float32] = K1
        if field != "exact":
            lengths = self._snapshot.rows[field][ids] / np.float32(self._snapshot.average_length(field))
            saturation = np.float32(K1) * (np.float32(1 - B) + np.float32(B) * lengths.astype(np.float32))
        scores[ids] += np.float32(weight * _rarity(len(ids), living)) * counts * (K1 + 1) / (counts + saturation)

    def _numbers(self) -> set[str]:
        return {term.text for word in self._text.words for terms in word.alternatives for term in _exact(terms)}

    def _of(self, field: str, text: str) -> tuple[Ids, Weights]:
        key = field, text
        if key not in self._postings:
            self._postings[key] = self._snapshot.postings(field, text)
        return self._postings[key]

    def _with_term(self, term: Term) -> Mask:
        mask = np.zeros(self._snapshot.size, np.bool_)
        field = {"morpheme": "morphemes", "bigram": "bigrams", "exact": "exact"}[term.kind]
        mask[self._of(field, term.text)[0]] = True
        return mask

    def _with_all(self, terms: Iterable[Term]) -> Mask:
        mask = np.ones(self._snapshot.size, np.bool_)
        for term in sorted(terms):
            mask &= self._with_term(term)
            if not mask.any():
                break
        return mask

    def _with_word(self, word: Word) -> Mask:
        return self._with_one_of(word.alternatives)

    def _with_one_of(self, alternatives: Iterable[Alternative]) -> Mask:
        mask = np.zeros(self._snapshot.size, np.bool_)
        for alternative in alternatives:
            mask |= self._with_all(alternative)
        return mask

    def _with_most(self, words: Collection[Word], mask: Mask) -> Mask:
        """Documents that hold most of the words, rare ones weighing more; words that nobody holds do not count."""
        held = np.zeros(self._snapshot.size, np.float32)
        total = 0.0
        for word in words:
            with_word = self._with_word(word) & mask
            if count := int(with_word.sum()):
                weight = _rarity(count, self._snapshot.living)
                held[with_word] += np.float32(weight)
                total += weight
        return (held > 0) & (held >= total * MOST)

    def _with_phrase(self, phrase: Phrase, within: Mask) -> Mask:
        mask = self._with_one_of(phrase.alternatives) & within
        candidates = np.flatnonzero(mask)
        if phrase.by_terms or len(candidates) > self._texts_left:
            return mask
        self._texts_left -= len(candidates)
        mask[:] = False
        holds_phrase = holds(phrase.squeezed)
        mask[[document for document in candidates if holds_phrase(self._snapshot.text(int(document)))]] = True
        return mask


def _exact(terms: Alternative) -> Iterable[Term]:
    return (term for term in terms if term.kind == "exact")


def _rarity(count: int, living: int) -> float:
    """BM25's inverse document frequency, never negative."""
    return log(1 + (living - count + 0.5) / (count + 0.5))
