"""Which characters text may hold. One rule for documents, forms without JavaScript, and imports."""

import re
import unicodedata

# Control characters but the tab, characters that turn the reading direction around (a name can be made to read as
# another), line separators that a line of text must not hold, lone surrogates, and what XML 1.0 (Word, HWPX) refuses.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Text made permissible: NFC, line ends as a space, forbidden characters left out. For pasted and imported text."""
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return unicodedata.normalize("NFC", FORBIDDEN.sub("", text))
