"""The public copy of a partly open document: everyone reads the masked copy, nobody the original; classes change."""

from datetime import timedelta

import pytest

from documents.approvals import disclosing
from documents.approvals.facts import body_of
from documents.approvals.models import Document
from documents.blocks.cases import Cases
from portal import clock
from portal.content.build import doc, para
from portal.content.services import save
from portal.records.models import Edition
from portal.records.public_copy import PublicCopy
from tests.documents.desk import choose, says
from tests.documents.line_case import USUAL, approve, drafted, viewer
from tests.documents.tables import form_table
from tests.office import hwpx_inspection, inspection
from tests.office.inspection import cell, header, table

NAME, PHONE = "홍길순", "010-1234-5678"
CASES = table([header("이름"), header("상황")], [cell(NAME), cell("위기 가구")])


@pytest.fixture
def address(office):
    """A registered document that is partly open for 5호, with a name, a telephone number and a table."""
    with office.writing() as session:
        made = drafted(session, *USUAL, title=f"{NAME} 사례 검토", disclosure="PARTIAL", grounds=(5, 6))
        place = body_of(session, made)
        save(session, place, place.lock, {**doc(para(f"{NAME}({PHONE}) 사례를 검토함")), "content": [
            *doc(para(f"{NAME}({PHONE}) 사례를 검토함"))["content"], CASES]}, viewer(session, "staff"))  # fmt: skip
        approve(session, made)
        return f"/documents/{made.uid}"


def token(app):
    return {"csrf_token": app.csrf()}


def prepared(staff, address, *, masked=NAME, closed=True):
    """The form filled in as staff would: a word, and perhaps the table left out."""
    form = staff.get(f"{address}/public-copy").forms["copy"]
    for box in form.fields["checkbox"]:
        box.checked = closed
    values = form.submit_fields("save")
    at = next(n for n, (name, value) in enumerate(values) if name == "__end__" and value.startswith("masks"))
    values[at:at] = [("__start__", "mask:mapping"), ("word", masked), ("ground", "6"), ("__end__", "mask:mapping")]
    return staff.post(f"{address}/public-copy", values, status=303)


def published(staff, address):
    """The address of the copy, published."""
    prepared(staff, address)
    return staff.post(f"{address}/public-copy/publish", token(staff), status=303).location


@pytest.mark.sqlite_only
def test_everyone_reads_the_copy_and_nobody_the_original(address, staff, anonymous, outsider):
    path = "/public/" + published(staff, address).rsplit("/", 1)[1]
    page = anonymous.get(path)
    assert "사례를 검토함" in page
    assert "(공개하지 않는 부분)" in page
    for hidden in (NAME, PHONE, "위기 가구"):
        assert hidden not in page
    assert anonymous.get(address, status=303)
    assert outsider.get(address, expect_errors=True).status_int == 404
    assert NAME in staff.get(address)
    assert path in staff.get(address)


@pytest.mark.sqlite_only
def test_both_files_of_the_copy_are_masked_and_sound(address, staff, anonymous, tmp_path):
    path = "/public/" + published(staff, address).rsplit("/", 1)[1]
    page = anonymous.get(path)
    word = page.click(href=r"document\.docx").body
    hangul = page.click(href=r"document\.hwpx").body
    assert inspection.findings(word, tmp_path) == []
    assert hwpx_inspection.findings(hangul) == []
    for text in (inspection.all_text(word), hwpx_inspection.all_text(hangul)):
        assert "사례를 검토함" in text
        assert "복지정책과-1" in text
        assert "(공개본)" in text
        for hidden in (NAME, PHONE, "위기 가구"):
            assert hidden not in text


@pytest.mark.sqlite_only
def test_a_copy_with_personal_data_left_is_not_published(address, office, staff):
    prepared(staff, address)
    with office.writing() as session:
        copy = session.query(PublicCopy).one()
        copy.facts = {**copy.facts, "via": "900101-1234567"}
    page = staff.post(f"{address}/public-copy/publish", token(staff), status=400)
    assert says(page, "가려야 할 내용이 남아 있습니다")
    assert "주민등록번호" in staff.get(f"{address}/public-copy")


@pytest.mark.sqlite_only
def test_the_original_is_untouched(address, office, staff):
    def original(session):
        document = session.query(Document).one()
        return session.get_one(Edition, document.approved_edition_id).facts

    with office.reading() as session:
        before = original(session)
    published(staff, address)
    with office.reading() as session:
        assert original(session) == before


@pytest.mark.sqlite_only
def test_a_copy_is_withdrawn_by_hand_with_a_reason(address, staff, anonymous):
    path = "/public/" + published(staff, address).rsplit("/", 1)[1]
    form = staff.get(f"{address}/public-copy/withdraw").forms["withdraw"]
    form["reason"] = "잘못 가림"
    assert "잘못 가림" in form.submit(status=303).follow()
    assert anonymous.get(path, status=303)
    prepared(staff, address)  # another may be made


@pytest.mark.sqlite_only
def test_a_closed_document_has_no_copy(address, office, staff, anonymous):
    path = "/public/" + published(staff, address).rsplit("/", 1)[1]
    form = staff.get(f"{address}/reclassify").forms["reclassify"]
    choose(form, "CLOSED")
    form["review_until"] = str(clock.today() + timedelta(days=30))
    form["reason"] = "심의 중"
    form.submit(status=303)
    assert anonymous.get(path, status=303)
    with office.reading() as session:
        assert session.query(PublicCopy).one().state == "WITHDRAWN"


@pytest.mark.sqlite_only
def test_a_case_table_is_not_opened_by_another_class(office, staff):
    with office.writing() as session:
        made = drafted(session, *USUAL, title="사례 회의 결과", disclosure="PARTIAL", grounds=(6,))
        place = body_of(session, made)
        cases = form_table(Cases(), [["김**", "부자가정", "양육 도움", "기관별 조정", ""]])
        save(session, place, place.lock, {**doc(), "content": [cases]}, viewer(session, "staff"))
        approve(session, made)
        address = f"/documents/{made.uid}"
    form = staff.get(f"{address}/reclassify").forms["reclassify"]
    choose(form, "OPEN")
    form["reason"] = "공개 요청이 있음"
    page = form.submit(status=400)
    assert says(page, "사례표가 있는 문서는 공개로 바꿀 수 없습니다")
    assert page.forms["reclassify"]["reason"].value == "공개 요청이 있음"
    choose(form, "CLOSED")
    form.submit(status=303)


@pytest.mark.sqlite_only
def test_in_progress_is_asked_again_until_it_is_over(address, office, staff):
    assert f"{address}/reclassify" in staff.get("/")
    form = staff.get(f"{address}/reclassify").forms["reclassify"]
    form["reason"] = "심의 중"
    assert says(form.submit(status=400), "언제까지인지")
    form["review_until"] = str(clock.today() + timedelta(days=30))
    form.submit(status=303)
    assert f"{address}/reclassify" not in staff.get("/")
    with office.writing() as session:
        session.query(Document).one().review_until = clock.today() - timedelta(days=1)
    assert f"{address}/reclassify" in staff.get("/")
    assert "심의 중" in staff.get(f"{address}/reclassify")


@pytest.mark.sqlite_only
def test_others_neither_copy_nor_classify(address, admin, outsider):
    for page in ("public-copy", "public-copy/withdraw", "reclassify"):
        assert outsider.get(f"{address}/{page}", expect_errors=True).status_int in (403, 404)


@pytest.mark.sqlite_only
def test_open_documents_have_no_copy(office, staff):
    with office.writing() as session:
        made = drafted(session, *USUAL)
        approve(session, made)
        address = f"/documents/{made.uid}"
        assert disclosing.published_copies(session, made) == []
    assert "public-copy" not in staff.get(address)
    assert "copy" not in staff.get(f"{address}/public-copy").forms
