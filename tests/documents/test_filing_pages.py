"""단위과제 and 기록물철 in the pages: kept by the records officer, chosen by drafters, reviewed when time is over."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import func, select

from documents.approvals.models import Document
from portal import clock
from portal.audit.models import AuditEntry
from portal.people.models import Duty
from portal.records.models import Reason, Record, RecordFile, UnitTask
from tests.documents import line_case
from tests.documents.desk import choose, form_to, says


@pytest.fixture
def officer(office, make_browser):
    """The browser of 사보람, who is the 기록물관리책임자."""
    with office.writing() as session:
        who = line_case.person_id(session, "audit")
        session.add(Duty(person_id=who, name="RECORDS_OFFICER", starts_on=clock.today()))
    return make_browser().sign_in("audit")


@pytest.fixture
def approved(office):
    """The address of a registered document that is kept a year."""
    with office.writing() as session:
        made = line_case.drafted(session, *line_case.USUAL, retention="1년")
        line_case.approve(session, made)
        return f"/documents/{made.uid}"


def stored(office, query):
    with office.reading() as session:
        return session.scalars(query).all()


def made_task(browser, **typed):
    form = browser.get("/documents/filing/tasks/new").forms["task"]
    form["department"] = next(value for value, _on, label in form["department"].options if label == "복지정책과")
    for name, value in ({"name": "자활 지원", "code": "복지-7", "retention": "3년"} | typed).items():
        form[name] = value
    return form


@pytest.mark.parametrize("path", ["filing", "filing/tasks/new", "retention", "retention/print", "retention.xlsx"])
def test_only_the_records_officer_and_administrators_keep_files(office, officer, staff, admin, outsider, path):
    for browser in (officer, admin):
        browser.get(f"/documents/{path}", status=200)
    for browser in (staff, outsider):
        browser.get(f"/documents/{path}", status=403)
    assert "보존기간 심사" not in staff.get("/documents")
    assert "보존기간 심사" in officer.get("/documents")


def test_work_is_made_once_corrected_and_ended(office, officer):
    form = made_task(officer)
    first, second = form.submit(status=303), form.submit(status=303)
    assert first.location == second.location
    page = first.follow()
    assert "3년" in page
    assert says(made_task(officer, retention="5년").submit(status=400), "같은 이름의 단위과제가 있습니다")
    form = page.click("단위과제 고치기").forms["task"]
    form["ends_on"] = "2001-01-01"
    page = form.submit(status=400)
    assert says(page, "끝나는 날이 시작하는 날보다 앞섭니다")
    assert page.forms["task"]["ends_on"].value == "2001-01-01"
    form = page.forms["task"]
    form["ends_on"], form["retention"] = clock.today().isoformat(), "10년"
    form.submit(status=303)
    (task,) = stored(office, select(UnitTask).where(UnitTask.name == "자활 지원"))
    assert (task.retention, task.ends_on) == ("10년", clock.today())
    acts = stored(office, select(AuditEntry.act).where(AuditEntry.act.like("%unit_task")))
    assert acts == ["create_unit_task", "edit_unit_task"]
    assert "자활 지원" in officer.get("/documents/filing", {"q": "자활"})
    assert "자활 지원" not in officer.get("/documents/filing", {"q": "없는말", "department": "x"})


def test_a_file_is_made_closed_and_opened_again(office, officer):
    page = made_task(officer).submit(status=303).follow()
    form = page.click("기록물철 만들기").forms["file"]
    form["title"], form["year"] = "자활사업", "1900"
    assert says(form.submit(status=400), "사이로 적어 주십시오")
    form["year"] = str(clock.today().year)
    page = form.submit(status=303).follow()
    assert says(page, "저장했습니다")
    form = page.click("자활사업").click("기록물철 고치기").forms["file"]
    form["closed_on"] = (clock.today() + timedelta(days=1)).isoformat()
    assert says(form.submit(status=400), "오늘까지의 날짜로")
    form["closed_on"] = clock.today().isoformat()
    form = form.submit(status=303).follow().click("기록물철 고치기").forms["file"]
    form["closed_on"] = ""
    form.submit(status=303)
    entries = stored(office, select(AuditEntry).where(AuditEntry.act.like("%record_file")))
    assert [one.act for one in entries] == ["create_record_file", "edit_record_file", "edit_record_file"]
    assert stored(office, select(RecordFile.closed_on).where(RecordFile.title == "자활사업")) == [None]


def test_a_file_is_not_closed_while_something_for_it_is_being_approved(office, officer, staff):
    with office.writing() as session:
        address = f"/documents/{line_case.drafted(session, *line_case.USUAL).uid}"
    (file,) = stored(office, select(RecordFile))
    own = f"/documents/filing/files/{file.uid}/edit"
    waiting = form_to(staff.get(address), "/submit")
    form = officer.get(own).forms["file"]
    form["closed_on"] = clock.today().isoformat()
    form.submit(status=303)
    page = waiting.submit(status=400)
    assert says(page, "종결되었습니다")
    form = officer.get(own).forms["file"]
    form["closed_on"] = ""
    form.submit(status=303)
    form_to(staff.get(address), "/submit").submit(status=303)
    form = officer.get(own).forms["file"]
    form["closed_on"] = clock.today().isoformat()
    assert says(form.submit(status=400), "문서 1건이 결재 중입니다")


def test_a_draft_goes_up_in_a_file_and_takes_its_retention_from_the_work(office, staff):
    with office.writing() as session:
        address = f"/documents/{line_case.drafted(session, *line_case.USUAL, record_file_id=None).uid}"
        ten = str(line_case.record_file(session, "10년"))
    page = form_to(staff.get(address), "/submit").submit(status=400)
    assert says(page, "기록물철을 골라 주십시오")
    form = staff.get(f"{address}/edit").forms["facts"]
    form["file"], form["retention"] = ten, ""
    form.submit(status=303)
    assert [one.retention for one in stored(office, select(Document))] == ["10년"]
    form["file"].force_value("987654")
    assert says(form.submit(status=400), "목록에 있는 것 가운데")
    page = staff.get(address)
    assert f"복지기획 10년 › 일반({clock.today().year})" in page
    form_to(page, "/submit").submit(status=303)


def test_another_departments_file_is_not_taken(office, staff):
    with office.writing() as session:
        where = line_case.department_id(session, "예산법무과")
        task = UnitTask(name="예산", department_id=where, retention="5년", starts_on=clock.today())
        session.add(RecordFile(title="예산", year=2026, unit_task=task))
    form = staff.get("/documents/new").forms["new"]
    assert all("예산" not in label for _value, _on, label in form["file"].options)


def test_without_any_file_it_is_only_asked_about(office, staff):
    with office.writing() as session:
        made = line_case.drafted(session, *line_case.USUAL, record_file_id=None)
        for file in session.scalars(select(RecordFile)):
            session.delete(file)
        address = f"/documents/{made.uid}"
    page = staff.get(address)
    assert "아직 기록물철이 하나도 없어" in page.html.select_one("#report .doubts").get_text()
    form = form_to(page, "/submit")
    form["confirmed"] = True
    form.submit(status=303)
    assert [one.state for one in stored(office, select(Document))] == ["IN_PROGRESS"]


def test_the_register_tells_the_file_and_how_long(office, staff, approved):
    next_year = clock.today().year + 1
    page = staff.get("/documents/register")
    assert f"일반({clock.today().year})" in page
    assert f"{next_year}. 12. 31." in page
    assert f"{next_year}. 12. 31." in staff.get(approved)
    sheet = openpyxl.load_workbook(BytesIO(staff.get("/documents/register.xlsx").body)).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    (row,) = [one for one in rows if "복지기획 1년" in one]
    assert [one.date().isoformat() for one in row if hasattr(one, "date")][1:] == [
        f"{next_year}-01-01",
        f"{next_year}-12-31",
    ]


@pytest.fixture
def time_is_over(approved):
    """It is a year and more later."""
    moment = clock.now() + timedelta(days=366)
    clock.set_source(lambda: moment)
    yield approved
    clock.set_source(None)


def review_form(browser, address, decision, **typed):
    form = browser.get(address.replace("/documents/", "/documents/retention/")).forms["review"]
    choose(form, decision)
    for name, value in typed.items():
        form[name] = value
    return form


def test_what_is_kept_on_is_not_listed(office, officer, approved):
    assert "올해까지 보존기간이 끝나는 기록이 없습니다" in officer.get("/documents/retention")
    page = officer.get(approved.replace("/documents/", "/documents/retention/"))
    assert "아직 보존기간이 끝나지 않은" in page
    assert "review" not in page.forms


def test_a_decision_is_kept_with_its_reason_and_nothing_is_deleted(office, make_browser, officer, time_is_over):
    browser = make_browser().sign_in("audit")
    row = browser.get("/documents/retention").html.select_one("tbody tr").get_text(" ")
    assert "복지기획 1년" in row
    assert "모니터링 계획" in browser.get("/documents/retention/print")
    form = review_form(browser, time_is_over, "retention_dispose")
    page = form.submit(status=400)
    assert page.html.select_one(".error-summary") is not None
    form = page.forms["review"]
    form["reason"], form["opinion"] = "다시 쓸 일이 없음", "폐기에 동의함"
    other = review_form(browser, time_is_over, "retention_hold", reason="소송이 있음")
    assert says(form.submit(status=303).follow(), "심사 결과를 기록했습니다")
    form.submit(status=303)  # a second click
    assert says(other.submit(status=400), "그사이 다른 심사 결과")
    (reason,) = stored(office, select(Reason).where(Reason.act.like("retention%")))
    assert (reason.act, reason.text, reason.detail["opinion"]) == (
        "retention_dispose",
        "다시 쓸 일이 없음",
        "폐기에 동의함",
    )
    (entry,) = stored(office, select(AuditEntry).where(AuditEntry.act == "retention_dispose"))
    assert entry.detail == {"before": "1년", "after": "1년"}
    assert stored(office, select(func.count()).select_from(Record)) == [1]
    assert "폐기 대상으로 심의" in browser.get("/documents/retention").html.select_one("tbody tr").get_text()
    assert "모니터링" not in browser.get("/documents/retention?decision=NONE").html.select_one("main").get_text()
    sheet = openpyxl.load_workbook(BytesIO(browser.get("/documents/retention.xlsx").body)).active
    assert any("폐기 대상으로 심의" in row for row in sheet.iter_rows(values_only=True))
    assert browser.get(time_is_over, status=200)


def test_a_longer_period_takes_it_off_the_list(office, make_browser, officer, time_is_over):
    browser = make_browser().sign_in("audit")
    for period in ("", "1년"):
        form = review_form(browser, time_is_over, "retention_extend", reason="평가에 쓰임", retention=period)
        assert says(form.submit(status=400), "지금보다 긴 보존기간")
    form = review_form(browser, time_is_over, "retention_hold", reason="평가에 쓰임", retention="5년")
    assert says(form.submit(status=400), "다시 정할 때에만")
    review_form(browser, time_is_over, "retention_extend", reason="평가에 쓰임", retention="5년").submit(status=303)
    assert [one.retention for one in stored(office, select(Document))] == ["5년"]
    assert browser.get("/documents/retention").html.select_one("tbody") is None
    assert "1년 → 5년" in browser.get(time_is_over.replace("/documents/", "/documents/retention/"))
    managed = make_browser().sign_in("staff").get(f"{time_is_over}/card").html.select_one("[aria-labelledby=managed]")
    assert "보존기간 다시 정하기" in managed.get_text()
    assert "공개구분 다시 분류" not in managed.get_text()


def test_who_may_not_read_a_record_does_not_review_it(office, make_browser, officer):
    with office.writing() as session:
        made = line_case.drafted(session, *line_case.USUAL[:1], *line_case.USUAL[3:], retention="1년",
                                 disclosure="PARTIAL", grounds=(6,))  # fmt: skip
        line_case.submitting.submit(session, made, line_case.viewer(session, "staff"), confirmed=True)
        for login in ("leader", "head"):
            who = line_case.viewer(session, login)
            step = line_case.step_for(made, who)
            line_case.signing.sign(session, made, step.id, line_case.hash_of(session, made), who)
        address = f"/documents/retention/{made.uid}"
    officer.get(address, status=404)
    moment = clock.now() + timedelta(days=366)
    clock.set_source(lambda: moment)
    page = make_browser().sign_in("audit").get("/documents/retention")
    clock.set_source(None)
    assert "보이지 않는 기록이 1건" in page.html.select_one("main").get_text(" ", strip=True).replace(" 1 ", " 1")
