"""Mail about documents: who is told, when, in which language, and what does not leave the portal."""

import pytest
from sqlalchemy import select

from documents.approvals import asking, returning, signing, submitting
from documents.approvals.line import Planned
from documents.approvals.telling import JOB
from portal.jobs.models import Job
from portal.people.models import Account
from tests.documents import line_case


@pytest.fixture
def letters(mail_server, do_jobs):
    """A function that does the waiting work and answers (to, subject) of the mails since the last call."""

    def arrived():
        mail_server.mails.clear()
        do_jobs(JOB)
        do_jobs("mail")
        return sorted((mail["To"], mail["Subject"]) for mail in mail_server.mails)

    return arrived


@pytest.fixture
def submitted(office):
    with office.writing() as session:
        submitting.submit(session, line_case.drafted(session, *line_case.USUAL), line_case.viewer(session, "staff"))


TITLE = "지역사회보장계획 모니터링 계획"


def sign(session, document, login):
    who = line_case.viewer(session, login)
    sha256 = line_case.hash_of(session, document)
    return signing.sign(session, document, line_case.step_for(document, who).id, sha256, who)


@pytest.mark.usefixtures("submitted")
def test_each_is_told_when_the_step_opens_and_the_drafter_of_the_number(act, letters, mail_server):
    assert letters() == [("leader@example.kr", f"[결재] {TITLE}")]
    with act() as (session, document):
        sign(session, document, "leader")
    assert [to for to, _subject in letters()] == ["audit@example.kr", "budget@example.kr"]
    with act() as (session, document):
        sign(session, document, "budget")
    assert letters() == []
    with act() as (session, document):
        sign(session, document, "audit")
        sign(session, document, "head")
    assert letters() == [("staff@example.kr", f"[등록] {TITLE}")]  # the head has acted meanwhile
    text = mail_server.mails[0].get_content()
    assert "복지정책과-1(으)로 등록" in text
    assert "/documents/" in text


@pytest.mark.usefixtures("submitted")
def test_the_drafter_is_told_of_a_return(act, letters):
    letters()
    with act() as (session, document):
        who = line_case.viewer(session, "leader")
        step_id = line_case.step_for(document, who).id
        returning.send_back(session, document, step_id, line_case.hash_of(session, document), who, opinion="다시")
    assert letters() == [("staff@example.kr", f"[반려] {TITLE}")]


@pytest.mark.usefixtures("submitted")
def test_mail_comes_in_its_readers_language(office, letters):
    with office.writing() as session:
        person_id = line_case.person_id(session, "leader")
        session.scalars(select(Account).where(Account.person_id == person_id)).one().language = "en"
    assert letters() == [("leader@example.kr", f"[Approval] {TITLE}")]


def test_the_title_of_a_closed_document_stays_inside(office, letters, mail_server):
    with office.writing() as session:
        document = line_case.drafted(session, *line_case.USUAL, disclosure="CLOSED", grounds=[6])
        submitting.submit(session, document, line_case.viewer(session, "staff"))
    assert letters() == [("leader@example.kr", "[결재] 비공개 문서")]
    assert TITLE not in mail_server.mails[0].get_content()


def test_a_deputy_is_told_too_and_a_recalled_document_calls_nobody(office, act, letters):
    with office.writing() as session:
        line_case.away(session, "leader", "deputy")
        submitting.submit(session, line_case.drafted(session, *line_case.USUAL), line_case.viewer(session, "staff"))
    assert [to for to, _subject in letters()] == ["deputy@example.kr", "leader@example.kr"]
    with office.writing() as session:
        document = line_case.drafted(session, *line_case.USUAL, title="다른 계획")
        submitting.submit(session, document, line_case.viewer(session, "staff"))
        returning.recall(session, document, line_case.viewer(session, "staff"))
    assert letters() == []


def test_a_department_is_told_and_then_who_takes_it(office, act, letters):
    with office.writing() as session:
        document = line_case.drafted(session, ("APPROVE", 2, "head"))
        staff = line_case.viewer(session, "staff")
        plan = [
            Planned("DRAFT", 0, staff.person_id),
            Planned("CONSENT", 1, department_id=line_case.department_id(session, "감사담당관")),
            Planned("APPROVE", 2, line_case.person_id(session, "head")),
        ]
        line_case.drafting.set_line(session, document, plan, staff)
        submitting.submit(session, document, staff)
    assert [to for to, _subject in letters()] == ["audit@example.kr"]
    with act() as (session, document):
        audit = line_case.viewer(session, "audit")
        asking.take(session, document, document.line[1], audit.person_id, audit)
    assert [to for to, _subject in letters()] == ["audit@example.kr"]


@pytest.mark.usefixtures("submitted")
def test_a_job_done_twice_sends_one_mail(registry, office, letters):
    with office.reading() as session:
        payload = session.scalars(select(Job.payload).where(Job.kind == JOB)).one()
    registry["jobs"][JOB].handler(registry, payload)
    assert len(letters()) == 1
