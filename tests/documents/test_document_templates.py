"""서식: kept from a document, given in a new draft, of a person or of a department."""

from dataclasses import replace
from datetime import timedelta

import pytest

from documents.approvals.facts import body_of
from documents.approvals.models import Document
from documents.blocks.cases import Cases
from documents.document_templates.models import DocumentTemplate
from documents.document_templates.services import forget, rename
from documents.kept import changeable
from portal import clock
from portal.content.build import doc, para, table
from portal.content.services import save
from portal.people.models import Post
from portal.records.workflow import NotAllowed
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


def test_a_new_draft_is_offered_the_templates(staff, address, make_browser):
    assert "서식으로 시작하기" not in staff.get("/documents/new")
    kept(staff, address)
    page = staff.get("/documents/new")
    assert "빈 글로 시작하기" in page
    form = page.click("교육 계획 서식").forms["new"]
    assert form["scheme"].value == "plan"
    assert "교육 계획 서식" not in make_browser().sign_in("deputy").get("/documents/new")


def renaming(browser, own):
    return browser.get(f"/documents/templates/{own}/name").forms["rename"]


def test_a_template_gets_another_name_that_no_other_has(office, staff, address):
    kept(staff, address)
    kept(staff, address, "둘째")
    with office.reading() as session:
        own = session.query(DocumentTemplate).filter_by(name="둘째").one().id
    form = renaming(staff, own)
    form["name"] = "교육 계획 서식"
    page = form.submit(status=400)
    assert says(page, "같은 이름의 서식이 이미 있습니다")
    assert page.forms["rename"]["name"].value == "교육 계획 서식"
    form["name"] = "셋째"
    page = form.submit(status=303).follow()
    assert says(page, "이름을 고쳤습니다")
    assert "셋째" in page
    assert "둘째" not in page


def test_what_one_keeps_for_a_department_no_colleague_changes(office, staff, address, make_browser):
    kept(staff, address, department=True)
    deputy = make_browser().sign_in("deputy")
    with office.writing() as session:
        own = session.query(DocumentTemplate).one().id
        other = drafted(session, *USUAL, title="복지지원 계획", by=viewer(session, "deputy")).uid
    page = deputy.get("/documents/templates")
    assert "이 서식으로 기안하기" in page
    assert "지우기" not in page
    assert "이름 고치기" not in page
    deputy.get(f"/documents/templates/{own}/name", status=403)
    deputy.post(f"/documents/templates/{own}/forget", {"csrf_token": deputy.csrf()}, status=403)
    form = deputy.get(f"/documents/{other}").click("서식으로 두기").forms["keep"]
    form["name"], form["department"] = "교육 계획 서식", form["department"].options[1][0]
    assert says(form.submit(status=400), "같은 이름의 서식이 이미 있습니다")


def test_who_keeps_the_records_changes_every_template_and_all_do_once_its_keeper_left(office, staff, address):
    kept(staff, address, department=True)
    with office.writing() as session:
        deputy, leader = viewer(session, "deputy"), viewer(session, "leader")
        template = session.query(DocumentTemplate).one()
        assert changeable(session, [template], deputy) == []
        officer = replace(deputy, principals=deputy.principals | {"duty:RECORDS_OFFICER"})
        rename(session, template, "새 이름", officer)
        with pytest.raises(NotAllowed):
            forget(session, template, leader)
        for post in session.query(Post).filter_by(person_id=template.person_id):
            post.ends_on = clock.today() - timedelta(days=1)
        session.flush()
        forget(session, template, leader)


def test_templates_have_another_name_than_letterheads_in_english_too(staff, address):
    kept(staff, address)
    assert "기안 서식 1개 모두 보기" in staff.get("/documents/new")
    staff.set_cookie("_LOCALE_", "en")
    assert staff.get("/documents/templates").html.h1.get_text(strip=True) == "Document templates"
