"""The text of a file with its places, by kind. Runs in a child process (`portal.files.child`) for anything uploaded."""

from importlib import import_module
from typing import IO

from portal.files.extracted import Extracted

READERS = {
    "docx": "portal.files.read_docx",
    "pptx": "portal.files.read_pptx",
    "hwpx": "portal.files.read_hwp",
    "hwp": "portal.files.read_hwp",
    "pdf": "portal.files.read_pdf",
    "xlsx": "portal.files.read_xlsx",
    "txt": "portal.files.read_txt",
}


def extract(kind: str, stream: IO[bytes]) -> Extracted:
    """Read a file of ``kind`` (a name in `guard.KINDS`); kinds without a reader have no text.

    Errors of the libraries come through as they are. A reader is imported only when needed, because each brings a
    library of its own and a child process reads one file.
    """
    module = READERS.get(kind)
    if module is None:
        return Extracted()
    found: Extracted = import_module(module).read(stream)
    return found
