"""Korean morphemes by Kiwi: the one place that loads its model and decides which morphemes carry meaning.

The model takes 2-3 seconds and 300-500 MB per process, so it is loaded at the first use or by `load()`, once.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_CONTENT_TAGS = frozenset({"NNG", "NNP", "NR", "XR", "SL", "SH", "SN", "VV", "VA"})
# part of a word's stem without a meaning of their own: 차 of `제7차`, 제, 적, 그
_BOUND_TAGS = frozenset({"NNB", "NP", "XPN", "XSN", "MM"})
_COMPOUND_TAGS = frozenset({"NNG", "NNP", "NR", "XPN", "XSN", "XR", "SL", "SH"})
# verbs without a meaning of their own: every document holds them
_LIGHT_VERBS = frozenset({"하", "되", "있", "대하", "위하", "관하", "따르", "통하", "의하", "이르"})
_WORD = re.compile(r"[^\W_]+")
_PIECE = 2000  # characters; Kiwi's cost and stall are per call, so a page-long line is cut
_CUT = re.compile(rf".{{1,{_PIECE}}}(?:(?<=[.?!\s])|$)|.{{1,{_PIECE}}}")
_loading = threading.Lock()


@dataclass(frozen=True)
class Morpheme:
    """A morpheme of a word's stem and where its surface stands in the analysed text.

    `content`: it carries meaning (not 차 of `제7차`). `joins`: it touches the noun before it: a compound.
    """

    form: str
    start: int
    end: int
    content: bool
    noun: bool = False
    joins: bool = False


@cache
def _model() -> "Kiwi":
    # Imported here: the library maps its model at import and only processes that search or index need it.
    from kiwipiepy import Kiwi  # noqa: PLC0415

    return Kiwi(num_workers=1)


def load() -> "Kiwi":
    """Load the model now (2-3 s) unless it is there; threads that come meanwhile wait for the same model."""
    with _loading:
        return _model()


def morphemes(normalised: str) -> Iterator[Morpheme]:
    """Morphemes of normalised text in order, particles and endings left out."""
    model = load()
    for line in re.finditer(r"[^\n]+", normalised):
        for piece in _CUT.finditer(line.group()):
            yield from _of_piece(model, piece.group(), line.start() + piece.start())


def _of_piece(model: "Kiwi", text: str, offset: int) -> Iterator[Morpheme]:
    noun_end = -1
    for token in model.tokenize(text):
        tag, start, end = token.tag.split("-")[0], token.start + offset, token.start + token.len + offset
        noun = tag in _COMPOUND_TAGS
        content = tag in _CONTENT_TAGS and token.form not in _LIGHT_VERBS
        if tag.startswith("W_"):  # serial numbers, addresses: `2016.2.12.` is one token of Kiwi
            for word in _WORD.finditer(token.form):
                yield Morpheme(word.group(), start + word.start(), start + word.end(), content=True)
        elif content or noun or tag in _BOUND_TAGS:
            yield Morpheme(token.form, start, end, content, noun=noun, joins=noun and start == noun_end)
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
