"""일괄기안: several drafts go up one line, are signed at once on one hash, and get numbers of their own (규칙 §5①)."""

import io
import threading
from dataclasses import replace

import docx
import pytest
from sqlalchemy import select

from documents.approvals import bundling, drafting, returning, signing, submitting
from documents.approvals.models import DelegationRule, Document
from documents.dispatch import sending
from portal import clock
from portal.records import editions
from portal.records import services as records
from portal.records.models import Registration, Signature
from portal.records.readers import set_readers
from portal.records.workflow import NotAllowed, Refused
from tests.documents import line_case
from tests.documents.desk import form_to, says

FIRST, SECOND, THIRD = "어르신 안부 확인 계획", "안부 확인 협조 요청", "안부 확인 결과표 통보"


def bundled(session, *more):
    """The 제1안 with the usual line and the others with it."""
    first = line_case.drafted(session, *line_case.USUAL, title=FIRST)
    staff = line_case.viewer(session, "staff")
    for title, facts in zip((SECOND, THIRD), more or ({}, {}), strict=False):
        other = line_case.drafted(session, word=f"{title}의 글", **({"title": title} | facts))
        bundling.join(session, first, other, staff)
    return first


SENT_OUT = {"form": "DISPATCH", "scheme": "legal", "sender": "한빛시장", "seal_mode": "SEAL_OMITTED"}


def all_of(session):
    return session.scalars(select(Document).order_by(Document.id)).all()


def sign(session, document, login, **more):
    who = line_case.viewer(session, login)
    step = line_case.step_for(document, who)
    return signing.sign(session, document, step.id, line_case.hash_of(session, document), who, **more)


@pytest.mark.both_databases
def test_one_line_decides_all_and_each_gets_its_own_number_on_one_day(office):
    with office.writing() as session:
        line_case.approve(session, bundled(session))
    with office.reading() as session:
        first, second, third = all_of(session)
        numbers = [one.registration.display for one in (first, second, third)]
        assert numbers == ["복지정책과-1", "복지정책과-2", "복지정책과-3"]
        assert {one.approved_on for one in (first, second, third)} == {first.approved_on}
        assert [one.state for one in (first, second, third)] == ["FILED"] * 3
        for one in (first, second, third):
            query = select(Signature.name).where(Signature.edition_id == one.approved_edition_id)
            assert session.scalars(query.order_by(Signature.id)).all() == [
                "고은찬",
                "노을찬",
                "반디솔",
                "사보람",
                "류하랑",
            ]


@pytest.mark.both_databases
def test_the_hash_that_is_signed_is_of_every_text(office):
    with office.writing() as session:
        first = bundled(session, {})
        submitting.submit(session, first, line_case.viewer(session, "staff"), confirmed=True)
        leader = line_case.viewer(session, "leader")
        step = line_case.step_for(first, leader)
        for one in first.bundle:  # the hash of one of them alone is not what was shown
            with pytest.raises(signing.Superseded):
                signing.sign(session, first, step.id, editions.current(session, one).sha256, leader)
        assert signing.sign(session, first, step.id, line_case.hash_of(session, first), leader).step is step


def test_what_is_wrong_with_any_of_them_keeps_all_back(office):
    with office.writing() as session:
        first = bundled(session, {"record_file_id": None})
        with pytest.raises(Refused):
            submitting.submit(session, first, line_case.viewer(session, "staff"), confirmed=True)
        assert [one.state for one in first.bundle] == ["DRAFT", "DRAFT"]


@pytest.mark.both_databases
def test_they_come_back_together_and_one_may_then_go_its_own_way(office):
    with office.writing() as session:
        first = bundled(session)
        staff, leader = line_case.viewer(session, "staff"), line_case.viewer(session, "leader")
        submitting.submit(session, first, staff, confirmed=True)
        step, shown = line_case.step_for(first, leader), line_case.hash_of(session, first)
        returning.send_back(session, first.followers[0], step.id, shown, leader, opinion="3안을 빼십시오.")
        assert {one.state for one in first.bundle} == {"RETURNED"}
        returning.redraft(session, first.followers[1], "3안을 뺌", staff)
        third = first.followers[1]
        bundling.leave(session, third, staff)
        assert [(step.kind, step.name) for step in third.line] == [(step.kind, step.name) for step in first.line]
        told = [step.opinion for step in third.ways[1] if step.opinion]
        assert told == ["3안을 빼십시오."]
        submitting.submit(session, first, staff, confirmed=True)
        assert [one.state for one in first.bundle] == ["IN_PROGRESS", "IN_PROGRESS"]
        assert third.state == "DRAFT"
        submitting.submit(session, third, staff, confirmed=True)
        line = [step.state for step in third.line]
        assert line == ["SIGNED", "ACTIVE", "WAITING", "WAITING", "WAITING"]


def test_one_more_after_it_came_back_is_signed_from_then_on(office):
    with office.writing() as session:
        first = line_case.drafted(session, *line_case.USUAL, title=FIRST)
        staff, leader = line_case.viewer(session, "staff"), line_case.viewer(session, "leader")
        submitting.submit(session, first, staff, confirmed=True)
        step = line_case.step_for(first, leader)
        returning.send_back(session, first, step.id, line_case.hash_of(session, first), leader, opinion="알림도")
        returning.redraft(session, first, "알림을 더함", staff)
        second = line_case.drafted(session, title=SECOND)
        bundling.join(session, first, second, staff)
        assert [step.state for step in second.line] == ["WAITING"] * 5
        assert list(second.ways) == [1]  # what was said of the 제1안 before is no matter of this one
    with office.writing() as session:
        first = all_of(session)[0]
        line_case.approve(session, first)
        assert [one.registration.n for one in first.bundle] == [1, 2]
        assert list(first.followers[0].ways) == [1]


@pytest.mark.both_databases
def test_they_are_sent_out_at_the_same_moment(office):
    inside = [{"name": "예산법무과", "department_id": None}]
    with office.writing() as session:
        inside[0]["department_id"] = line_case.department_id(session, "예산법무과")
        line_case.approve(
            session, bundled(session, SENT_OUT | {"recipients": inside}, SENT_OUT | {"recipients": inside})
        )
    with office.writing() as session:
        first, second, third = all_of(session)
        staff = line_case.viewer(session, "staff")
        assert [one.state for one in (first, second, third)] == ["FILED", "DISPATCH_READY", "DISPATCH_READY"]
        sending.hold(session, third, staff)
        assert [second.state, third.state] == ["DISPATCH_HELD", "DISPATCH_HELD"]
        sending.release(session, second, staff)
        sending.dispatch(session, second, staff)
        assert [first.state, second.state, third.state] == ["FILED", "DELIVERED", "DELIVERED"]
        sent = [one.sent_at.date() for document in (second, third) for one in sending.deliveries_of(session, document)]
        assert len(sent) == 2
        assert len(set(sent)) == 1


def test_only_drafts_of_ones_own_that_were_never_sent_up_join(office):
    with office.writing() as session:
        first = bundled(session, {})
        staff, deputy = line_case.viewer(session, "staff"), line_case.viewer(session, "deputy")
        foreign = line_case.drafted(session, title="남의 초안", by=deputy)
        sent = line_case.drafted(session, *line_case.USUAL, title="올린 것")
        submitting.submit(session, sent, staff, confirmed=True)
        returning.recall(session, sent, staff)
        lead = bundled(session, {})
        for other in (foreign, sent, lead, lead.followers[0], first):
            with pytest.raises(Refused):
                bundling.join(session, first, other, staff)
        with pytest.raises(NotAllowed):
            bundling.join(session, first, line_case.drafted(session, title="또 하나"), deputy)
        bundling.join(session, first, first.followers[0], staff)  # twice is once
        assert len(first.bundle) == 2
        while len(first.bundle) < bundling.MOST:
            bundling.join(session, first, line_case.drafted(session, title="하나 더"), staff)
        with pytest.raises(Refused):
            bundling.join(session, first, line_case.drafted(session, title="너무 많음"), staff)


def test_the_line_of_each_is_planned_at_the_first_and_the_rules_of_each_hold(office):
    with office.writing() as session:
        first = bundled(session, {})
        rule = DelegationRule(work="국장 업무", line=[], approver="복지국장", delegated=True)
        rule.starts_on = clock.today()
        session.add(rule)
        session.flush()
        staff = line_case.viewer(session, "staff")
        second = first.followers[0]
        facts = drafting.facts_from(second)
        drafting.state_facts(session, second, replace(facts, delegation_rule_id=rule.id), second.lock, staff)
        with pytest.raises(Refused) as refused:
            submitting.submit(session, first, staff, confirmed=True)
        assert any("복지국장" in str(problem.text.interpolate()) for problem in refused.value.problems)


def test_a_thrown_away_draft_leaves_first_and_the_lead_of_others_stays(office):
    with office.writing() as session:
        first = bundled(session)
        staff = line_case.viewer(session, "staff")
        with pytest.raises(Refused):
            drafting.throw_away(session, first, staff)
        second = first.followers[0]
        drafting.throw_away(session, second, staff)
        assert [one.title for one in first.bundle] == [FIRST, THIRD]
        records.take_out_of_bin(session, second, staff)
        assert second.line
        assert second.line[0].document is second


def test_two_in_the_same_second_decide_once(office, make_browser):
    with office.writing() as session:
        first = bundled(session)
        submitting.submit(session, first, line_case.viewer(session, "staff"), confirmed=True)
        for login in ("leader", "budget", "audit"):
            sign(session, first, login)
        line_case.away(session, "head", "deputy")
        addresses = [f"/documents/{one.uid}" for one in first.bundle]
    forms = [
        make_browser().sign_in(login).get(f"{address}/sign").forms["sign"]
        for login, address in (("head", addresses[0]), ("deputy", addresses[2]))
    ]
    answers = []
    threads = [
        threading.Thread(target=lambda form=one: answers.append(form.submit("sign", status=303))) for one in forms
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    told = [answer.follow() for answer in answers]
    assert sorted(says(page, "등록번호는 복지정책과-1, 복지정책과-2, 복지정책과-3") for page in told) == [False, True]
    assert sorted(says(page, "방금 누른 것은 처리되지 않았으니") for page in told) == [False, True]
    with office.reading() as session:
        assert sorted(session.scalars(select(Registration.n))) == [1, 2, 3]


# ---- the pages


@pytest.fixture
def pages(office, make_browser):
    """The drafter's browser and the addresses of the bundle."""
    with office.writing() as session:
        found = [f"/documents/{one.uid}" for one in bundled(session).bundle]
    return make_browser().sign_in("staff"), found


def test_a_drafter_bundles_and_unbundles_in_the_pages(office, make_browser):
    with office.writing() as session:
        first = f"/documents/{line_case.drafted(session, *line_case.USUAL, title=FIRST).uid}"
        line_case.drafted(session, title=SECOND)
    browser = make_browser().sign_in("staff")
    page = browser.get(first).click("일괄기안")
    form = page.forms["bundle"]
    assert says(form.submit(status=400), "제목을 적거나 초안을 골라")
    form = page.forms["bundle"]
    form["draft"].select(text=SECOND)
    page = form.submit(status=303).follow()
    assert says(page, "함께 기안할 안을 더했습니다")
    form = page.forms["bundle"]
    form["title"] = THIRD
    form.submit(status=303)
    page = form.submit(status=303).follow()  # sent twice
    listed = [one.get_text(" ", strip=True) for one in page.html.select(".bundle-list li")]
    assert [one.split(" 떼어내기")[0] for one in listed] == [f"제1안 {FIRST}", f"제2안 {SECOND}", f"제3안 {THIRD}"]
    leave = [form for form in page.forms.values() if form.action.endswith("/bundle/leave")]
    assert len(leave) == 2
    leave[0].submit(status=303)
    page = leave[0].submit(status=303).follow()
    assert len(page.html.select(".bundle-list li")) == 2
    listed = browser.get("/documents/drafts").html.get_text(" ", strip=True)
    assert "외 1안" in listed
    assert "제2안" in listed


def test_the_pages_of_a_bundle_show_all_of_it_and_sign_it_once(pages, office, make_browser):
    browser, (first, second, third) = pages
    page = browser.get(second)  # sent up from any of them
    form_to(page, "/submit").submit(status=303)
    leader = make_browser().sign_in("leader")
    box = leader.get("/documents")
    assert len(box.html.select("tbody tr")) == 1
    page = leader.get(f"{third}/sign")
    text = page.html.get_text(" ", strip=True)
    for words in (FIRST, SECOND, THIRD, f"{SECOND}의 글", f"{THIRD}의 글"):
        assert words in text
    assert len(page.html.select(".edition-hash code")) == 3
    page.forms["sign"].submit("sign", status=303)
    for login in ("budget", "audit"):
        make_browser().sign_in(login).get(f"{first}/sign").forms["sign"].submit("sign", status=303)
    head = make_browser().sign_in("head")
    batch = next(one for one in head.get("/documents").forms.values() if one.action.endswith("/batch"))
    batch.fields["doc"][0].checked = True
    page = batch.submit()
    assert [one.get_text() for one in page.html.select(".batch-list strong")] == [FIRST, SECOND, THIRD]
    page.forms["batch"]["password"] = "sillok-demo"
    page = page.forms["batch"].submit(status=200)
    assert "복지정책과-1, 복지정책과-2, 복지정책과-3" in page
    page = browser.get(first)
    assert [one.get_text() for one in page.html.select(".bundle-list .nowrap")] == [
        "복지정책과-1", "복지정책과-2", "복지정책과-3",
    ]  # fmt: skip
    assert len(browser.get("/documents/done").html.select("tbody tr")) == 3
    assert len(head.get("/documents/done").html.select("tbody tr")) == 3
    word = docx.Document(io.BytesIO(browser.get(f"{third}/document.docx").body))
    assert "류하랑" in word.element.xml  # the line that decided it stands on each file
    assert browser.get(f"{second}/card")


def test_a_closed_one_is_not_named_to_those_who_read_another(office, make_browser):
    with office.writing() as session:
        line_case.approve(session, bundled(session, {"disclosure": "CLOSED", "grounds": [6], "title": "가려진 안"}))
        first = f"/documents/{all_of(session)[0].uid}"
    page = make_browser().sign_in("director").get(first)
    assert "가려진 안" not in page
    assert "함께 기안한 안" not in page
    assert "가려진 안" in make_browser().sign_in("leader").get(first)


def test_what_is_wrong_with_a_closed_one_is_not_told_to_a_coauthor_of_another(office, make_browser):
    with office.writing() as session:
        hidden = {"disclosure": "CLOSED", "grounds": [6], "title": "가려진 안", "record_file_id": None}
        first = bundled(session, hidden)
        first.coauthors = [line_case.person_id(session, "leader")]
        set_readers(session, first)
        address = f"/documents/{first.uid}"
    leader = make_browser().sign_in("leader")
    for page in ("/edit", "/sheet"):
        assert "가려진 안" not in leader.get(address + page)
    assert "가려진 안" in make_browser().sign_in("staff").get(f"{address}/edit")


def test_the_documents_are_counted_anew_when_one_leaves(office, staff):
    with office.writing() as session:
        first = bundled(session)
        bundling.leave(session, first.followers[0], line_case.viewer(session, "staff"))
        assert [one.place_in_bundle for one in first.bundle] == [1, 2]
    assert "제2안" in staff.get("/documents/drafts").html.get_text(" ", strip=True)


def test_nothing_joins_a_draft_that_was_thrown_away(office):
    with office.writing() as session:
        staff = line_case.viewer(session, "staff")
        gone, other = line_case.drafted(session, title="버린 초안"), line_case.drafted(session, title="남은 초안")
        drafting.throw_away(session, gone, staff)
        for pair in ((gone, other), (other, gone)):
            with pytest.raises(Refused):
                bundling.join(session, *pair, staff)


@pytest.mark.both_databases
def test_two_tabs_make_no_bundle_within_a_bundle(office):
    with office.writing() as session:
        ids = [line_case.drafted(session, title=title).id for title in ("갑", "을", "병")]
    started, told = threading.Barrier(2), []

    def join(lead, other):
        started.wait()
        try:
            with office.writing() as session:
                pair = [session.get_one(Document, ids[one]) for one in (lead, other)]
                staff = line_case.viewer(session, "staff")
                bundling.join(session, *pair, staff)
            told.append("joined")
        except (Refused, signing.Superseded):
            told.append("refused")

    threads = [threading.Thread(target=join, args=pair) for pair in ((0, 1), (1, 2))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with office.reading() as session:
        found = session.scalars(select(Document).order_by(Document.id)).all()
        assert all(one.lead is None or one.lead.lead is None for one in found)
    assert "joined" in told
