"""Documents of the invented institution that were drawn up from its minutes and decisions."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from documents.approvals import bundling, drafting, drawing, signing, submitting
from documents.approvals.drafting import DocumentFacts
from documents.approvals.line import Planned
from documents.approvals.models import Document
from documents.approvals.recipients import read_recipients
from documents.approvals.schemas import OWN_SCHEME
from documents.approvals.shown import current_editions, hash_of_editions
from documents.approvals.sources import IMPLEMENTS, kinds_that
from documents.sample.filing import file_for
from documents.sample.office import Office
from portal.commands.past import Life, on
from portal.content.build import doc, para
from portal.records.models import Link, Record
from portal.records.readers import readable
from portal.records.workflow import NotAllowed
from portal.security.viewer import Viewer

DRAFTER, REVIEWER, APPROVER = "고은찬", "한도윤", "심가온"
FILE = "모니터링"  # the kind of document in whose file they lie


@dataclass(frozen=True)
class Drawn:
    """One of them: by which link, the day it is begun, and whether it is sent up and signed."""

    link: str
    day: date
    registered: bool


def live(office: Office, plan: Drawn) -> Life:
    """Begun from the newest record of its kind that nothing was drawn up from, then perhaps signed on the same day."""
    yield on(plan.day, 11, 10)
    drafter = office.now_as(office.person_id(DRAFTER))
    record = _newest(office, plan.link, drafter)
    if record is None:
        return
    title = drawing.outline_of(office.session, record, drafter).title
    department_id = drafting.departments_of(office.session, drafter.person_id)[0]
    document_id = drawing.draw_up(office.session, record, title, department_id, drafter).id
    if not plan.registered:
        return
    yield office.later(2)
    _send_up(office, office.session.get_one(Document, document_id), plan)
    for name in (REVIEWER, APPROVER):
        yield office.later(3)
        _sign(office, office.session.get_one(Document, document_id), name)


def _newest(office: Office, link: str, drafter: Viewer) -> Record | None:
    taken = select(Link.target_id).where(Link.kind == link, Link.target_id.is_not(None))
    query = select(Record).where(
        Record.type.in_(kinds_that(office.session, link)), Record.changed_at < office.moment,
        Record.disclosure == "OPEN", Record.id.not_in(taken), readable(drafter.principals),
    )  # fmt: skip
    for record in office.session.scalars(query.order_by(Record.id.desc())):
        try:
            drawing.declared_for(office.session, record, drafter)
        except NotAllowed:
            continue
        return record
    return None


def _send_up(office: Office, document: Document, plan: Drawn) -> None:
    session, drafter = office.session, office.now_as(office.person_id(DRAFTER))
    facts = replace(drafting.facts_from(document), record_file_id=file_for(session, FILE, plan.day.year))
    drafting.state_facts(session, document, facts, document.lock, drafter)
    line = [
        Planned("DRAFT", 0, drafter.person_id),
        Planned("REVIEW", 1, office.person_id(REVIEWER)),
        Planned("APPROVE", 2, office.person_id(APPROVER)),
    ]
    drafting.set_line(session, document, line, drafter)
    if plan.link == IMPLEMENTS:
        bundling.join(session, document, _letter(office, document, facts, drafter), drafter)
    submitting.submit(session, document, drafter, confirmed=True)


def _letter(office: Office, document: Document, facts: DocumentFacts, drafter: Viewer) -> Document:
    """The letter that tells another department of it, drafted together with it (일괄기안)."""
    session = office.session
    told = replace(
        facts, title=f"{document.title} 알림", form="DISPATCH", scheme=OWN_SCHEME["DISPATCH"], sender="한빛시장",
        seal_mode="SEAL_OMITTED", recipients=read_recipients(session, ["예산법무과"]),
    )  # fmt: skip
    text = doc(para("관련된 결정의 이행 계획을 아래와 같이 알려 드립니다.", 1), para("협조할 부서: 예산법무과", 1))
    return drafting.draft(session, told, document.department_id or 0, drafter, text)


def _sign(office: Office, document: Document, name: str) -> None:
    viewer = office.now_as(office.person_id(name))
    step = next(one for one in document.line if one.person_id == viewer.person_id)
    shown = hash_of_editions(current_editions(office.session, document))
    signing.sign(office.session, document, step.id, shown, viewer)
