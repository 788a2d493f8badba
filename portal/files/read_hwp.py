"""한글 documents, HWPX and HWP 5, by python-hwpx; 배포용 (distribution) documents by syhwp.

python-hwpx refuses distribution documents, although the key to their text is in the file itself.
"""

import tempfile
from typing import IO, Any

import syhwp
from hwpx import Hwp5Error, HwpxDocument

from portal.files.extracted import Extracted
from portal.files.reasons import ExtractionFailed

CELL_SEPARATOR = " | "
_HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
_AROUND = {"header": "header", "footer": "header", "hiddenComment": "comments"}
_REFUSED = {"hwp5-password": "encrypted", "hwp5-drm": "encrypted"}


def read(stream: IO[bytes]) -> Extracted:
    """The body with list marks and notes in their places, rows as ``a | b``; then headers, footers and comments."""
    content = stream.read()
    try:
        document = HwpxDocument.open(content)
    except Hwp5Error as error:
        if error.code == "hwp5-distribution":
            return _read_distribution(content)
        raise ExtractionFailed(_REFUSED.get(error.code, "damaged"), error.code) from error
    found = Extracted()
    roots = [section.element for section in document.sections]
    for root in roots:
        for tab in root.iter(f"{_HP}tab"):
            tab.tag = f"{_HP}fwSpace"  # the export joins cells by the text it writes for a tab
    found.add("body", document.text.plain(list_labels=True, notes=True, tab_token=CELL_SEPARATOR))
    for place in ("header", "comments"):
        texts = [_text_below(element) for root in roots for element in root.iter() if _place(element) == place]
        found.add(place, "\n".join(dict.fromkeys(text for text in texts if text.strip())))
    report = document.conversion_report  # of HWP 5 only
    if report and (report.unconverted or report.dropped):
        found.warn("not-everything")
    return found


def _place(element: Any) -> str | None:
    return _AROUND.get(element.tag.rpartition("}")[2]) if isinstance(element.tag, str) else None


def _text_below(element: Any) -> str:
    paragraphs = element.iter(f"{_HP}p")
    return "\n".join("".join("".join(text.itertext()) for text in p.iter(f"{_HP}t")) for p in paragraphs)


def _read_distribution(content: bytes) -> Extracted:
    """syhwp opens paths only."""
    found = Extracted()
    with tempfile.NamedTemporaryFile(suffix=".hwp") as copy:
        copy.write(content)
        copy.flush()
        try:
            found.add("body", syhwp.open(copy.name).text)
        except syhwp.EncryptedDocumentError as error:
            raise ExtractionFailed("encrypted", type(error).__name__) from error
        except syhwp.SyhwpError as error:
            raise ExtractionFailed("damaged", type(error).__name__) from error
    if not found.pages:  # syhwp skips what it cannot decipher; an empty answer would hide that
        raise ExtractionFailed("damaged", "empty")
    return found
