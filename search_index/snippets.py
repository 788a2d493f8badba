"""The passage of a record that shows why it was found, with the query's words marked.

By regular expression over the stored text, never by analysing it again (0.1 ms for 20 records against 200-700 ms). The
pattern allows missing and false white space. Nothing here is markup: a snippet is text in pieces, the template escapes.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search_index.query import TypedQuery

WINDOW = 160
"""Characters of a snippet; about two lines at 360 px, one and a half on a desk."""
MAX_TEXT = 200_000
"""Characters of a part that are looked through; a longer one is a whole book and its beginning must do."""
_MAX_MARKS = 400  # hits looked at per part
_NEAR = 12  # characters a cut may move to a word's edge
_LEAD = 30  # characters shown before the first mark
# what may stand between two characters of one word: white space, middle dots, quotation marks, one comma or hyphen
_BETWEEN = r"[\s·ㆍ‧∙・\"'‘’“”「」『』]{0,2}"
_CLUSTER = re.compile("[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|.", re.DOTALL)  # a decomposed syllable
_DATE = re.compile(r"(?:(\d{4})-)?(\d\d)(?:-(\d\d))?")
_BETWEEN_OTHERS = r"[^\w]{1,6}"


class Span(NamedTuple):
    """A piece of a snippet and whether it is marked."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Text:
    """A part of a record as it is shown: `key` names its place on the record's page."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Snippet:
    """The best passage of the part `key`. `marks` counts the different words found in it."""

    key: str
    label: str
    spans: Sequence[Span]
    marks: int


def best_snippet(texts: Iterable[Text], query: TypedQuery) -> Snippet | None:
    """The passage that shows the most different words of the query; the first part's beginning when none is found.

    None when there is no text at all.
    """
    pattern = _pattern(query.marks)
    best: Snippet | None = None
    for text in texts:
        if not text.text.strip():
            continue
        snippet = _of_text(text, pattern)
        if best is None or snippet.marks > best.marks:
            best = snippet
    return best


def marked(text: str, query: TypedQuery) -> list[Span]:
    """A whole short text (a title) with the query's words marked."""
    shown = text[:MAX_TEXT]
    return _spans(shown, _hits(shown, _pattern(query.marks)))


def _of_text(text: Text, pattern: re.Pattern[str] | None) -> Snippet:
    shown = text.text[:MAX_TEXT]
    hits = _hits(shown, pattern)
    start, count = _best_window(shown, hits)
    end = min(len(shown), start + WINDOW)
    start, end = _word_start(shown, start), _word_end(shown, end)
    inside = [(first - start, last - start) for first, last in hits if first >= start and last <= end]
    spans = _spans(" ".join(shown[start:end].split("\n")), inside)
    if start > 0:
        spans.insert(0, Span("… ", False))
    if end < len(text.text):
        spans.append(Span(" …", False))
    return Snippet(text.key, text.label, spans, count)


def _hits(text: str, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Where the pattern matches in `text`, also when letters are written in full width or decomposed."""
    if pattern is None:
        return []
    if unicodedata.is_normalized("NFKC", text):
        return [found.span() for _, found in zip(range(_MAX_MARKS), pattern.finditer(text), strict=False)]
    folded, origins = _folded(text)
    found_spans = (found.span() for _, found in zip(range(_MAX_MARKS), pattern.finditer(folded), strict=False))
    return [(origins[first][0], origins[last - 1][1]) for first, last in found_spans]


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Text in NFKC, and for each of its characters the span of the original it comes from."""
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFKC", cluster.group())
        pieces.append(piece)
        origins.extend([cluster.span()] * len(piece))
    return "".join(pieces), origins


@lru_cache(maxsize=64)
def _pattern(marks: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all marks, longest first, so that the longest spelling wins."""
    alternatives = [_spelling(mark) for mark in sorted(marks, key=len, reverse=True) if mark]
    return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else None


def _spelling(mark: str) -> str:
    """A mark's characters with what may stand between them; numbers and Latin words only whole."""
    if date := _DATE.fullmatch(mark):
        return _date_spelling(*date.groups())
    pieces: list[str] = []
    for before, character in zip(" " + mark, mark, strict=False):
        if character.isspace() or not (character.isalnum()):
            pieces.append(_BETWEEN_OTHERS)
            continue
        if pieces and pieces[-1] != _BETWEEN_OTHERS:
            pieces.append(",?" if before.isdigit() and character.isdigit() else _gap(before, character))
        pieces.append(re.escape(character))
    return _edge(mark[0], "(?<!{})") + "".join(pieces) + _edge(mark[-1], "(?!{})")


def _date_spelling(year: str | None, first: str, second: str | None) -> str:
    """A date in any of its spellings; `2021-07-15`, `2021-07` and `07-15` are the canonical ones."""
    numbers = [rf"0?{int(number)}" for number in (first, second) if number]
    if year:
        numbers.insert(0, rf"(?:{year}|['’]{year[2:]})")
    return r"(?<!\d)" + r"\D{1,3}".join(numbers) + r"(?!\d)(?:\s*[일월])?"


def _gap(before: str, character: str) -> str:
    both_latin = before.isascii() and character.isascii()
    return "" if both_latin else _BETWEEN


def _edge(character: str, lookaround: str) -> str:
    if not character.isascii():
        return ""
    return lookaround.format("[0-9]" if character.isdigit() else "[A-Za-z]")


def _best_window(text: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the window with the most different marks begins, and how many they are."""
    best_start, best = 0, (0, 0)
    starts = [first for first, _ in hits]
    for index, (first, _) in enumerate(hits):
        inside = hits[index : bisect_left(starts, first + WINDOW - _LEAD)]
        words = {"".join(text[start:end].split()).lower() for start, end in inside}
        value = (len(words), sum(map(len, words)))
        if value > best:
            best_start, best = max(0, first - _LEAD), value
    return best_start, best[0]


def _word_start(text: str, start: int) -> int:
    """The beginning of the word at `start`, if it is near."""
    if start <= _NEAR:
        return 0
    near = text.rfind(" ", start - _NEAR, start + 1)
    return start if near < 0 else near + 1


def _word_end(text: str, end: int) -> int:
    near = text.find(" ", end, end + _NEAR)
    if near < 0:
        return len(text) if end + _NEAR >= len(text) else end
    return near


def _spans(text: str, hits: Iterable[tuple[int, int]]) -> list[Span]:
    spans: list[Span] = []
    done = 0
    for first, last in hits:
        if first > done:
            spans.append(Span(text[done:first], False))
        if last > first >= done:
            spans.append(Span(text[first:last], True))
            done = last
    if done < len(text):
        spans.append(Span(text[done:], False))
    return spans
