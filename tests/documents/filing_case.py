"""What tests of filing share: files of any department, letters that were taken in, and officers who keep them."""

from datetime import timedelta

from sqlalchemy import select

from documents.dispatch import receiving
from documents.dispatch.models import IncomingDocument
from documents.dispatch.receiving import ArrivedFacts
from portal import clock
from portal.people.models import Department, Duty
from portal.records.models import RecordFile, UnitTask
from tests.documents import line_case


def file_of(session, department, retention="3년", **facts):
    """A file of a unit of work of its own: ``협조 3년 › 협조``."""
    today = clock.today()
    task = UnitTask(name=f"협조 {retention}", department_id=line_case.department_id(session, department))
    task.retention, task.starts_on = retention, today - timedelta(days=30)
    file = RecordFile(title="협조", year=today.year, unit_task=task, **facts)
    session.add(file)
    session.flush()
    return file


def taken_in(session, login="audit", **facts):
    """A letter from outside that somebody entered for their department and took in."""
    who = line_case.viewer(session, login)
    facts = ArrivedFacts("자료 제출 협조 요청", "새솔시장", **facts)
    made = receiving.enter(session, facts, who.department_ids[0], who)
    session.scalars(
        select(Department).where(Department.id == made.department_id)
    ).one().issuing_unit_id = session.scalars(
        select(Department.issuing_unit_id).where(Department.issuing_unit_id.is_not(None))
    ).first()
    session.flush()
    receiving.receive(session, made, who)
    return made


def letter(session):
    """The only letter of a test."""
    return session.scalars(select(IncomingDocument)).one()


def keeps_records(session, login, department=""):
    """Somebody is 기록물관리책임자, of one department or of the institution."""
    where = line_case.department_id(session, department) if department else None
    duty = Duty(person_id=line_case.person_id(session, login), name="RECORDS_OFFICER", department_id=where)
    duty.starts_on = clock.today()
    session.add(duty)
