"""The file of an approval document: boxes by 시행규칙 §7, number and header, 붙임 and 끝; made once and kept."""

import hashlib
from datetime import UTC, datetime

import pytest

from documents.approvals import signing
from documents.approvals.boxes import boxes, consents
from documents.approvals.files import document_file
from documents.approvals.models import Document, Step
from portal.files.stores import blob_store
from portal.office.office_files import HANGUL, OFFICE_FILES, WORD
from portal.records.models import Edition, EditionFile
from portal.records.registration import unit_of
from tests.documents.line_case import USUAL, approve, drafted
from tests.office import hwpx_inspection
from tests.office.inspection import all_text, findings

OCTOBER = datetime(2025, 10, 24, 3, tzinfo=UTC)


def step(kind, post, name="", state="SIGNED", **more):
    """A step as it is once its person (1) or a deputy signed."""
    values = {"person_id": 1, "actor_id": 1, "actor_name": name, "actor_post": post, "acted_at": OCTOBER, "opinion": ""}
    values |= {"delegated": False, "needs_report": False, "acting_reason": ""}
    return Step(kind=kind, post=post, name=name, state=state, **values | more)


def texts(line):
    return [(box.post, box.text) for box in boxes(line)]


DRAFTER = step("DRAFT", "주무관", "고은찬")
DEPUTY = {"actor_id": 2, "actor_name": "아라온", "actor_post": "복지지원팀장", "needs_report": True}


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ([DRAFTER, step("APPROVE", "과장", "류하랑")], [("★주무관", "고은찬"), ("과장", "10/24 류하랑")]),
        (
            [DRAFTER, step("APPROVE", "과장", "류하랑", delegated=True)],
            [("★주무관", "고은찬"), ("과장", "전결 10/24 류하랑")],
        ),
        (
            [DRAFTER, step("APPROVE", "국장", "마루한", **DEPUTY)],
            [("★주무관", "고은찬"), ("복지지원팀장", "대결 10/24 아라온")],
        ),
        (
            [DRAFTER, step("APPROVE", "과장", "류하랑", delegated=True, **DEPUTY)],
            [("★주무관", "고은찬"), ("과장", "전결"), ("복지지원팀장", "대결 10/24 아라온")],
        ),
        (
            [DRAFTER, step("REVIEW", "팀장", state="SKIPPED", acting_reason="출장"), step("APPROVE", "과장", "류하랑")],
            [("★주무관", "고은찬"), ("팀장", "출장"), ("과장", "10/24 류하랑")],
        ),
        (
            [DRAFTER, step("REVIEW", "팀장", "노을찬", opinion="검토함"), step("APPROVE", "과장", state="ACTIVE")],
            [("★주무관", "고은찬"), ("팀장(의견 있음)", "노을찬"), ("과장", "")],
        ),
        (
            [
                DRAFTER,
                step("REVIEW", "팀장", "노을찬", actor_id=2, actor_name="아라온"),
                step("APPROVE", "과장", "류하랑"),
            ],
            [("★주무관", "고은찬"), ("팀장", "代아라온"), ("과장", "10/24 류하랑")],
        ),
    ],
    ids=["normal", "전결", "대결", "전결사항의 대결", "검토 생략", "의견", "검토 대리"],
)
def test_the_boxes_are_drawn_by_the_rule(line, printed):
    assert texts(line) == printed


def test_consents_have_a_row_of_their_own():
    line = [DRAFTER, step("CONSENT", "예산팀장", "반디솔"), step("APPROVE", "과장", "류하랑")]
    assert [post for post, _text in texts(line)] == ["★주무관", "과장"]
    assert [(box.post, box.text) for box in consents(line)] == [("예산팀장", "반디솔")]


LETTER = {
    "form": "DISPATCH", "recipients": ({"name": "예산법무과장"}, {"name": "감사담당관"}), "sender": "한빛시장",
    "seal_mode": "SEAL_OMITTED",
}  # fmt: skip
PLAN = {"retention": "5년", "disclosure": "PARTIAL", "grounds": (5,)}


@pytest.fixture
def approved(office):
    """A function that makes an approved document with some facts and a header set; answers its id."""

    def make(header="A", **facts):
        with office.writing() as session:
            made = drafted(session, *USUAL, **facts)
            unit_of(session, made).letterhead = {"header": header}
            approve(session, made)
            return made.id

    return make


def file_of(registry, document_id, kind=WORD):
    with registry["database"].reading() as session:
        document = session.get_one(Document, document_id)
        edition = session.get_one(Edition, document.approved_edition_id)
        return document_file(session, document, blob_store(registry, session), kind, edition)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("header", "label"), [("A", "등록일자"), ("B", "방침번호"), ("C", "공개여부")])
def test_an_internal_document_prints_its_header_boxes_and_number(approved, registry, header, label, tmp_path):
    data = file_of(registry, approved(header, retention="5년", disclosure="PARTIAL", grounds=(5,)))
    assert findings(data, tmp_path) == []
    text = all_text(data)
    for wanted in (label, "복지정책과-1", "부분공개(5)", "★주무관", "고은찬", "류하랑", "반디솔", "끝."):
        assert wanted in text
    assert "(안)" not in text


@pytest.mark.sqlite_only
def test_a_dispatch_document_is_form_one(approved, registry, tmp_path):
    data = file_of(registry, approved(**LETTER))
    assert findings(data, tmp_path) == []
    lines = [line for line in all_text(data).splitlines() if line]
    assert lines[:4] == ["복지정책과", "수신  수신자 참조", "(경유)  ", "제목  지역사회보장계획 모니터링 계획"]
    assert {"한빛시장", "관인생략", "수신자  예산법무과장, 감사담당관"} <= set(lines)
    assert any(line.startswith("시행 복지정책과-1 (") for line in lines)
    assert "협조자  예산팀장 반디솔   감사팀장 사보람" in lines


@pytest.mark.sqlite_only
@pytest.mark.parametrize("facts", [PLAN, LETTER], ids=["internal", "dispatch"])
def test_the_hangul_file_says_what_the_word_file_says(approved, registry, facts):
    document_id = approved("B", **facts)
    data = file_of(registry, document_id, HANGUL)
    assert hwpx_inspection.findings(data) == []
    words = sorted(all_text(file_of(registry, document_id)).split())
    assert sorted(hwpx_inspection.all_text(data).split()) == words


@pytest.mark.sqlite_only
def test_both_files_are_handed_out(approved, office, staff):
    document_id = approved(**PLAN)
    with office.reading() as session:
        uid = session.get_one(Document, document_id).uid
    page = staff.get(f"/documents/{uid}")
    for kind in OFFICE_FILES.values():
        answer = page.click(href=rf"document\.{kind.name}")
        assert answer.content_type == kind.media_type
        assert f".{kind.name}" in answer.headers["Content-Disposition"]


@pytest.mark.sqlite_only
def test_the_file_is_made_once_and_served_as_kept(approved, registry, do_jobs):
    document_id = approved()
    do_jobs(signing.FILE_JOB)
    with registry["database"].writing() as session:
        kept = {one.kind: one.sha256 for one in session.query(EditionFile).all()}
        before = session.get_one(Document, document_id)
        unit_of(session, before).letterhead = {"header": "B", "agency": "새 이름"}
    assert {
        name: hashlib.sha256(file_of(registry, document_id, kind)).hexdigest() for name, kind in OFFICE_FILES.items()
    } == kept


@pytest.mark.sqlite_only
@pytest.mark.parametrize("kind", OFFICE_FILES.values(), ids=list(OFFICE_FILES))
def test_a_file_nobody_kept_is_kept_when_it_is_first_asked_for(approved, office, staff, kind):
    document_id = approved()
    with office.reading() as session:
        address = f"/documents/{session.get_one(Document, document_id).uid}/document.{kind.name}"
    served = [staff.get(address).body for _ in range(2)]
    with office.reading() as session:
        [kept] = session.query(EditionFile).all()
    assert {hashlib.sha256(one).hexdigest() for one in served} == {kept.sha256}
    assert kept.name.endswith(f"계획.{kind.name}")


@pytest.mark.sqlite_only
def test_a_file_of_a_draft_is_not_kept(office, staff):
    with office.writing() as session:
        address = f"/documents/{drafted(session, *USUAL).uid}"
    staff.get(f"{address}/document.docx")
    with office.reading() as session:
        assert session.query(EditionFile).all() == []


@pytest.mark.sqlite_only
def test_a_draft_says_so(office, registry):
    with office.writing() as session:
        made = drafted(session, *USUAL)
        text = all_text(document_file(session, made, blob_store(registry, session), WORD))
    assert "(안)" in text
    assert "복지정책과-" not in text
