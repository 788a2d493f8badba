"""기록물관리책임자 of one department: what they keep and read; what is not theirs is as if it were not there."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from portal import clock
from portal.people.models import Department
from portal.records.models import Record, RecordFile, UnitTask
from portal.security.viewer import Viewer, departments_of_officer, officers_of
from tests.documents import filing_case, line_case
from tests.documents.desk import says

OWN, OTHER = "복지정책과", "감사담당관"


@pytest.fixture
def kept(office):
    """반디솔 of 예산법무과 keeps the records of 복지정책과: a document there, a letter elsewhere, kept a year each."""
    with office.writing() as session:
        filing_case.keeps_records(session, "budget", OWN)
        made = line_case.drafted(session, *line_case.USUAL, retention="1년")
        line_case.approve(session, made)
        letter = filing_case.taken_in(session)
        letter.record_file_id = filing_case.file_of(session, OTHER, "1년").id
        letter.retention = "1년"
    return office


@pytest.fixture
def officer(kept, make_browser):
    return make_browser().sign_in("budget")


@pytest.fixture
def years_on(kept, make_browser):
    """The officer's browser when everything is due."""
    moment = clock.now() + timedelta(days=366)
    clock.set_source(lambda: moment)
    yield make_browser().sign_in("budget")
    clock.set_source(None)


def uids(office, model, *where):
    with office.reading() as session:
        return session.scalars(select(model.uid).where(*where)).one()


def main_of(page):
    return page.html.select_one("main").get_text(" ", strip=True)


def test_only_the_work_of_their_department_is_listed(kept, officer):
    page = officer.get("/documents/filing")
    assert "복지기획 1년" in page
    assert "협조 1년" not in page
    assert [one.get_text() for one in page.html.select("#filter-department option")] == ["모든 부서", OWN]
    with kept.reading() as session:
        other = line_case.department_id(session, OTHER)
    page = officer.get("/documents/filing", {"department": other})
    assert "협조 1년" not in page
    assert OTHER not in main_of(page)


def test_what_others_keep_is_as_if_it_were_not_there(kept, officer, staff):
    task = f"/documents/filing/tasks/{uids(kept, UnitTask, UnitTask.name == '협조 1년')}"
    file = f"/documents/filing/files/{uids(kept, RecordFile, RecordFile.title == '협조')}"
    letter = f"/documents/retention/{uids(kept, Record, Record.type == 'incoming_document')}"
    for path in (task, f"{task}/edit", f"{task}/files/new", file, f"{file}/edit", letter):
        officer.get(path, status=404)
        staff.get(path, status=403)
    officer.get(f"/documents/filing/tasks/{uids(kept, UnitTask, UnitTask.name == '복지기획 1년')}/edit", status=200)


def test_work_is_made_for_their_department_only(kept, officer):
    form = officer.get("/documents/filing/tasks/new").forms["task"]
    assert [label for _value, _on, label in form["department"].options][1:] == [OWN]
    with kept.reading() as session:
        form["department"].force_value(str(line_case.department_id(session, OTHER)))
    form["name"], form["retention"] = "감사", "3년"
    assert says(form.submit(status=400), "목록에 있는 것 가운데")


def test_the_review_is_that_of_their_department(kept, years_on):
    page = years_on.get("/documents/retention")
    assert "1건" in main_of(page).replace(" 1 ", " 1").replace("1 건", "1건")
    for text in (main_of(page), main_of(years_on.get("/documents/retention/print"))):
        assert "모니터링 계획" in text
        assert "자료 제출" not in text
        assert "보이지 않는" not in text
    sheet = openpyxl.load_workbook(BytesIO(years_on.get("/documents/retention.xlsx").body)).active
    text = str(list(sheet.iter_rows(values_only=True)))
    assert "모니터링 계획" in text
    assert "자료 제출" not in text
    document = uids(kept, Record, Record.type == "approval_document")
    assert "review" in years_on.get(f"/documents/retention/{document}").forms


def test_the_institutions_officer_keeps_everything(kept, make_browser):
    with kept.writing() as session:
        filing_case.keeps_records(session, "leader")
    browser = make_browser().sign_in("leader")
    page = browser.get("/documents/filing")
    assert "복지기획 1년" in page
    assert "협조 1년" in page
    file = browser.get(f"/documents/filing/files/{uids(kept, RecordFile, RecordFile.title == '협조')}")
    assert file.click("자료 제출 협조 요청").status_int == 200


def test_closed_documents_of_their_department_are_theirs_to_read(office, make_browser):
    with office.writing() as session:
        filing_case.keeps_records(session, "director", OWN)
        steps = (("REVIEW", 1, "leader"), ("APPROVE", 2, "head"))
        made = line_case.drafted(session, *steps, disclosure="CLOSED", grounds=(6,))
        line_case.submitting.submit(session, made, line_case.viewer(session, "staff"), confirmed=True)
        for login in ("leader", "head"):
            who = line_case.viewer(session, login)
            line_case.signing.sign(
                session, made, line_case.step_for(made, who).id, line_case.hash_of(session, made), who
            )
        address, file_uid = f"/documents/{made.uid}", session.get_one(RecordFile, made.record_file_id).uid
    page = make_browser().sign_in("director").get(address)
    assert "reclassify" in str(page.html.select_one("#next"))
    make_browser().sign_in("budget").get(address, status=404)
    page = make_browser().sign_in("director").get(f"/documents/filing/files/{file_uid}")
    assert "모니터링 계획" in page
    assert "모니터링 계획" not in make_browser().sign_in("admin").get(f"/documents/filing/files/{file_uid}")


def test_an_officer_keeps_what_the_department_took_over(office):
    with office.writing() as session:
        before = Department(name="사회복지과", starts_on=clock.today() - timedelta(days=900))
        before.ends_on, before.successor_id = clock.today(), line_case.department_id(session, OWN)
        session.add(before)
        session.flush()
        filing_case.keeps_records(session, "budget", OWN)
        session.flush()
        own = line_case.viewer(session, "budget").departments_kept
        assert own == {before.id, line_case.department_id(session, OWN)}


def test_who_keeps_what_is_said_in_one_place():
    assert officers_of(7) == {"duty:RECORDS_OFFICER", "duty:RECORDS_OFFICER:7"}
    assert officers_of(None) == {"duty:RECORDS_OFFICER"}
    assert departments_of_officer(officers_of(7)) is None
    assert departments_of_officer({"staff", "duty:RECORDS_OFFICER:7"}) == {7}
    own = Viewer(1, 1, "가", frozenset(("duty:RECORDS_OFFICER:7",)))
    assert (own.keeps_records, own.keeps_records_of(7), own.keeps_records_of(8)) == (True, True, False)
    assert not Viewer(1, 1, "가", frozenset(("staff",))).keeps_records
    assert Viewer(1, 1, "가", frozenset(("duty:ADMIN",))).departments_kept is None
