"""Who may do what to an indicator: it has no state of its own, its plan's says what."""

from typing import Any

from sqlalchemy.orm import Session

from documents.plans.lifecycle import IN_PLAN, project_relations
from portal.records.models import Record
from portal.records.workflow import Workflow

WORKFLOW = Workflow(
    states={"IN_PLAN": IN_PLAN},
    acts={
        "edit": {("*",): ("lead", "maker")},
        "remove": {("*",): ("maker",)},
        "set_target": {("*",): ("lead", "maker")},
        "report_actual": {("*",): ("lead", "office")},
        "answer_suggestion": {("*",): ("lead", "office")},
        "attach": {("*",): ("lead", "office")},
    },
)


def relations(session: Session, indicator: Record, viewer: Any) -> frozenset[str]:
    """What somebody is to its project."""
    return project_relations(session, session.get_one(Record, indicator.parent_id), viewer)
