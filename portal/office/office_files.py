"""The kinds of file a document is handed out as: Word and 한글, of the same blocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.office.hwpx import hwpx_document
from portal.office.hwpx_package import MEDIA_TYPE
from portal.office.model import Block, DocumentFacts
from portal.office.word import word_document


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """One kind. `name` is how its addresses and file names end, and what a kept file of an edition is called."""

    name: str
    media_type: str
    write: Callable[[Iterable[Block], DocumentFacts], bytes]


WORD = OfficeFile("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word_document)
HANGUL = OfficeFile("hwpx", MEDIA_TYPE, hwpx_document)
OFFICE_FILES = {kind.name: kind for kind in (WORD, HANGUL)}
KIND = "{kind:" + "|".join(OFFICE_FILES) + "}"  # in the pattern of a route
