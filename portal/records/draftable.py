"""What a record type declares so that an approval document can be drawn up from its records, and sent up a line.

Minutes are reported so, a decision is carried out so. A feature puts a :class:`Draftable` into its ``RecordType``; the
feature that drafts documents offers its page (``config.add_draft_route``), begins the draft with the outline and links
it to the record. Neither imports the other. The link tells both of each other: see ``portal.records.linked``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.records.models import DISCLOSURES, Edition, Record


@dataclass(frozen=True)
class Outline:
    """What a draft begins with; ``edition`` is the text of the record that it tells of, if that has editions."""

    title: str
    content: dict[str, Any]
    disclosure: str
    grounds: list[int]
    edition: Edition | None = None


@dataclass(frozen=True)
class Draftable:
    """How documents are drawn up from records of a type.

    ``link`` is the kind of the link from the document to the record, ``states`` those in which one may be begun,
    ``act`` what the workflow must allow who begins it ("": whoever reads the record). A document that ``reports`` its
    record says what stands in it: it is never opened wider, and names as its 붙임 the file of the edition, which stays
    with the record (``file_route`` with ``kind`` and the query ``edition``; ``file_name`` says what it is called).
    """

    link: str
    states: tuple[str, ...]
    outline: Callable[[Session, Any], Outline]
    label: Any
    act: str = ""
    reports: bool = False
    file_route: str = ""
    file_name: Callable[[Session, Any, Edition], str] = lambda session, record, edition: ""


def draftable_of(session: Session, record: Record) -> Draftable | None:
    """How a document is drawn up from a record; None for a type of which none is."""
    found: Draftable | None = session.info["registry"]["record_types"][record.type].draftable
    return found


def strictest(*records: Record) -> tuple[str, list[int]]:
    """공개구분 and 호 of the record that is open to the fewest; of several such the 호 of all of them."""
    disclosure = max((one.disclosure for one in records), key=DISCLOSURES.index)
    grounds = {ground for one in records if one.disclosure == disclosure for ground in one.grounds or []}
    return disclosure, sorted(grounds)


def add_draft_route(config: Any, route: str) -> None:
    """Directive ``config.add_draft_route``: the page (with ``{uid}`` of the record) that begins a draft."""
    config.registry["draft_route"] = route


def draft_address(request: Any, record: Record, acts: frozenset[str]) -> str:
    """Where the viewer begins a document about a record; "" when they may not, or nothing drafts documents here."""
    declared, route = draftable_of(request.dbsession, record), request.registry.get("draft_route")
    if declared is None or not route or request.identity is None or not request.identity.is_staff:
        return ""
    if record.state not in declared.states or (declared.act and declared.act not in acts):
        return ""
    return str(request.route_path(route, uid=record.uid))
