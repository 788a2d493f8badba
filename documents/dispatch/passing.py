"""경유: a document goes to its recipients through another body, which passes it on with or without an opinion.

Inside the institution the department receives it like any other document and passes it on; what an outside body did is
written down by the sender. Either way the recipients, who waited until then, get it in the same transaction.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from documents.dispatch import sending
from documents.dispatch.models import Delivery, IncomingDocument
from portal import audit, clock
from portal.i18n import _
from portal.records import services as records
from portal.records.workflow import Problem, Refused


@dataclass(frozen=True)
class Way:
    """By which way a document came, or goes on: the body it passes, what that said, who gets it in the end."""

    through: str
    opinion: str
    recipients: list[str]
    arrived_last: bool  # whether this is the document of a final recipient


def way_of(session: Session, incoming: IncomingDocument) -> Way | None:
    """The way of a document that came in, if it goes or went through another body."""
    delivery = session.get(Delivery, incoming.delivery_id) if incoming.delivery_id else None
    if delivery is None:
        return None
    all_of_it = sending.deliveries_of(session, delivery.document)
    through = [one for one in all_of_it if one.passes]
    if not through:
        return None
    names = [str(one["name"]) for one in delivery.document.recipients]
    return Way(through[-1].name, through[-1].note, names, not delivery.passes)


def pass_on(session: Session, incoming: IncomingDocument, opinion: str, actor: Any) -> None:
    """경유 송부: the department passes it on to its recipients. Raises NotAllowed, also for the second of two."""
    records.lock(session, incoming)
    records.move(session, incoming, "pass_on", actor, opinion=bool(opinion.strip()))
    delivery = session.get_one(Delivery, incoming.delivery_id)
    document = delivery.document
    records.lock(session, document)
    delivery.note = opinion.strip()
    sending.send_waiting(session, document)
    sending.settle(session, document, actor)


def record_passing(session: Session, delivery: Delivery, opinion: str, actor: Any) -> None:
    """Write down that a body outside passed it on, and what it said. Raises NotAllowed, Refused."""
    sending.may_follow(session, delivery, actor)
    document = delivery.document
    outside = delivery.passes and delivery.means != "INSIDE" and delivery.state in ("SENT", "ARRIVED")
    if not outside or not sending.send_waiting(session, document):
        raise Refused([Problem(_("밖의 경유 기관에 보낸 뒤 한 번만 경유 송부로 적을 수 있습니다."), "deliveries")])
    if delivery.state == "SENT":
        delivery.state, delivery.arrived_at = "ARRIVED", clock.now()
    delivery.note = opinion.strip() or delivery.note
    audit.note(session, actor, "record_passing", document, delivery=delivery.id)
    sending.settle(session, document, actor)
