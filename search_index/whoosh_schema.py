"""How an index document lies in a Whoosh index: fields of terms, one packed row of columns, the squeezed text.

Whoosh's own analysers, lengths and stored fields are not used: terms come counted from `analysis`, and everything a
search filters, counts or sorts by is one fixed-length row per document, so that a segment's rows are one numpy array.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from search_index.analysis import Tokens
from search_index.engine import IndexDocument
from search_index.exact_terms import registration_number
from search_index.spelling import normalise, squeeze

INDEX_FORMAT = 1
"""Raise it when anything here changes: an index of another format is rebuilt."""

ROW = np.dtype(
    [
        ("uid", "V16"),
        ("reader_set", "<i8"),
        ("body", "<i8"),  # 0: none
        ("department", "<i8"),
        ("year", "<i4"),  # 0: none
        ("day", "<i4"),  # the date's ordinal; 0: none
        ("type", "S40"),
        ("state", "S40"),
        ("morphemes", "<i4"),  # lengths of the four scored fields
        ("bigrams", "<i4"),
        ("title_morphemes", "<i4"),
        ("title_bigrams", "<i4"),
    ]
)

MAX_TERM = 120  # bytes of UTF-8; longer "words" are web addresses and noise


class TermBag(FieldType):
    """A field whose value is terms with their counts, already analysed; the count is the posting's weight."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Mapping[str, int], **_kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's (term, frequency, weight, posting value) for each term."""
        for text, count in value.items():
            term = text.encode()
            if 0 < len(term) <= MAX_TERM:
                yield term, count, float(count), b""


SCHEMA = Schema(
    uid=TermBag(),
    morphemes=TermBag(),
    bigrams=TermBag(),
    title_morphemes=TermBag(),
    title_bigrams=TermBag(),
    exact=TermBag(),
    own_number=TermBag(),
    row=COLUMN(FixedBytesColumn(ROW.itemsize)),
    text=COLUMN(VarBytesColumn()),
)


def packed(document: IndexDocument) -> dict[str, Any]:
    """The fields of a document for `writer.add_document`.

    Raises ValueError when the uid is no UUID or the record type or state is longer than 40 bytes.
    """
    whole = Tokens.joined([document.title_tokens, *(part.tokens for part in document.parts)])
    number = registration_number(normalise(document.number))
    return {
        "uid": {uid_term(document.uid): 1},
        "morphemes": whole.morphemes,
        "bigrams": whole.bigrams,
        "title_morphemes": document.title_tokens.morphemes,
        "title_bigrams": document.title_tokens.bigrams,
        "exact": dict.fromkeys([*whole.numbers, *([number] if number else [])], 1),
        "own_number": {number: 1} if number else {},
        "row": _row(document, whole),
        "text": squeezed_text([document.number, document.title, *(part.text for part in document.parts)]),
    }


def squeezed_text(texts: Iterable[str]) -> bytes:
    """Texts as phrases are looked for in them: squeezed, one a line, UTF-8."""
    return "\n".join(squeeze(normalise(text)) for text in texts).encode()


def uid_bytes(uid: str) -> bytes:
    """The 16 bytes of a uid."""
    return uuid.UUID(uid).bytes


def uid_term(uid: str) -> str:
    """A uid in the one spelling it is indexed under."""
    return uuid.UUID(uid).hex


def uid_text(packed_uid: np.void) -> str:
    """The uid of a packed row."""
    return uuid.UUID(bytes=packed_uid.tobytes()).hex


def _row(document: IndexDocument, whole: Tokens) -> bytes:
    names = document.record_type.encode(), document.state.encode()
    if max(map(len, names)) > 40:
        msg = f"record type or state longer than 40 bytes: {names!r}"
        raise ValueError(msg)
    values = (
        uid_bytes(document.uid),
        document.reader_set_id,
        document.body_id or 0,
        document.department_id or 0,
        document.year or 0,
        document.date.toordinal() if document.date else 0,
        *names,
        sum(whole.morphemes.values()),
        sum(whole.bigrams.values()),
        sum(document.title_tokens.morphemes.values()),
        sum(document.title_tokens.bigrams.values()),
    )
    return np.array([values], dtype=ROW).tobytes()
