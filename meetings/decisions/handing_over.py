"""Action items at a hand-over: who takes the work answers for what is still to be done.

The name that minutes print stays what was decided; who may report, and whose list it is in, changes.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.decisions.models import ActionItem, Decision
from portal import audit
from portal.i18n import _
from portal.people.handover import HandOver, Matter
from portal.records import services as records
from portal.records.models import Record
from portal.records.readers import set_readers

UNCONFIRMED = _("회의록이 확정되지 않았습니다.")


def find_actions(session: Session, handover: HandOver) -> list[Matter]:
    """What the person still has to do."""
    query = select(ActionItem).where(ActionItem.owner_person_id == handover.person.id, ActionItem.state == "OPEN")
    actions = session.scalars(query.order_by(ActionItem.due_on, ActionItem.id)).all()
    return [Matter(one.id, one.what, "" if one.effective_at else UNCONFIRMED) for one in actions]


def move_actions(session: Session, handover: HandOver, matters: Sequence[Matter]) -> None:
    """The successor is who answers for them."""
    for matter in matters:
        action = session.get_one(ActionItem, matter.id, with_for_update=True)
        action.owner_person_id = handover.successor.id
        item = session.get_one(Record, action.agenda_item_id)
        audit.note(session, handover.actor, "hand_over", item, action=action.uid, successor=handover.successor.id)
        if action.decision_id is not None:
            decision = session.get_one(Decision, action.decision_id)
            set_readers(session, decision)
            records.changed(session, decision)
