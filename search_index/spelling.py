"""The surface of Korean text: one spelling for what people write in many ways, and character bigrams.

Nothing here knows words. Typed and printed Korean differs in width (ＡＩ), composition (NFD), thousands commas, middle
dots and above all white space (`사례 관리`, `2021 년`), so both the index and the query look at *squeezed* text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

HAN = "가-힣ㄱ-ㆎ一-鿿㐀-䶿豈-﫿"
"""Characters written without white space between words: Hangul and Chinese characters (inside a character class)."""

_MIDDLE_DOTS = str.maketrans(dict.fromkeys("ㆍ․‧∙・･•", "·") | dict.fromkeys("“”„‟″", '"') | {"\x00": " "})
_SURROGATES = re.compile("[\ud800-\udfff]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_GAP = re.compile(r"[\W_]+")
# white space, middle dots and quotation marks stand inside Korean words and names without parting them
_JOINING_GAP = re.compile(r"[\s·\"'`‘’「」『』〈〉《》<>]+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_RUN = re.compile(rf"([{HAN}]+)|([0-9]+)(?=([{HAN}])|)|([^\W\d_{HAN}]+|\d+)")

_LONE_SYLLABLE = re.compile(rf"(?<!\w)[{HAN}](?!\w)")


def normalise(text: str) -> str:
    """NFKC, small letters, one kind of middle dot and quotation mark, no thousands commas; never fails."""
    text = _SURROGATES.sub(" ", text).translate(_MIDDLE_DOTS)
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower())


def squeeze(normalised: str) -> str:
    """Normalised text without the white space that carries no meaning beside Hangul.

    Between two numbers or two Latin words one space stays, and other punctuation always leaves one: `2021. 7. 15.(목)`
    becomes `2021 7 15 목`, so that neither numbers nor sentences grow together.
    """
    return _GAP.sub(_squeezed_gap, normalised).strip()


def _squeezed_gap(gap: re.Match[str]) -> str:
    before, after = gap.string[gap.start() - 1 : gap.start()], gap.string[gap.end() : gap.end() + 1]
    beside_han = _HAN_CHARACTER.match(before) or _HAN_CHARACTER.match(after)
    return "" if beside_han and _JOINING_GAP.fullmatch(gap.group()) else " "


def surface_tokens(squeezed: str) -> Iterable[str]:
    """Bigrams of Hangul runs, whole numbers, numbers with the syllable after them (`7차`), Latin words."""
    for run in _RUN.finditer(squeezed):
        han, number, unit, word = run.groups()
        if number:
            yield number
            if unit:
                yield number + unit
        elif han and len(han) > 1:
            yield from (han[i : i + 2] for i in range(len(han) - 1))
        else:
            yield han or word


def bigrams(normalised: str) -> dict[str, int]:
    """How often each surface token occurs in normalised text, and each syllable written as a word of its own."""
    counts = Counter(surface_tokens(squeeze(normalised)))
    counts.update(_LONE_SYLLABLE.findall(normalised))
    return dict(counts)
