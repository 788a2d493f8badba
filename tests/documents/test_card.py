"""문서관리카드: the ways a document took, where it went, how it is kept; for those who worked on it or keep it."""

import pytest

from documents.approvals import returning, signing, submitting
from portal import clock
from tests.documents import line_case
from tests.documents.desk import choose, later

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def address(office):
    """A document that was returned once, written anew, and approved two hours later."""
    with office.writing() as session:
        made = line_case.drafted(session, *line_case.USUAL, retention="5년", disclosure="PARTIAL", grounds=(6,))
        staff, leader = line_case.viewer(session, "staff"), line_case.viewer(session, "leader")
        submitting.submit(session, made, staff)
        step, sha256 = line_case.step_for(made, leader), line_case.hash_of(session, made)
        returning.send_back(session, made, step.id, sha256, leader, opinion="산출 근거를 보탤 것")
        returning.redraft(session, made, "산출 근거를 보탬", staff)
        submitting.submit(session, made, staff)
        uid, key, kind, line = made.uid, made.id, type(made), ("leader", "budget", "audit", "head")
    for number, login in enumerate(line):
        with later(130 * (number + 1)), office.writing() as session:
            who, document = line_case.viewer(session, login), session.get_one(kind, key)
            step = line_case.step_for(document, who)
            opinion = "이견 없음" if login == "audit" else ""
            signing.sign(session, document, step.id, line_case.hash_of(session, document), who, opinion=opinion)
    return f"/documents/{uid}"


def test_it_tells_both_ways_with_opinions_and_time(address, staff):
    page = staff.get(address).click("문서관리카드 보기")
    newest, first = page.html.select("[aria-labelledby=way] table")
    assert "제2판" in newest.caption.get_text()
    assert "산출 근거를 보탬" in newest.caption.get_text()
    assert "2시간 10분" in newest.get_text()
    assert "이견 없음" in newest.get_text()
    assert "산출 근거를 보탤 것" in first.get_text()


def test_it_tells_how_long_the_document_is_kept(address, staff):
    managed = staff.get(f"{address}/card").html.select_one("[aria-labelledby=managed]").get_text(" ", strip=True)
    year = clock.today().year
    assert f"{year + 1}. 1. 1. ~ {year + 5}. 12. 31." in managed
    assert "복지정책과-1" in staff.get(f"{address}/card")


def test_what_was_done_later_stands_there_too(address, staff):
    form = staff.get(f"{address}/reclassify").forms["reclassify"]
    choose(form, "CLOSED")
    form["reason"] = "당사자 요청"
    form.submit(status=303)
    managed = staff.get(f"{address}/card").html.select_one("[aria-labelledby=managed]").get_text(" ", strip=True)
    assert "부분공개(6) → 비공개(6)" in managed
    assert "당사자 요청" in managed


def test_the_line_and_the_department_read_it_and_others_do_not(address, make_browser, outsider):
    assert outsider.get(f"{address}/card", status="*").status_int in (403, 404)
    for login in ("deputy", "leader"):  # the department's own, and who signed
        assert make_browser().sign_in(login).get(f"{address}/card", status=200)
