"""Drafting in the browser: a new document, its facts, its line, its sheet, what is missing, and who may."""

import pytest
from sqlalchemy import select

from documents.approvals.facts import body_of
from documents.approvals.models import DelegationRule, Document, SavedLine
from portal import clock
from portal.audit.models import AuditEntry
from portal.content.build import doc, para
from tests.documents import line_case
from tests.documents.desk import choose, form_to, later, rows_of, says


@pytest.fixture
def drafter(office, staff):
    """The drafter's browser."""
    return staff


@pytest.fixture
def draft(office):
    """The address of a draft of ``staff`` with the usual line."""
    with office.writing() as session:
        return f"/documents/{line_case.drafted(session, *line_case.USUAL).uid}"


def stored(office, read):
    with office.reading() as session:
        return read(session.scalars(select(Document).order_by(Document.id.desc())).first())


def new_form(browser, **typed):
    form = browser.get("/documents/new").forms["new"]
    choose(form, typed.pop("disclosure", "OPEN"))
    values = {"title": "2026년 복지사각지대 발굴 계획", "file": form["file"].options[1][0]} | typed
    for name, value in values.items():
        form[name] = value
    return form


def test_a_new_draft_begins_with_its_facts(office, drafter):
    page = new_form(drafter, disclosure="PARTIAL").submit(status=400)
    assert says(page, "근거 호를 한 개 이상")
    assert page.forms["new"]["title"].value == "2026년 복지사각지대 발굴 계획"
    form = page.forms["new"]
    choose(form, "OPEN")
    page = form.submit(status=303).follow()
    assert page.html.find("div", {"data-editor": True})["data-save-url"].startswith("/sections/")
    assert page.html.select_one("#sheet .sheet-title").get_text() == "2026년 복지사각지대 발굴 계획(안)"
    assert stored(office, lambda one: (one.retention, one.drafter_post)) == ("5년", "주무관")


def test_the_same_form_sent_twice_is_one_draft(office, drafter):
    form = new_form(drafter)
    first, second = form.submit(status=303), form.submit(status=303)
    assert first.location == second.location
    with office.reading() as session:
        assert len(session.scalars(select(Document)).all()) == 1


def test_only_people_with_a_post_draft(office, outsider, anonymous):
    assert outsider.get("/documents/new", status=403)
    assert "/login" in anonymous.get("/documents/new", status=303).location
    assert "결재" not in outsider.get("/").html.select_one(".main-menu").get_text()


def test_delegation_fills_the_line(office, drafter):
    with office.writing() as session:
        rule = DelegationRule(
            work="모니터링 계획", line=["복지기획팀장"], approver="복지정책과장", starts_on=clock.today()
        )
        session.add(rule)
        session.flush()
        rule_id = rule.id
    new_form(drafter, rule=str(rule_id)).submit(status=303)
    assert stored(office, lambda one: [(step.kind, step.post, step.delegated) for step in one.line]) == [
        ("DRAFT", "주무관", False),
        ("REVIEW", "복지기획팀장", False),
        ("APPROVE", "복지정책과장", True),
    ]


def test_facts_are_saved_and_stale_ones_are_not(office, drafter, draft):
    mine, theirs = drafter.get(f"{draft}/edit").forms["facts"], drafter.get(f"{draft}/edit").forms["facts"]
    theirs["title"] = "고친 제목"
    theirs.submit(status=303)
    mine["title"] = "다르게 고친 제목"
    page = mine.submit(status=400)
    assert says(page, "다른 사람이 문서 정보를")
    assert page.forms["facts"]["title"].value == "다르게 고친 제목"
    assert stored(office, lambda one: one.title) == "고친 제목"


def test_a_coauthor_writes_too_and_others_do_not(office, drafter, draft, make_browser):
    form = drafter.get(f"{draft}/edit").forms["facts"]
    form["coauthors"] = "없는사람"
    assert says(form.submit(status=400), "등록된 사람이 아닙니다")
    form["coauthors"] = "아라온"
    form.submit(status=303)
    coauthor = make_browser().sign_in("deputy")
    assert coauthor.get(f"{draft}/edit", status=200)
    assert "모니터링 계획" in coauthor.get("/documents/drafts")
    make_browser().sign_in("leader").get(f"{draft}/edit", status=404)
    form = coauthor.get(draft)
    assert not [one for one in form.forms.values() if one.action.endswith("/submit")]


def test_recipients_are_lines_of_a_dispatch_only(office, drafter, draft):
    form = drafter.get(f"{draft}/edit").forms["facts"]
    form["recipients"] = "가온구청장\n나래구청장"
    assert says(form.submit(status=400), "내부결재에는")
    choose(form, "DISPATCH")
    form["sender"], form["seal_mode"] = "한빛시장", "SEAL_OMITTED"
    page = form.submit(status=303).follow()
    assert stored(office, lambda one: one.recipients) == [{"name": "가온구청장"}, {"name": "나래구청장"}]
    assert "수신자 참조" in page.html.select_one("#sheet").get_text()


def test_the_sheet_is_the_text_that_is_saved(office, drafter, draft):
    page = drafter.get(f"{draft}/sheet")
    text = page.html.select_one("#sheet").get_text(" ")
    assert "추진 배경" in text
    assert "끝." in text
    assert "노을찬" not in text  # nobody has signed
    assert page.headers["Cache-Control"].startswith(("max-age=0", "no-store"))


def test_what_is_missing_is_told_with_links_and_nothing_is_sent(office, drafter):
    address = new_form(drafter).submit(status=303).location.removesuffix("/edit").removeprefix("http://localhost")
    page = form_to(drafter.get(address), "/submit").submit(status=400)
    links = {link["href"] for link in page.html.select(".error-summary a")}
    assert links == {f"{address}/edit#body", f"{address}/line"}
    assert stored(office, lambda one: one.state) == "DRAFT"


def test_a_draft_goes_up_as_it_was_shown(office, drafter, draft):
    old = form_to(drafter.get(draft), "/submit")
    facts = drafter.get(f"{draft}/edit").forms["facts"]
    facts["title"] = "그 사이 고친 제목"
    facts.submit(status=303)
    assert says(old.submit(status=303).follow(), "방금 누른 것은 처리되지 않았으니")
    assert stored(office, lambda one: one.state) == "DRAFT"
    form = form_to(drafter.get(draft), "/submit")
    assert says(form.submit(status=303).follow(), "상신했습니다")
    assert form.submit(status=303)  # a second click
    assert stored(office, lambda one: (one.state, len(one.steps))) == ("IN_PROGRESS", 5)


def test_the_line_is_typed_by_name_post_or_department_without_script(office, drafter, draft):
    page = drafter.get(f"{draft}/line")
    form = page.forms["line"]
    assert [kind for kind, _who in rows_of(form)] == ["REVIEW", "CONSENT", "CONSENT", "APPROVE"]
    page = form.submit("__row__", index=len(form.fields["__row__"]) - 1)  # one more row
    form = page.forms["line"]
    assert len(rows_of(form)) == 5
    typed = [
        ("REVIEW", "노을찬", "1"),
        ("CONSENT", "예산법무과 예산팀장", "2"),
        ("CONSENT", "감사담당관", "2"),
        ("CONSENT", "마루한", ""),
        ("APPROVE", "복지정책과장", ""),
    ]
    for place, (kind, who, order) in enumerate(typed):
        form.set("kind", kind, place)
        form.set("who", who, place)
        form.set("order", order, place)
    form.submit("save", status=303)
    assert stored(office, lambda one: [(s.kind, s.rank, s.name or s.post) for s in one.line]) == [
        ("DRAFT", 0, "고은찬"),
        ("REVIEW", 1, "노을찬"),
        ("CONSENT", 2, "반디솔"),
        ("CONSENT", 2, "감사담당관"),
        ("CONSENT", 3, "마루한"),
        ("APPROVE", 4, "류하랑"),
    ]


def test_nobody_who_cannot_be_found_stands_in_a_line(office, drafter, draft):
    form = drafter.get(f"{draft}/line").forms["line"]
    form.set("who", "아무개", 0)
    form.set("who", "감사담당관", 3)
    page = form.submit("save", status=400)
    assert says(page, "‘아무개’에 맞는 사람이나 부서가 없습니다")
    assert says(page, "부서에는 협조만")
    assert page.forms["line"].fields["who"][0].value == "아무개"
    assert stored(office, lambda one: one.line[1].name) == "노을찬"


def test_faults_of_a_stored_line_are_shown(office, drafter, draft):
    form = drafter.get(f"{draft}/line").forms["line"]
    form.set("kind", "REVIEW", 3)
    page = form.submit("save", status=303).follow()
    assert "최종 결재자 한 사람으로 끝나야" in page.html.select_one(".faults").get_text()


def test_a_line_is_kept_for_oneself_or_a_department(office, drafter, draft, make_browser):
    form = drafter.get(f"{draft}/line").forms["keep"]
    form["name"], form["department"] = "늘 쓰는 결재선", form["department"].options[1][0]
    form.submit(status=303)
    colleague = make_browser().sign_in("deputy")
    with office.writing() as session:
        other = line_case.drafted(session, by=line_case.viewer(session, "deputy"), title="다른 계획").uid
    page = colleague.get(f"/documents/{other}/line")
    page = page.click("늘 쓰는 결재선")
    assert "아직 저장하지 않았습니다" in page
    assert [kind for kind, _who in rows_of(page.forms["line"])] == ["REVIEW", "CONSENT", "CONSENT", "APPROVE"]
    page.forms["line"].submit("save", status=303)
    assert stored(office, lambda one: len(one.line)) == 5
    page = colleague.get(f"/documents/{other}/line")
    assert "지우기" not in page.html.select_one(".saved-lines").get_text()
    with office.reading() as session:
        kept = session.scalars(select(SavedLine.id)).one()
    forged = {"csrf_token": colleague.csrf(), "line": str(kept)}
    colleague.post(f"/documents/{other}/line/forget", forged, status=403)
    form = page.forms["keep"]
    form["name"], form["department"] = "늘 쓰는 결재선", form["department"].options[1][0]
    assert says(form.submit(status=400), "같은 이름의 부서 결재선이 이미 있습니다")
    form_to(drafter.get(f"{draft}/line"), "/forget").submit(status=303)
    with office.reading() as session:
        assert session.scalars(select(SavedLine)).all() == []


def test_a_copy_is_a_new_draft_with_the_same_text_and_line(office, drafter, draft):
    form = drafter.get(f"{draft}/copy").forms["copy"]
    page = form.submit(status=303).follow()
    assert form.submit(status=303).location == page.request.url  # a second click
    assert stored(office, lambda one: [step.name for step in one.line]) == [
        "고은찬",
        "노을찬",
        "반디솔",
        "사보람",
        "류하랑",
    ]
    with office.reading() as session:
        assert len(session.scalars(select(Document)).all()) == 2


def test_a_draft_is_thrown_away_until_it_was_sent(office, drafter, draft):
    form_to(drafter.get(draft), "/remove").submit(status=303)
    drafter.get(draft, status=404)


def test_the_password_is_asked_within_the_form_that_signs(office, drafter, draft, make_browser):
    form_to(drafter.get(draft), "/submit").submit(status=303)
    leader = make_browser().sign_in("leader")
    form = leader.get(f"{draft}/sign").forms["sign"]
    assert "password" not in form.fields
    form["opinion"] = "일정을 확인함"
    with later(11):
        page = form.submit("sign", status=400)
        form = page.forms["sign"]
        assert form["opinion"].value == "일정을 확인함"
        form["password"] = "wrong-password"
        page = form.submit("sign", status=400)
        assert says(page, "비밀번호가 맞지 않습니다")
        form = page.forms["sign"]
        assert (form["opinion"].value, form["password"].value) == ("일정을 확인함", "")
        form["password"] = "sillok-demo"
        assert says(form.submit("sign", status=303).follow(), "서명했습니다")
    assert stored(office, lambda one: (one.line[1].state, one.line[1].opinion)) == ("SIGNED", "일정을 확인함")


def written(office, text):
    """The newest draft says something else."""
    with office.writing() as session:
        document = session.scalars(select(Document).order_by(Document.id.desc())).first()
        body_of(session, document).content = doc(para(text))


def test_what_is_doubted_is_asked_about_once_and_kept_in_the_audit(office, drafter, draft):
    written(office, "2026. 3. 5.(금)까지 제출")
    for address in (draft, f"{draft}/edit", f"{draft}/sheet"):
        links = drafter.get(address).html.select("#report .doubts a")
        assert [link.get_text() for link in links] == ["2026. 3. 5.(금): 2026년 이 날은 목요일입니다."]
        assert "/edit#b-" in links[0]["href"]
    form = form_to(drafter.get(draft), "/submit")
    assert says(form.submit(status=400), "확인할 점이 있습니다")
    assert stored(office, lambda one: one.state) == "DRAFT"
    form = form_to(drafter.get(draft), "/submit")
    form["confirmed"] = True
    form.submit(status=303)
    assert stored(office, lambda one: one.state) == "IN_PROGRESS"
    with office.reading() as session:
        sent = session.scalars(select(AuditEntry).where(AuditEntry.act == "submit")).one()
        assert sent.detail["doubts"] == ["DOC-15"]


def test_an_approver_sees_what_is_doubted(office, drafter, draft, make_browser):
    written(office, "2026. 3. 5.(금)까지 제출")
    form = form_to(drafter.get(draft), "/submit")
    form["confirmed"] = True
    form.submit(status=303)
    page = make_browser().sign_in("leader").get(f"{draft}/sign")
    assert "이 날은 목요일입니다" in page.html.select_one("[aria-labelledby=doubts]").get_text()


def test_a_resident_number_never_goes_up(office, drafter, draft):
    written(office, "대상자 900101-1234567")
    form = form_to(drafter.get(draft), "/submit")
    assert "confirmed" not in form.fields
    assert says(form.submit({"confirmed": "yes"}, status=400), "주민등록번호가 있습니다")
    assert stored(office, lambda one: one.state) == "DRAFT"
