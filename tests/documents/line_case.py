"""A small office for approval documents: a department with a drafter, a team leader and a head, and those around it."""

from datetime import timedelta

from sqlalchemy import select

from documents.approvals import drafting, signing, submitting
from documents.approvals.drafting import DocumentFacts
from documents.approvals.line import Planned
from documents.approvals.shown import current_editions, hash_of_editions
from portal import clock
from portal.content.build import doc, para
from portal.people.models import Absence, Account, Department, Person, Post
from portal.records.models import IssuingUnit, RecordFile, UnitTask
from portal.security.passwords import make_hash
from portal.security.policy import load_viewer
from tests import institution

# login, name, post, department
OFFICE = (
    ("leader", "노을찬", "복지기획팀장", "복지정책과"),
    ("head", "류하랑", "복지정책과장", "복지정책과"),
    ("director", "마루한", "복지국장", "복지국"),
    ("budget", "반디솔", "예산팀장", "예산법무과"),
    ("audit", "사보람", "감사팀장", "감사담당관"),
    ("deputy", "아라온", "복지지원팀장", "복지정책과"),
)


def furnish(session):
    """Add the office to the small institution. Its department numbers its own documents."""
    day = clock.today()
    start = day - timedelta(days=400)
    departments = {one.name: one for one in session.scalars(select(Department))}
    for name in ("복지국", "예산법무과", "감사담당관"):
        departments[name] = Department(name=name, starts_on=start)
        session.add(departments[name])
    session.flush()
    unit = IssuingUnit(name="복지정책과")
    session.add(unit)
    session.flush()
    departments["복지정책과"].parent_id = departments["복지국"].id
    departments["복지정책과"].issuing_unit_id = unit.id
    for login, name, post, department in OFFICE:
        person = Person(name=name, email=f"{login}@example.kr")
        session.add(person)
        session.flush()
        session.add(
            Account(person_id=person.id, login=login, password_hash=make_hash(institution.PASSWORD, "cheapest"))
        )
        session.add(Post(person_id=person.id, department_id=departments[department].id, title=post, starts_on=start))
    session.flush()
    record_file(session)


def record_file(session, retention="5년"):
    """The file of 복지정책과 for what is kept so long, made if there is none; its id."""
    where = department_id(session)
    query = select(RecordFile.id).join(UnitTask)
    found = session.scalar(query.where(UnitTask.department_id == where, UnitTask.retention == retention))
    if found is None:
        day = clock.today()
        task = UnitTask(name=f"복지기획 {retention}", department_id=where, retention=retention)
        task.starts_on = day - timedelta(days=400)
        file = RecordFile(title="일반", year=day.year, unit_task=task)
        session.add(file)
        session.flush()
        found = file.id
    return found


def viewer(session, login):
    """Who is behind a login, with today's principals."""
    found = load_viewer(session, institution.account_id(session, login))
    assert found is not None
    return found


def person_id(session, login):
    """The person of a login."""
    return session.scalars(select(Account.person_id).where(Account.login == login)).one()


def department_id(session, name="복지정책과"):
    """A department by name."""
    return session.scalars(select(Department.id).where(Department.name == name)).one()


def drafted(session, *steps, title="지역사회보장계획 모니터링 계획", word="", by=None, **facts):
    """A draft of ``staff`` (or another viewer) with a line: (kind, rank, login) each, after the drafter."""
    staff = by or viewer(session, "staff")
    content = doc(para("추진 배경", 1), para(f"{word} 사업을 점검하고자 함", 2))
    known = {"retention": "5년"} | facts
    known = DocumentFacts(title, **({"record_file_id": record_file(session, known["retention"])} | known))
    made = drafting.draft(session, known, department_id(session), staff, content)
    plan = [Planned("DRAFT", 0, staff.person_id)]
    plan += [Planned(kind, rank, person_id(session, login)) for kind, rank, login in steps]
    drafting.set_line(session, made, plan, staff)
    return made


USUAL = (("REVIEW", 1, "leader"), ("CONSENT", 2, "budget"), ("CONSENT", 2, "audit"), ("APPROVE", 3, "head"))


def hash_of(session, document):
    """The hash that a page would show now."""
    found = current_editions(session, document)
    return hash_of_editions(found) if found else ""


def step_for(document, who):
    """The step of the present line that a person stands in."""
    return next(step for step in document.line if step.person_id == who.person_id)


def away(session, login, deputy, reason="국외 출장"):
    """Somebody is away today, and who acts for them."""
    today = clock.today()
    row = Absence(person_id=person_id(session, login), deputy_id=person_id(session, deputy), reason=reason)
    row.starts_on, row.ends_on = today, today + timedelta(days=2)
    session.add(row)
    session.flush()


def approve(session, document):
    """Everybody signs, each on the text that is current."""
    submitting.submit(session, document, viewer(session, "staff"), confirmed=True)
    for login in ("leader", "budget", "audit", "head"):
        who = viewer(session, login)
        signing.sign(session, document, step_for(document, who).id, hash_of(session, document), who)
