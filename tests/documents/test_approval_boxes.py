"""The boxes: what lies in each for whom, narrowed, paged, counted; signed together; the register and its files."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from documents.approvals import returning, signing, submitting
from documents.approvals.models import Document
from portal import clock
from portal.records.models import Registration
from tests.documents import line_case
from tests.documents.desk import says

SHORT = (("REVIEW", 1, "leader"), ("APPROVE", 2, "head"))
MOST_QUERIES = 15


def send(session, number, upto=1):
    """A document that some of its line signed; answers its title."""
    document = line_case.drafted(session, *SHORT, title=f"{number}호 사업 추진 계획")
    submitting.submit(session, document, line_case.viewer(session, "staff"))
    for login in ("leader", "head")[: upto - 1]:
        who = line_case.viewer(session, login)
        sha256 = line_case.hash_of(session, document)
        signing.sign(session, document, line_case.step_for(document, who).id, sha256, who)
    return document


@pytest.fixture
def desk(office):
    """Documents in every state: a draft, three to review, two to approve, one returned, two registered."""
    with office.writing() as session:
        line_case.drafted(session, *SHORT, title="초안으로 남은 계획")
        for number in range(1, 4):
            send(session, number)
        for number in range(4, 6):
            send(session, number, upto=2)
        for number in range(6, 8):
            send(session, number, upto=3)
        back = send(session, 8)
        leader = line_case.viewer(session, "leader")
        step = line_case.step_for(back, leader).id
        returning.send_back(session, back, step, line_case.hash_of(session, back), leader, opinion="다시 쓸 것")
    return office


def titles(page):
    return [one.get_text(strip=True) for one in page.html.select("tbody th a")]


@pytest.mark.parametrize(
    ("login", "path", "numbers"),
    [
        ("leader", "", [1, 2, 3]),
        ("head", "", [4, 5]),
        ("staff", "", []),
        ("leader", "/underway", [5, 4]),
        ("staff", "/underway", [5, 4, 3, 2, 1]),
        ("head", "/done", [7, 6]),
        ("budget", "/done", []),
        ("staff", "/register", [7, 6]),
    ],
)
def test_each_box_holds_what_is_its_readers(desk, make_browser, login, path, numbers):
    page = make_browser().sign_in(login).get(f"/documents{path}")
    assert titles(page) == [f"{number}호 사업 추진 계획" for number in numbers]


def test_the_drafter_finds_drafts_sent_and_returned_ones(desk, staff):
    assert len(titles(staff.get("/documents/drafts"))) == 7
    assert titles(staff.get("/documents/drafts?state=RETURNED")) == ["8호 사업 추진 계획"]
    assert titles(staff.get("/documents/drafts?state=DRAFT")) == ["초안으로 남은 계획"]


def test_boxes_are_narrowed_by_words_days_and_departments(desk, staff):
    def found(box="underway", **query):
        return titles(staff.get(f"/documents/{box}", query))

    today = clock.today()
    assert found(q="4호") == ["4호 사업 추진 계획"]
    assert found(q="4호 계획") == ["4호 사업 추진 계획"]
    assert found(q="%") == []
    assert found(since=today + timedelta(days=1)) == []
    assert len(found(since=today, until=today)) == 5
    assert len(found(department=1)) == 5
    assert found(department=999) == []
    assert len(found(state="nonsense", since="yesterday", department="x", page=-3)) == 5
    assert found("done", q="복지정책과-2") == ["7호 사업 추진 계획"]


def test_counts_stand_in_the_navigation(desk, make_browser):
    page = make_browser().sign_in("leader").get("/documents")
    assert page.html.select_one(".main-menu .count").get_text(strip=True).endswith("3")
    side = [one.get_text(strip=True) for one in page.html.select(".lnb-btn")]
    assert side[:3] == ["결재대기함 3", "협조대기", "기안함"]
    page = make_browser().sign_in("staff").get("/documents/drafts")
    assert "기안함 1" in [one.get_text(strip=True) for one in page.html.select(".lnb-btn")]


@pytest.mark.parametrize("path", ["", "/consents", "/drafts", "/underway", "/done", "/reports", "/register"])
def test_a_list_takes_as_many_queries_however_long_it_is(desk, make_browser, count_queries, path):
    browser = make_browser().sign_in("leader")
    browser.get(f"/documents{path}")
    before = count_queries(lambda: browser.get(f"/documents{path}"))
    with desk.writing() as session:
        for number in range(20, 45):
            send(session, number, upto=number % 3 + 1)
    after = count_queries(lambda: browser.get(f"/documents{path}"))
    assert after == before <= MOST_QUERIES


def test_lists_are_paged(desk, make_browser):
    with desk.writing() as session:
        for number in range(20, 45):
            send(session, number)
    browser = make_browser().sign_in("leader")
    first, second = titles(browser.get("/documents")), titles(browser.get("/documents?page=2"))
    assert (len(first), len(second)) == (20, 8)
    assert not set(first) & set(second)


def test_a_deputy_finds_what_waits_for_who_is_away(desk, make_browser):
    with desk.writing() as session:
        line_case.away(session, "head", "deputy", "연가")
    page = make_browser().sign_in("deputy").get("/documents")
    assert len(titles(page)) == 2
    assert "류하랑님 대신" in page


def test_the_home_page_tells_what_waits(desk, make_browser):
    page = make_browser().sign_in("leader").get("/")
    assert "결재대기함 3건" in page
    assert "반려된 문서 1건" in make_browser().sign_in("staff").get("/")
    assert "결재 대기" not in make_browser().sign_in("budget").get("/")


def test_several_are_approved_together_on_what_was_shown(desk, make_browser):
    head = make_browser().sign_in("head")
    form = next(one for one in head.get("/documents").forms.values() if one.action.endswith("/batch"))
    for box in form.fields["doc"]:
        box.checked = True
    page = form.submit()
    shown = {one.get_text() for one in page.html.select(".batch-list code")}
    assert len(shown) == 2
    batch = page.forms["batch"]
    assert says(batch.submit(status=400), "필수")  # asked again, though it was given within ten minutes
    batch["password"] = "wrong-password"
    page = batch.submit(status=400)
    assert says(page, "비밀번호가 맞지 않습니다")
    assert len(page.html.select(".batch-list code")) == 2
    with desk.writing() as session:  # one of them is sent back by the deputy meanwhile
        line_case.away(session, "head", "deputy", "연가")
        deputy = line_case.viewer(session, "deputy")
        first = session.scalars(select(Document).where(Document.title == "4호 사업 추진 계획")).one()
        sha256 = line_case.hash_of(session, first)
        returning.send_back(session, first, first.line[-1].id, sha256, deputy, opinion="보완할 것")
    batch = page.forms["batch"]
    batch["password"] = "sillok-demo"
    page = batch.submit(status=200)
    told = [one.get_text(" ", strip=True) for one in page.html.select(".batch-list li")]
    assert "더는 볼 수 없습니다. 결재하지 않았습니다" in told[0]
    assert "등록번호는 복지정책과-3" in told[1]
    with desk.reading() as session:
        assert len(session.scalars(select(Registration)).all()) == 3


def test_a_batch_of_nothing_leads_back(desk, make_browser):
    head = make_browser().sign_in("head")
    assert says(head.get("/documents/batch", status=303).follow(), "골라 주십시오")
    assert says(head.get("/documents/batch?doc=nonsense", status=303).follow(), "골라 주십시오")


def test_the_register_is_printed_and_is_a_sheet(desk, staff):
    page = staff.get("/documents/register", {"q": "7호"})
    assert titles(page) == ["7호 사업 추진 계획"]
    assert titles(page.click("인쇄용")) == ["7호 사업 추진 계획"]
    book = openpyxl.load_workbook(io.BytesIO(page.click("엑셀 파일").body))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:3] == ("등록번호", "등록일", "제목")
    assert [row[0] for row in rows[1:]] == ["복지정책과-2"]


def test_the_register_shows_only_what_its_reader_may_see(desk, staff, make_browser):
    with desk.writing() as session:
        closed = line_case.drafted(
            session, ("APPROVE", 1, "head"), title="비공개 인사 계획", disclosure="CLOSED", grounds=[5]
        )
        submitting.submit(session, closed, line_case.viewer(session, "staff"))
        head = line_case.viewer(session, "head")
        signing.sign(session, closed, closed.line[-1].id, line_case.hash_of(session, closed), head)
    assert "비공개 인사 계획" in titles(staff.get("/documents/register"))
    other = make_browser().sign_in("audit").get("/documents/register")
    assert "비공개 인사 계획" not in titles(other)
    assert "7호 사업 추진 계획" in titles(other)
