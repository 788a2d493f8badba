"""The declaration of decisions: states, who reads them, what the index gets."""

from typing import Any

from sqlalchemy.orm import Session

from meetings.decisions.actions import actions_in_force
from meetings.decisions.carrying_out import CARRIED_OUT
from meetings.decisions.labels import METHOD_LABELS, OUTCOME_LABELS
from meetings.decisions.models import Decision
from portal.i18n import _
from portal.records.models import Record
from portal.records.readers import principals_of
from portal.records.types import IndexFacts, IndexPart, ReaderRule, RecordType, type_of
from portal.records.workflow import State, Transition, Workflow

WORKFLOW = Workflow(
    states={
        "DRAFT": State(_("회의록 확정 전"), "gray"),
        "EFFECTIVE": State(_("효력 있음"), "success"),
    },
    transitions={
        "take_effect": Transition(_("효력 발생"), ("DRAFT",), "EFFECTIVE", ("confirmer", "secretary", "recorder")),
    },
    acts={
        "follow_up": {("EFFECTIVE",): ("secretary", "admin")},
    },
)
_AS_MINUTES = ("minutes", "acting")


def relations(session: Session, decision: Record, viewer: Any) -> frozenset[str]:
    """What the viewer is to the minutes that hold the decision."""
    minutes = session.get(Record, decision.parent_id)
    if minutes is None:
        return frozenset()
    return type_of(session, minutes).relations(session, minutes, viewer)


def principals(session: Session, decision: Record, word: str) -> frozenset[str] | None:
    """``minutes``: who reads the minutes; ``acting``: who must act on an effective decision."""
    if word == "minutes":
        # a correction's new decision is not for those who only read what is settled
        without = frozenset(("settled",) if decision.state == "DRAFT" else ())
        return principals_of(session, session.get_one(Record, decision.parent_id), without)
    if word != "acting":
        return None
    assert isinstance(decision, Decision)
    if decision.state != "EFFECTIVE":
        return frozenset()
    found: set[str] = set()
    for action in session.scalars(actions_in_force(decision)):
        found |= {f"person:{action.owner_person_id}"} if action.owner_person_id else set()
        found |= {f"dept:{action.owner_department_id}"} if action.owner_department_id else set()
    return frozenset(found)


def facts(session: Session, decision: Record) -> IndexFacts:
    """Its text, what it was about, the outcome in a word, and what has to be done."""
    assert isinstance(decision, Decision)
    outcome = str(OUTCOME_LABELS[decision.outcome])
    lines = [outcome, decision.text, decision.detail]
    if decision.method != "CONSENSUS":
        lines.append(str(METHOD_LABELS[decision.method]))
    actions = [f"{action.what} {action.owner}" for action in session.scalars(actions_in_force(decision))]
    parts = [IndexPart("decision", decision.title, "\n".join(line for line in lines if line))]
    if actions:
        parts.append(IndexPart("actions", str(_("조치사항")), "\n".join(actions), "#actions"))
    return IndexFacts(tuple(parts), on=decision.decided_on, badge=OUTCOME_LABELS[decision.outcome])


DECISION = RecordType(
    name="decision",
    label=_("결정"),
    model=Decision,
    workflow=WORKFLOW,
    readers=ReaderRule(making=_AS_MINUTES, open=_AS_MINUTES, partial=_AS_MINUTES, closed=_AS_MINUTES, published=()),
    relations=relations,
    index=facts,
    principals=principals,
    route="decision",
    draftable=CARRIED_OUT,
)
