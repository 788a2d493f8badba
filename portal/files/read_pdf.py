"""PDF: the text of each page. Scanned pages hold none, which is told, not hidden."""

from typing import IO

import pypdfium2
import pypdfium2.raw as pdfium

from portal.files.extracted import Extracted
from portal.files.reasons import ExtractionFailed

MAX_PAGES = 2_000
SCANNED_BELOW = 20  # letters on a page: a scan carries at most a stamp or a page number
_PASSWORD = pdfium.FPDF_ERR_PASSWORD


def read(stream: IO[bytes]) -> Extracted:
    """Page by page."""
    try:
        document = pypdfium2.PdfDocument(stream.read())
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        raise ExtractionFailed("encrypted" if locked else "damaged", str(error)) from error
    with document:
        return _pages(document)


def _pages(document: pypdfium2.PdfDocument) -> Extracted:
    found, scanned = Extracted(), 0
    count = min(len(document), MAX_PAGES)
    for number in range(count):
        text = _page_text(document, number)
        if sum(char.isalpha() for char in text) < SCANNED_BELOW:
            scanned += 1
        if not found.add(f"page:{number + 1}", text):
            break
    if len(document) > count:
        found.warn("cut")
    if scanned:
        found.warn("no-text" if scanned == count else "some-pages-no-text")
    return found


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            return textpage.get_text_bounded()
        finally:
            textpage.close()
    finally:
        page.close()
