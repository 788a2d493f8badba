"""Terms that must match exactly: dates in one canonical spelling and registration numbers of documents.

Taken apart into words, `복지정책과-3386` would match every document of every department that holds the number 3386.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

_SERIAL = re.compile(r"(?P<hyphen>\s*-\s*)(?P<serial>\d{1,7})(?![\d-]*\d)")
_UNIT = re.compile(r"[가-힣][가-힣0-9]{1,29}$")
# only the name of an office may stand before a spaced hyphen: `시간 - 10` is no number
_OFFICE_ENDINGS = frozenset("과실팀국동면읍구시군도원소단부처청체터")
_DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d|'\d\d)\s*(?:년|[.\-/])\s*)"
    r"(?P<month>1[0-2]|0?[1-9])\s*(?:월|[.\-/](?!\d{3})|(?![\d]))"
    r"(?:\s*(?P<day>3[01]|[12]\d|0?[1-9])(?:\s*일|\s*\.)?(?!\d))?"
)
_DAY_OF_YEAR = re.compile(r"(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*월\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*일")


@dataclass(frozen=True)
class ExactTerm:
    """One exact term of a text: where it stands (`start`, `end`) and the spellings it is indexed under."""

    start: int
    end: int
    spellings: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """What a query that holds this term asks for: the most exact spelling."""
        return self.spellings[0]


def exact_terms(normalised: str) -> Iterator[ExactTerm]:
    """Dates and registration numbers in a normalised text; no two share a character."""
    taken: set[int] = set()
    for term in chain(_registration_numbers(normalised), _dates(normalised)):
        if taken.isdisjoint(range(term.start, term.end)):
            taken.update(range(term.start, term.end))
            yield term


def _registration_numbers(normalised: str) -> Iterator[ExactTerm]:
    for found in _SERIAL.finditer(normalised):
        unit = _UNIT.search(normalised[max(0, found.start() - 30) : found.start()])
        if unit and (found["hyphen"] == "-" or unit.group()[-1] in _OFFICE_ENDINGS):
            start = found.start() - len(unit.group())
            yield ExactTerm(start, found.end(), (f"{unit.group()}-{int(found['serial'])}",))


def _dates(normalised: str) -> Iterator[ExactTerm]:
    for found in _DATE.finditer(normalised):
        yield ExactTerm(found.start(), found.end(), _date_spellings(found))
    for found in _DAY_OF_YEAR.finditer(normalised):
        yield ExactTerm(found.start(), found.end(), (f"{int(found['month']):02}-{int(found['day']):02}",))


def _date_spellings(found: re.Match[str]) -> tuple[str, ...]:
    """`2021-07-15`, `2021-07` and `07-15` of a date; a month alone is `2021-07`."""
    year = found["year"].replace("'", "20")
    month = f"{year}-{int(found['month']):02}"
    if not found["day"]:
        return (month,)
    day = f"{int(found['day']):02}"
    return f"{month}-{day}", month, f"{month[5:]}-{day}"


def registration_number(normalised: str) -> str | None:
    """The canonical form of a record's own registration number, or None when the text is none."""
    return next((term.wanted for term in _registration_numbers(normalised)), None)
