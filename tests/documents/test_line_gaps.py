"""What a line lets nobody do: decide for oneself in another's name, name who cannot sign, slip past the rules."""

import pytest
from sqlalchemy import select

from documents.approvals import asking, drafting, returning, signing, submitting
from documents.approvals.boxes import boxes
from documents.approvals.checking import examine
from documents.approvals.handing_over import find_drafts, find_steps, move_drafts
from documents.approvals.line import Planned, faults
from documents.approvals.listing import BoxFilter, page_of_box, sending_count, waiting_count
from documents.approvals.models import DelegationRule, Document
from portal import clock
from portal.files.models import Attachment
from portal.forms import FormError
from portal.people.handover import HandOver
from portal.people.models import Account, Person, Post
from portal.records import services as records
from portal.records.models import Registration
from portal.records.readers import readable
from portal.records.workflow import NotAllowed, Refused
from tests.documents import line_case
from tests.documents.line_case import USUAL, away, drafted, hash_of, person_id, step_for, viewer


def sent_up(session, *line, **facts):
    made = drafted(session, *line, **facts)
    submitting.submit(session, made, viewer(session, "staff"), confirmed=True)
    return made


def sign(session, document, login, of=None, **more):
    """``login`` signs, for ``of`` where that is somebody else."""
    step = next(one for one in document.line if one.person_id == person_id(session, of or login))
    return signing.sign(session, document, step.id, hash_of(session, document), viewer(session, login), **more)


def told(problems):
    return [problem.text.interpolate() for problem in problems]


def rule(session, approver="복지정책과장", *, delegated=True):
    made = DelegationRule(work="점검 계획", line=["복지기획팀장"], approver=approver, delegated=delegated)
    made.starts_on = clock.today()
    session.add(made)
    session.flush()
    return made


def handed(session, leaving, successor):
    people = [session.get_one(Person, person_id(session, one)) for one in (leaving, successor)]
    return HandOver(*people, clock.today(), viewer(session, "admin"))


# ---- 위임전결


def test_a_document_without_a_rule_is_asked_about_where_there_are_rules(office):
    with office.writing() as session:
        assert not examine(session, drafted(session, *USUAL)).doubts
        rule(session)
        made = drafted(session, ("APPROVE", 1, "deputy"))
        report = examine(session, made)
        assert report.doubted_rules == ["DOC-6"]
        with pytest.raises(submitting.Doubted):
            submitting.submit(session, made, viewer(session, "staff"))


def test_the_head_of_another_department_is_not_the_delegate(office):
    with office.writing() as session:
        other = session.scalars(select(Post).where(Post.person_id == person_id(session, "budget"))).one()
        other.title = "복지정책과장"  # the same 직위 by name, in another department
        made = drafted(session, delegation_rule_id=rule(session).id)
        staff = viewer(session, "staff")
        for login, wrong in (("budget", 1), ("head", 0)):
            plan = [Planned("DRAFT", 0, staff.person_id)]
            plan.append(Planned("APPROVE", 1, person_id(session, login), delegated=True))
            drafting.set_line(session, made, plan, staff)
            assert len(faults(session, made)) == wrong


# ---- who changes a line under way


def test_who_is_asked_for_consent_changes_no_line_and_a_reviewer_does(office):
    with office.writing() as session:
        made = sent_up(session, ("CONSENT", 1, "budget"), ("REVIEW", 2, "leader"), ("APPROVE", 3, "head"))
        begun = [Planned(one.kind, one.rank, one.person_id) for one in made.line[:2]]
        plan = [*begun, Planned("APPROVE", 3, person_id(session, "audit"))]
        with pytest.raises(NotAllowed):
            drafting.set_line(session, made, plan, viewer(session, "budget"))
        sign(session, made, "budget")
        begun = [Planned(one.kind, one.rank, one.person_id) for one in made.line[:3]]
        plan = [*begun, Planned("REVIEW", 3, person_id(session, "deputy"))]
        plan.append(Planned("APPROVE", 4, person_id(session, "head")))
        drafting.set_line(session, made, plan, viewer(session, "leader"))
        assert [one.name for one in made.line] == ["고은찬", "반디솔", "노을찬", "아라온", "류하랑"]


def test_somebody_who_signed_and_left_does_not_keep_the_rest_of_the_line(office):
    with office.writing() as session:
        made = sent_up(session, *USUAL)
        sign(session, made, "leader")
        account = session.scalars(select(Account).where(Account.person_id == person_id(session, "leader"))).one()
        account.active = False
        plan = [Planned(one.kind, one.rank, one.person_id) for one in made.line[:-1]]
        plan.append(Planned("APPROVE", 3, person_id(session, "director")))
        drafting.set_line(session, made, plan, viewer(session, "staff"))
        assert made.line[-1].name == "마루한"


# ---- nobody signs what they drafted


def test_who_drafted_it_does_not_decide_it_after_handing_it_over(office):
    with office.writing() as session:
        made = sent_up(session, ("APPROVE", 1, "head"))
        over = handed(session, "staff", "deputy")
        move_drafts(session, over, find_drafts(session, over))
        away(session, "head", "staff")
        staff = viewer(session, "staff")
        with pytest.raises(NotAllowed):
            sign(session, made, "staff", of="head")
        assert session.scalar(waiting_count(staff)) == 0
        assert page_of_box(session, staff, "waiting", BoxFilter(), 0)[1] == 0


def test_who_signed_for_somebody_does_not_become_its_drafter(office):
    with office.writing() as session:
        made = sent_up(session, *USUAL)
        away(session, "leader", "deputy")
        sign(session, made, "deputy", of="leader")
        [matter] = find_drafts(session, handed(session, "staff", "deputy"))
        assert matter.obstacle
        [step] = find_steps(session, handed(session, "head", "deputy"))
        assert step.obstacle


@pytest.mark.parametrize("deputy", ["staff", "without account", "away"])
def test_an_absent_approver_needs_a_deputy_who_can_sign(office, deputy):
    with office.writing() as session:
        away(session, "head", "staff" if deputy == "staff" else "deputy")
        if deputy == "without account":
            query = select(Account).where(Account.person_id == person_id(session, "deputy"))
            session.scalars(query).one().active = False
        if deputy == "away":
            away(session, "deputy", "leader")
        made = drafted(session, ("APPROVE", 1, "head"))
        assert told(faults(session, made)) == ["류하랑님은 지금 부재중이고 대신 결재할 수 있는 사람이 없습니다."]


# ---- 부서협조


def asked_department(session, name="예산법무과"):
    made = drafted(session, ("APPROVE", 2, "head"))
    staff = viewer(session, "staff")
    plan = [
        Planned("DRAFT", 0, staff.person_id),
        Planned("CONSENT", 1, department_id=line_case.department_id(session, name)),
        Planned("APPROVE", 2, person_id(session, "head")),
    ]
    drafting.set_line(session, made, plan, staff)
    return made


@pytest.mark.parametrize("who", ["head", "staff", "without account"])
def test_a_department_names_nobody_who_could_not_sign(office, who):
    with office.writing() as session:
        made = asked_department(session)
        submitting.submit(session, made, viewer(session, "staff"), confirmed=True)
        login = "audit" if who == "without account" else who
        where = line_case.department_id(session, "예산법무과")
        session.add(
            Post(person_id=person_id(session, login), department_id=where, title="겸임", starts_on=clock.today())
        )
        if who == "without account":
            session.scalars(select(Account).where(Account.person_id == person_id(session, login))).one().active = False
        session.flush()
        with pytest.raises(FormError):
            asking.take(session, made, made.line[1], person_id(session, login), viewer(session, "budget"))
        asking.take(session, made, made.line[1], person_id(session, "budget"), viewer(session, "budget"))


def test_a_department_is_not_asked_for_its_own_consent(office):
    with office.writing() as session:
        made = asked_department(session, "복지정책과")
        assert told(faults(session, made)) == ["협조는 기안 부서가 아닌 다른 부서에 요청합니다."]


# ---- 회수, 재기안


def test_it_is_not_recalled_once_somebody_held_it(office):
    with office.writing() as session:
        made = sent_up(session, *USUAL)
        leader = viewer(session, "leader")
        returning.hold(session, made, step_for(made, leader).id, hash_of(session, made), leader, opinion="")
        returning.resume(session, made, leader)
        with pytest.raises(Refused):
            returning.recall(session, made, viewer(session, "staff"))


def test_a_draft_written_anew_is_not_seen_by_who_returned_it(office):
    def sees(session, document, login):
        query = select(Document.id).where(Document.id == document.id, readable(viewer(session, login).principals))
        return session.scalar(query) is not None

    with office.writing() as session:
        made = sent_up(session, *USUAL)
        leader = viewer(session, "leader")
        returning.send_back(session, made, step_for(made, leader).id, hash_of(session, made), leader, opinion="다시")
        assert sees(session, made, "leader")
        returning.redraft(session, made, "보완", viewer(session, "staff"))
        assert not sees(session, made, "leader")
        submitting.submit(session, made, viewer(session, "staff"), confirmed=True)
        assert sees(session, made, "leader")


# ---- what stands in the boxes


def test_a_deputy_who_reviewed_before_has_one_box_with_what_was_said(office):
    with office.writing() as session:
        made = sent_up(session, ("REVIEW", 1, "leader"), ("REVIEW", 2, "deputy"), ("APPROVE", 3, "head"))
        away(session, "deputy", "leader", "연가")
        away(session, "head", "leader", "연가")
        sign(session, made, "leader", opinion="예산을 다시 볼 것")
        sign(session, made, "leader", of="deputy")
        sign(session, made, "leader", of="head")
        shown = [(box.post, box.signature, box.mark) for box in boxes(made.line)]
        assert shown == [
            ("★주무관", "고은찬", ""),
            ("복지지원팀장", "代노을찬", ""),  # the box of another absent reviewer stays
            ("복지기획팀장(의견 있음)", "노을찬", "대결"),
        ]


# ---- 주민등록번호


@pytest.mark.parametrize("where", ["text", "recipients", "policy_no", "file", "unread file"])
def test_no_resident_number_is_registered(office, where):
    number = "９００１０１－１２３４５６７"
    with office.writing() as session:
        facts = {"policy_no": number} if where == "policy_no" else {}
        if where == "recipients":
            facts = {"form": "DISPATCH", "recipients": [{"name": f"고길동 {number}"}], "sender": "한빛시장"}
        made = drafted(session, ("APPROVE", 1, "head"), word=number if where == "text" else "", **facts)
        if where in ("file", "unread file"):
            file = Attachment(
                record_id=made.id, ordinal=1, name="명단.txt", kind="txt", media_type="text/plain", size=9
            )
            file.sha256, file.text_state = "0" * 64, "PENDING"
            session.add(file)
            session.flush()
            submitting.submit(session, made, viewer(session, "staff"), confirmed=True)
            file.text_state, file.pages = ("DONE", [["", number]]) if where == "file" else ("PENDING", [])
            session.flush()
            with pytest.raises(Refused):
                sign(session, made, "head")
            file.text_state, file.pages = "DONE", [["", "없음"]]
            session.flush()
            assert sign(session, made, "head").numbers
        else:
            with pytest.raises(Refused):
                submitting.submit(session, made, viewer(session, "staff"), confirmed=True)
    with office.reading() as session:
        assert session.scalar(select(Registration.id)) is None or where in ("file", "unread file")


def test_an_opinion_holds_no_resident_number(office, make_browser):
    with office.writing() as session:
        address = f"/documents/{sent_up(session, *USUAL).uid}/sign"
    form = make_browser().sign_in("leader").get(address).forms["sign"]
    form["opinion"] = "900101-1234567 확인"
    page = form.submit("sign", status=400)
    assert page.forms["sign"]["opinion"].value == "900101-1234567 확인"


# ---- letters of who has left


def test_letters_that_wait_go_to_the_successor_and_are_counted_for_who_can_send_them(office):
    with office.writing() as session:
        facts = {"form": "DISPATCH", "recipients": [{"name": "새솔시장"}], "sender": "한빛시장"}
        made = sent_up(session, ("APPROVE", 1, "head"), disclosure="CLOSED", grounds=[6], **facts)
        sign(session, made, "head")
        assert made.state == "DISPATCH_READY"
        assert session.scalar(sending_count(viewer(session, "staff"))) == 1
        over = handed(session, "staff", "deputy")
        move_drafts(session, over, find_drafts(session, over))
        assert session.scalar(sending_count(viewer(session, "deputy"))) == 1
        assert session.scalar(sending_count(viewer(session, "staff"))) == 0
        assert made.drafter_name == "고은찬"  # what was sent up keeps its drafter
        assert "dispatch" in records.acts(session, made, viewer(session, "head"))
