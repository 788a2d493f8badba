"""What a decision says of the records it is about: the fields their types ask, and telling them once it is in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import colander
from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.decisions.models import Decision
from meetings.decisions.votes import PASSING
from meetings.sittings.models import AgendaItem, AgendaSubject
from meetings.sittings.subjects import deliberated
from portal.forms.fields import LocalDate, Money
from portal.i18n import _
from portal.office.formats import official_date
from portal.records.deliberable import Deliberable, Ruling, deliberable_of
from portal.records.models import Record
from portal.records.types import type_of

Kept = dict[str, dict[str, Any]]  # by the record's uid: what its fields were sent as, by name


@dataclass(frozen=True)
class Question:
    """A record that an item deliberates on, and what a decision on it is asked."""

    record: Record
    title: str
    declared: Deliberable
    nodes: Sequence[colander.SchemaNode]

    @property
    def name(self) -> str:
        """The name of its part of the form."""
        return f"subject_{self.record.uid}"


def questions_of(session: Session, item: AgendaItem) -> list[Question]:
    """The records an item deliberates on whose types can be decided on."""
    found = []
    for _item_id, record in deliberated(session, [item.id]):
        declared = deliberable_of(session, record)
        if declared is not None:
            title = f"{type_of(session, record).label} ‘{record.title}’"
            found.append(Question(record, title, declared, tuple(declared.fields(session, record))))
    return found


def add_questions(schema: colander.SchemaNode, questions: Sequence[Question]) -> None:
    """Ask the fields of each record, as a part of the form. None is required yet: it depends on the outcome."""
    for question in questions:
        if question.nodes:
            part = colander.SchemaNode(colander.Mapping(), name=question.name, title=question.title, missing={})
            for node in question.nodes:
                asked = node.clone()
                asked.missing = None if node.required else node.missing
                part.add(asked)
            schema.add(part)


def form_values(questions: Sequence[Question], kept: Kept) -> dict[str, Any]:
    """What was kept, as the form shows it."""
    shown = {}
    for question in questions:
        values = typed_values(question, kept)
        shown[question.name] = {name: colander.null if one is None else one for name, one in values.items()}
    return shown


def typed_values(question: Question, kept: Kept) -> dict[str, Any]:
    """The values of a record's fields; None for what was not said, and for what its type no longer understands."""
    said = kept.get(question.record.uid, {})
    values: dict[str, Any] = {}
    for node in question.nodes:
        try:
            values[node.name] = node.deserialize(said[node.name]) if node.name in said else None
        except colander.Invalid:
            values[node.name] = None
    return values


def keep_values(questions: Sequence[Question], given: Mapping[str, Any]) -> Kept:
    """What a form said, as it is kept; what an earlier form said of a record that is asked nothing now goes."""
    kept: Kept = {}
    for question in questions:
        said = given.get(question.name) or {}
        values = {node.name: said.get(node.name) for node in question.nodes}
        sent = {
            node.name: _plain(node.serialize(values[node.name]))
            for node in question.nodes
            if values[node.name] not in (None, "", colander.null, colander.drop)
        }
        if sent:
            kept[question.record.uid] = sent
    return kept


def _plain(sent: Any) -> Any:
    """What a field sends, as JSON can hold it."""
    return sorted(sent) if isinstance(sent, set | frozenset) else sent


def faults(questions: Sequence[Question], kept: Kept, outcome: str) -> list[tuple[str, Any]]:
    """What a decision that carries still has to say, as (field, message)."""
    if outcome not in PASSING:
        return []
    return [
        (f"{question.name}.{node.name}", _("${title}: ${field}을(를) 적어 주십시오.", mapping={
            "title": question.title, "field": node.title,
        }))
        for question in questions
        for node in question.nodes
        if node.required and node.name not in kept.get(question.record.uid, {})
    ]  # fmt: skip


def printed(questions: Sequence[Question], kept: Kept) -> list[tuple[str, str]]:
    """(label, value) of all fields that were said, in Korean as documents print them."""
    lines = []
    for question in questions:
        values = typed_values(question, kept)
        several = f"{question.record.title} " if len(questions) > 1 else ""
        lines += [
            (f"{several}{node.title}", _print(node, values[node.name]))
            for node in question.nodes
            if values[node.name] is not None
        ]
    return lines


def _print(node: colander.SchemaNode, value: Any) -> str:
    choices = dict(getattr(node.widget, "values", ()) or ())
    if isinstance(value, set | frozenset):
        return ", ".join(str(choices.get(one, one)) for one in sorted(value))
    if value in choices:
        return str(choices[value])
    if isinstance(node.typ, LocalDate):
        return official_date(value)
    if isinstance(value, bool):
        return "예" if value else "아니오"
    return f"{value:,}원" if isinstance(node.typ, Money) else str(value)


def rulings_of(session: Session, decision: Decision) -> list[tuple[Question, Ruling]]:
    """What a decision's columns say of each record it is about."""
    item = session.get_one(AgendaItem, decision.agenda_item_id)
    query = select(AgendaSubject).where(AgendaSubject.agenda_item_id == item.id)
    about = {one.uid: one.edition_id for one in session.scalars(query)}
    return [
        (
            question,
            Ruling(
                decision_id=decision.id,
                body_id=decision.body_id or 0,
                decided_on=decision.decided_on,
                outcome=decision.outcome,
                carried=decision.outcome in PASSING,
                text=decision.text,
                detail=decision.detail,
                values=typed_values(question, decision.subject_values or {}),
                about_id=about.get(question.record.uid),
            ),
        )
        for question in questions_of(session, item)
    ]


def to_tell(
    session: Session, decision: Decision, before: Mapping[int, Ruling], minutes_edition_id: int
) -> list[Callable[[Any], None]]:
    """The calls that tell the records of a decision what is in force now, where it differs from ``before``."""
    calls = []
    for question, ruling in rulings_of(session, decision):
        old = before.get(question.record.id)
        if ruling != old:
            told = replace(ruling, minutes_edition_id=minutes_edition_id, replaces=old)
            calls.append(_call(session, question, told))
    return calls


def _call(session: Session, question: Question, ruling: Ruling) -> Callable[[Any], None]:
    return lambda actor: question.declared.decided(session, question.record, ruling, actor)
