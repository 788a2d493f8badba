"""A document goes up its line: in order, by the right people, on the text they saw, with one result."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from documents.approvals import asking, drafting, returning, signing, submitting
from documents.approvals.line import Planned
from documents.approvals.models import DelegationRule, Document
from documents.approvals.suggesting import suggested
from portal import audit, clock
from portal.forms import FormError
from portal.jobs.models import Job
from portal.records.editions import current, signatures
from portal.records.models import RegisterCounter, Registration, Signature
from portal.records.readers import readable
from portal.records.registration import unit_of
from portal.records.workflow import NotAllowed, Refused
from tests.documents.line_case import (
    USUAL,
    away,
    department_id,
    drafted,
    hash_of,
    person_id,
    step_for,
    viewer,
)


@pytest.fixture
def submitted(office):
    """A document of ``staff`` on its way up the usual line."""
    with office.writing() as session:
        submitting.submit(session, drafted(session, *USUAL), viewer(session, "staff"))


def sign(session, document, login, instead_of=None, **more):
    who = viewer(session, login)
    step = next(one for one in document.line if one.person_id == (instead_of or who.person_id))
    return signing.sign(session, document, step.id, hash_of(session, document), who, **more)


def send_back(session, document, login, opinion):
    who = viewer(session, login)
    returning.send_back(session, document, step_for(document, who).id, hash_of(session, document), who, opinion=opinion)


def states(document):
    return [step.state for step in document.line]


@pytest.mark.usefixtures("submitted")
def test_the_last_signature_registers_the_document(act):
    with act() as (session, document):
        assert states(document) == ["SIGNED", "ACTIVE", "WAITING", "WAITING", "WAITING"]
        sign(session, document, "leader")
        assert states(document) == ["SIGNED", "SIGNED", "ACTIVE", "ACTIVE", "WAITING"]  # 병렬협조 opens together
        sign(session, document, "audit", opinion="예산 과목을 다시 확인하기 바람")
        assert states(document)[-1] == "WAITING"
        sign(session, document, "budget")
        assert states(document)[-1] == "ACTIVE"
    with act() as (session, document):
        done = sign(session, document, "head")
        assert done.numbers == ("복지정책과-1",)
    with act() as (session, document):
        assert document.state == "FILED"
        assert document.approved_on == clock.today()
        assert document.registration.display == "복지정책과-1"
        assert session.scalar(select(Job.id).where(Job.kind == signing.FILE_JOB))
        assert len(session.scalars(select(Signature)).all()) == 5
        assert audit.broken_at(session) is None


@pytest.mark.usefixtures("submitted")
def test_nobody_acts_out_of_turn(act):
    for login in ("head", "budget", "outsider", "staff", "director", "admin"):
        with act() as (session, document):
            who = viewer(session, login)
            for step in document.line:
                with pytest.raises((NotAllowed, signing.Superseded)):
                    signing.sign(session, document, step.id, hash_of(session, document), who)
                    if step.kind == "DRAFT":  # an answer to a second click is no act
                        raise NotAllowed("draft")
            session.rollback()
    with act() as (session, document):
        assert states(document) == ["SIGNED", "ACTIVE", "WAITING", "WAITING", "WAITING"]


@pytest.mark.usefixtures("submitted")
def test_a_signature_is_for_the_text_that_was_shown(act):
    with act() as (session, document):
        who = viewer(session, "leader")
        with pytest.raises(signing.Superseded):
            signing.sign(session, document, step_for(document, who).id, "0" * 64, who)
        session.rollback()
    with act() as (session, document):
        old = hash_of(session, document)
        send_back(session, document, "leader", "일정을 고쳐 주십시오")
        returning.redraft(session, document, "일정 조정", viewer(session, "staff"))
        submitting.submit(session, document, viewer(session, "staff"))
        who = viewer(session, "leader")
        assert current(session, document).number == 2
        assert current(session, document).reason == "일정 조정"
        act_of_step = f"review:{step_for(document, who).id}"
        assert signatures(session, current(session, document), act_of_step) == []
        first_round = next(step for step in document.steps if step.round == 1 and step.person_id == who.person_id)
        with pytest.raises(signing.Superseded):  # the page of the edition that was sent back
            signing.sign(session, document, first_round.id, old, who)


@pytest.mark.usefixtures("submitted")
def test_a_second_click_changes_nothing(act):
    with act() as (session, document):
        first = sign(session, document, "leader")
    with act() as (session, document):
        again = sign(session, document, "leader")
        assert again.step.id == first.step.id
        assert len(session.scalars(select(Signature).where(Signature.act.like("review:%"))).all()) == 1
    for login in ("budget", "audit", "head", "head"):
        with act() as (session, document):
            sign(session, document, login)
    with act() as (session, document):
        assert [one.n for one in session.scalars(select(Registration))] == [1]


@pytest.mark.usefixtures("submitted")
def test_a_return_needs_an_opinion_and_the_next_edition_has_no_signatures(act):
    with act() as (session, document):
        sign(session, document, "leader")
        with pytest.raises(FormError):
            send_back(session, document, "budget", "  ")
        session.rollback()
    with act() as (session, document):
        sign(session, document, "leader")
        send_back(session, document, "budget", "예산을 고칠 것")
        assert document.state == "RETURNED"
    with act() as (session, document):
        with pytest.raises(signing.Superseded):
            sign(session, document, "audit")
        session.rollback()
    with act() as (session, document):
        returning.redraft(session, document, "예산 수정", viewer(session, "staff"))
        assert states(document) == ["WAITING"] * 5
        assert len(document.steps) == 10  # the first round stays as its history
        submitting.submit(session, document, viewer(session, "staff"))
        assert states(document) == ["SIGNED", "ACTIVE", "WAITING", "WAITING", "WAITING"]


@pytest.mark.usefixtures("submitted")
def test_a_recall_is_possible_until_somebody_handled_it(act):
    with act() as (session, document):
        returning.recall(session, document, viewer(session, "staff"))
        assert document.state == "DRAFT"
        submitting.submit(session, document, viewer(session, "staff"))
        sign(session, document, "leader")
        with pytest.raises(Refused):
            returning.recall(session, document, viewer(session, "staff"))


@pytest.mark.usefixtures("submitted")
def test_on_hold_nothing_moves(act):
    with act() as (session, document):
        leader = viewer(session, "leader")
        step_id = step_for(document, leader).id
        returning.hold(session, document, step_id, hash_of(session, document), leader, opinion="다른 부서와 협의 중")
        assert document.state == "ON_HOLD"
        with pytest.raises(signing.Superseded):
            sign(session, document, "leader")
        with pytest.raises(NotAllowed):
            returning.resume(session, document, viewer(session, "head"))
        returning.resume(session, document, leader)
        sign(session, document, "leader")


@pytest.mark.usefixtures("submitted")
def test_a_deputy_signs_for_who_is_away_and_the_record_says_so(act):
    with act() as (session, document):
        away(session, "head", "deputy", "연가")
        for login in ("leader", "budget", "audit"):
            sign(session, document, login)
    with act() as (session, document):
        deputy = viewer(session, "deputy")
        assert session.scalar(select(Document.id).where(readable(deputy.principals))) == document.id
        sign(session, document, "deputy", instead_of=person_id(session, "head"))
        last = document.line[-1]
        assert (last.name, last.actor_name, last.acting_reason, last.needs_report) == ("류하랑", "아라온", "연가", True)
        assert document.state == "FILED"


def test_nobody_decides_on_their_own_draft(office):
    with office.writing() as session:
        made = drafted(session, ("APPROVE", 1, "head"))
        submitting.submit(session, made, viewer(session, "staff"))
        away(session, "head", "staff")
        with pytest.raises(NotAllowed):
            sign(session, made, "staff", instead_of=person_id(session, "head"))


@pytest.mark.usefixtures("submitted")
def test_later_steps_do_not_see_it_yet_and_past_ones_keep_it(act):
    def sees(session, login, document):
        mine = readable(viewer(session, login).principals)
        return session.scalar(select(Document.id).where(Document.id == document.id, mine)) is not None

    with act() as (session, document):
        assert [sees(session, one, document) for one in ("staff", "leader", "budget", "head")] == [1, 1, 0, 0]
        sign(session, document, "leader")
        assert [sees(session, one, document) for one in ("leader", "budget", "audit", "head")] == [1, 1, 1, 0]
        assert not sees(session, "director", document)
        send_back(session, document, "budget", "다시")
        assert sees(session, "leader", document)


def test_a_review_is_passed_over_with_a_reason(office):
    with office.writing() as session:
        made = drafted(session, *USUAL)
        staff = viewer(session, "staff")
        submitting.submit(session, made, staff)
        with pytest.raises(FormError):
            asking.skip(session, made, made.line[1], " ", staff)
        with pytest.raises(Refused):
            asking.skip(session, made, made.line[2], "출장", staff)  # 협조 cannot be passed over
        asking.skip(session, made, made.line[1], "출장", staff)
        assert [step.state for step in made.line][:3] == ["SIGNED", "SKIPPED", "ACTIVE"]


def test_a_department_is_asked_and_says_who_answers(office):
    with office.writing() as session:
        made = drafted(session, ("APPROVE", 2, "head"))
        staff = viewer(session, "staff")
        plan = [
            Planned("DRAFT", 0, staff.person_id),
            Planned("CONSENT", 1, department_id=department_id(session, "감사담당관")),
            Planned("APPROVE", 2, person_id(session, "head")),
        ]
        drafting.set_line(session, made, plan, staff)
        submitting.submit(session, made, staff)
        with pytest.raises(NotAllowed):
            asking.take(session, made, made.line[1], person_id(session, "budget"), viewer(session, "budget"))
        with pytest.raises(FormError):
            asking.take(session, made, made.line[1], person_id(session, "budget"), viewer(session, "audit"))
        asking.take(session, made, made.line[1], person_id(session, "audit"), viewer(session, "audit"))
        sign(session, made, "audit")
        assert made.line[-1].state == "ACTIVE"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), "최종 결재자 한 사람으로 끝나야"),
        ((("REVIEW", 1, "leader"),), "최종 결재자 한 사람으로 끝나야"),
        ((("APPROVE", 1, "leader"), ("APPROVE", 2, "head")), "최종 결재자 한 사람으로 끝나야"),
        ((("REVIEW", 2, "leader"), ("APPROVE", 2, "head")), "모두 끝난 뒤에"),
        ((("REVIEW", 1, "head"), ("APPROVE", 2, "head")), "두 번 들어"),
        ((("CONSENT", 1, "leader"), ("APPROVE", 2, "head")), "협조는 다른 부서에"),
        (tuple(("REVIEW", n, "leader") for n in range(1, 41)), "30단계까지"),
    ],
)
def test_a_line_that_cannot_be_is_told_before_it_is_sent(office, steps, words):
    with office.writing() as session:
        made = drafted(session, *steps)
        with pytest.raises(Refused) as refused:
            submitting.submit(session, made, viewer(session, "staff"))
        assert any(words in one.text.interpolate() for one in refused.value.problems)
        assert made.state == "DRAFT"
        session.rollback()


def test_a_line_of_absentees_is_refused(office):
    with office.writing() as session:
        away(session, "head", "deputy")
        away(session, "deputy", "head")
        with pytest.raises(Refused, match="부재중"):
            submitting.submit(session, drafted(session, *USUAL), viewer(session, "staff"))


def test_the_approver_is_the_one_of_the_delegation_table(office):
    with office.writing() as session:
        rule = DelegationRule(
            work="모니터링 계획", line=["복지기획팀장"], approver="복지정책과장", starts_on=clock.today()
        )
        session.add(rule)
        session.flush()
        staff = viewer(session, "staff")
        made = drafted(session, *USUAL, delegation_rule_id=rule.id)
        with pytest.raises(Refused, match="전결"):
            submitting.submit(session, made, staff)  # not marked as 전결
        raised = drafted(session, ("REVIEW", 1, "head"), ("APPROVE", 2, "director"), delegation_rule_id=rule.id)
        with pytest.raises(Refused, match="전결"):
            submitting.submit(session, raised, staff)
        drafting.set_line(session, made, suggested(session, made), staff)
        assert [(step.kind, step.post, step.delegated) for step in made.line] == [
            ("DRAFT", "주무관", False), ("REVIEW", "복지기획팀장", False), ("APPROVE", "복지정책과장", True),
        ]  # fmt: skip
        submitting.submit(session, made, staff)


@pytest.mark.usefixtures("submitted")
def test_only_steps_that_have_not_begun_are_changed_on_the_way(act):
    with act() as (session, document):
        leader = viewer(session, "leader")
        before = [step.id for step in document.line[:2]]
        plan = [
            Planned("DRAFT", 0, person_id(session, "budget")),
            Planned("REVIEW", 1, person_id(session, "audit")),
            Planned("APPROVE", 3, person_id(session, "director")),
        ]
        drafting.set_line(session, document, plan, leader)
        assert [step.id for step in document.line[:2]] == before
        assert [(step.kind, step.name) for step in document.line] == [
            ("DRAFT", "고은찬"), ("REVIEW", "노을찬"), ("APPROVE", "마루한"),
        ]  # fmt: skip
        with pytest.raises(Refused):
            drafting.set_line(session, document, [], leader)


@pytest.mark.usefixtures("submitted")
def test_the_database_refuses_to_change_what_was_signed(act):
    with act() as (session, document):
        edition = current(session, document)
        with pytest.raises(DatabaseError):
            session.execute(text("UPDATE editions SET sha256 = 'x' WHERE id = :id"), {"id": edition.id})
        session.rollback()


def test_a_number_begins_where_the_paper_ended_and_a_rollback_leaves_no_gap(office):
    with office.writing() as session:
        made = drafted(session, ("APPROVE", 1, "head"))
        submitting.submit(session, made, viewer(session, "staff"))
        session.add(RegisterCounter(unit_id=unit_of(session, made).id, year=clock.today().year, n=808))
    for commit in (False, True):
        with office.writing() as session:
            made = session.scalars(select(Document)).one()
            assert sign(session, made, "head").numbers == ("복지정책과-809",)
            if not commit:
                session.rollback()
