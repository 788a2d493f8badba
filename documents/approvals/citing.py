"""Documents that a text cites by their registration numbers: found in it, linked where they are held here.

What is not held yet is kept as text, and linked when a document with that number is registered. Numbers begin anew
each year: of several with one number, the year in brackets behind it decides, else the newest.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.approvals.facts import Facts
from documents.approvals.models import Document
from portal.content.plain import plain_text
from portal.records.models import Link, Record, Registration
from portal.records.readers import readable
from portal.records.registration import cited_as

KIND = "cites"
MOST = 100  # of one text; more is a list of documents, not a text that cites
# 복지정책과-118호(2026. 1. 22.): a name in Hangul, the number, perhaps 호, perhaps the date
_CITED = re.compile(
    r"(?P<number>[가-힣][가-힣A-Za-z·]+-\d{1,6})(?!\d)(?P<sign>호)?(?:\s*\(\s*['’]?(?P<year>\d{4}|\d{2})\.)?"
)


@dataclass(frozen=True)
class Cited:
    """One citation; ``is_sure`` when it says 호, so that it is one even where nobody knows the number here."""

    number: str
    year: int | None = None
    is_sure: bool = False


@dataclass(frozen=True)
class Held:
    """What a citation names here: the address parts and title of the record, or nothing."""

    cited: Cited
    id: int | None = None
    uid: str = ""
    type: str = ""
    title: str = ""


def cited_in(text: str) -> list[Cited]:
    """The citations of a text in their order, each once; a number told with its year means that one elsewhere too."""
    years: dict[str, dict[int | None, None]] = {}
    sure = set()
    for one in _CITED.finditer(text):
        year = int(one["year"]) if one["year"] else None
        years.setdefault(one["number"], {})[year + 2000 if year is not None and year < 100 else year] = None
        sure |= {one["number"]} if one["sign"] else set()
    cited = []
    for number, told in years.items():
        dated = [year for year in told if year is not None]
        cited += [Cited(number, year, number in sure) for year in dated] or [Cited(number, None, number in sure)]
    return cited[:MOST]


def held(session: Session, cited: Sequence[Cited], condition: Any, without: int) -> list[Held]:
    """Each citation with the record that ``condition`` lets be found; those that nobody can be sure of only if so."""
    numbers = {one.number for one in cited}
    query = (
        select(Registration.display, Registration.year, Record.id, Record.uid, Record.type, Record.title)
        .join(Record, Record.id == Registration.record_id)
        .where(Registration.display.in_(numbers), Record.id != without, condition)
        .order_by(Registration.year, Registration.id)
    )
    rows = session.execute(query).all() if numbers else []
    found = []
    for one in cited:
        fitting = [row for row in rows if row.display == one.number and one.year in (None, row.year)]
        if fitting:
            row = fitting[-1]
            found.append(Held(one, row.id, row.uid, row.type, row.title))
        elif one.is_sure:
            found.append(Held(one))
    return found


def citations_of(session: Session, document: Document, facts: Facts, principals: Collection[str]) -> list[Held]:
    """What a text cites, as somebody may see it: a record they may not read looks like one that is not held."""
    return held(session, cited_in(plain_text(facts["content"])), readable(principals), document.id)


def keep_citations(session: Session, document: Document, facts: Facts) -> None:
    """Link a document that is registered to what it cites, whoever may read that."""
    reported = select(Link.target_id).where(Link.source_id == document.id, Link.kind == KIND)
    known = set(session.scalars(reported))
    links: dict[tuple[int | None, str], Link] = {}
    for one in held(session, cited_in(plain_text(facts["content"])), Record.binned_at.is_(None), document.id):
        text = cited_as(one.cited.number, one.cited.year)
        key = (one.id, "" if one.id else text)
        links[key] = Link(source_id=document.id, kind=KIND, target_id=one.id, target_text=text)
    session.add_all(link for (target_id, _text), link in links.items() if target_id not in known - {None})
    session.flush()


def citing(session: Session, document: Document, principals: Iterable[str]) -> Sequence[Any]:
    """Records that cite this one and that somebody may read, newest first: uid, type, title, number."""
    query = (
        select(Record.uid, Record.type, Record.title, Registration.display.label("number"))
        .join(Link, Link.source_id == Record.id)
        .outerjoin(Registration, Registration.record_id == Record.id)
        .where(Link.target_id == document.id, Link.kind == KIND, readable(principals))
    )
    return session.execute(query.order_by(Record.id.desc()).limit(MOST)).all()
