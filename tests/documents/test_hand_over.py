"""인사이동: drafts, waiting steps, action items and 당연직 seats go to a successor in one act, after a preview."""

from datetime import timedelta

from sqlalchemy import select

from documents.approvals import returning, submitting
from documents.approvals.models import Document
from meetings.decisions import actions
from meetings.decisions.models import ActionItem
from portal import audit, clock
from portal.people.models import Membership, Person
from tests import institution
from tests.documents import line_case
from tests.documents.desk import says
from tests.meetings import minutes_case


def page_of(office, admin, login, successor="", **more):
    with office.reading() as session:
        uid = session.get_one(Person, line_case.person_id(session, login)).uid
    return admin.get(f"/people/persons/{uid}/hand-over", {"successor": successor} | more)


def kinds(page):
    return {
        section["aria-labelledby"].removeprefix("kind-"): [
            one.get_text(" ", strip=True) for one in section.select("li")
        ]
        for section in page.html.select("section[aria-labelledby^=kind-]")
    }


def newest(session):
    return session.scalars(select(Document).order_by(Document.id.desc())).first()


def test_it_is_for_administrators(office, staff, admin):
    with office.reading() as session:
        uid = session.scalars(select(Person.uid)).first()
    staff.get(f"/people/persons/{uid}/hand-over", status=403)
    assert admin.get(f"/people/persons/{uid}").click("업무 넘기기").status_int == 200


def test_who_is_not_known_or_the_same_person_is_told(office, admin):
    assert "등록된 사람이 아닙니다" in page_of(office, admin, "staff", "아무개")
    assert "자기 자신에게" in page_of(office, admin, "staff", "고은찬")
    assert kinds(page_of(office, admin, "staff")) == {}


def test_drafts_go_over_and_are_sent_by_the_successor(office, admin):
    with office.writing() as session:
        line_case.drafted(session, *line_case.USUAL, title="쓰던 계획")
        sent = line_case.drafted(session, *line_case.USUAL, title="올린 계획")
        submitting.submit(session, sent, line_case.viewer(session, "staff"))
        leader = line_case.viewer(session, "leader")
        step = line_case.step_for(sent, leader).id
        returning.send_back(session, sent, step, line_case.hash_of(session, sent), leader, opinion="다시")
        blocked = line_case.drafted(session, ("REVIEW", 1, "deputy"), ("APPROVE", 2, "head"), title="막힌 계획")
        submitting.submit(session, blocked, line_case.viewer(session, "staff"))
    page = page_of(office, admin, "staff", "아라온")
    assert kinds(page)["drafts"] == [
        "넘어감 쓰던 계획",
        "넘어감 올린 계획",
        "남음 막힌 계획 후임이 이 문서의 결재선에 있습니다.",
    ]
    assert says(page.forms["hand-over"].submit(status=303).follow(), "2건을 아라온님에게")
    with office.writing() as session:
        deputy = line_case.viewer(session, "deputy")
        draft, back, blocked = session.scalars(select(Document).order_by(Document.id))
        assert [one.created_by_id == deputy.person_id for one in (draft, back, blocked)] == [True, True, False]
        assert (draft.drafter_name, back.drafter_name) == ("아라온", "고은찬")  # what was sent keeps its drafter
        submitting.submit(session, draft, deputy)
        returning.redraft(session, back, "보완", deputy)
        assert (back.drafter_name, back.line[0].name) == ("아라온", "아라온")
        submitting.submit(session, back, deputy)
        assert draft.line[0].actor_name == "아라온"


def test_waiting_steps_go_over_and_signed_ones_stay(office, admin, make_browser):
    with office.writing() as session:
        document = line_case.drafted(session, *line_case.USUAL)
        submitting.submit(session, document, line_case.viewer(session, "staff"))
        own = line_case.drafted(
            session, ("APPROVE", 1, "leader"), title="후임이 쓴 계획", by=line_case.viewer(session, "deputy")
        )
        submitting.submit(session, own, line_case.viewer(session, "deputy"))
        uid = document.uid
    page = page_of(office, admin, "leader", "아라온")
    assert kinds(page)["steps"] == [
        "넘어감 지역사회보장계획 모니터링 계획",
        "남음 후임이 쓴 계획 후임이 기안한 문서입니다.",
    ]
    page.forms["hand-over"].submit(status=303)
    make_browser().sign_in("leader").get(f"/documents/{uid}", status=404)
    deputy = make_browser().sign_in("deputy")
    assert says(deputy.get(f"/documents/{uid}/sign").forms["sign"].submit("sign", status=303).follow(), "서명했습니다")
    with office.reading() as session:
        line = session.scalars(select(Document).where(Document.uid == uid)).one().line
        assert [(step.name, step.state) for step in line][1] == ("아라온", "SIGNED")
        assert audit.broken_at(session) is None


def test_seats_by_office_go_over_from_the_day(office, admin):
    day = clock.today() + timedelta(days=10)
    page = page_of(office, admin, "chair", "노을찬", first_day=str(day))
    assert kinds(page)["seats"] == ["넘어감 연구기획분과"]
    page.forms["hand-over"].submit(status=303)
    with office.reading() as session:
        body = institution.body(session)
        old, new = line_case.person_id(session, "chair"), line_case.person_id(session, "leader")
        seats = {one.person_id: one for one in session.scalars(select(Membership).where(Membership.body_id == body.id))}
        assert seats[old].ends_on == day - timedelta(days=1)
        assert seats[old].replaced_by_id == new
        assert (seats[new].starts_on, seats[new].role, seats[new].position) == (day, "SUB_CHAIR", "복지기획팀장")
    assert kinds(page_of(office, admin, "chair", "노을찬", first_day=str(day)))["seats"] == []


def test_action_items_go_over_when_they_are_in_force(office, admin, viewer):
    with office.writing() as session:
        minutes = minutes_case.complete(session, viewer("secretary"))
        item = minutes_case.items(session, minutes)[0]
        for what in ("조례안 검토", "예산안 작성"):
            values = {"what": what, "owner": "방유나", "due_on": None}
            actions.add_action(session, item, values, viewer("secretary"))
        session.flush()
        first = session.scalars(select(ActionItem).where(ActionItem.what == "조례안 검토")).one()
        first.effective_at = clock.now()
    page = page_of(office, admin, "member", "노을찬")
    assert kinds(page)["actions"] == ["넘어감 조례안 검토", "남음 예산안 작성 회의록이 확정되지 않았습니다."]
    page.forms["hand-over"].submit(status=303)
    with office.reading() as session:
        first = session.scalars(select(ActionItem).where(ActionItem.what == "조례안 검토")).one()
        leader = line_case.viewer(session, "leader")
        assert (first.owner_person_id, first.owner) == (leader.person_id, "방유나")
        assert actions.may_report(leader, first)


def test_only_what_was_chosen_and_shown_goes_over(office, admin):
    with office.writing() as session:
        line_case.drafted(session, *line_case.USUAL)
    page = page_of(office, admin, "staff", "아라온")
    form = page.forms["hand-over"]
    with office.writing() as session:
        line_case.drafted(session, *line_case.USUAL, title="그 사이 쓴 계획")
    assert says(form.submit(status=400), "그 사이 넘길 것이 달라졌습니다")
    form = page_of(office, admin, "staff", "아라온").forms["hand-over"]
    for box in form.fields["checkbox"]:
        box.checked = box._value == "steps"
    form.submit(status=303)
    with office.reading() as session:
        assert newest(session).created_by_id == line_case.person_id(session, "staff")


def test_documents_stay_with_nobody_who_cannot_sign_in(office, admin):
    with office.writing() as session:
        line_case.drafted(session, *line_case.USUAL)
    assert kinds(page_of(office, admin, "staff", "선우담"))["drafts"] == [
        "남음 지역사회보장계획 모니터링 계획 후임에게 로그인할 수 있는 계정이 없습니다."
    ]
