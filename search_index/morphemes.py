"""Korean morphemes: which of those that Kiwi finds carry meaning, and which nouns make compounds."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from search_index.analyser import Answer, Token, analyser

_CONTENT_TAGS = frozenset({"NNG", "NNP", "NR", "XR", "SL", "SH", "SN", "VV", "VA"})
# part of a word's stem without a meaning of their own: 차 of `제7차`, 제, 적, 그
_BOUND_TAGS = frozenset({"NNB", "NP", "XPN", "XSN", "MM"})
_COMPOUND_TAGS = frozenset({"NNG", "NNP", "NR", "XPN", "XSN", "XR", "SL", "SH"})
# verbs without a meaning of their own: every document holds them
_LIGHT_VERBS = frozenset({"하", "되", "있", "대하", "위하", "관하", "따르", "통하", "의하", "이르"})
_WORD = re.compile(r"[^\W_]+")
_LINE = re.compile(r"[^\n]+")
_PIECE = 2000  # characters at most that Kiwi gets as one text, and about as many in one question
_CUT = re.compile(rf".{{1,{_PIECE}}}(?:(?<=[.?!\s])|$)|.{{1,{_PIECE}}}")


class Morpheme(NamedTuple):
    """A morpheme of a word's stem and where its surface stands in the analysed text.

    `content`: it carries meaning (not 차 of `제7차`). `joins`: it touches the noun before it: a compound.
    """

    form: str
    start: int
    end: int
    content: bool
    noun: bool = False
    joins: bool = False


def morphemes(normalised: str, *, at_once: bool = False) -> list[Morpheme]:
    """Morphemes of normalised text in order, particles and endings left out.

    Waits for the analyser as long as it takes. With ``at_once`` somebody waits for the answer: `AnalyserAway` is raised
    when there is none within a second, and without delay while the analyser is being loaded.
    """
    return _of_each([normalised], analyser.at_once if at_once else analyser.patiently)[0]


def morphemes_of_each(normalised: Sequence[str]) -> list[list[Morpheme]]:
    """The morphemes of several texts: asking for many short ones together costs half as much."""
    return _of_each(normalised, analyser.patiently)


def _of_each(texts: Sequence[str], ask: Callable[[Sequence[str]], Answer]) -> list[list[Morpheme]]:
    found: list[list[Morpheme]] = [[] for _text in texts]
    for pieces in _questions(texts):
        answers = ask([piece.text for piece in pieces])
        for piece, tokens in zip(pieces, answers, strict=True):
            found[piece.number].extend(_meaningful(tokens, piece.start))
    return found


class _Piece(NamedTuple):
    number: int  # of the text it is from
    start: int
    text: str


def _questions(texts: Sequence[str]) -> Iterator[list[_Piece]]:
    """Pieces of lines, about `_PIECE` characters together."""
    pieces: list[_Piece] = []
    size = 0
    for number, text in enumerate(texts):
        for line in _LINE.finditer(text):
            for piece in _CUT.finditer(line.group()):
                pieces.append(_Piece(number, line.start() + piece.start(), piece.group()))
                size += len(piece.group())
                if size >= _PIECE:
                    yield pieces
                    pieces, size = [], 0
    if pieces:
        yield pieces


def _meaningful(tokens: Iterable[Token], offset: int) -> Iterator[Morpheme]:
    noun_end = -1
    for form, whole_tag, first, length in tokens:
        tag, start, end = whole_tag.split("-")[0], first + offset, first + length + offset
        noun = tag in _COMPOUND_TAGS
        content = tag in _CONTENT_TAGS and form not in _LIGHT_VERBS
        if tag.startswith("W_"):  # serial numbers, addresses: `2016.2.12.` is one token of Kiwi
            for word in _WORD.finditer(form):
                yield Morpheme(word.group(), start + word.start(), start + word.end(), content=True)
        elif content or noun or tag in _BOUND_TAGS:
            yield Morpheme(form, start, end, content, noun=noun, joins=noun and start == noun_end)
        noun_end = end if noun else -1


def compounds(found: list[Morpheme]) -> Iterator[str]:
    """Nouns that touch, joined: every pair and the whole run (`통합사례관리` -> 통합사례, 사례관리, 통합사례관리)."""
    run: list[str] = []
    for morpheme in found:
        if not morpheme.joins:
            yield from _joined(run)
            run = []
        if morpheme.noun:
            run.append(morpheme.form)
    yield from _joined(run)


def _joined(run: list[str]) -> Iterator[str]:
    for first, second in zip(run, run[1:], strict=False):
        yield first + second
    if len(run) > 2:
        yield "".join(run)
