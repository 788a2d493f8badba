"""Files: what people attach to records, kept by content, checked before it is taken and read for the search.

guard      what may be taken (names, images, zip_guard: the checks of each kind)
store      contents under their hash: folder_store, database_store; collection of unused ones
extract    text with places (read_docx, read_hwp, read_pdf …), run in a limited process by child
services   attaching and removing; views, download: the pages

The wiring is a module of its own because a child process imports this package and must start quickly.
"""

from typing import Any


def includeme(config: Any) -> None:
    """Register everything."""
    config.include("portal.files.wiring")
