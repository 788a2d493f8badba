"""File names as people gave them, made harmless: no path, no control or direction characters, no endless length."""

import re
import unicodedata

NAME_LIMIT = 120  # characters
BYTE_LIMIT = 240  # of UTF-8: file systems stop at 255 bytes, which is 85 Hangul syllables
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[0-9A-Za-z]{1,8}")
_NAMELESS = "첨부"


def clean_name(name: str) -> str:
    """The name in NFC without folders and harmful characters, its extension kept; never empty.

    Direction marks are removed because they make ``갑fdp.exe`` look like ``갑exe.pdf``; Windows' device names are
    set apart because the file could not be saved there.
    """
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    text = "".join(" " if char.isspace() else char for char in text if _printable(char))
    text = _FORBIDDEN.sub("_", " ".join(text.split())).strip(" .")
    stem, extension = _split(text)
    if _RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    return _shortened(stem, len(extension)) + extension


def extension_of(name: str) -> str:
    """The extension in small letters without its dot, or an empty text."""
    return _split(name)[1][1:].lower()


def _printable(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if dot and _EXTENSION.fullmatch(dot + extension):
        return stem or _NAMELESS, dot + extension
    return name or _NAMELESS, ""


def _shortened(stem: str, taken: int) -> str:
    stem = stem[: NAME_LIMIT - taken]
    while len(stem.encode()) > BYTE_LIMIT - taken:
        stem = stem[:-1]
    return stem.rstrip(" .") or _NAMELESS
