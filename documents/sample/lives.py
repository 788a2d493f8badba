"""The life of one document of the invented institution, each step at its own moment, from its draft to its number.

Most go straight through; some come back and are written anew, wait on hold, pass somebody over, are signed by a deputy.
"""

import io
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from documents.approvals import asking, disclosing, drafting, returning, signing, submitting
from documents.approvals.drafting import DocumentFacts
from documents.approvals.line import Planned
from documents.approvals.models import DelegationRule, Document, Step
from documents.approvals.recipients import read_recipients
from documents.approvals.schemas import OWN_SCHEME
from documents.sample.filing import file_for
from documents.sample.letters import send
from documents.sample.office import Office
from documents.sample.papers import Kind
from portal import clock
from portal.commands.cards import QUARTERS
from portal.commands.past import Life, on
from portal.files.extract import extract
from portal.files.services import attach
from portal.files.stores import blob_store
from portal.office.xlsx import Column, workbook
from portal.people import choices
from portal.people.models import Absence, Department, Post
from portal.records import editions
from portal.records.models import Edition
from portal.security.viewer import Viewer

COMES_BACK = ("RETURNED", "REDRAFT")
UNSENT = timedelta(days=120)  # what was registered later than that still waits to be sent out
AWAY = ("국외 연수", "연가", "교육")


@dataclass(frozen=True)
class Plan:
    """One document: its kind, the day it is begun, and how far and by which ways it goes."""

    kind: Kind
    day: date
    until: str = "REGISTERED"  # or a state, or the kind of step before which it stops, or REDRAFT
    ways: frozenset[str] = frozenset()  # returned, held, skipped, deputy


def live(office: Office, plan: Plan) -> Life:
    """One document as far as its plan says."""
    yield on(plan.day, 9 + office.cards.rng.randrange(3), office.cards.rng.randrange(60))
    document_id = _draft(office, plan)
    if plan.until == "DRAFT":
        return
    yield office.later(3 + office.cards.rng.randrange(20))
    _submit(office, document_id)
    if "returned" in plan.ways or plan.until in COMES_BACK:
        yield from _come_back(office, plan, document_id)
        if plan.until in COMES_BACK:
            return
    if "skipped" in plan.ways:
        yield office.later(5)
        _skip(office, document_id)
    yield from _sign(office, plan, document_id)
    if plan.until == "REGISTERED" and plan.kind.disclosure == "PARTIAL":
        yield office.later(30)
        _publish_copy(office, document_id)
    goes_out = plan.kind.via or plan.day < office.today - UNSENT
    if _document(office, document_id).state == "DISPATCH_READY" and goes_out:
        yield from send(office, document_id)


def _document(office: Office, document_id: int) -> Document:
    return office.session.get_one(Document, document_id)


def _drafter(office: Office, document: Document) -> Viewer:
    assert document.created_by_id is not None
    return office.now_as(document.created_by_id)


def _draft(office: Office, plan: Plan) -> int:
    session, kind = office.session, plan.kind
    drafter = office.now_as(office.person_id(kind.drafter))
    facts = DocumentFacts(
        office.papers.title(kind, plan.day), disclosure=kind.disclosure, grounds=kind.grounds, retention=kind.retention,
    )  # fmt: skip
    if kind.recipients:
        to = read_recipients(session, kind.recipients)
        facts = replace(facts, form="DISPATCH", recipients=to, via=kind.via, sender="한빛시장")
        facts = replace(facts, seal_mode="SEAL_OMITTED")
    facts = replace(facts, scheme=OWN_SCHEME[facts.form], record_file_id=file_for(session, kind.key, plan.day.year))
    if kind.delegated:
        rule = select(DelegationRule.id).where(DelegationRule.work == kind.key)
        facts = replace(facts, delegation_rule_id=session.scalar(rule))
    where = drafting.departments_of(session, drafter.person_id)[0]
    document = drafting.draft(session, facts, where, drafter, office.papers.text(kind, plan.day))
    drafting.set_line(session, document, _line(office, kind, drafter), drafter)
    return document.id


def _line(office: Office, kind: Kind, drafter: Viewer) -> list[Planned]:
    """기안, 검토 one after the other, 협조 all together, 결재."""
    steps = [Planned("DRAFT", 0, drafter.person_id)]
    steps += [Planned("REVIEW", rank, office.person_id(name)) for rank, name in enumerate(kind.reviewers, start=1)]
    rank = len(steps)
    for name in kind.consents:
        if name.startswith("부서:"):
            query = select(Department.id).where(Department.name == name.removeprefix("부서:"))
            steps.append(Planned("CONSENT", rank, department_id=office.session.scalars(query).one()))
        else:
            steps.append(Planned("CONSENT", rank, office.person_id(name)))
    return [*steps, Planned("APPROVE", rank + 1, office.person_id(kind.approver), delegated=kind.delegated)]


def _submit(office: Office, document_id: int) -> None:
    document = _document(office, document_id)
    submitting.submit(office.session, document, _drafter(office, document), confirmed=True)


def _open_step(document: Document) -> Step | None:
    return next((step for step in document.line if step.open), None)


def _sha(office: Office, document: Document) -> str:
    edition = editions.current(office.session, document)
    assert edition is not None
    return edition.sha256


def _come_back(office: Office, plan: Plan, document_id: int) -> Life:
    """The first reviewer sends it back; after a day it is written anew, with a list, and goes up once more."""
    yield office.later(4)
    document = _document(office, document_id)
    step = _open_step(document)
    assert step is not None
    assert step.person_id is not None
    opinion = office.papers.remark("return", plan.day)
    reviewer = office.now_as(step.person_id)
    returning.send_back(office.session, document, step.id, _sha(office, document), reviewer, opinion=opinion)
    if plan.until == "RETURNED":
        return
    yield office.later(20)
    document = _document(office, document_id)
    drafter = _drafter(office, document)
    returning.redraft(office.session, document, "검토 의견 반영", drafter)
    kept = {name: getattr(document, name) for name in DocumentFacts.__dataclass_fields__}
    changed = DocumentFacts(**kept | {"title": f"{document.title}(수정)"})
    drafting.state_facts(office.session, document, changed, document.lock, drafter)
    _attach_list(office, document, drafter)
    if plan.until != "REDRAFT":
        submitting.submit(office.session, document, drafter, confirmed=True)


def _attach_list(office: Office, document: Document, drafter: Viewer) -> None:
    """What the reviewer missed, as a spreadsheet."""
    rows = [(name, office.cards.rng.randint(8, 96)) for name in QUARTERS]
    data = workbook("동별 현황", [Column("동"), Column("가구", "number")], rows)
    store = blob_store(office.registry, office.session)
    file = attach(office.session, store, document, "동별 현황.xlsx", io.BytesIO(data), actor=drafter)
    # long before anybody signs, the job has looked into it
    file.pages = [[place, text] for place, text in extract(file.kind, io.BytesIO(data)).pages]
    file.text_state = "DONE"


def _skip(office: Office, document_id: int) -> None:
    document = _document(office, document_id)
    step = next((one for one in document.line if one.kind == "REVIEW" and not one.closed), None)
    if step is not None:
        asking.skip(office.session, document, step, "출장", _drafter(office, document))


def _sign(office: Office, plan: Plan, document_id: int) -> Life:
    """Everybody in turn, until it is registered or stays where the plan says."""
    while True:
        yield office.later(2 + office.cards.rng.randrange(9))
        document = _document(office, document_id)
        step = _open_step(document)
        if step is None:
            return
        last = step.kind == "APPROVE"
        if last and plan.until == "IN_PROGRESS" or step.kind == plan.until:
            return
        if step.person_id is None:
            _take(office, document, step)
            continue
        viewer = office.now_as(step.person_id)
        sha256 = _sha(office, document)
        if last and ("held" in plan.ways or plan.until == "ON_HOLD"):
            opinion = office.papers.remark("hold", plan.day)
            returning.hold(office.session, document, step.id, sha256, viewer, opinion=opinion)
            if plan.until == "ON_HOLD":
                return
            yield office.later(26)
            document = _document(office, document_id)
            returning.resume(office.session, document, office.now_as(step.person_id or 0))
        if last and "deputy" in plan.ways:
            viewer = _deputy(office, document, step)
        opinion = office.papers.remark("opinion", plan.day) if office.cards.chance(22) else ""
        signing.sign(office.session, document, step.id, sha256, viewer, opinion=opinion)


def _publish_copy(office: Office, document_id: int) -> None:
    """Everyone may read the rest: a quarter's name is masked, the tables of cases are left out."""
    session, document = office.session, _document(office, document_id)
    actor, edition = _drafter(office, document), session.get_one(Edition, document.approved_edition_id)
    closed = [key for key, _words, sensitive in disclosing.parts_of(edition.facts) if sensitive]
    masks = [{"word": office.cards.rng.choice(QUARTERS), "ground": 6}]
    copy = disclosing.prepare(session, document, masks, closed=closed, actor=actor)
    disclosing.publish_copy(session, document, copy, actor)


def _take(office: Office, document: Document, step: Step) -> None:
    """Somebody of the asked department takes it."""
    person_id, _label = choices.holders(office.session, step.department_id, clock.today())[0]
    asking.take(office.session, document, step, person_id, office.now_as(person_id))


def _deputy(office: Office, document: Document, step: Step) -> Viewer:
    """The approver is away for a few days; a colleague of the same department acts, who does not stand in the line."""
    stands = [one.person_id for one in document.line if one.person_id]
    query = select(Post.person_id).where(Post.department_id == document.department_id, Post.ends_on.is_(None))
    free = query.where(Post.person_id.not_in([*stands, document.created_by_id]), Post.title.like("%팀장"))
    deputy_id = office.session.scalars(free.order_by(Post.id)).first()
    if deputy_id is None or step.person_id is None:
        return office.now_as(step.person_id or 0)
    day = office.moment.astimezone(on(office.today).tzinfo).date()
    away = Absence(person_id=step.person_id, deputy_id=deputy_id, reason=office.cards.rng.choice(AWAY), starts_on=day)
    away.ends_on = day + timedelta(days=1)
    office.session.add(away)
    office.session.flush()
    return office.now_as(deputy_id)
