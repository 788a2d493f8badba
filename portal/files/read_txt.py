"""Text files: one page."""

from typing import IO

from portal.files.extracted import Extracted
from portal.files.plain_text import decode


def read(stream: IO[bytes]) -> Extracted:
    """The text in whatever encoding it is found to be."""
    text, _encoding, guessed = decode(stream.read())
    found = Extracted()
    if guessed:
        found.warn("encoding-guessed")
    found.add("body", text)
    return found
