"""What a record type declares so that a body can decide on its records; meetings show and decide any of them so.

A feature puts a :class:`Deliberable` into its ``RecordType``. A secretary then puts its records on an agenda (a link
``deliberates``), the minutes show and print the table, the form of the decision asks the fields, and the hook is called
in the transaction that confirms the minutes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import colander
from sqlalchemy.orm import Session

from portal.records.models import Edition, Record

Node = dict[str, Any]


@dataclass(frozen=True)
class Ruling:
    """What a body decided on a record. Two that say the same are equal, whichever edition of the minutes holds them.

    ``carried`` says whether it was passed or agreed to; ``values`` are the typed values of the type's own fields by
    name; ``about_id`` is the edition of the record that was decided on, if it has editions. ``replaces`` is the ruling
    that was in force until a correction of the minutes said this one instead.
    """

    decision_id: int
    body_id: int
    decided_on: date
    outcome: str
    carried: bool
    text: str
    detail: str
    values: Mapping[str, Any]
    about_id: int | None = None
    minutes_edition_id: int | None = field(default=None, compare=False)
    replaces: "Ruling | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class Deliberable:
    """What meetings need of a record type that a body can decide on.

    ``table(session, record, edition)`` answers a document of content blocks, as a rule one table: what is put before
    the body; ``edition`` is the record's newest one, None for records without. It is taken down when the meeting
    closes (of a written one, when it is sent out) and stays so. ``fields(session, record)`` are the form fields of a
    decision on it; what is required of them is required of a decision that carries. ``decided(session, record, ruling,
    actor)`` does what a confirmed decision does, in the transaction that confirms it: once, and again when a correction
    changes it. It may raise Refused to say what stands in the way of confirming.
    """

    table: Callable[[Session, Any, Edition | None], Node]
    decided: Callable[[Session, Any, Ruling, Any], None]
    fields: Callable[[Session, Any], Sequence[colander.SchemaNode]] = lambda session, record: ()


def deliberable_of(session: Session, record: Record) -> Deliberable | None:
    """What a body can decide on a record; None for a type that is not decided on."""
    found: Deliberable | None = session.info["registry"]["record_types"][record.type].deliberable
    return found
