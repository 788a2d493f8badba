"""Acting on a document in the browser: signed, returned, held, recalled, passed on, seen; wrong and late clicks."""

import threading

import pytest
from sqlalchemy import select

from documents.approvals import submitting
from documents.approvals.line import Planned
from documents.approvals.models import Document
from portal.records.models import Registration, Signature
from tests.documents import line_case
from tests.documents.desk import form_to, says


@pytest.fixture
def address(office):
    """A document of ``staff`` on its way up the usual line."""
    with office.writing() as session:
        document = line_case.drafted(session, *line_case.USUAL)
        submitting.submit(session, document, line_case.viewer(session, "staff"))
        return f"/documents/{document.uid}"


@pytest.fixture
def browser_of(make_browser):
    """A browser signed in as one of the office."""
    return lambda login: make_browser().sign_in(login)


def stored(office, read):
    with office.reading() as session:
        return read(session.scalars(select(Document).order_by(Document.id.desc())).first())


def names(document):
    return [step.name for step in document.line]


def states(office):
    return stored(office, lambda one: [step.state for step in one.line])


def sign(browser, address, button="sign", **typed):
    form = browser.get(f"{address}/sign").forms["sign"]
    for name, value in typed.items():
        form[name] = value
    return form.submit(button, status=303)


def test_the_line_is_signed_to_its_number(office, address, browser_of):
    page = browser_of("leader").get(f"{address}/sign")
    shown = page.html.select_one(".edition-hash code").get_text()
    assert page.forms["sign"]["sha256"].value == shown
    for login in ("leader", "budget", "audit"):
        sign(browser_of(login), address)
    answer = sign(browser_of("head"), address, opinion="예산을 아껴 쓸 것")
    assert says(answer.follow(), "등록번호는 복지정책과-1입니다")
    page = browser_of("staff").get(address)
    assert "복지정책과-1" in page
    assert "예산을 아껴 쓸 것" in page
    assert "/edit" not in page.html.select_one(".page-title").decode()


@pytest.mark.parametrize(
    ("login", "status"), [("head", 404), ("budget", 404), ("outsider", 404), ("director", 404), ("staff", 303)]
)
def test_nobody_signs_out_of_turn_by_address(office, address, browser_of, login, status):
    browser = browser_of(login)
    browser.get(f"{address}/sign", status=status)
    with office.reading() as session:
        document = session.scalars(select(Document)).one()
        waiting, sha256 = document.line[-1].id, line_case.hash_of(session, document)
    values = {"csrf_token": browser.csrf(), "__formid__": "sign", "sha256": sha256, "step": str(waiting), "opinion": ""}
    assert browser.post(f"{address}/sign", values | {"sign": "sign"}, status="*").status_int in (403, 404)
    assert states(office) == ["SIGNED", "ACTIVE", "WAITING", "WAITING", "WAITING"]


def test_a_return_needs_an_opinion_beside_its_field(office, address, browser_of):
    leader = browser_of("leader")
    page = leader.get(f"{address}/sign").forms["sign"].submit("return", status=400)
    assert says(page, "반려하려면 의견을")
    assert states(office)[1] == "ACTIVE"
    sign(leader, address, "return", opinion="일정을 나누어 적을 것")
    page = browser_of("staff").get(address)
    assert "일정을 나누어 적을 것" in page.html.select_one(".notice-line").get_text()


def test_a_redraft_says_why_and_shows_what_changed(office, address, browser_of):
    leader, staff = browser_of("leader"), browser_of("staff")
    sign(leader, address, "return", opinion="제목을 고칠 것")
    form = staff.get(f"{address}/redraft").forms["redraft"]
    assert says(form.submit(status=400), "필수")
    form["reason"] = "제목을 분명하게"
    page = form.submit(status=303).follow()
    assert form.submit(status=303)  # a second click
    facts = page.forms["facts"]
    facts["title"] = "지역사회보장계획 상반기 모니터링 계획"
    facts.submit(status=303)
    assert "상반기" in staff.get(f"{address}/changes").html.select_one("ins").get_text()
    form_to(staff.get(address), "/submit").submit(status=303)
    page = leader.get(f"{address}/sign")
    assert "제목을 분명하게" in page
    assert "상반기" in page.html.select_one(".content-diff ins").get_text()
    assert stored(office, lambda one: one.round) == 2


def test_on_hold_it_waits_for_who_holds_it(office, address, browser_of):
    leader = browser_of("leader")
    sign(leader, address, "hold", opinion="예산 부서와 협의 중")
    page = leader.get(f"{address}/sign")
    assert "sign" not in page.forms
    form_to(page, "/resume").submit(status=303)
    sign(leader, address)
    assert states(office)[1] == "SIGNED"


def test_a_recall_until_somebody_handled_it(office, address, browser_of):
    staff = browser_of("staff")
    old = form_to(staff.get(address), "/recall")
    sign(browser_of("leader"), address)
    assert says(old.submit(status=303).follow(), "회수할 수 없습니다")
    assert stored(office, lambda one: one.state) == "IN_PROGRESS"


def test_a_recalled_document_is_a_draft_again(office, address, browser_of):
    staff, leader = browser_of("staff"), browser_of("leader")
    page = leader.get(f"{address}/sign")
    form_to(staff.get(address), "/recall").submit(status=303)
    late = page.forms["sign"].submit("sign", status=404)
    assert "기안자가 회수하여 고치고 있는 문서입니다" in late  # not shown to them any more, and they hear why
    assert "회수하여" not in browser_of("audit").get(address, status=404)  # who was never asked hears nothing
    assert stored(office, lambda one: one.state) == "DRAFT"


def test_the_back_button_and_a_double_click_sign_once(office, address, browser_of):
    leader = browser_of("leader")
    form = leader.get(f"{address}/sign").forms["sign"]
    for _click in range(3):
        form.submit("sign", status=303)
    with office.reading() as session:
        assert len(session.scalars(select(Signature).where(Signature.act.like("review:%"))).all()) == 1
    assert says(form.submit("return", status=303).follow(), "방금 누른 것은 처리되지 않았으니")
    assert stored(office, lambda one: one.state) == "IN_PROGRESS"


def test_two_approvers_in_the_same_second_have_one_result(office, make_browser):
    """The absent head's deputy and the head, back from the trip, both press the button."""
    with office.writing() as session:
        line_case.away(session, "head", "deputy", "연가")
        document = line_case.drafted(session, ("APPROVE", 1, "head"))
        submitting.submit(session, document, line_case.viewer(session, "staff"))
        address = f"/documents/{document.uid}"
    forms = [make_browser().sign_in(login).get(f"{address}/sign").forms["sign"] for login in ("head", "deputy")]
    started, answers = threading.Barrier(2), []

    def press(form):
        started.wait()
        answers.append(form.submit("sign", status=303))

    threads = [threading.Thread(target=press, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [answer.follow() for answer in answers]
    assert sorted(says(page, "등록번호는") for page in told) == [False, True]
    assert sorted(says(page, "방금 누른 것은 처리되지 않았으니") for page in told) == [False, True]
    with office.reading() as session:
        assert [one.n for one in session.scalars(select(Registration))] == [1]
        assert len(session.scalars(select(Signature).where(Signature.act.like("approve:%"))).all()) == 1


def test_a_review_is_passed_over_on_its_page(office, address, browser_of):
    staff = browser_of("staff")
    form = staff.get(f"{address}/skip").forms["skip"]
    form["step"] = form["step"].options[1][0]
    assert says(form.submit(status=400), "필수")
    form["reason"] = "출장"
    form.submit(status=303)
    assert states(office) == ["SIGNED", "SKIPPED", "ACTIVE", "ACTIVE", "WAITING"]
    browser_of("leader").get(f"{address}/skip", status=403)


def test_a_department_names_who_consents(office, browser_of):
    with office.writing() as session:
        document = line_case.drafted(session, ("APPROVE", 2, "head"))
        plan = [
            Planned("DRAFT", 0, document.created_by_id),
            Planned("CONSENT", 1, department_id=line_case.department_id(session, "감사담당관")),
            Planned("APPROVE", 2, line_case.person_id(session, "head")),
        ]
        staff = line_case.viewer(session, "staff")
        line_case.drafting.set_line(session, document, plan, staff)
        submitting.submit(session, document, staff)
        address = f"/documents/{document.uid}"
    audit = browser_of("audit")
    assert "감사담당관" in audit.get("/documents/consents")
    form = audit.get(address).click("협조 담당 지정").forms["take"]
    assert [label for _value, _chosen, label in form["person"].options][1:] == ["감사팀장 사보람"]
    form["person"] = form["person"].options[1][0]
    form.submit(status=303)
    sign(audit, address, opinion="이견 없음")
    assert states(office)[-1] == "ACTIVE"
    assert says(form.submit(status=303).follow(), "방금 누른 것은 처리되지 않았으니")


def test_who_was_away_sees_what_was_decided_for_them(office, browser_of):
    with office.writing() as session:
        line_case.away(session, "head", "deputy", "연가")
        document = line_case.drafted(session, ("APPROVE", 1, "head"))
        submitting.submit(session, document, line_case.viewer(session, "staff"))
        address = f"/documents/{document.uid}"
    deputy, head = browser_of("deputy"), browser_of("head")
    assert "류하랑님을 대신하여" in deputy.get(f"{address}/sign").html.select_one(".notice-line").get_text()
    sign(deputy, address)
    assert "확인할 대결 1건" in head.get("/")
    assert "확인 전" in head.get("/documents/reports")
    page = head.get(address)
    assert "아라온" in page.html.select_one(".notice-line").get_text()
    form_to(page, "/seen").submit(status=303)
    assert stored(office, lambda one: one.line[-1].reported_at) is not None
    assert "확인할 대결" not in head.get("/")
    browser_of("leader").get(address, status=200)  # open to staff once registered
    assert deputy.post(f"{address}/seen", {"csrf_token": deputy.csrf()}, status=403)


def test_a_line_under_way_changes_only_what_has_not_begun(office, address, browser_of):
    leader = browser_of("leader")
    page = leader.get(f"{address}/line")
    assert len(page.forms["line"].fields["who"]) == 3
    form = page.forms["line"]
    form.set("who", "마루한", 2)
    form.submit("save", status=303)
    assert stored(office, lambda one: [step.name for step in one.line]) == [
        "고은찬",
        "노을찬",
        "반디솔",
        "사보람",
        "마루한",
    ]
    form = leader.get(f"{address}/line").forms["line"]
    form.set("kind", "REVIEW", 2)
    page = form.submit("save", status=400)
    assert says(page, "최종 결재자 한 사람으로 끝나야")
    assert stored(office, lambda one: one.line[-1].kind) == "APPROVE"
