"""A decision carried out by an approval document: what such a document begins with."""

from sqlalchemy.orm import Session

from meetings.decisions.labels import OUTCOME_LABELS
from meetings.decisions.models import Decision
from portal.content.build import doc, para
from portal.i18n import _
from portal.office.formats import official_date
from portal.people.models import Body
from portal.records.draftable import Draftable, Outline, strictest
from portal.records.models import Record


def outline(session: Session, decision: Decision) -> Outline:
    """Citing the decision, in the class of the minutes that hold it or of its own, whichever is open to fewer."""
    body = session.get_one(Body, decision.body_id)
    outcome = OUTCOME_LABELS[decision.outcome].interpolate()
    said = [para(text, 3) for text in (decision.text, decision.detail) if text]
    content = doc(
        para("관련 결정", 1),
        para(f"{body.name} {official_date(decision.decided_on)} ‘{decision.title}’({outcome})", 2),
        *said,
        para("이행 계획", 1),
        para("위 결정을 다음과 같이 이행하고자 함", 2),
    )
    disclosure, grounds = strictest(decision, session.get_one(Record, decision.parent_id))
    return Outline(f"{decision.title[:280]} 이행 계획", content, disclosure, grounds)


CARRIED_OUT = Draftable(link="implements", states=("EFFECTIVE",), outline=outline, label=_("이 결정으로 기안"))
