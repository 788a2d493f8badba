"""Administrators keep the 위임전결 table and say where the numbers of the paper ended."""

import pytest
from sqlalchemy import select

from documents.approvals import signing, submitting
from documents.approvals.models import DelegationRule
from portal import clock
from portal.records.models import RegisterCounter
from tests.documents import line_case
from tests.documents.desk import choose, says

PAGES = ("/documents/rules", "/documents/rules/new", "/documents/numbers")


def rule_form(admin, **typed):
    form = admin.get("/documents/rules/new").forms["rule"]
    for name, value in ({"work": "모니터링 계획", "line": "복지기획팀장", "approver": "복지정책과장"} | typed).items():
        form[name] = value
    return form


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_open_them(office, staff, anonymous, path):
    staff.get(path, status=403)
    assert "/login" in anonymous.get(path, status=303).location
    assert "위임전결 규칙" not in staff.get("/documents").html.select_one(".side-menu").get_text()


def test_a_rule_is_made_once_and_fills_lines(office, admin, staff):
    form = rule_form(admin)
    form.submit(status=303)
    form.submit(status=303)
    with office.reading() as session:
        rules = session.scalars(select(DelegationRule)).all()
    assert [(one.line, one.approver, one.delegated) for one in rules] == [(["복지기획팀장"], "복지정책과장", True)]
    assert "모니터링 계획" in admin.get("/documents/rules")
    assert "모니터링 계획 (복지정책과장)" in staff.get("/documents/new")


def test_the_same_work_has_one_rule_at_a_time(office, admin, staff):
    rule_form(admin).submit(status=303)
    page = rule_form(admin, approver="복지국장").submit(status=400)
    assert says(page, "그 기간에 이미 있습니다")
    assert page.forms["rule"]["approver"].value == "복지국장"
    edit = admin.get("/documents/rules").click("모니터링 계획").forms["rule"]
    edit["starts_on"], edit["ends_on"] = "2020-01-01", "2020-12-31"
    edit.submit(status=303)
    assert "끝남" in admin.get("/documents/rules")
    assert "위임전결 업무" not in staff.get("/documents/new")
    form = rule_form(admin, approver="복지국장")
    choose(form, "head")
    form.submit(status=303)


def test_a_rule_ends_after_it_starts(office, admin):
    assert says(rule_form(admin, ends_on="2000-01-01").submit(status=400), "시작하는 날보다 앞섭니다")


def test_numbers_go_on_where_the_paper_ended_and_never_back(office, admin):
    form = admin.get("/documents/numbers").forms["numbers"]
    form["unit"] = next(value for value, _chosen, label in form["unit"].options if label == "복지정책과")
    form["n"] = "808"
    assert "808" in form.submit(status=303).follow()
    with office.writing() as session:
        document = line_case.drafted(session, ("APPROVE", 1, "head"))
        submitting.submit(session, document, line_case.viewer(session, "staff"))
        head = line_case.viewer(session, "head")
        done = signing.sign(session, document, document.line[-1].id, line_case.hash_of(session, document), head)
        assert done.numbers == ("복지정책과-809",)
    assert says(form.submit(status=400), "이미 809번까지")
    with office.reading() as session:
        counter = session.scalars(select(RegisterCounter).where(RegisterCounter.year == clock.today().year)).one()
        assert counter.n == 809
