"""단위과제 and 기록물철: retention counted by the law, filing that follows the work."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.forms import FormError
from portal.people.models import Department
from portal.records.filing import (
    EXTEND,
    completed_on,
    file_record,
    files_for,
    retention_term,
)
from portal.records.models import Record, RecordFile, UnitTask
from portal.records.reasons import give_reason
from tests.contract.makers import MAKERS

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    ("day", "retention", "term"),
    [
        (date(2026, 3, 5), "5년", (date(2027, 1, 1), date(2031, 12, 31))),
        (date(2026, 1, 1), "1년", (date(2027, 1, 1), date(2027, 12, 31))),
        (date(2026, 12, 31), "30년", (date(2027, 1, 1), date(2056, 12, 31))),
        (date(2026, 3, 5), "준영구", (date(2027, 1, 1), None)),
        (date(2026, 3, 5), "영구", (date(2027, 1, 1), None)),
    ],
)
def test_retention_begins_with_the_next_year(day, retention, term):
    assert retention_term(day, retention) == term


def test_an_unknown_retention_is_told():
    with pytest.raises(KeyError):
        retention_term(date(2026, 3, 5), "7년")


@pytest.fixture
def filed(database):
    """A unit of work of five years with two open files and a closed one; answers the department's id."""
    with database.writing() as session:
        department_id = session.scalars(select(Department.id)).first()
        task = UnitTask(name="지역사회보장계획 운영", department_id=department_id, retention="5년")
        task.starts_on, task.ends_on = date(2023, 1, 1), date(2026, 12, 31)
        task.files = [
            RecordFile(title="시행계획", year=2026),
            RecordFile(title="시행계획", year=2026, volume=2),
            RecordFile(title="시행계획", year=2025, closed_on=date(2026, 1, 31)),
        ]
        session.add(task)
        return department_id


def test_open_files_of_work_in_force_are_offered(database, filed):
    with database.reading() as session:
        assert [one.label for one in files_for(session, filed, date(2026, 5, 1))] == [
            "시행계획(2026)", "시행계획(2026)(2)",
        ]  # fmt: skip
        assert files_for(session, filed, date(2027, 1, 1)) == []


@pytest.mark.usefixtures("filed")
def test_a_record_takes_its_retention_from_the_work(database, viewer):
    with database.writing() as session:
        record = MAKERS["memo"](session, viewer("secretary"), "말")
        open_file, closed = (
            session.scalars(select(RecordFile).where(RecordFile.closed_on.is_(None))).first(),
            session.scalars(select(RecordFile).where(RecordFile.closed_on.is_not(None))).one(),
        )
        file_record(session, record, open_file, viewer("secretary"))
        assert (record.retention, record.record_file_id) == ("5년", open_file.id)
        ends_on = open_file.unit_task.ends_on
        assert completed_on(date(2024, 3, 1), ends_on) == date(2026, 12, 31)  # the clock starts when the work ends
        with pytest.raises(FormError):
            file_record(session, record, closed, viewer("secretary"))
        record.retention = "30년"
        give_reason(session, record, EXTEND, "평가에 쓰임", viewer("secretary"))
        file_record(session, record, open_file, viewer("secretary"))
        assert record.retention == "30년"  # what a review decided outlasts another filing
        record.retention = "5년"
    with database.reading() as session:
        assert session.scalar(select(Record.retention).where(Record.record_file_id.is_not(None))) == "5년"
