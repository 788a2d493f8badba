"""What issuing units print: kept by administrators, frozen with each edition; only approved letters are sealed."""

import re

import pytest
from webtest import Upload

from documents.approvals.files import document_file
from documents.approvals.letterhead import header_rows
from documents.approvals.models import Document
from portal.audit.models import AuditEntry
from portal.files.stores import blob_store
from portal.office.office_files import HANGUL, WORD
from portal.records.models import Edition, IssuingUnit
from tests.documents.desk import says
from tests.documents.line_case import USUAL, approve, department_id, drafted
from tests.files.builders import png_bytes
from tests.office import hwpx_inspection, inspection

SEAL, LOGO = png_bytes(30, 30), png_bytes(60, 20)
LETTER = {"form": "DISPATCH", "recipients": ({"name": "예산법무과장"},), "sender": "한빛시장", "seal_mode": "SEAL"}


def unit_of_office(session):
    return session.query(IssuingUnit).filter_by(name="복지정책과").one()


@pytest.fixture
def form(office, admin):
    """A function that opens the form of the office's unit."""
    with office.reading() as session:
        address = f"/documents/letterheads/{unit_of_office(session).id}"
    assert address in admin.get("/documents/letterheads")
    return lambda: admin.get(address).forms["letterhead"]


@pytest.fixture
def furnished(form):
    """The unit with logo and seal."""
    filled = form()
    filled["agency"], filled["slogan"], filled["header"] = "한빛시", "함께 사는 도시", "B"
    filled["logo"] = Upload("logo.png", LOGO, "image/png")
    filled["seal"] = Upload("seal.png", SEAL, "image/png")
    filled["seal_mm"] = "27"
    filled.submit(status=303)


def files_of(office, registry, **facts):
    """The Word and the 한글 file of an approved document with these facts, and its address."""
    with office.writing() as session:
        made = drafted(session, *USUAL, **facts)
        approve(session, made)
        document_id, address = made.id, f"/documents/{made.uid}"
    with office.reading() as session:
        document = session.get_one(Document, document_id)
        edition = session.get_one(Edition, document.approved_edition_id)
        store = blob_store(registry, session)
        return [document_file(session, document, store, kind, edition) for kind in (WORD, HANGUL)], address


def pictures(word, hangul):
    """How many pictures lie over the text, and how many stand in it, in each file."""
    body = hwpx_inspection.part(word, "word/document.xml").decode()
    section = hwpx_inspection.part(hangul, "Contents/section0.xml").decode()
    over = (body.count("<wp:anchor "), section.count('textWrap="IN_FRONT_OF_TEXT"'))
    return over, (body.count("<wp:inline "), section.count('treatAsChar="1"') - section.count("<hp:tbl "))


@pytest.mark.sqlite_only
def test_a_sealed_letter_carries_seal_and_logo_in_both_files(office, registry, furnished, staff, tmp_path):
    (word, hangul), address = files_of(office, registry, **LETTER)
    assert inspection.findings(word, tmp_path) == []
    assert hwpx_inspection.findings(hangul) == []
    assert pictures(word, hangul) == ((1, 1), (1, 1))
    for text in (inspection.all_text(word), hwpx_inspection.all_text(hangul)):
        assert "함께 사는 도시" in text
        assert "한빛시장" in text
        assert "관인생략" not in text
    size = re.search(r'<wp:anchor .*?<wp:extent cx="(\d+)"', hwpx_inspection.part(word, "word/document.xml").decode())
    assert int(size[1]) == 27 * 36_000
    sheet = staff.get(f"{address}/sheet")
    for picture in (sheet.html.select_one(".sheet-stamp"), sheet.html.select_one(".sheet-image img")):
        assert staff.get(picture["src"]).content_type == "image/png"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("facts", [{**LETTER, "seal_mode": "SEAL_OMITTED"}, {"form": "INTERNAL"}], ids=str)
def test_no_seal_where_it_is_omitted_nor_on_internal_documents(office, registry, furnished, facts):
    (word, hangul), _address = files_of(office, registry, **facts)
    assert pictures(word, hangul)[0] == (0, 0)


@pytest.mark.sqlite_only
def test_a_draft_is_not_sealed(office, registry, furnished, staff):
    with office.writing() as session:
        made = drafted(session, *USUAL, **LETTER)
        address, store = f"/documents/{made.uid}", blob_store(registry, session)
        word, hangul = (document_file(session, made, store, kind) for kind in (WORD, HANGUL))
    assert pictures(word, hangul)[0] == (0, 0)
    staff.get(f"{address}/letterhead/seal", status=404)
    assert staff.get(f"{address}/letterhead/logo").content_type == "image/png"


@pytest.mark.sqlite_only
def test_departments_that_may_not_use_the_seal_are_told_before_they_send(office, form, furnished, staff):
    with office.reading() as session:
        other, own = department_id(session, "감사담당관"), department_id(session)
    filled = form()
    for box in filled.fields["checkbox"]:
        box.checked = box._value == str(other)  # noqa: SLF001 - WebTest has no other way to tell boxes apart
    filled.submit(status=303)
    with office.writing() as session:
        assert unit_of_office(session).letterhead["seal"]["departments"] == [other]
        address = f"/documents/{drafted(session, *USUAL, **LETTER).uid}"
    assert "쓸 수 있는 관인이 아닙니다" in staff.get(address)
    with office.writing() as session:
        unit = unit_of_office(session)
        unit.letterhead = {**unit.letterhead, "seal": {**unit.letterhead["seal"], "departments": [own]}}
    assert "쓸 수 있는 관인이 아닙니다" not in staff.get(address)


@pytest.mark.sqlite_only
def test_a_later_letterhead_is_for_later_editions(office, registry, furnished, form):
    (before, _hangul), address = files_of(office, registry, **LETTER)
    filled = form()
    filled["agency"], filled["no_seal"], filled["no_logo"] = "새빛시", True, True
    filled.submit(status=303)
    with office.reading() as session:
        document = session.query(Document).filter_by(uid=address.rsplit("/", 1)[1]).one()
        edition = session.get_one(Edition, document.approved_edition_id)
        again = document_file(session, document, blob_store(registry, session), WORD, edition)
    assert again == before
    (word, hangul), _address = files_of(office, registry, **LETTER)
    assert "새빛시" in inspection.all_text(word)
    assert pictures(word, hangul) == ((0, 0), (0, 0))


@pytest.mark.sqlite_only
def test_own_rows_of_the_header(office, form):
    filled = form()
    filled["header"], filled["rows"] = "OWN", "문서 번호 = 등록번호\n공개 = 공개구분"
    filled.submit(status=303)
    with office.reading() as session:
        assert header_rows(unit_of_office(session).letterhead) == [("문서 번호", "number"), ("공개", "disclosure")]
        [entry] = session.query(AuditEntry).filter_by(act="edit_letterhead")
        assert entry.detail["fields"] == ["header"]
    assert form()["rows"].value.replace("\r", "") == "문서 번호 = 등록번호\n공개 = 공개구분"


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("rows", "문서 번호", "칸 이름 = 내용"),
        ("rows", "문서 번호 = 색깔", "칸 이름 = 내용"),
        ("header", "OWN", "칸을 한 줄 이상"),
        ("seal", Upload("seal.png", b"GIF89a....", "image/png"), ""),
        ("seal", Upload("seal.txt", "글".encode(), "text/plain"), ""),
        ("seal_mm", "600", ""),
    ],
    ids=["no field", "unknown field", "no rows", "not a picture", "text", "too wide"],
)
def test_what_cannot_be_printed_is_refused_and_what_was_typed_stays(form, name, value, message):
    filled = form()
    filled["slogan"] = "함께 사는 도시"
    filled[name] = value
    page = filled.submit(status=400)
    assert says(page, message)
    assert page.forms["letterhead"]["slogan"].value == "함께 사는 도시"


@pytest.mark.sqlite_only
def test_only_administrators_keep_letterheads(office, staff):
    staff.get("/documents/letterheads", status=403)
    with office.reading() as session:
        staff.get(f"/documents/letterheads/{unit_of_office(session).id}", status=403)


@pytest.mark.sqlite_only
def test_a_letter_prints_the_address_typed_on_the_page_of_the_unit(office, registry, admin):
    with office.reading() as session:
        page = admin.get(f"/people/issuing-units/{unit_of_office(session).id}/edit")
    form = next(one for one in page.forms.values() if "postcode" in one.fields)
    form["postcode"], form["address"] = "12345", "한빛시 중앙로 1"
    form.submit(status=303)
    (word, _hangul), _address = files_of(office, registry, **LETTER)
    assert "우 12345 한빛시 중앙로 1" in inspection.all_text(word)
