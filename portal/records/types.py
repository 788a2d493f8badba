"""Record types: each declared once, in the ``includeme`` of its feature, by ``config.add_record_type``.

Everything written once against ``records`` (permissions, search, audit, export, navigation, contract tests) reads this
registry. An incomplete or doubled declaration stops the application at start-up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.exceptions import ConfigurationError
from sqlalchemy.orm import Session

from portal.records.deliberable import Deliberable
from portal.records.draftable import Draftable
from portal.records.models import Edition, Record
from portal.records.workflow import Workflow

Words = tuple[str, ...]


@dataclass(frozen=True)
class IndexPart:
    """A piece of a record's text for the index; ``place`` is the fragment of its page where the text stands."""

    name: str
    label: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class IndexFacts:
    """What the index keeps of a record beside its shared columns.

    ``badge`` is a word that tells how it ended (a decision's outcome), shown beside the title in a list of results.
    """

    parts: tuple[IndexPart, ...]
    on: date | None = None
    number: str = ""
    badge: Any = ""


@dataclass(frozen=True)
class ReaderRule:
    """Who reads a record: words by state group and disclosure, as a secretary would say them.

    ``making`` holds while the state is one of ``making_states``; afterwards the disclosure decides. ``published`` is
    added to OPEN records whose state is one of ``published_states``.
    """

    making: Words
    open: Words
    partial: Words
    closed: Words
    making_states: Words = ()
    published: Words = ("everyone",)
    published_states: Words = ()

    def words(self, state: str, disclosure: str) -> Words:
        """The words in force for a state and a disclosure."""
        if state in self.making_states:
            return self.making
        if disclosure == "OPEN":
            return self.open + (self.published if state in self.published_states else ())
        return self.partial if disclosure == "PARTIAL" else self.closed


@dataclass(frozen=True)
class RecordType:
    """One type of record.

    ``principals(session, record, word)`` answers the reader words that only this type knows; ``relations(session,
    record, viewer)`` names what the viewer is to the record (author, secretary, confirmer …); ``index(session,
    record)`` gives its text; ``route`` is the page (with ``{uid}``); ``has_text`` when it has sections, from which
    other texts take blocks.
    ``finished_at`` is the column of the moment at which a record was finished, for types that are finished before they
    have a number: its retention begins in the year after.
    ``in_force(session, record)`` is the edition that readers are shown while the next one is written: files that came
    later are for those who see the draft. ``looked_into(request, record)`` is told of every page on which somebody sees
    its text or files: a type may remember who has opened a record.
    """

    name: str
    label: Any
    model: type[Record]
    workflow: Workflow
    readers: ReaderRule
    relations: Callable[[Session, Record, Any], frozenset[str]]
    index: Callable[[Session, Record], IndexFacts]
    route: str
    has_text: bool = False
    finished_at: Any = None
    principals: Callable[[Session, Record, str], frozenset[str] | None] = lambda session, record, word: None
    in_force: Callable[[Session, Record], Edition | None] = lambda session, record: None
    inherits_readers: bool = False
    searchable: bool = True
    deliberable: Deliberable | None = None
    draftable: Draftable | None = None
    looked_into: Callable[[Any, Record], None] = lambda request, record: None

    def check(self) -> None:
        """Raise :class:`ConfigurationError` when the declaration contradicts itself."""
        identity = self.model.__mapper_args__.get("polymorphic_identity") if self.model else None
        if identity != self.name:
            raise ConfigurationError(f"record type {self.name!r}: its model says {identity!r}")
        unknown = set(self.readers.making_states + self.readers.published_states) - set(self.workflow.states)
        if unknown:
            raise ConfigurationError(f"record type {self.name!r}: readers name unknown states {sorted(unknown)}")
        self.workflow.check(self.name)


def record_types(session: Session) -> dict[str, RecordType]:
    """The registered types by name."""
    types: dict[str, RecordType] = session.info["registry"]["record_types"]
    return types


def type_of(session: Session, record: Record) -> RecordType:
    """The declaration of a record's type."""
    return record_types(session)[record.type]


def add_record_type(config: Any, record_type: RecordType) -> None:
    """Directive ``config.add_record_type``: declared twice is a conflict, incomplete an error."""

    def register() -> None:
        record_type.check()
        config.registry["record_types"][record_type.name] = record_type

    config.action(("record type", record_type.name), register)
