"""How wide text is, in 타 (half the width of a Hangul character), well enough to indent and to share out columns."""

import unicodedata
from math import ceil

# Measured on 맑은 고딕 and 나눔고딕, whose figures and signs are narrower or wider than half a Hangul character.
NARROW = {" ": 0.6, ".": 0.5, ",": 0.5, ":": 0.5, "(": 0.7, ")": 0.7, "-": 0.8, "·": 0.6, "'": 0.5}
DIGIT = 1.1
HANGUL = 0.95  # a line of text is narrower than its characters are high
FULL_LINE = 0.9  # what is filled of a line that the next word ends
WIDE = "WFA"  # East Asian wide, full-width, ambiguous: ① □ ○ ※ are as wide as Hangul in Korean fonts


def width_of(text: str) -> float:
    """Width of a short text such as an item mark, by its characters."""
    return round(sum(_width(character) for character in text), 2)


def rough_width(text: str) -> int:
    """Width of the longest line, one for a Latin character, two for a Hangul one; fast, for whole columns.

    UTF-8 stores a Hangul character in three bytes: halfway between one and the bytes lies the width.
    """
    if "\n" in text:
        return max(rough_width(line) for line in text.split("\n"))
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2


def word_width(text: str) -> int:
    """Width of the longest word, measured as :func:`rough_width` does."""
    return max(map(rough_width, text.split()), default=0)


def line_count(text: str, width: float) -> int:
    """How many lines a text takes in `width` 타, roughly. Words stay whole, so that lines are not quite full."""
    if "\n" in text:
        return sum(line_count(line, width) for line in text.split("\n"))
    if rough_width(text) <= width:
        return 1
    found = width_of(text) * HANGUL
    return 1 if found <= width else ceil(found / (width * FULL_LINE))


def _width(character: str) -> float:
    if character in NARROW:
        return NARROW[character]
    if character.isdigit() and character.isascii():
        return DIGIT
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1.1
