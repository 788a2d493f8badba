"""What a person typed into the search box, taken apart: words, "phrases", -without, dates and numbers.

Whatever cannot be understood is searched as text; nothing typed is an error. A word is found when *one* of its
alternatives is: its morphemes (`의결하다` finds `의결되었다`) or the bigrams of its stem (`협의체` finds
`지역사회보장협의체`). Bigrams are required inside a word only; those across words add to the score.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from search_index.analyser import AnalyserAway
from search_index.exact_terms import ExactTerm, exact_terms
from search_index.morphemes import Morpheme, compounds, morphemes
from search_index.spelling import HAN, normalise, squeeze, surface_tokens

MAX_LENGTH = 300
MAX_WORDS = 32
SENTENCE_WORDS = 5
"""From this many words on, a query is a sentence: not every word of it must be found."""

_QUOTED = re.compile(r'(?<![^\s])(-?)"([^"]*)"')
_EXCLUDED = re.compile(r"(?<!\S)-([^\s-]\S*)")
_HAS_DIGIT_AND_HAN = re.compile(r"\d+[가-힣]|[가-힣]+\d")
# stands for the morphemes while there are none: the word's end that is most likely a particle
_PARTICLE = re.compile(
    "(?<=[가-힣]{2})(?:에서는|에게서|으로는|에서|에게|으로|까지|부터|라도|보다|처럼|마다|은|는|이|가|을|를|의|에|와|과|도|로)$"
)
_SYLLABLE, _BIGRAM = re.compile(f"[{HAN}]"), re.compile(f"[{HAN}]{{2}}")
_YEAR = re.compile(r"((?:19|20)\d\d)년도?")


@dataclass(frozen=True, order=True)
class Term:
    """A term of the index: `kind` is "morpheme", "bigram" or "exact"."""

    kind: str
    text: str


Alternative = frozenset[Term]


@dataclass(frozen=True)
class Word:
    """A word of the query: found where every term of at least one alternative is."""

    text: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Phrase:
    """Text that must stand in a record as it is, white space and middle dots aside.

    A record that holds it holds all terms of one of `alternatives`. `by_terms`: and the other way round, so that its
    text need not be read.
    """

    squeezed: str
    alternatives: tuple[Alternative, ...]
    by_terms: bool


@dataclass(frozen=True)
class TypedQuery:
    """A typed query. `words` and `phrases` are wanted, `excluded` unwanted, `scored` only move records up.

    `fragments` are the same wants in smaller pieces, for a sentence or when no record holds every word. `marks` are
    what snippets mark. `by_surface`: the analyser was not there, words are found by their letters only.
    """

    typed: str
    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    fragments: tuple[Word, ...] = ()
    scored: frozenset[Term] = field(default_factory=frozenset)
    marks: tuple[str, ...] = ()
    by_surface: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: empty, or only punctuation."""
        return not (self.words or self.phrases or self.excluded)

    @property
    def is_sentence(self) -> bool:
        """Long enough that a record which lacks one word may still be what is meant."""
        return len(self.words) >= SENTENCE_WORDS


def parse(typed: str) -> TypedQuery:
    """Take a typed query apart in about a millisecond; never fails and never waits for the analyser to be loaded."""
    text = normalise(typed[:MAX_LENGTH])
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []

    def quoted(found: re.Match[str]) -> str:
        (excluded if found[1] else phrases).extend(_phrases([found[2]]))
        return " "

    text = _QUOTED.sub(quoted, text).replace('"', " ")
    exact = sorted(exact_terms(text), key=lambda term: term.start)
    excluded.extend(_phrases(found[1] for found in _EXCLUDED.finditer(text) if not _inside(found.start(), exact)))
    text = _EXCLUDED.sub(lambda found: found[0] if _inside(found.start(), exact) else " " * len(found[0]), text)
    exact_words, exact_marks = [], []
    for term in exact:
        exact_words.append(Word(text[term.start : term.end], (frozenset({Term("exact", term.wanted)}),)))
        exact_marks.append(term.wanted)
        text = text[: term.start] + " " * (term.end - term.start) + text[term.end :]
    try:
        plain, by_surface = _plain_words(text, morphemes(text, at_once=True) if text.strip() else []), False
    except (AnalyserAway, ValueError):
        plain, by_surface = _surface_words(text), True
    return TypedQuery(
        typed=typed[:MAX_LENGTH],
        words=(*exact_words, *plain.words)[:MAX_WORDS],
        phrases=tuple(phrases)[:MAX_WORDS],
        excluded=tuple(excluded)[:MAX_WORDS],
        fragments=(*exact_words, *plain.fragments)[: 2 * MAX_WORDS],
        scored=plain.scored | {term for phrase in phrases for terms in phrase.alternatives for term in terms},
        marks=tuple(dict.fromkeys((*exact_marks, *(phrase.squeezed for phrase in phrases), *plain.marks))),
        by_surface=by_surface,
    )


@dataclass(frozen=True)
class _PlainWords:
    words: tuple[Word, ...]
    fragments: tuple[Word, ...]
    scored: frozenset[Term]
    marks: tuple[str, ...]


def _surface_words(text: str) -> _PlainWords:
    """Words between white space, each by the bigrams of what is left of it without a particle."""
    stems = [_PARTICLE.sub("", squeezed) for squeezed in map(squeeze, text.split()) if squeezed]
    words = tuple(Word(stem, (_required_bigrams(stem),)) for stem in stems)
    scored = frozenset(Term("bigram", token) for token in surface_tokens(squeeze(text)))
    return _PlainWords(words, words, scored, tuple(stems))


def _plain_words(text: str, found: list[Morpheme]) -> _PlainWords:
    """Words between white space, with the morphemes Kiwi finds when it reads the whole text."""
    words: list[Word] = []
    idle: list[Word] = []
    fragments: list[Word] = []
    marks: list[str] = []
    for eojeol in re.finditer(r"\S+", text):
        if not squeeze(eojeol.group()):
            continue
        stem_morphemes = [m for m in found if eojeol.start() <= m.start < eojeol.end()]
        inside = [m for m in stem_morphemes if m.content]
        stem = text[eojeol.start() : max((m.end for m in stem_morphemes), default=eojeol.end())]
        alternatives = _alternatives(eojeol.group(), stem, inside) + _neighbour_bigrams(text, eojeol)
        (words if inside else idle).append(Word(eojeol.group(), alternatives))
        if inside:
            fragments.extend(_fragment(text, morpheme) for morpheme in inside)
            marks.extend(_marks(eojeol.group(), stem, (text[m.start : m.end] for m in inside)))
    # words without content (particles, pronouns) count only when there is nothing else
    words = words or idle
    marks = marks or [squeeze(word.text) for word in words]
    scored = {Term("bigram", token) for token in surface_tokens(squeeze(text))}
    scored |= {Term("morpheme", form) for form in (*(m.form for m in found if m.content), *compounds(found))}
    return _PlainWords(tuple(words), tuple(fragments or words), frozenset(scored), tuple(marks))


def _alternatives(eojeol: str, stem: str, inside: list[Morpheme]) -> tuple[Alternative, ...]:
    by_meaning = frozenset(Term("morpheme", m.form) for m in inside)
    if year := _YEAR.fullmatch(eojeol):
        by_meaning = frozenset({Term("bigram", year[1])})
    elif _HAS_DIGIT_AND_HAN.search(eojeol):
        by_meaning = frozenset()  # `7차` by its morphemes would be found wherever there is a 7
    by_surface = _required_bigrams(squeeze(stem)) or _required_bigrams(squeeze(eojeol))
    return tuple(dict.fromkeys(filter(None, (by_meaning, by_surface))))


def _neighbour_bigrams(text: str, eojeol: re.Match[str]) -> tuple[Alternative, ...]:
    """A word of one syllable has no bigram of its own; it may be joined to the word beside it (`통합지원 법`)."""
    if not re.fullmatch("[가-힣]", eojeol.group()):
        return ()
    before, after = text[: eojeol.start()].rstrip()[-1:], text[eojeol.end() :].lstrip()[:1]
    pairs = [before + eojeol.group(), eojeol.group() + after]
    return tuple(frozenset({Term("bigram", pair)}) for pair in pairs if re.fullmatch("[가-힣]{2}", pair))


def _marks(eojeol: str, stem: str, surfaces: Iterable[str]) -> list[str]:
    """Spellings a snippet marks; single syllables and digits only when they were typed as a word."""
    pieces = [squeeze(piece) for piece in (stem, *surfaces)]
    return [squeeze(eojeol), *(piece for piece in pieces if len(piece) > 1)]


def _required_bigrams(squeezed: str) -> Alternative:
    """The surface terms a text must hold to hold this one. A single syllable is none unless it stands alone.

    In the text it may be the end or the beginning of a longer run: `제7차` stands in `협의체제7차회의`.
    """
    tokens = list(surface_tokens(squeezed))
    longer = [token for token in tokens if len(token) > 1 or not re.match("[가-힣]", token)]
    return frozenset(Term("bigram", token) for token in longer or tokens)


def _fragment(text: str, morpheme: Morpheme) -> Word:
    surface = text[morpheme.start : morpheme.end]
    alternatives = [frozenset({Term("morpheme", morpheme.form)})]
    if len(surface) > 1:
        alternatives.append(_required_bigrams(squeeze(surface)))
    return Word(surface, tuple(dict.fromkeys(filter(None, alternatives))))


def _phrases(texts: Iterable[str]) -> list[Phrase]:
    return [_phrase(squeezed) for squeezed in map(squeeze, texts) if squeezed]


def _phrase(squeezed: str) -> Phrase:
    if _SYLLABLE.fullmatch(squeezed):
        # as a word of its own: inside others it means nothing, and finding it there would take reading every text
        alone = (frozenset({Term("morpheme", squeezed)}), frozenset({Term("bigram", squeezed)}))
        return Phrase(squeezed, alone, by_terms=True)
    return Phrase(squeezed, (_required_bigrams(squeezed),), by_terms=bool(_BIGRAM.fullmatch(squeezed)))


def _inside(position: int, exact: Iterable[ExactTerm]) -> bool:
    return any(term.start <= position < term.end for term in exact)
