"""서식: kept from a document, given in a new draft, of a person or of a department."""

import pytest

from documents.approvals.facts import body_of
from documents.approvals.models import Document
from documents.blocks.cases import Cases
from documents.document_templates.models import DocumentTemplate
from portal.content.build import doc, para, table
from portal.content.services import save
from tests.documents.desk import says
from tests.documents.line_case import USUAL, drafted, viewer
from tests.documents.tables import form_table

pytestmark = pytest.mark.sqlite_only
CASES = form_table(Cases(), [["김**", "부자가정", "양육 도움", "기관별 조정", ""]])


@pytest.fixture
def address(office):
    with office.writing() as session:
        made = drafted(session, *USUAL, title="교육 계획", scheme="plan", retention="10년")
        place = body_of(session, made)
        text = doc(para("추진 배경", 1), table(["항목", "금액"], [["강사비", "700,000"]]), CASES)
        save(session, place, place.lock, text, viewer(session, "staff"))
        return f"/documents/{made.uid}"


def kept(browser, address, name="교육 계획 서식", department=False):
    form = browser.get(address).click("서식으로 두기").forms["keep"]
    form["name"] = name
    if department:
        form["department"] = form["department"].options[1][0]
    return form.submit(status=303).follow()


def newest(office):
    with office.reading() as session:
        document = session.query(Document).order_by(Document.id.desc()).first()
        return document.title, document.scheme, document.retention, body_of(session, document).content["content"]


def test_a_draft_begins_with_the_text_and_ids_of_its_own(office, staff, address):
    page = kept(staff, address)
    assert says(page, "서식으로 두었습니다")
    form = page.click("이 서식으로 기안하기").forms["new"]
    assert (form["scheme"].value, form["retention"].value) == ("plan", "10년")
    form["title"] = "올해 교육 계획"
    edit = form.submit(status=303).follow()
    assert "강사비" in edit
    title, scheme, _retention, blocks = newest(office)
    assert (title, scheme, [one["type"] for one in blocks]) == ("올해 교육 계획", "plan", ["paragraph", "table"])
    with office.reading() as session:
        template = session.query(DocumentTemplate).one().content["content"]
    assert not {one["attrs"]["id"] for one in blocks} & {one["attrs"]["id"] for one in template}


def test_a_department_shares_its_templates_and_strangers_hear_nothing(office, staff, address, make_browser):
    kept(staff, address, department=True)
    deputy, stranger = make_browser().sign_in("deputy"), make_browser().sign_in("budget")
    assert "교육 계획 서식" in deputy.get("/documents/templates")
    assert "교육 계획 서식" not in stranger.get("/documents/templates")
    with office.reading() as session:
        own = session.query(DocumentTemplate).one().id
    for place in (f"/documents/templates/{own}/draft", "/documents/templates/99999/draft"):
        stranger.get(place, status=403)
    stranger.post(f"/documents/templates/{own}/forget", {"csrf_token": stranger.csrf()}, status=403)


def test_the_same_name_is_replaced_and_a_template_is_thrown_away(office, staff, address):
    kept(staff, address)
    page = kept(staff, address)
    with office.reading() as session:
        assert session.query(DocumentTemplate).count() == 1
    form = next(one for one in page.forms.values() if one.action.endswith("/forget"))
    assert says(form.submit(status=303).follow(), "서식을 지웠습니다")
    assert "아직 둔 서식이 없습니다" in staff.get("/documents/templates")


def test_a_text_of_which_nothing_may_be_kept_is_told(office, staff, address):
    with office.writing() as session:
        document = session.query(Document).one()
        place = body_of(session, document)
        save(session, place, place.lock, {**doc(), "content": [CASES]}, viewer(session, "staff"))
    form = staff.get(address).click("서식으로 두기").forms["keep"]
    form["name"] = "사례"
    page = form.submit(status=400)
    assert says(page, "서식으로 둘 글이 없습니다")
    assert page.forms["keep"]["name"].value == "사례"
    form["name"] = "가" * 61
    form.submit(status=400)


def test_who_cannot_read_a_document_keeps_nothing_of_it(address, outsider):
    assert outsider.get(f"{address}/keep-template", status="*").status_int in (403, 404)
